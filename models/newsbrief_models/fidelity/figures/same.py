"""Whether two figures, of whatever languages, say the same."""

import datetime
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Clock, Day, Figure, Kind, Origin, Shift
from newsbrief_models.fidelity.figures.same_dates import Agreement, dates_agree, is_away
from newsbrief_models.fidelity.figures.tables import units

_DATES = frozenset({Kind.DATE, Kind.REL, Kind.WEEKDAY, Kind.DECADE})
_COUNTS = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.MULTIPLE})
_WITH_UNIT = frozenset({Kind.MONEY, Kind.DURATION, Kind.MEASURE})
# Kinds that one number may have in two languages: three times and the third time, the third year and 3년, 63 and 63세.
_ALIKE = frozenset(
    {
        frozenset({Kind.NUMBER, Kind.ORDINAL}),
        frozenset({Kind.NUMBER, Kind.MULTIPLE}),
        frozenset({Kind.ORDINAL, Kind.MULTIPLE}),
        frozenset({Kind.ORDINAL, Kind.DURATION}),
        frozenset({Kind.ORDINAL, Kind.MEASURE}),
        *(frozenset({Kind.NUMBER, kind}) for kind in _WITH_UNIT),
    }
)
# Currencies that share a name, which a language may leave unspecified.
_NAMESAKES = (
    frozenset({"POUND", "GBP", "EGP"}),
    frozenset({"PESO", "PHP", "MXN"}),
    frozenset({"INR", "IDR", "PKR"}),
    frozenset({"SEK", "NOK", "DKK", "CZK", "ISK"}),
    frozenset({"SAR", "IRR"}),
)
_DOZEN = ("dozen", "дюжин")  # which Korean renders as 10여
_CONVERTED = Fraction(3, 100)  # how far a converted measure may be rounded


def same(a: Figure, b: Figure, reference: datetime.date | None = None) -> bool:
    """Whether `a` and `b` are the same fact: 15,000 = 1만5천 = 15 тыс., two weeks = 14 days, 내년 3월 = next March.

    With `reference`, the day of publication, dates told from it equal the dates they mean.
    """
    return agreement(a, b, reference) is Agreement.FULL


def compatible(a: Figure, b: Figure, reference: datetime.date | None = None) -> bool:
    """Whether `a` and `b` may be one fact put in two ways: the third year and 3년, a dozen and 10여, 63 and 63세."""
    return agreement(a, b, reference) is not Agreement.NONE


def agreement(a: Figure, b: Figure, reference: datetime.date | None = None) -> Agreement:
    """How far `a` and `b` agree; symmetric."""
    if a.kind in _DATES and b.kind in _DATES:
        return dates_agree(a, b, reference)
    if isinstance(a.value, Clock) or isinstance(b.value, Clock):
        return _clocks(a, b)
    if a.kind is b.kind and a.value == b.value and a.unit == b.unit:
        return Agreement.FULL
    if Kind.VAGUE in (a.kind, b.kind):
        return _vague(a, b)
    if isinstance(a.value, Fraction) and isinstance(b.value, Fraction):
        return _quantities(a, b, a.value, b.value)
    return _mixed(a, b, reference) if a.kind in _DATES else _mixed(b, a, reference)


def _quantities(a: Figure, b: Figure, x: Fraction, y: Fraction) -> Agreement:
    if a.kind is b.kind and a.kind in (Kind.DURATION, Kind.MEASURE):
        return _measures(a, b, x, y)
    if a.kind is b.kind is Kind.MONEY:
        alike = any({a.unit, b.unit} <= names for names in _NAMESAKES)
        return Agreement.FULL if x == y and alike else Agreement.NONE
    kinds = {a.kind, b.kind}
    if kinds == {Kind.FRACTION, Kind.MULTIPLE}:
        fraction, times = (x, y) if a.kind is Kind.FRACTION else (y, x)
        return Agreement.LOOSE if fraction * times == 1 or times == 1 + fraction else Agreement.NONE
    if kinds == {Kind.FRACTION, Kind.PERCENT}:
        fraction, percent = (x, y) if a.kind is Kind.FRACTION else (y, x)
        return Agreement.LOOSE if abs(fraction * 100 - percent) < 1 else Agreement.NONE
    if kinds == {Kind.MULTIPLE, Kind.PERCENT}:  # doubled is 100 percent more, or 200 percent of it
        times, percent = (x, y) if a.kind is Kind.MULTIPLE else (y, x)
        return (
            Agreement.LOOSE
            if percent in (times * 100, times * 100 - 100) or percent * times == 100
            else Agreement.NONE
        )
    if x == y and kinds in (
        {Kind.FRACTION, Kind.NUMBER},
        {Kind.FRACTION, Kind.POINTS},
        {Kind.NUMBER, Kind.POINTS},
        {Kind.NUMBER, Kind.PERCENT},
    ):
        return Agreement.LOOSE
    if a.kind is b.kind is Kind.PERCENT and x == -y:  # минус 0,9% and "a fall of 0.9 percent"
        return Agreement.LOOSE
    if x != y:
        twelve = (a if x == 12 else b).surface.casefold()
        dozen = {x, y} == {10, 12} and any(word in twelve for word in _DOZEN)
        return Agreement.LOOSE if dozen else Agreement.NONE
    if a.kind is b.kind and a.kind not in _WITH_UNIT:
        return Agreement.FULL
    return Agreement.LOOSE if frozenset(kinds) in _ALIKE else Agreement.NONE


