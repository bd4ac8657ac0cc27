"""Dates of Korean texts: 지난해 6월 19일, 17일, 28∼29일, 3분기, 이달 말, 10·29."""

import re
from dataclasses import replace
from functools import cache

from newsbrief_models.fidelity.figures.figure import Day, Kind, Origin, Shift
from newsbrief_models.fidelity.figures.korean_decades import decade_at
from newsbrief_models.fidelity.figures.korean_text import KoreanText, Piece, section

_NUMERIC = re.compile(r"(\d{4})([.\-/])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)\.?")
_DOTTED = re.compile(r"(\d{1,2})·(\d{1,2})(?=[가-힣 ])(?![월일])")  # 10·29, the day of an event
_JUCHE = re.compile(r"주체\s?\d{2,3}\((\d{4})\)\s?년")
_YEAR = re.compile(r"(\d{4})\s?년(?!간|째|대|여| 동안)도?")
_YEARS_JOINED = re.compile(r"(\d{4})\s?[∼~\-–]\s?(?=\d{4}\s?년)|(\d{4})년?(?:과|와|,|·)\s?(?=\d{4}년(?!간))")
_MONTH = re.compile(r"(\d{1,2})\s?월(?!드|요)")
_MONTHS_JOINED = re.compile(r"(\d{1,2})\s?[∼~\-–·]\s?(?=\d{1,2}월)")
_DAY = re.compile(r"(\d{1,2})\s?일(?!자리)")
_DAYS_JOINED = re.compile(r"(\d{1,2})\s?일?\s?[∼~\-–·,]\s?(?=\d{1,2}\s?일)")
_OLDEST_YEAR = 1000  # smaller numbers of years are lengths
_QUARTER = re.compile(r"([1-4])\s?분기")
_DAY_LINK = re.compile(r"(?:과|와|,|·| 및)\s?(?=\d{1,2}일)")
_CENTURY = re.compile(r"(\d{1,2})\s?세기")


def dates_at(text: KoreanText, at: int) -> tuple[list[Piece], int] | None:
    """The date at `at`, with the days and months joined to it."""
    joined = _joined(text, at)
    if joined:
        return joined
    found = decade_at(text, at) or _day(text, at)
    if found is None:
        return None
    return _more_days(text, found, at)


def _more_days(text: KoreanText, found: tuple[Day, int], at: int) -> tuple[list[Piece], int]:
    """The date with the days after it that share its month: 10월 6∼10일, 5월 3일과 4일."""
    day, end = found
    pieces = [_piece(day, at, end)]
    if day.month is None or day.part:
        return pieces, end
    days = _DAYS_JOINED.match(text.text, text.after_space(end)) if day.day is None else None
    last = _DAY.match(text.text, days.end()) if days else None
    if days and last and _is_day(days[1]) and _is_day(last[1]):
        pieces = [_piece(replace(day, day=int(days[1])), at, days.end(1))]
        day, end = replace(day, day=int(last[1])), last.end()
        pieces.append(_piece(day, days.end(), end))
    while day.day and (link := _DAY_LINK.match(text.text, end)):
        more = _DAY.match(text.text, link.end())
        if not more or not _is_day(more[1]) or _is_length(text, link.end(), more.end()):
            break
        end = more.end()
        pieces.append(_piece(replace(day, day=int(more[1])), link.end(), end))
    return pieces, end


def _is_day(digits: str) -> bool:
    return 1 <= int(digits) <= 31


def _is_month(digits: str) -> bool:
    return 1 <= int(digits) <= 12


def _piece(day: Day, start: int, end: int) -> Piece:
    kind = Kind.DECADE if day.decade is not None else Kind.REL if day.shift else Kind.DATE
    kind = Kind.WEEKDAY if kind is Kind.DATE and day.weekday and not day.day else kind
    unit = "age" if kind is Kind.DECADE and day.decade is not None and day.decade < 100 else ""
    written = Origin.DIGITS if day.day or day.month or day.year or day.decade else Origin.WORDS
    return Piece(kind, day, start, end, unit, written)


