"""Figures and dates of a source and its translation, compared, as findings and facts."""

import datetime
import re
from functools import lru_cache

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.figures import Comparison, Day, Figure, Kind, Verdict
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language

DATES = (Kind.DATE, Kind.REL, Kind.WEEKDAY, Kind.TIME, Kind.DECADE)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHIFTS = {
    ("day", -1): "yesterday",
    ("day", 0): "today",
    ("day", 1): "tomorrow",
    **{
        (unit, by): f"{word} {unit}"
        for unit in ("week", "month", "year")
        for by, word in ((-1, "last"), (0, "this"), (1, "next"))
    },
}
_AROUND = 30  # code points about a hedged figure in which a negation turns the hedge round
_NEGATIONS = {
    Language.EN: re.compile(
        r"\b(?:never|cannot|nor|not(?! (?:more|less|fewer)\b))\b|n['’]t\b", re.IGNORECASE
    ),
    Language.KO: re.compile(r"(?<!넘지 )않|없|못(?! ?미)|아니"),
    Language.RU: re.compile(
        r"\b(?:ни|нет|никогда|не(?! (?:более|менее|больше|меньше|ниже|свыше)\b))\b", re.IGNORECASE
    ),
}
_SEVERITIES = {figures.Severity.ERROR: Severity.ERROR, figures.Severity.WARNING: Severity.WARNING}
_KINDS = {
    Verdict.MISSING: FindingKind.NUMBER_MISSING,
    Verdict.CHANGED: FindingKind.NUMBER_CHANGED,
    Verdict.ADDED: FindingKind.NUMBER_ADDED,
}


@lru_cache(maxsize=64)
def read(text: str, language: Language, reference: datetime.date | None) -> tuple[Figure, ...]:
    """The figures of a sentence. Kept for a while: a source is read once for each target, a target before and after
    it is mended.
    """
    return figures.read(text, language, reference=reference)


@lru_cache(maxsize=64)
def compared(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    reference: datetime.date | None,
) -> tuple[Comparison, ...]:
    """The figures of both sentences, paired. Kept for a while too: what needs no mending is compared once."""
    told, written = read(source, source_language, reference), read(target, target_language, reference)
    return figures.compare(told, written, reference=reference)


def forget() -> None:
    """Drops what is kept."""
    read.cache_clear()
    compared.cache_clear()


def compare(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    reference: datetime.date | None = None,
) -> tuple[list[Finding], list[Fact]]:
    """What became of each figure of `source`; relative dates are counted from `reference` where it is given."""
    pair = (source, source_language, target, target_language)
    results = tuple(_unhedged(each, *pair) for each in compared(*pair, reference))
    findings = [_finding(each) for each in results if each.severity in _SEVERITIES]
    return findings, [_fact(each.source, each) for each in results if each.source]


def _unhedged(
    compared: Comparison, source: str, source_language: Language, target: str, target_language: Language
) -> Comparison:
    """Figures that only their hedges part are the same where a word near them negates one: never dropped below."""
    one, other = compared.source, compared.target
    if one is None or other is None or not figures.opposed(one, other) or value(one) != value(other):
        return compared
    sides = ((one, source, source_language), (other, target, target_language))
    if any(_negated(figure, text, language) for figure, text, language in sides):
        return Comparison(Verdict.MATCH, figures.Severity.NONE, one, other)
    return compared


def _negated(figure: Figure, text: str, language: Language) -> bool:
    around = text[max(0, figure.span.start - _AROUND) : figure.span.end + _AROUND]
    return _NEGATIONS[language].search(around) is not None


def _finding(compared: Comparison) -> Finding:
    source, target = compared.source, compared.target
    kind = _KINDS[compared.verdict]
    if compared.verdict is Verdict.CHANGED and source and source.kind in DATES:
        kind = FindingKind.DATE_CHANGED
    return Finding(
        kind,
        _SEVERITIES[compared.severity],
        source_span=source.span if source else None,
        target_span=target.span if target else None,
        expected=_told(source, target) if source else "",
        actual=_told(target, source) if target else "",
    )


def _told(figure: Figure, other: Figure | None) -> str:
    """The value, and the hedge where that is all that differs."""
    told = value(figure)
    hedged = figure.approx is not None and other is not None and value(other) == told
    return f"{figure.approx.replace('_', ' ')} {told}" if figure.approx and hedged else told


def _fact(source: Figure, compared: Comparison) -> Fact:
    kind = FactKind.DATE if source.kind in DATES else FactKind.FIGURE
    arrived = compared.target if compared.verdict is Verdict.MATCH else None
    return Fact(kind, value(source), source.span, arrived.span if arrived else None)


def value(figure: Figure) -> str:
    """A figure's value free of the text's language: "15000", "12%", "1500000000 USD", "2025-06-19", "Thursday"."""
    _, _, shown = str(figure).partition(":")
    match figure.kind:
        case Kind.PERCENT:
            return f"{shown}%"
        case Kind.POINTS:
            return f"{shown} percentage points"
        case Kind.ORDINAL:
            return f"no. {shown}"
        case Kind.MULTIPLE:
            return f"{shown} times"
        case Kind.TIME:
            return shown
        case Kind.WEEKDAY | Kind.REL if isinstance(figure.value, Day):
            return _day(figure.value, shown)
    return shown.removesuffix(":-").replace(":", " ")


def _day(day: Day, shown: str) -> str:
    """A day told from the day of writing, in words; `shown` is its short form."""
    if day.shift is None:
        return _WEEKDAYS[day.weekday - 1] if day.weekday else shown
    told, _, rest = shown.partition("/")
    words = _SHIFTS.get((day.shift.unit, day.shift.by), told)
    if day.weekday:
        rest = _WEEKDAYS[day.weekday - 1]
    return f"{rest.removeprefix('-').removeprefix('-')} {words}".strip()
