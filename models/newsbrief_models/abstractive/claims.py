"""What a written sentence claims: its figures, dates and names, and how each stands in the article."""

from dataclasses import dataclass
from enum import IntEnum

from newsbrief_models.fidelity.facts import FactKind
from newsbrief_models.types import Span


class Standing(IntEnum):
    """How a claim stands in a passage; they compare."""

    ABSENT = 0
    DOUBTFUL = 1  # something there may be the same, or says so of something else
    SUPPORTED = 2


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure, date or name of a written sentence at `span`, as `value`.

    `soft` claims are put in other words at ease (two, first, last year). `source` is where the passage says the same,
    `instead` and `expected` what it says in the claim's place, where that is known.
    """

    kind: FactKind
    span: Span
    value: str
    standing: Standing
    soft: bool = False
    source: Span | None = None
    instead: Span | None = None
    expected: str = ""
