"""Whether two dates, of whatever languages, say the same."""

import datetime
from collections.abc import Iterator
from enum import IntEnum

from newsbrief_models.fidelity.figures.figure import Day, Figure

# The first and the last month of quarters and halves.
_ENDS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}
# Days from the publication within which a date is meant that names no more than a weekday, a day, a month and a day.
_WEEK, _MONTH, _HALF_YEAR = 7, 31, 183


class Agreement(IntEnum):
    """How far two figures agree."""

    NONE = 0
    UNTOLD = (
        1  # dates that share no part and may be one: a weekday and a day of the month, last year and 2024
    )
    LOOSE = 2  # the same put in another way: a number and the same number with a unit
    FULL = 3


def dates_agree(a: Figure, b: Figure, reference: datetime.date | None) -> Agreement:
    """How far two figures whose values are dates agree; dates that only lack what the other tells agree loosely."""
    if not isinstance(a.value, Day) or not isinstance(b.value, Day) or a.unit != b.unit:
        return Agreement.NONE
    x, y = a.value, b.value
    if reference is not None:
        x, y = x.resolved(reference), y.resolved(reference)
    if x == y:
        return Agreement.FULL
    told = [(left, right) for left, right in zip(_told(x), _told(y), strict=True) if left and right]
    if any(left != right for left, right in told) or (x.part and y.part and x.part != y.part):
        return Agreement.NONE
    meant = [_meant(day, reference) for day in (x, y)] if reference else []
    if meant and None not in meant:
        return Agreement.FULL if set(meant[0] or ()) & set(meant[1] or ()) else Agreement.NONE
    return Agreement.LOOSE if told else _untold(x, y)


def _told(day: Day) -> tuple[object, ...]:
    return (day.year, day.month, day.day, day.weekday, day.century, day.decade, day.period, day.shift)


def _untold(x: Day, y: Day) -> Agreement:
    """Dates that share no part: a full date and its weekday, two ways to name a day, last year and 2024."""
    for exact, other in ((x, y), (y, x)):
        if exact.year and exact.month and exact.day and other.weekday:
            date = next(_dates([exact.year], exact.month, exact.day), None)
            return Agreement.LOOSE if date and date.isoweekday() == other.weekday else Agreement.NONE
        if exact.month and exact.month in _ENDS.get(other.period, ()):  # January-March and the first quarter
            return Agreement.LOOSE
        if exact.decade and other.year and other.year // 10 * 10 == exact.decade:
            return Agreement.LOOSE
        if exact.shift and (
            other.year if exact.shift.unit == "year" else exact.shift.unit == "month" and other.month
        ):
            return Agreement.UNTOLD
    return Agreement.UNTOLD if _names_day(x) and _names_day(y) else Agreement.NONE


def _names_day(day: Day) -> bool:
    return bool(day.weekday or (day.day and not day.year) or (day.shift and day.shift.unit == "day"))


def _meant(day: Day, reference: datetime.date) -> list[datetime.date] | None:
    """The days `day` can mean in a text published on `reference`; None when it names none."""
    if day.shift and day.shift.unit == "week":
        monday = reference.toordinal() - reference.weekday() + 7 * day.shift.by
        week = [datetime.date.fromordinal(max(1, monday + step)) for step in range(7)]
        return [date for date in week if day.weekday in (None, date.isoweekday())]
    if day.shift:
        return None
    if day.day:
        years = (
            [day.year] if day.year else range(max(1, reference.year - 1), min(9999, reference.year + 1) + 1)
        )
        reach = _HALF_YEAR if day.month else _MONTH
        months = [day.month] if day.month else range(1, 13)
        found = [date for month in months for date in _dates(years, month, day.day)]
        return found if day.year and day.month else _likely(found, reference, reach)
    if day.weekday:
        return [date for date in _near(reference, _WEEK) if date.isoweekday() == day.weekday]
    return None


def _likely(dates: list[datetime.date], reference: datetime.date, reach: int) -> list[datetime.date]:
    """Of `dates`, the one nearest to `reference`, and another almost as near; none farther than `reach` days."""
    near = sorted((abs((date - reference).days), date) for date in dates)
    return [date for distance, date in near if distance <= min(reach, max(near[0][0], reach // 2))]


def _dates(years: list[int] | range, month: int, day: int) -> Iterator[datetime.date]:
    """The dates of that month and day that exist."""
    for year in years:
        try:
            yield datetime.date(year, month, day)
        except ValueError:  # no such day: February 30
            continue


def _near(reference: datetime.date, reach: int) -> list[datetime.date]:
    ordinals = range(reference.toordinal() - reach, reference.toordinal() + reach + 1)
    return [datetime.date.fromordinal(n) for n in ordinals if 1 <= n <= datetime.date.max.toordinal()]


def is_away(day: Day, days: int, reference: datetime.date) -> bool:
    """Whether `day` can be so many days before or after `reference`: "two days ago" and 16일 in a text of the 18th."""
    meant = _meant(day.resolved(reference), reference) or []
    return any(abs((date - reference).days) == days for date in meant)
