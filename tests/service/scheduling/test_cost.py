"""The cost model finds the coefficients of any machine, and stays sane whatever it is shown."""

# ruff: noqa: S311 (seeded so that a test repeats itself)
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_service.scheduling.cost import PRIOR, CostModel


def test_before_any_batch_it_says_what_was_measured_once() -> None:
    model = CostModel()
    assert not model.fitted
    assert model.predict(1, 100) == pytest.approx(PRIOR[0] + 100 * PRIOR[1] + 100 * PRIOR[2])


@pytest.mark.parametrize("truth", [(0.01, 0.002, 0.0003), (0.001, 0.0001, 0.00002), (0.5, 0.05, 0.01)])
def test_it_finds_the_truth(truth: tuple[float, float, float]) -> None:
    rng = random.Random(3)
    model = CostModel()
    for _ in range(200):
        rows, steps = rng.randrange(1, 33), rng.randrange(5, 150)
        seconds = truth[0] + truth[1] * steps + truth[2] * rows * steps
        model.observe(rows, steps, seconds * rng.uniform(0.9, 1.1))
    assert model.fitted
    for rows, steps in ((1, 30), (8, 60), (32, 100)):
        real = truth[0] + truth[1] * steps + truth[2] * rows * steps
        assert model.predict(rows, steps) == pytest.approx(real, rel=0.1)


def test_it_follows_a_machine_that_slows_down() -> None:
    model = CostModel()
    for factor in (1, 3):
        for i in range(300):
            rows, steps = 1 + i % 20, 10 + i % 60
            model.observe(rows, steps, factor * (0.002 + 0.001 * steps + 0.0002 * rows * steps))
    assert model.predict(10, 40) == pytest.approx(3 * (0.002 + 0.04 + 0.08), rel=0.1)


def test_batches_all_alike_leave_it_sane() -> None:
    model = CostModel()
    for _ in range(500):
        model.observe(8, 40, 0.2)
    assert model.predict(8, 40) == pytest.approx(0.2, rel=0.05)
    assert 0 < model.predict(1, 40) < 0.2 < model.predict(32, 40)


@given(
    st.lists(st.tuples(st.integers(1, 64), st.integers(1, 5000), st.floats(1e-6, 1e4)), max_size=60),
    st.integers(1, 64),
    st.integers(1, 5000),
)
def test_whatever_it_is_shown_a_batch_takes_some_time(
    seen: list[tuple[int, int, float]], rows: int, steps: int
) -> None:
    model = CostModel()
    for batch in seen:
        model.observe(*batch)
    predicted = model.predict(rows, steps)
    assert math.isfinite(predicted)
    assert predicted > 0
    assert model.predict(rows + 1, steps) > predicted
    fits = model.rows_within(0.4, steps)
    assert fits == 1 or model.predict(fits, steps) <= 0.4 * 1.001
