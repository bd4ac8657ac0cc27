"""Figures and dates of a source and its translation, compared, as findings and facts."""

import datetime

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.figures import Comparison, Figure, Kind, Verdict
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language

_DATES = (Kind.DATE, Kind.REL, Kind.WEEKDAY, Kind.TIME, Kind.DECADE)
_SEVERITIES = {figures.Severity.ERROR: Severity.ERROR, figures.Severity.WARNING: Severity.WARNING}
_KINDS = {
    Verdict.MISSING: FindingKind.NUMBER_MISSING,
    Verdict.CHANGED: FindingKind.NUMBER_CHANGED,
    Verdict.ADDED: FindingKind.NUMBER_ADDED,
}


def compare(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    reference: datetime.date | None = None,
) -> tuple[list[Finding], list[Fact]]:
    """What became of each figure of `source`; relative dates are counted from `reference` where it is given."""
    read = figures.read(source, source_language, reference=reference)
    written = figures.read(target, target_language, reference=reference)
    compared = figures.compare(read, written, reference=reference)
    findings = [_finding(each) for each in compared if each.severity in _SEVERITIES]
    return findings, [_fact(each.source, each) for each in compared if each.source]


def _finding(compared: Comparison) -> Finding:
    source, target = compared.source, compared.target
    kind = _KINDS[compared.verdict]
    if compared.verdict is Verdict.CHANGED and source and source.kind in _DATES:
        kind = FindingKind.DATE_CHANGED
    return Finding(
        kind,
        _SEVERITIES[compared.severity],
        source_span=source.span if source else None,
        target_span=target.span if target else None,
        expected=value(source) if source else "",
        actual=value(target) if target else "",
    )


def _fact(source: Figure, compared: Comparison) -> Fact:
    kind = FactKind.DATE if source.kind in _DATES else FactKind.FIGURE
    arrived = compared.target if compared.verdict is Verdict.MATCH else None
    return Fact(kind, value(source), source.span, arrived.span if arrived else None)


def value(figure: Figure) -> str:
    """A figure's value free of language: "15000", "1500000000 USD", "2025-06-19"."""
    _, _, shown = str(figure).partition(":")
    if figure.kind is Kind.TIME:
        return shown
    return shown.removesuffix(":-").replace(":", " ")
