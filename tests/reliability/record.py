"""What a row of the suite is, and what is written down while it runs: every figure, beside the line it must keep."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value as shown, and the line it was held to (empty: none)."""

    name: str
    value: str
    line: str = ""
    kept: bool = True

    def __str__(self) -> str:
        mark = "" if self.kept else "**"
        line = f" ({self.line})" if self.line else ""
        return f"{mark}{self.name} {self.value}{line}{mark}"


@dataclass
class Run:
    """One run of one row. `quick` runs are small, and hold nobody to a time: they share their machine with others."""

    seed: int
    folder: Path  # scratch
    quick: bool = False
    figures: list[Figure] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)  # noqa: S311

    @property
    def passed(self) -> bool:
        """Whether every figure keeps its line."""
        return all(figure.kept for figure in self.figures)

    def size(self, full: int, quick: int) -> int:
        """How many, in a full and in a quick run."""
        return quick if self.quick else full

    def note(self, name: str, value: object) -> None:
        """A figure that nothing depends on."""
        self.figures.append(Figure(name, _shown(value)))

    def exactly(self, name: str, value: object, wanted: object) -> None:
        """A figure that must be `wanted`."""
        kept = value == wanted
        self.figures.append(Figure(name, _shown(value), "" if kept else f"must be {wanted}", kept))

    def at_most(self, name: str, value: float, limit: float, unit: str) -> None:
        """A figure that must not be above `limit`; one of time or memory, which a quick run lets pass."""
        self._bounded(name, value, f"≤ {_shown(limit)} {unit}", value <= limit, unit)

    def at_least(self, name: str, value: float, limit: float, unit: str) -> None:
        """A figure that must not be below `limit`; the same."""
        self._bounded(name, value, f"≥ {_shown(limit)} {unit}", value >= limit, unit)

    def _bounded(self, name: str, value: float, line: str, kept: bool, unit: str) -> None:
        self.figures.append(
            Figure(name, f"{_shown(value)} {unit}".rstrip(), line.rstrip(), kept or self.quick)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: `name` and `title`, the pass line in words, and what runs it."""

    name: str
    title: str
    line: str
    work: Callable[[Run], Awaitable[None]]
    quick: bool

    @property
    def number(self) -> int:
        """The place in the table."""
        return int(self.name[1:])


ROWS: dict[str, Row] = {}


def row(
    name: str, title: str, line: str, *, quick: bool = False
) -> Callable[[Callable[[Run], Awaitable[None]]], Callable[[Run], Awaitable[None]]]:
    """Enter a function into `ROWS`; `quick` ones run in `make test` as well."""

    def enter(work: Callable[[Run], Awaitable[None]]) -> Callable[[Run], Awaitable[None]]:
        ROWS[name] = Row(name, title, line, work, quick)
        return work

    return enter


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
