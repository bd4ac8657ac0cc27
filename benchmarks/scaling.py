"""How newsbrief scales: what an article costs is measured, the rest is predicted, the prediction tried on two cores.

    python -m benchmarks.scaling [--seconds 20] [--rounds 3]
    python -m benchmarks.scaling --predict [--core-hour 0.05] [--gb-hour ...] [--gpu-hour ...] [--disk-gb-month ...]

The first measures (about six minutes), keeps it in results/scaling.json, and writes the tables of results/scaling.md
and docs/scaling.md. The second measures nothing: it prints the tables of what was kept, with your prices.
"""

import argparse
import dataclasses
import os
import statistics
import sys
import time
from pathlib import Path

from benchmarks import scaling_trial
from benchmarks.machine import description
from benchmarks.scaling_costs import STAGES, measure_stages, measure_store
from benchmarks.scaling_model import Costs, Prices
from benchmarks.scaling_report import Measured, put_in, tables

KEPT = Path(__file__).with_name("results") / "scaling.json"
RESULT = KEPT.with_suffix(".md")
DOCUMENT = Path(__file__).parents[1] / "docs/scaling.md"


def main() -> int:
    """Measure or predict."""
    options = _parser().parse_args()
    prices = Prices(**{field.name: getattr(options, field.name) for field in dataclasses.fields(Prices)})
    if options.predict:
        for name, table in tables(Measured.read(KEPT), prices).items():
            print(f"\n## {name}\n\n{table}")
        return 0
    measured = measure(options.seconds, options.rounds)
    measured.write(KEPT)
    made = tables(measured, prices)
    RESULT.write_text(report(measured, made["stages"], made["trial"], made["limits"]), "utf-8")
    DOCUMENT.write_text(put_in(DOCUMENT.read_text("utf-8"), made), "utf-8")
    print(RESULT.read_text("utf-8"))
    return 0


def measure(seconds: float, rounds: int) -> Measured:
    """Measure the stages, the store and the servers; `seconds` is the length of one load."""
    before = os.getloadavg()[0]
    stages, outcomes = measure_stages(rounds)
    recorded = measure_store(outcomes)
    print("stages and store are measured; now servers", file=sys.stderr, flush=True)
    trial = scaling_trial.run(seconds, rounds)
    base, core = trial.memory_fit()
    busy = trial.calibration
    translation = stages.of("translate") + stages.of("translate again")
    costs = Costs(
        edge=busy.edge / busy.articles,
        helpers=busy.helpers / busy.articles,
        translation=min(translation, busy.helpers / busy.articles),
        record=recorded.clock,
        base_bytes=base,
        core_bytes=core,
        disk_bytes=recorded.disk,
    )
    return Measured(
        told=f"{description('grpcio', 'protobuf', 'ctranslate2')}; {time.strftime('%Y-%m-%d', time.gmtime())}; "
        f"load average before: {before:.1f}, after: {os.getloadavg()[0]:.1f} (its own included)",
        command=f"python -m benchmarks.scaling --seconds {seconds:g} --rounds {rounds}",
        stages={stage: stages.of(stage) for stage in STAGES},
        rows={f"{a}-{b}": statistics.median(values) for (a, b), values in stages.rows.items()},
        again=statistics.mean(stages.again),
        store_processor=recorded.processor,
        costs=costs,
        loads=trial.loads,
    )


def report(measured: Measured, stages: str, trial: str, limits: str) -> str:
    """What results/scaling.md says."""
    costs = measured.costs
    return "\n".join(
        [
            "# What an article costs, and what that predicts",
            "",
            f"`{measured.command}`",
            f"on {measured.told}.",
            "Sample articles in three languages, every sentence made unique, three briefs of three sentences each;",
            "result cache off. Times are of the processor unless said otherwise. What follows: docs/scaling.md.",
            "",
            stages,
            "",
            "The stages were run in one thread, with full batches of eight rows; *all else* is gRPC, what server and",
            "engines say to each other, the scheduler, and what processes that share a machine take from each other.",
            "",
            f"A job's start and outcome of an article: {costs.record * 1000:.2f} ms of the clock, "
            f"{measured.store_processor * 1000:.2f} ms of the processor, {costs.disk_bytes / 1000:.1f} kB on disk.",
            f"Memory of a loaded server: {costs.base_bytes / 1e6:.0f} MB and {costs.core_bytes / 1e6:.0f} MB a core.",
            "",
            limits,
            "",
            "## Predicted and measured",
            "",
            trial,
            "",
            f"{scaling_trial.CLIENTS} clients in a closed loop; the loads took turns, and engines were not nice. The",
            "costs that the predictions rest on are those of a load of the server with two cores, before the first",
            "round. *Cores left* is what other work and the clients left to the servers; in brackets every round.",
            "",
        ]
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=20, help="length of one load")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--predict", action="store_true", help="measure nothing; print the tables")
    for field in dataclasses.fields(Prices):
        name = field.name.replace("_", "-")
        parser.add_argument(
            f"--{name}", type=float, default=field.default, help="price (default: %(default)s)"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
