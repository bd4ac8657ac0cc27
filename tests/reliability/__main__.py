"""Runs the reliability suite and writes its table: python -m tests.reliability [--only R1 R4] [--seed N] [--output F].

Exit code 0 when every row keeps its line, 1 when one does not.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import description
from tests.reliability.record import Figure, Row, Run
from tests.reliability.report import Result, table
from tests.reliability.rows import in_order

# A row that takes longer hangs, which is a failure of its own.
ROW_SECONDS = 180.0
OUTPUT = Path(__file__).parents[2] / "benchmarks/results/reliability.md"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the rows asked for; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", metavar="ROW", help="rows to run; all unless given")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--quick", action="store_true", help="at the size of `make test`")
    parser.add_argument("--output", type=Path, help=f"Markdown file to write; {OUTPUT.name} for all rows")
    options = parser.parse_args(argv)
    rows, began, load = in_order(options.only), time.monotonic(), os.getloadavg()[0]
    print("seed", options.seed, flush=True)
    results = [_run(row, options.seed, options.quick) for row in rows]
    machine = description("grpcio", "protobuf", "ctranslate2")
    text = table(results, options.seed, machine, load, time.monotonic() - began)
    output = options.output or (None if options.only or options.quick else OUTPUT)
    if output:
        output.write_text(text, "utf-8")
    print(text)
    return 0 if all(result.run.passed for result in results) else 1


def _run(row: Row, seed: int, quick: bool) -> Result:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newsbrief-") as folder:
        run = Run(seed, Path(folder), quick)
        try:
            asyncio.run(asyncio.wait_for(row.work(run), ROW_SECONDS))
        except Exception as error:
            traceback.print_exc()
            run.figures.append(Figure("fault", f"{type(error).__name__}: {error}", "must not be", kept=False))
    result = Result(row, run, time.monotonic() - began)
    print(f"{row.name:4} {'pass' if run.passed else 'FAIL'} {result.seconds:5.1f} s  {row.title}", flush=True)
    for figure in run.figures:
        print(f"     {figure}", flush=True)
    return result


if __name__ == "__main__":
    sys.exit(main())
