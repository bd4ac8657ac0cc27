"""A second try at sentences whose translation broke down or lost a name: what to translate, and what of it to keep."""

import datetime
from dataclasses import dataclass, replace

from newsbrief_models.fidelity.applying.stand_ins import StandIn, replaced, restored
from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.revise import Revision
from newsbrief_models.types import TranslationRow

TRIES = 2  # times a sentence is tried again
_LOST = (FindingKind.TERM_NOT_APPLIED, FindingKind.NAME_MISSING, FindingKind.NAME_INCONSISTENT)


@dataclass(frozen=True, slots=True)
class SecondTry:
    """A row to translate in another's place; its text may tell of others than the sentence does."""

    row: TranslationRow
    stand_ins: tuple[StandIn, ...] = ()

    def draft(self, translated: str) -> str | None:
        """What `translated`, the translation of the row, says of the sentence; None where that cannot be told."""
        return restored(translated, self.row.target, self.stand_ins) if self.stand_ins else translated


def again(
    row: TranslationRow,
    revision: Revision,
    *,
    lexicon: Lexicon,
    reference: datetime.date | None = None,
    before: SecondTry | None = None,
) -> SecondTry | None:
    """What to try when `revision` is what came of `row`, perhaps after a try `before`; None when nothing is left to do.

    What broke down is decoded with more care. Names and terms that were lost are replaced by others for the time of
    the translation. The result is to be revised against the sentence itself, and kept if its `faults` are fewer.
    """
    if revision.is_broken or (before and before.row.careful):
        return None if before else SecondTry(replace(row, careful=True))
    lost = frozenset(
        finding.source_span
        for finding in revision.check.findings
        if finding.kind in _LOST
        and finding.severity >= Severity.WARNING
        and not finding.repaired
        and finding.source_span
    )
    tried = [each.ident for each in before.stand_ins] if before else []
    text, stand_ins = replaced(row.text, row.source, row.target, lost, lexicon, tried)
    if not stand_ins:
        return None
    given = row.hints and hints(text, row.source, row.target, lexicon=lexicon, reference=reference)
    return SecondTry(replace(row, text=text, hints=given), stand_ins)