def _measures(a: Figure, b: Figure, x: Fraction, y: Fraction) -> Agreement:
    first, second = units()[a.unit], units()[b.unit]
    if first.dimension == second.dimension:
        left, right = x * first.factor, y * second.factor
        if left == right:
            return Agreement.FULL
        if x == y and {a.unit, b.unit} == {"mi", "nmi"}:
            return Agreement.LOOSE
        near = a.kind is Kind.MEASURE and a.unit != b.unit and abs(left - right) <= _CONVERTED * abs(left)
        return Agreement.LOOSE if near else Agreement.NONE
    dimensions = {first.dimension, second.dimension}
    if x == y and (
        dimensions == {"temperature", "angle"} or {a.unit, b.unit} in ({"km/h", "km"}, {"m/s", "m"})
    ):
        return Agreement.LOOSE
    if dimensions == {"months", "seconds"}:  # 30 days and a month
        months, seconds = (
            (x * first.factor, y * second.factor)
            if first.dimension == "months"
            else (y * second.factor, x * first.factor)
        )
        days = seconds / 86400
        return Agreement.LOOSE if months and 28 <= days / months <= 31 else Agreement.NONE
    return Agreement.NONE


def _vague(a: Figure, b: Figure) -> Agreement:
    """Dozens and десятки; hundreds and a number of three digits that is a round one."""
    if a.kind is b.kind:
        return Agreement.FULL if a.value == b.value else Agreement.NONE
    vague, other = (a, b) if a.kind is Kind.VAGUE else (b, a)
    if not isinstance(vague.value, Fraction) or not isinstance(other.value, Fraction):
        return Agreement.NONE
    size = 10 ** int(vague.value)
    return (
        Agreement.LOOSE
        if size <= abs(other.value) < 10 * size and other.kind is not Kind.PERCENT
        else Agreement.NONE
    )


def _clocks(a: Figure, b: Figure) -> Agreement:
    """Times of the day, or a time and its hour alone: "every morning at four" and 새벽 4시."""
    x, y = a.value, b.value
    if isinstance(x, Clock) and isinstance(y, Clock):
        hours = 12 if x.half or y.half else 24
        return Agreement.FULL if (x.hour % hours, x.minute) == (y.hour % hours, y.minute) else Agreement.NONE
    clock, other = (x, b) if isinstance(x, Clock) else (y, a)
    if not isinstance(clock, Clock) or clock.minute or other.kind not in (Kind.NUMBER, Kind.DURATION):
        return Agreement.NONE
    hours = other.kind is Kind.NUMBER or other.unit == "hour"
    return (
        Agreement.LOOSE
        if hours and other.value in (clock.hour, (clock.hour - 1) % 12 + 1)
        else Agreement.NONE
    )


def _mixed(date: Figure, other: Figure, reference: datetime.date | None) -> Agreement:
    """A date and a quantity: in their 40s and старше 40 лет, the 23rd and 23일, a year earlier and 전년."""
    day, value = date.value, other.value
    if not isinstance(day, Day) or not isinstance(value, Fraction):
        return Agreement.NONE
    away = reference is not None and other.kind is Kind.DURATION and other.unit == "day"
    if reference is not None and away and is_away(day, int(value), reference):
        return Agreement.LOOSE
    plain = other.kind in _COUNTS | {Kind.DURATION}
    if other.kind is Kind.ORDINAL and value == day.day:
        return Agreement.LOOSE
    if (
        other.kind is Kind.DURATION and other.unit == "day" and value == day.day
    ):  # the first 20 days of August, 8월 1∼20일
        return Agreement.LOOSE
    if plain and value in (day.decade, day.year, None if day.month else day.day):
        return Agreement.LOOSE
    before = other.kind is Kind.DURATION and value == 1 and other.origin is not Origin.DIGITS
    alone = day.month is None and day.day is None and day.weekday is None and day.year is not None
    if before and ((other.unit == "month" and day.month and not day.day) or (other.unit == "year" and alone)):
        return Agreement.LOOSE  # a month earlier and 3월, a year earlier and 2023년
    ordinal = other.kind in (Kind.ORDINAL, Kind.NUMBER)
    if ordinal and (day.period[1:] == str(value) or day.century == value):
        return Agreement.LOOSE
    if other.kind is Kind.DURATION and day.shift and _shift_length(day.shift, other.unit, value):
        return Agreement.LOOSE
    if (
        other.kind is Kind.DURATION
        and other.unit == "month"
        and value in (day.month, 6 if day.period in ("H1", "H2") else None)
    ):
        return Agreement.LOOSE  # the first eight months and 1∼8월
    half_year = other.kind is Kind.DURATION and other.unit == "year" and value == Fraction(1, 2)
    if half_year and day.period in ("H1", "H2"):
        return Agreement.LOOSE
    if other.kind is Kind.FRACTION and day.period in ("H1", "H2") and value == Fraction(1, 2):
        return Agreement.LOOSE
    return Agreement.NONE


def _shift_length(shift: Shift, unit: str, value: Fraction) -> bool:
    return unit == shift.unit and value == abs(shift.by)
