"""What was measured for the scaling model: as JSON that is kept, and as tables for results/scaling.md and docs/."""

import dataclasses
import json
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.scaling_model import A10G, Costs, Gpu, Prices, limits, million, predict, useful_cores
from benchmarks.scaling_trial import LAYOUTS, Load

CORES = (1, 2, 4, 8, 16, 32, 64)
REPLICAS = (1, 2, 4, 8, 16, 32)
REPLICA_CORES = 2  # of the replicas in the tables, as deploy/kubernetes has them
GPU_CORES = (2, 4, 8, 16)


@dataclass(frozen=True, slots=True)
class Measured:
    """One run. Times are seconds; `stages` and `rows` (by direction) of a core, each for an article or a row."""

    told: str
    """Where, with what, when, and what else ran."""
    command: str
    stages: Mapping[str, float]
    rows: Mapping[str, float]
    again: float
    store_processor: float
    costs: Costs
    loads: tuple[Load, ...]

    def write(self, file: Path) -> None:
        """Keep it."""
        file.write_text(json.dumps(dataclasses.asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def read(cls, file: Path) -> "Measured":
        """What was kept."""
        kept: dict[str, Any] = json.loads(file.read_text("utf-8"))
        kept["costs"] = Costs(**kept["costs"])
        kept["loads"] = tuple(Load(**load) for load in kept["loads"])
        return cls(**kept)


def tables(measured: Measured, prices: Prices) -> Mapping[str, str]:
    """All tables, by the names that docs/scaling.md has for them."""
    costs = measured.costs
    return {
        "stages": _stages(measured),
        "trial": _trial(measured),
        "cores": _table(("cores", *_HEADS), [(f"{n}", *_row(costs, n)) for n in CORES]),
        "replicas": _table(
            (f"replicas of {REPLICA_CORES} cores", *_HEADS),
            [(f"{n}", *_row(costs, REPLICA_CORES, n)) for n in REPLICAS],
        ),
        "gpu": _table(
            ("cores beside one GPU", *_HEADS), [(f"{n}", *_row(costs, n, gpu=A10G)) for n in GPU_CORES]
        ),
        "limits": _limits(costs),
        "million": _million(costs, prices),
    }


def put_in(text: str, made: Mapping[str, str]) -> str:
    """`text` with each table in its place: between <!-- NAME --> and <!-- end -->.

    Raises:
        KeyError: a place for a table that there is not.
    """
    place = re.compile(r"(<!-- (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
    return place.sub(lambda found: found[1] + made[found[2]] + "\n" + found[3], text)


_HEADS = ("articles a minute", "a day, millions", "held up by", "memory, GB")


def _row(costs: Costs, cores: float, replicas: int = 1, gpu: Gpu | None = None) -> tuple[str, ...]:
    found = predict(costs, cores, replicas, gpu)
    a_day = found.rate * 86_400 / 1e6
    return f"{found.rate * 60:,.0f}", f"{a_day:.1f}", found.bottleneck, f"{found.memory / 1e9:.1f}"


def _stages(measured: Measured) -> str:
    whole, costs = sum(measured.stages.values()), measured.costs
    rows = [
        (stage, _ms(seconds), f"{seconds / costs.total:.0%}") for stage, seconds in measured.stages.items()
    ]
    rest = costs.total - whole
    rows.append(("all else of a busy server", _ms(rest), f"{rest / costs.total:.0%}"))
    rows.append(("**a busy server, all processes**", f"**{_ms(costs.total)}**", "100%"))
    rows.append(("of it in the server's own process", _ms(costs.edge), f"{costs.edge / costs.total:.0%}"))
    directions = ", ".join(f"{name} {_ms(seconds)}" for name, seconds in measured.rows.items())
    return (
        _table(("stage", "ms of a core, an article", "share"), rows)
        + f"\n\nA translated row, ms of a core by direction: {directions}. Broken and decoded once more: "
        f"{measured.again:.1%} of rows."
    )


def _trial(measured: Measured) -> str:
    rows = []
    for layout in LAYOUTS:
        loads = [load for load in measured.loads if load.layout == layout.name]
        told = [load.predicted(measured.costs, len(layout.servers)) for load in loads]
        errors = [load.rate / wanted - 1 for load, wanted in zip(loads, told, strict=True)]
        left = [load.left / load.seconds for load in loads]
        rows.append(
            (
                layout.name,
                _middle(left, "{:.2f}"),
                _middle([rate * 60 for rate in told], "{:.0f}"),
                _middle([load.rate * 60 for load in loads], "{:.0f}"),
                f"{statistics.median(errors):+.0%} ({min(errors):+.0%} to {max(errors):+.0%})",
                _middle([load.cost * 1000 for load in loads], "{:.0f}"),
            )
        )
    heads = ("layout", "cores left", "predicted a minute", "measured", "off by", "ms of a core, an article")
    return _table(heads, rows)


def _limits(costs: Costs) -> str:
    each = limits(costs, 1, jobs=True)
    rows = [(part, f"{rate * 60:,.0f}") for part, rate in each.items()]
    return (
        _table(("what holds a server up", "articles a minute, at most (one core)"), rows)
        + f"\n\nA server keeps {useful_cores(costs):.1f} cores busy; one with a GPU, {useful_cores(costs, A10G):.1f}."
    )


def _million(costs: Costs, prices: Prices) -> str:
    rows = []
    for name, cores, gpu in (("2 cores", 2, None), ("4 cores and an A10G", 4, A10G)):
        found = million(costs, prices, cores, gpu)
        rows.append(
            (
                name,
                f"{found.core_hours:,.0f}",
                f"{found.gb_hours:,.0f}",
                f"{found.gpu_hours:,.0f}",
                f"{found.disk_gb:,.0f}",
                f"{found.money:,.2f}",
            )
        )
    heads = ("servers of", "core hours", "GB hours of memory", "GPU hours", "GB on disk (jobs)", "money")
    return _table(heads, rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _middle(values: Sequence[float], shown: str) -> str:
    write: Callable[[float], str] = shown.format
    return f"{write(statistics.median(values))} ({', '.join(map(write, values))})"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
