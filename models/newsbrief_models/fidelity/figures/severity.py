"""How sure it is that a figure without its counterpart is a mistake, and not what languages drop and add freely."""

from enum import StrEnum
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Approx, Clock, Day, Figure, Kind, Origin

DATES = frozenset({Kind.DATE, Kind.REL, Kind.WEEKDAY, Kind.DECADE})
_COUNTS = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.MULTIPLE})
_ABOVE = frozenset({Approx.OVER, Approx.AT_LEAST})
_BELOW = frozenset({Approx.UNDER, Approx.AT_MOST})
_SECOND = 2
_COMMON = 3  # ordinals and numbers of times up to here are often put in other words


class Severity(StrEnum):
    """How sure it is that a finding is a mistake. NONE: a match, or what languages drop and add freely."""

    ERROR = "error"
    WARNING = "warning"
    NONE = "none"


def nearness(a: Figure, b: Figure) -> int:
    """2 for figures of one kind and unit, 1 for figures that may stand for each other, 0 for others."""
    if a.kind in DATES and b.kind in DATES:
        return 2 if a.kind is b.kind else 1
    if a.kind in DATES or b.kind in DATES or (a.kind is Kind.TIME) != (b.kind is Kind.TIME):
        return 0
    shares = {a.kind, b.kind} <= {Kind.FRACTION, Kind.MULTIPLE}
    return 2 if shares or (a.kind is b.kind and a.unit == b.unit) else 1


def _soft(figure: Figure) -> bool:
    """Whether languages drop and add such a figure freely: one, two in words, first, half, vague amounts, last year."""
    value = figure.value
    if figure.kind in (Kind.VAGUE, Kind.REL) or figure.origin is Origin.IMPLIED:
        return True
    if figure.kind is Kind.DURATION and figure.unit == "hour" and value == 24:  # round the clock
        return True
    if isinstance(value, Day) and (
        value.decade == 10 or (value.month == 1 and not value.day and not value.year)
    ):
        return True  # teenagers; the first of the months 1∼8월
    if isinstance(value, Fraction):
        if figure.kind in (Kind.ORDINAL, Kind.MULTIPLE):
            return value <= _COMMON
        return value == 1 or (figure.kind is Kind.NUMBER and value <= 2) or figure.kind is Kind.FRACTION
    return (
        isinstance(value, Day)
        and figure.origin is Origin.WORDS
        and value.month is None
        and value.weekday is None
    )


def opposed(a: Figure, b: Figure) -> bool:
    """Whether figures of one value are hedged in opposite directions: more than 1,300 and менее 1300."""
    if isinstance(a.value, Day | Clock):
        return False  # "to the end of March" is no hedge
    return (a.approx in _ABOVE and b.approx in _BELOW) or (a.approx in _BELOW and b.approx in _ABOVE)


def severity(figure: Figure) -> Severity:
    """How grave it is that `figure` has no counterpart."""
    if not _soft(figure):
        return Severity.ERROR
    one = (figure.value == 1 and figure.kind is not Kind.VAGUE) or figure.origin is Origin.IMPLIED
    return Severity.NONE if one or _implied(figure) else Severity.WARNING


def _implied(figure: Figure) -> bool:
    """Whether one language often says what another leaves to the reader: the second, this year, the next
    day, in winter, round the clock.
    """
    value = figure.value
    if figure.kind is Kind.ORDINAL:
        return value == _SECOND and figure.origin is Origin.WORDS
    if figure.kind is Kind.DURATION:
        return True
    if isinstance(value, Day):
        shift = value.shift
        season = bool(value.period) and not value.period[-1].isdecimal()
        close = shift is None or shift.by == 0 or shift.unit == "day"
        return value.day is None and value.weekday is None and close and (season or shift is not None)
    return False


def changed_severity(a: Figure, b: Figure) -> Severity:
    """How grave it is that `a` and `b` stand for each other and differ."""
    one = any(
        figure.origin is Origin.IMPLIED
        or (figure.value == 1 and figure.kind is Kind.NUMBER and figure.origin is Origin.WORDS)
        for figure in (a, b)
    )
    if nearness(a, b) == 2 and not one:
        return Severity.ERROR
    if isinstance(a.value, Day) and isinstance(b.value, Day):
        told = ((a.value.month, b.value.month), (a.value.day, b.value.day), (a.value.year, b.value.year))
        if any(left and right and left != right for left, right in told):
            return Severity.ERROR
    counts = [x.value for x in (a, b) if x.kind in _COUNTS and isinstance(x.value, Fraction)]
    if len(counts) == 2 and min(counts) > 2:
        return Severity.ERROR
    return max(severity(a), severity(b), key=[Severity.NONE, Severity.WARNING, Severity.ERROR].index)
