"""Puts a source's figure back where a translation has one other of its kind, and nothing else it could be."""

import datetime
import re
from collections import Counter
from fractions import Fraction

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.figure_findings import compared, read, value
from newsbrief_models.fidelity.figures import Comparison, Figure, Kind, Origin, Severity, Verdict
from newsbrief_models.fidelity.findings import Finding, FindingKind
from newsbrief_models.fidelity.findings import Severity as FindingSeverity
from newsbrief_models.style.numbers import written
from newsbrief_models.types import Language, Span

_KINDS = (Kind.NUMBER, Kind.PERCENT, Kind.POINTS, Kind.MONEY, Kind.MEASURE)
NUMERALS = {
    Language.EN: re.compile(r"\d[\d,]{0,30}(?:\.\d{1,9})?(?: ?(?:thousand|million|billion|trillion)\b)?"),
    Language.KO: re.compile(r"\d[\d,]{0,30}(?:\.\d{1,9})?(?:[천만억조][\d,]{0,30}){0,8}"),
    Language.RU: re.compile(r"\d[\d \u00a0\u202f]{0,30}(?:,\d{1,9})?(?:[ \u00a0]?(?:тыс\.|млн|млрд|трлн))?"),
}


def repair(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    reference: datetime.date | None = None,
) -> tuple[str, list[Finding]]:
    """`target` with changed figures put right where that is safe, and a finding, `repaired`, for each.

    Safe is: both are written in digits, of one kind and unit, the only ones of it that disagree, and the target read
    again has the source's figure there.
    """
    results = compared(source, source_language, target, target_language, reference)
    pairs = [(each.source, each.target) for each in results if _disagrees(each)]
    rivals = Counter((kind.kind, kind.unit) for each in results for kind in _unmatched(each))
    repaired: list[Finding] = []
    for wanted, wrong in sorted(pairs, key=lambda pair: -pair[1].span.start if pair[1] else 0):
        if wanted is None or wrong is None or rivals[wanted.kind, wanted.unit] != 2:
            continue
        change = _replaced(target, wrong, wanted, target_language, reference)
        if change:
            target, span = change
            grown = span.end - span.start - (wrong.span.end - wrong.span.start)
            repaired = [each.moved(0, grown) for each in repaired]
            repaired.append(
                Finding(
                    FindingKind.NUMBER_CHANGED,
                    FindingSeverity.INFO,
                    wanted.span,
                    span,
                    value(wanted),
                    value(wrong),
                    repaired=True,
                )
            )
    return target, repaired[::-1]


def _disagrees(compared: Comparison) -> bool:
    source, target = compared.source, compared.target
    if (
        compared.verdict is not Verdict.CHANGED
        or compared.severity is not Severity.ERROR
        or not source
        or not target
    ):
        return False
    if source.value == target.value:  # only their hedges differ
        return False
    digits = source.origin is Origin.DIGITS and target.origin is Origin.DIGITS
    return digits and source.kind is target.kind and source.kind in _KINDS and source.unit == target.unit


def _unmatched(compared: Comparison) -> list[Figure]:
    if compared.verdict is Verdict.MATCH:
        return []
    return [figure for figure in (compared.source, compared.target) if figure]


def _replaced(
    target: str, wrong: Figure, wanted: Figure, language: Language, reference: datetime.date | None
) -> tuple[str, Span] | None:
    """`target` with `wanted` in the place of `wrong`, and its span there; None when it then does not read as wanted."""
    numeral = NUMERALS[language].search(wrong.surface)
    shown = written(wanted.value, language) if isinstance(wanted.value, Fraction) else None
    if numeral is None or shown is None:
        return None
    # A space that the numeral's pattern took along stays.
    end = wrong.span.start + len(wrong.surface[: numeral.end()].rstrip())
    text = target[: wrong.span.start + numeral.start()] + shown + target[end:]
    for figure in read(text, language, reference):
        if figure.span.start == wrong.span.start and figures.same(wanted, figure):
            return text, figure.span
    return None