def _joined(text: KoreanText, at: int) -> tuple[list[Piece], int] | None:
    """The first of two joined dates, which takes from the second what it lacks: 28∼29일, 1∼8월, 2024∼2025년."""
    if not text.char(at).isdecimal():
        return None
    years = _YEARS_JOINED.match(text.text, at)
    if years:
        return [_piece(Day(year=int(years[1] or years[2])), at, at + 4)], years.end()
    months, days = _MONTHS_JOINED.match(text.text, at), _DAYS_JOINED.match(text.text, at)
    match = months or days
    rest = _day(text, match.end()) if match else None
    if match is None or rest is None or rest[0].shift or (rest[0].day is None and days and not months):
        return None
    if months and rest[0].month and _is_month(months[1]):
        first = replace(rest[0], month=int(months[1]), part="")
    elif days and not months and rest[0].day and _is_day(days[1]):
        first = replace(rest[0], day=int(days[1]), part="")
    else:
        return None
    return [_piece(first, at, match.end(1)), _piece(rest[0], match.end(), rest[1])], rest[1]


def _day(text: KoreanText, at: int) -> tuple[Day, int] | None:
    """A date from its largest part on: shift or year, then period or month, then day, then part."""
    whole = _numeric(text, at)
    if whole:
        return whole
    bound = text.find("year_part", at) if text.word_starts(at) else None
    if bound:
        unit, part = bound[0].split()
        return Day(shift=Shift.named(unit), part=part), bound[1]
    day, end = _year(text, at) or _shift(text, at) or (Day(), at)
    day, end = _inner(text, day, end, at)
    if end == at:
        return None
    found = text.find("part", text.after_space(end)) if day.day is None and day.weekday is None else None
    if found and text.word_ends(found[1]) and text.char(found[1]) != "다":
        return replace(day, part=found[0]), found[1]
    return day, end


def _numeric(text: KoreanText, at: int) -> tuple[Day, int] | None:
    """2025.6.19. and 10·29."""
    numeric, dotted = _NUMERIC.match(text.text, at), _DOTTED.match(text.text, at)
    if numeric and _is_month(numeric[3]) and _is_day(numeric[4]):
        return Day(int(numeric[1]), int(numeric[3]), int(numeric[4])), numeric.end()
    if dotted and _is_month(dotted[1]) and _is_day(dotted[2]):
        return Day(month=int(dotted[1]), day=int(dotted[2])), dotted.end()
    return None


def _year(text: KoreanText, at: int) -> tuple[Day, int] | None:
    """2025년, and the same year as 주체114(2025)년."""
    year = _YEAR.match(text.text, at) or _JUCHE.match(text.text, at)
    return (Day(year=int(year[1])), year.end()) if year and int(year[1]) >= _OLDEST_YEAR else None


def _inner(text: KoreanText, day: Day, end: int, at: int) -> tuple[Day, int]:
    """`day` with the period, or the month and the day, or the weekday at `end`."""
    start = text.after_space(end) if end > at else end
    quarter, century = _QUARTER.match(text.text, start), _CENTURY.match(text.text, start)
    if quarter:
        return replace(day, period=f"Q{quarter[1]}"), quarter.end()
    if century and end == at:
        return replace(day, century=int(century[1])), century.end()
    period = text.find("period", start) if end > at or text.word_starts(at) else None
    if period and text.word_ends(period[1]) and text.char(period[1]) not in ("이", "나", "다"):
        return replace(day, period=period[0]), period[1]
    weekday = text.find("weekday", start)
    if weekday and day.shift and day.shift.unit == "week":
        return replace(day, weekday=int(weekday[0])), weekday[1]
    month = _MONTH.match(text.text, start)
    if month and _is_month(month[1]) and not (day.shift and day.shift.unit != "year"):
        day, end = replace(day, month=int(month[1])), month.end()
        start = text.after_space(end)
    if day.month and _DAYS_JOINED.match(text.text, start):
        return day, end
    number = _DAY.match(text.text, start)
    fits = number and _is_day(number[1]) and not (day.year and not day.month)
    if number and fits and (day.month or not _is_length(text, start, number.end())):
        return replace(day, day=int(number[1])), number.end()
    return day, end


def _is_length(text: KoreanText, start: int, end: int) -> bool:
    """Whether N일 is a length of days: by what follows it or stands before it."""
    return (
        text.find("day_length_after", end) is not None
        or text.ends_with("day_length_before", start) is not None
    )


def _shift(text: KoreanText, at: int) -> tuple[Day, int] | None:
    found = text.find("shift", at) if text.word_starts(at) else None
    if found is None:
        return None
    word = text.text[at : found[1]]
    allowed = _guards().get(word)
    rest = text.text[found[1] : found[1] + 4]
    if allowed and rest and not rest.startswith(allowed):
        return None
    return Day(shift=Shift.named(found[0])), found[1]


@cache
def _guards() -> dict[str, tuple[str, ...]]:
    return {word: tuple(follow.split("|")) for word, follow in section("shift_guard").items()}
