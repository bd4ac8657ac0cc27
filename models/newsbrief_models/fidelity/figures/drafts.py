"""Figures while a text is being read: places instead of spans."""

from collections.abc import Callable
from dataclasses import dataclass

from newsbrief_models.fidelity.figures.cursor import Cursor
from newsbrief_models.fidelity.figures.figure import Approx, Figure, Kind, Origin, Value
from newsbrief_models.types import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A figure read from the tokens `start` (included) to `end` (not included)."""

    kind: Kind
    value: Value
    start: int
    end: int
    unit: str = ""
    origin: Origin = Origin.DIGITS


# A rule reads at a place: what it found there and the place to go on from, or None when it does not apply.
Found = tuple[list[Draft], int]
Rule = Callable[[Cursor, int], Found | None]


def finish(cursor: Cursor, draft: Draft) -> Figure:
    """The figure that `draft` became, with its span and how the words around it hedge it."""
    start, end = cursor.tokens[draft.start].start, cursor.tokens[draft.end - 1].end
    approx = _approx(cursor, draft)
    surface = cursor.text[start:end]
    return Figure(draft.kind, draft.value, draft.unit, approx, draft.origin, Span(start, end), surface)


def _approx(cursor: Cursor, draft: Draft) -> Approx | None:
    """The hedge that ends right before the draft, the longest, or the one right after it."""
    for length in (4, 3, 2, 1):
        start = draft.start - length
        found = cursor.find("approx_before", start) if start >= 0 else None
        if found and found[1] == draft.start:
            return Approx(found[0])
    after = cursor.find("approx_after", draft.end)
    return Approx(after[0]) if after else None
