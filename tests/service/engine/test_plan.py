"""Processes and batches from cores and memory."""

from pathlib import Path

import pytest

from newsbrief_service.engine.plan import Plan, command, cores, free_memory, plan, plan_for
from newsbrief_service.settings import Settings

GIB = 1 << 30
SMALL, LARGE = 14 << 20, 2 * GIB


@pytest.mark.parametrize(
    ("n_cores", "free", "size", "engines", "workers"),
    [
        (1, 4 * GIB, SMALL, 1, 1),
        (2, 4 * GIB, SMALL, 1, 2),
        (8, 16 * GIB, SMALL, 1, 8),
        (64, 64 * GIB, SMALL, 8, 8),
        (64, 32 * GIB, LARGE, 2, 8),  # memory for two
        (64, 1 * GIB, LARGE, 1, 8),  # for none: one is tried all the same
    ],
)
def test_plans(n_cores: int, free: int, size: int, engines: int, workers: int) -> None:
    chosen = plan(n_cores, free, size)
    assert (chosen.engines, chosen.workers) == (engines, workers)
    assert chosen.memory_mb << 20 > 8 * size


def test_what_is_given_wins() -> None:
    assert plan(2, 4 * GIB, SMALL, engines=3, workers=5) == Plan(3, 5, plan(2, GIB, SMALL).memory_mb)
    assert plan(8, 16 * GIB, SMALL, engines=4).workers == 2
    assert plan(8, 16 * GIB, SMALL, workers=2).engines == 4


def test_this_machine() -> None:
    assert cores() >= 1
    assert free_memory() > 0
    assert free_memory(Path("/nowhere")) == 4 * GIB
    chosen = plan_for(Settings(engines=2, workers=1))
    assert (chosen.engines, chosen.workers) == (2, 1)


def test_the_command_names_all_that_an_engine_needs() -> None:
    settings = Settings(beam_size=2, watchdog=7.0)
    start = command(settings, Plan(1, 3, 512))
    text = " ".join(start.arguments)
    assert (
        "-m newsbrief_service.engine --model bundled --device cpu --workers 3 --beam-size 2 --memory-mb 512"
        in text
    )
    assert start.silence == 7.0
