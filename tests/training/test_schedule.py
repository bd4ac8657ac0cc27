"""The learning rate ends at nothing whatever the speed; a paused run has not spent its budget."""

from __future__ import annotations

import pytest
from newsbrief_training.schedule import ActiveClock, Trapezoid


def test_up_level_and_down_to_nothing() -> None:
    schedule = Trapezoid(peak=1.0, warmup_steps=10, decay=0.4)
    assert schedule.at(0, 0.0) == pytest.approx(0.1)
    assert schedule.at(50, 0.3) == 1.0
    assert schedule.at(500, 0.8) == pytest.approx(0.5)
    assert schedule.at(900, 1.0) == 0.0
    assert schedule.at(901, 1.2) == 0.0


def test_a_pause_costs_no_budget() -> None:
    clock = ActiveClock()
    for _ in range(10):
        clock.add(2.0)
    clock.add(600.0)
    assert clock.spent < 30


def test_a_slower_machine_is_believed_in_time() -> None:
    clock = ActiveClock()
    clock.add(1.0)
    for _ in range(200):
        clock.add(5.0)
    before = clock.spent
    clock.add(5.0)
    assert clock.spent - before == pytest.approx(5.0)


def test_time_spent_before_is_kept() -> None:
    clock = ActiveClock(spent=120.0)
    clock.add(2.0)
    assert clock.spent == 122.0
