"""Dates of English and Russian texts: days and months, with the year or the period that belongs to them."""

from dataclasses import replace

from newsbrief_models.fidelity.figures.cursor import DASHES, Cursor, Numeral
from newsbrief_models.fidelity.figures.drafts import Draft, Found
from newsbrief_models.fidelity.figures.figure import Day, Kind, Origin, Shift
from newsbrief_models.fidelity.figures.numerals import numeral_at
from newsbrief_models.fidelity.figures.periods import Dated, decade_at, period_at, year_at
from newsbrief_models.types import Language

_MONTHS, _DAYS = 12, 31
_LONGEST_LIST = 4  # days joined before the one that names their month


def date_rule(cursor: Cursor, at: int) -> Found | None:
    """A date with what belongs to it: "early June of last year", "с 17 по 19 сентября", "October 6 to 10"."""
    numeric = _numeric(cursor, at)
    if numeric:
        return [_draft(numeric[0], at, numeric[1])], numeric[1]
    listed, place = _listed(cursor, at)
    found = _dated(cursor, place) if listed else None
    last = found[0][0].value if found else None
    if found and isinstance(last, Day) and last.day and found[0][0].start == place:
        drafts = [_draft(replace(last, day=int(n.value)), start, n.next) for start, n in listed]
        return [*drafts, *found[0]], found[1]
    return _dated(cursor, at)


def _dated(cursor: Cursor, at: int) -> Found | None:
    """One date, with the days after it that share its month."""
    part = cursor.find("part_of_period", at)
    core = cursor.past_hyphen(part[1]) if part else at
    dated = _core(cursor, core, parted=part is not None)
    if dated is None:
        return None
    day, end = _tied(cursor, *dated)
    day = replace(day, part=part[0]) if part else day
    return _more_days(cursor, day, [_draft(day, at, end)], end)


def _listed(cursor: Cursor, at: int) -> tuple[list[tuple[int, Numeral]], int]:
    """Days before one that may name their month, and its place: с 17 по 19 сентября, 3 и 4 мая, 17-19 June."""
    days: list[tuple[int, Numeral]] = []
    while len(days) < _LONGEST_LIST:
        number = numeral_at(cursor, at) if cursor.low(at).isdecimal() else None
        if number is None or not _is_day(number):
            break
        link = cursor.find("to_day", number.next)
        dashed = cursor.low(number.next) in (*DASHES, ",")
        following = link[1] if link else number.next + dashed
        if following == number.next or not cursor.low(following).isdecimal():
            break
        days.append((at, number))
        at = following
    return days, at


def _draft(day: Day, start: int, end: int) -> Draft:
    kind = Kind.DECADE if day.decade is not None else Kind.REL if day.shift else Kind.DATE
    written = Origin.DIGITS if day.day or day.year or day.decade else Origin.WORDS
    unit = "age" if kind is Kind.DECADE and day.decade is not None and day.decade < 100 else ""
    return Draft(kind, day, start, end, unit, written)


def _numeric(cursor: Cursor, at: int) -> Dated | None:
    """2025-06-19 and 19.06.2025."""
    sign = cursor.low(at + 1)
    if sign not in ("-", ".", "/") or cursor.low(at + 3) != sign:
        return None
    parts = [cursor.low(at), cursor.low(at + 2), cursor.low(at + 4)]
    tied = all(cursor.glued(at + step) for step in range(1, 5))
    if not tied or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    year, month, day = (int(part) for part in (parts if len(parts[0]) == 4 else reversed(parts)))
    if year < 1000 or not (1 <= month <= _MONTHS and 1 <= day <= _DAYS):
        return None
    return Day(year, month, day), at + 5


def _core(cursor: Cursor, at: int, parted: bool) -> Dated | None:
    if parted and (now := cursor.find("period_now", at)):
        return Day(shift=Shift.named(now[0])), now[1]
    return (
        decade_at(cursor, at)
        or _month_day(cursor, at)
        or period_at(cursor, at, parted)
        or _day_only(cursor, at)
    )


def _tied(cursor: Cursor, day: Day, end: int) -> Dated:
    """`day` with the year or shift after it: "June 19, 2024", "июня прошлого года", "first half of next year"."""
    if day.shift or day.decade is not None or day.century or day.year:
        return day, end
    comma = end + 1 if cursor.low(end) == "," else end
    of = cursor.find("of", end)
    for start in dict.fromkeys((end, comma, of[1] if of else end)):
        year = year_at(cursor, start, tied=day.month is not None or bool(day.period))
        if year:
            return replace(day, year=year[0].year), year[1]
        shift = cursor.find("shift", start) if start != comma or comma == end else None
        if shift and not shift[0].startswith("week"):
            return replace(day, shift=Shift.named(shift[0])), shift[1]
    return day, end


