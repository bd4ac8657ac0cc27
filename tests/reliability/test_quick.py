"""The rows that `make test` runs: small, and held to every line but those of time and memory."""

from pathlib import Path

import pytest

from tests.reliability.record import Row, Run
from tests.reliability.report import Result, table
from tests.reliability.rows import in_order

SEED = 20
NAMES = [f"R{number}" for number in range(1, 29)]


def test_no_row_is_missing() -> None:
    assert [row.name for row in in_order()] == NAMES


@pytest.mark.parametrize("row", [row for row in in_order() if row.quick], ids=lambda row: row.name)
async def test_row(row: Row, tmp_path: Path) -> None:
    run = Run(SEED, tmp_path, quick=True)
    await row.work(run)
    for figure in run.figures:
        print(figure)
    assert run.figures
    assert run.passed


def test_a_line_that_is_not_kept_shows(tmp_path: Path) -> None:
    row, run = in_order(["R1"])[0], Run(SEED, tmp_path)
    run.at_most("gap", 1.5, 1, "s")
    run.exactly("lost", 0, 0)
    assert not run.passed
    report = table([Result(row, run, 60.0)], SEED, "a machine", 0.5, 61.0)
    assert "0 of 1 rows keep their line" in report
    assert "**FAIL** | **gap 1.5 s (≤ 1 s)**; lost 0 |" in report
