"""The table of a run, as Markdown, with where and with what it was measured."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.reliability.record import Row, Run


@dataclass(frozen=True, slots=True)
class Result:
    """A row that ran, for so many seconds."""

    row: Row
    run: Run
    seconds: float


def table(results: Sequence[Result], seed: int, machine: str, load: float, seconds: float) -> str:
    """The report: `machine` in words, its `load` average before, and how many `seconds` all took."""
    passed = sum(result.run.passed for result in results)
    lines = [
        "# Reliability",
        "",
        f"`make reliability`, seed {seed}: {passed} of {len(results)} rows keep their line; {seconds / 60:.1f} minutes",
        f"on {machine}; {time.strftime('%Y-%m-%d', time.gmtime())}; load average before: {load:.1f}.",
        "",
        "Every server is a process of its own, `newsbrief-server serve`. Where a row says *real*, its engines run the "
        "bundled model; elsewhere they are stubs that sleep as long as a model works and write a pure function of each "
        "sentence, so that every answer can be told right or wrong. Arrivals are open loops: they wait for nobody. "
        "Capacity is measured anew in each row that needs it. A ledger holds each request's one end. "
        "**Bold**: a line not kept.",
        "",
        "| row | what | line | | measured | s |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for result in results:
        figures = "; ".join(map(str, result.run.figures)).replace("|", "\\|").replace("\n", " ")
        mark = "pass" if result.run.passed else "**FAIL**"
        row = result.row
        lines.append(f"| {row.name} | {row.title} | {row.line} | {mark} | {figures} | {result.seconds:.0f} |")
    return "\n".join(lines) + "\n"
