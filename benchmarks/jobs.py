"""Jobs under kill -9, of the server and of the client: `python -m benchmarks.jobs` writes results/jobs.md.

What is counted is what a user has in the end: the file that `newsbrief batch` wrote, and the results the server kept.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import description
from tests.reliability.job_plans import REAL, SHORT
from tests.reliability.killed_jobs import run

OUTPUT = Path(__file__).with_name("results") / "jobs.md"


def main() -> int:
    """Carry all plans out and write the report; 1 when anything was lost, twice or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rows, well, load = list[str](), True, os.getloadavg()[0]
    for plan in (SHORT, REAL):
        with tempfile.TemporaryDirectory(prefix="newsbrief-jobs-") as folder:
            outcome = run(plan, Path(folder), options.seed)
        problems = outcome.problems(plan.count)
        well = well and not problems
        kills = f"{plan.server_kills} server, {plan.client_kills} client"
        rate = f"{outcome.seconds:.0f} s, {plan.count / outcome.seconds:.1f}/s"
        print(plan.name, rate, problems or "each article once", flush=True)
        rows.append(
            f"| {plan.name} | {plan.count:,} | {kills} | {'; '.join(problems) or 'each once, all right'} | {rate} |"
        )
    lines = [
        "# Jobs under kill -9",
        "",
        f"`python -m benchmarks.jobs --seed {options.seed}` on {description('grpcio', 'protobuf')}; "
        f"{time.strftime('%Y-%m-%d', time.gmtime())}; "
        f"load average before: {load:.1f}, after: {os.getloadavg()[0]:.1f}.",
        "",
        "`newsbrief batch` briefs a file by a job. Server and client are killed while the articles are being sent, and "
        "after as many results as chance wants; the server is started again as a service manager does, the client by "
        "the same command. Counted are the records of the file and the results that the server has, each article by "
        "its number; *right* is what the article's own sentences say it must be. Times are with kills and restarts.",
        "",
        "| articles | | killed | found | time |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]
    OUTPUT.write_text("\n".join(lines) + "\n", "utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
