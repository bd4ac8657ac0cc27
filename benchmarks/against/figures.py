"""What is read off a race: rates, ratios with their spread, and shares of two bounds."""

import statistics
from dataclasses import dataclass
from typing import Any

from benchmarks.against.shapes import SHAPES

_PLAIN = "CTranslate2, "
_SENTENCE_WAY = "a sentence a call"
# What issue-holders asked for: at least so many times as fast as the best way whose name begins so.
LINES = (
    ("plain CTranslate2 in best batches", "ceiling", 0.85),
    ("transformers generate, fp32", "generate fp32", 4.0),
    ("transformers generate, bf16", "generate bf16", 1.8),
    ("torch dynamic int8", "generate int8", 1.1),
    ("a sentence a call", "CTranslate2, a sentence", 5.0),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of the rounds' ratios, the least and the greatest."""

    middle: float
    least: float
    most: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.least:.2f}–{self.most:.2f})"


def rates(way: dict[str, Any]) -> list[float]:
    """Target tokens a second, by round."""
    return [run["tokens"] / run["seconds"] for run in way["runs"]]


def costs(way: dict[str, Any]) -> list[float]:
    """Milliseconds of processor time a target token, by round."""
    return [run["processor_seconds"] * 1000 / max(1, run["tokens"]) for run in way["runs"]]


def ceiling(race: dict[str, Any]) -> str:
    """The plain way that does the most."""
    plain = [name for name in ran(race) if name.startswith(_PLAIN) and _SENTENCE_WAY not in name]
    return max(plain, key=lambda name: statistics.median(rates(race["ways"][name])))


def ran(race: dict[str, Any]) -> list[str]:
    """The ways that took part."""
    return [name for name, way in race["ways"].items() if way["runs"]]


def own(race: dict[str, Any]) -> list[str]:
    """Ours, of those that took part."""
    return [name for name in ran(race) if name.startswith("newsbrief")]


def rival(race: dict[str, Any], start: str) -> str | None:
    """The fastest way whose name begins with `start`; "ceiling" is the plain one that does the most."""
    if start == "ceiling":
        return ceiling(race)
    named = [name for name in ran(race) if name.startswith(start)]
    return max(named, key=lambda name: statistics.median(rates(race["ways"][name])), default=None)


def faster(race: dict[str, Any], one: str, other: str) -> Ratio:
    """How many times as many tokens a second."""
    pairs = zip(rates(race["ways"][one]), rates(race["ways"][other]), strict=True)
    return _ratio([a / b for a, b in pairs])


def cheaper(race: dict[str, Any], one: str, other: str) -> Ratio:
    """How many times less processor time a token."""
    pairs = zip(costs(race["ways"][other]), costs(race["ways"][one]), strict=True)
    return _ratio([a / b for a, b in pairs])


def _ratio(values: list[float]) -> Ratio:
    return Ratio(statistics.median(values), min(values), max(values))


def bound(found: dict[str, Any], race: dict[str, Any]) -> float:
    """Target tokens a second if the machine did nothing but the model's multiplications, at its best int8 rate."""
    shape = SHAPES[race["shape"]]
    sources = race["source_tokens"] / race["target_tokens"]
    operations = (
        race["beam"] * shape.operations_a_target_token() + sources * shape.operations_a_source_token()
    )
    return float(best_gemm(found) * 1e9 / operations)


def best_gemm(found: dict[str, Any]) -> float:
    """Thousand millions of int8 operations a second, of all cores."""
    return float(max(max(row["int_mm"], row["packed"]) for row in found["gemm"]))
