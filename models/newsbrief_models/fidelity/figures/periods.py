"""Years, decades, centuries, parts of a year, periods told from the day of writing, in English and Russian texts."""

from newsbrief_models.fidelity.figures.cursor import DASHES, Cursor
from newsbrief_models.fidelity.figures.figure import Day, Shift
from newsbrief_models.fidelity.figures.numerals import numeral_at
from newsbrief_models.types import Language

Dated = tuple[Day, int]  # a date and the place after it
_FIRST_YEAR, _LAST_YEAR = 1500, 2150  # bare digits between them are a year where a year may stand
_NO_NOUNS = frozenset({"was", "is", "has", "as", "this"})
_OLDEST_YEAR = 1000  # of digits with a word or an ending that makes them a year


def period_at(cursor: Cursor, at: int, tied: bool) -> Dated | None:
    """The period that starts at `at`, no day or month; `tied`: a word before it asks for a year ("end of 2028")."""
    return _season(cursor, at) or year_at(cursor, at, tied) or _shift(cursor, at) or _century(cursor, at)


def _shift(cursor: Cursor, at: int) -> Dated | None:
    found = cursor.find("shift", at)
    if found is None or (
        cursor.language == Language.RU and cursor.find("shift_after_date", at) == ("y", found[1])
    ):
        return None
    return Day(shift=Shift.named(found[0])), found[1]


def year_at(cursor: Cursor, at: int, tied: bool) -> Dated | None:
    """A year: bare digits in English, digits with год or -м in Russian."""
    digits = cursor.digits(at)
    if digits is None or not digits.plain or len(cursor.low(at)) != 4:
        return None
    value, end = int(digits.value), digits.next
    if cursor.language == Language.EN:
        fits = _FIRST_YEAR <= value <= _LAST_YEAR and not cursor.before("not_year_before", at)
        return (Day(year=value), end) if fits and (tied or _bare_year(cursor, at, end)) else None
    suffix = cursor.find("ordinal_suffix", cursor.past_hyphen(end)) if cursor.hyphen(end) else None
    end = suffix[1] if suffix else end
    word = cursor.find("year", end)
    oldest = _OLDEST_YEAR if cursor.low(end).startswith("год") else _FIRST_YEAR  # г is a gram too
    if word and oldest <= value <= _LAST_YEAR:
        return Day(year=value), word[1]
    season = cursor.digits(end + 1) if cursor.low(end) == "/" and len(cursor.low(end + 1)) == 2 else None
    if season:
        return Day(year=value), end
    ranged = cursor.low(end) in DASHES or cursor.find("and", end)
    second = cursor.digits(end + 1) if ranged else None
    if suffix or (second and second.plain and cursor.find("year", second.next)):
        return (Day(year=value), end) if _OLDEST_YEAR <= value <= _LAST_YEAR else None
    return None


def _bare_year(cursor: Cursor, at: int, end: int) -> bool:
    """Whether four bare digits in English read as a year: no unit follows, and they do not count a noun."""
    if cursor.find("unit", end) or cursor.find("currency", end) or cursor.find("multiple_suffix", end):
        return False
    beside = cursor.low(at - 1) in DASHES or cursor.low(end) in DASHES
    follows = cursor.low(end)
    noun_after = follows.isalpha() and follows.endswith("s") and follows not in _NO_NOUNS
    return beside or cursor.before("year_before", at) or not noun_after


def decade_at(cursor: Cursor, at: int) -> Dated | None:
    """1990s, '70s, in their 20s, late seventies, 1990-е годы, 80-х."""
    word = cursor.find("decade", at)
    life = cursor.language == Language.EN and _of_life(cursor, at)
    if word:
        return Day(decade=int(word[0]) + (0 if life else 1900)), word[1]
    digits = cursor.digits(at)
    if digits is None or not digits.plain or digits.value % 10 or len(cursor.low(at)) not in (2, 4):
        return None
    first, end = int(digits.value), digits.next
    if cursor.language == Language.EN:
        mark = end + 1 if cursor.low(end) in ("'", "’") else end
        if cursor.low(mark) != "s" or not cursor.glued(mark):
            return None
        return Day(decade=first if life or first >= 1000 else 1900 + first), mark + 1
    suffix = cursor.low(end + 1) if cursor.hyphen(end) else ""
    word = cursor.find("year", end + 2)
    if (
        suffix not in ("е", "х", "м", "ми")
        or (suffix == "м" and not word)
        or cursor.find("day_of_month", end + 2)
    ):
        return None
    return Day(decade=first if first >= 1000 else 1900 + first), word[1] if word else end + 2


def _of_life(cursor: Cursor, at: int) -> bool:
    """Whether a decade of two digits is one of life (in their late 20s), not of a century (the late '70s)."""
    before = at - 1 if cursor.find("part_of_period", at - 1) else at
    return cursor.low(before - 1) not in ("the", "'", "’", "‘")


def _century(cursor: Cursor, at: int) -> Dated | None:
    """17th century, XIX век."""
    roman = cursor.find("roman", at) if cursor.language == Language.RU else None
    number = None if roman else numeral_at(cursor, at)
    end = roman[1] if roman else number.next if number and number.ordinal else at
    word = cursor.find("century_word", cursor.past_hyphen(end)) if end > at else None
    if word is None:
        return None
    return Day(century=int(roman[0]) if roman else int(number.value) if number else None), word[1]


def _season(cursor: Cursor, at: int) -> Dated | None:
    """A quarter, half or season, with "this" or "last" before it."""
    bound = cursor.find("period_of_year", at)
    if bound:
        return Day(period=bound[0], shift=Shift("year", 0)), bound[1]
    found = cursor.find("period", at)
    if found:
        return Day(period=found[0]), found[1]
    shift = cursor.find("season_shift", at)
    season = cursor.find("period", shift[1]) if shift else None
    if shift and season and season[0][0].islower():
        return Day(period=season[0], shift=Shift.named(shift[0])), season[1]
    return None
