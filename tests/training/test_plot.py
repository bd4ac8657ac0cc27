"""The log of a run that was taken up again reads as one run."""

from __future__ import annotations

from pathlib import Path

from newsbrief_training.plot import draw, read

HEAD = "step,active_s,progress,loss,lr,target_tokens,tokens_per_s\n"


def _row(step: int, loss: float) -> str:
    return f"{step},{step}.0,0.1,{loss},1.0e-03,{step * 1000},900\n"


def test_rows_written_before_a_crash_and_again_after_it_count_once(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        HEAD + _row(20, 9) + _row(40, 8) + _row(60, 7) + _row(38, 7.5) + _row(58, 6), encoding="utf-8"
    )
    rows = read(log)
    assert [row["step"] for row in rows] == [20, 38, 58]
    assert draw(rows).count("<polyline") == 2