def _month(cursor: Cursor, at: int) -> tuple[int, int] | None:
    found = cursor.find("month", at)
    if found is None:
        return None
    if cursor.language == Language.EN:
        word = cursor.low(at)
        sure = word not in ("may", "march") or _month_context(cursor, at, found[1])
        return (int(found[0]), found[1]) if cursor.upper(at) and sure else None
    if cursor.upper(at) and at > 0 and cursor.low(at - 1) not in (".", "!", "?", "«", "—"):  # a name
        return None
    return int(found[0]), found[1]


def _month_context(cursor: Cursor, at: int, end: int) -> bool:
    """Whether May or March is the month there: digits beside it, or a word before it that asks for one."""
    return (
        cursor.low(end).isdecimal()
        or cursor.low(at - 1).isdecimal()
        or cursor.before("month_before", at)
        or cursor.low(at - 1) in DASHES
        or cursor.find("shift", end) is not None
        or (at > 0 and cursor.low(at - 1).isalpha() and not cursor.upper(at - 1))
    )


def _month_day(cursor: Cursor, at: int) -> Dated | None:
    """June 19, 19 June, the 19th of June, первого июня, June."""
    month = _month(cursor, at)
    if month:
        day = numeral_at(cursor, month[1]) if cursor.language == Language.EN else None
        if day and _is_day(day):
            return Day(month=month[0], day=int(day.value)), day.next
        return Day(month=month[0]), month[1]
    day = numeral_at(cursor, at)
    if day is None or not _is_day(day):
        return None
    of = cursor.find("of_month", day.next) if cursor.language == Language.EN else None
    month = _month(cursor, of[1] if of else day.next)
    return (Day(month=month[0], day=int(day.value)), month[1]) if month else None


def _is_day(number: Numeral) -> bool:
    """Whether `number` may be a day of the month."""
    return number.value.denominator == 1 and 1 <= number.value <= _DAYS and (number.plain or number.ordinal)


def _day_only(cursor: Cursor, at: int) -> Dated | None:
    """The 17th, 17-го числа: a day of a month not said."""
    digits = numeral_at(cursor, at) if cursor.low(at).isdecimal() else None
    if digits is None or not digits.ordinal or not 1 <= digits.value <= _DAYS:
        return None
    if cursor.language == Language.RU:
        word = cursor.find("day_of_month", digits.next)
        return (Day(day=int(digits.value)), word[1]) if word else None
    alone = not cursor.low(digits.next).isalpha() or cursor.find("after_day", digits.next) is not None
    return (Day(day=int(digits.value)), digits.next) if alone and cursor.low(at - 1) == "the" else None


def _more_days(cursor: Cursor, day: Day, drafts: list[Draft], end: int) -> Found:
    """Days and years after one that named their month or their century: October 6 to 10, May 8 and 9, 2024-25."""
    link = cursor.find("to", end)
    dashed = cursor.low(end) in (*DASHES, "/")
    start = link[1] if link else end + 1
    more = cursor.digits(start) if link or dashed else None
    if more is None or not more.plain:
        return drafts, end
    if cursor.language == Language.EN and day.month and day.day and drafts[-1].end == end and _is_day(more):
        ends = cursor.find("shift", more.next) or cursor.find("after_day", more.next)
        counts = (
            link is not None and link[0] != "range" and not ends and cursor.low(more.next).isalpha()
        )  # May 8 and 9 ships
        if not counts and not _month(cursor, more.next):
            follow, stop = _tied(cursor, replace(day, day=int(more.value)), more.next)
            first = replace(day, year=follow.year, shift=follow.shift)
            return [_draft(first, drafts[0].start, end), _draft(follow, start, stop)], stop
    short = dashed and day.month is None and len(cursor.low(start)) == 2 and cursor.glued(start)
    if day.year and short and more.value > day.year % 100:
        word = cursor.find("year", more.next) if cursor.language == Language.RU else None
        stop = word[1] if word else more.next
        return [*drafts, _draft(Day(year=day.year // 100 * 100 + int(more.value)), start, stop)], stop
    return drafts, end
