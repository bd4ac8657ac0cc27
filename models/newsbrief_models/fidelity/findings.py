"""What a check can find when it compares a source text with a target text."""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from newsbrief_models.types import Span


class FindingKind(StrEnum):
    """What is wrong."""

    NUMBER_MISSING = "number_missing"
    NUMBER_CHANGED = "number_changed"
    NUMBER_ADDED = "number_added"
    DATE_CHANGED = "date_changed"
    NAME_MISSING = "name_missing"
    NAME_INCONSISTENT = "name_inconsistent"
    TERM_NOT_APPLIED = "term_not_applied"
    ATTRIBUTION_LOST = "attribution_lost"
    NEGATION_CHANGED = "negation_changed"
    UNTRANSLATED = "untranslated"
    REPETITION = "repetition"
    TRUNCATION = "truncation"
    NAME_ADDED = "name_added"  # of summaries: a name that the article does not have
    SENTENCE_UNSUPPORTED = "sentence_unsupported"  # of summaries: nothing in the article says so


class Severity(IntEnum):
    """How much a finding matters; they compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement between a source and a target.

    Spans are None where nothing stands on that side; `expected` and `actual` are normalised values ("15000",
    "2025-06-17", a name), empty where there is none; `repaired` says that the target was corrected already.
    """

    kind: FindingKind
    severity: Severity
    source_span: Span | None = None
    target_span: Span | None = None
    expected: str = ""
    actual: str = ""
    repaired: bool = False

    def moved(self, source_by: int, target_by: int) -> "Finding":
        """The same finding with its spans shifted, for a sentence within a text."""
        source = self.source_span.moved(source_by) if self.source_span else None
        target = self.target_span.moved(target_by) if self.target_span else None
        return replace(self, source_span=source, target_span=target)
