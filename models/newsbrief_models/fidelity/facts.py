"""A figure, date or name of a source, and where it stands in a translation."""

from dataclasses import dataclass, replace
from enum import StrEnum

from newsbrief_models.types import Span


class FactKind(StrEnum):
    """What a fact is."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Fact:
    """`value` is free of language where it is a figure or date, the source's press form where it is a name.

    `target_span` is None when the translation does not have it.
    """

    kind: FactKind
    value: str
    source_span: Span
    target_span: Span | None

    def moved(self, source_by: int, target_by: int) -> "Fact":
        """The same fact with its spans shifted, for a sentence within a text."""
        target = self.target_span.moved(target_by) if self.target_span else None
        return replace(self, source_span=self.source_span.moved(source_by), target_span=target)
