"""Times of the day of English and Russian texts."""

from fractions import Fraction

from newsbrief_models.fidelity.figures.cursor import Cursor
from newsbrief_models.fidelity.figures.drafts import Draft, Found
from newsbrief_models.fidelity.figures.figure import Clock, Kind, Origin
from newsbrief_models.fidelity.figures.numerals import numeral_at
from newsbrief_models.types import Language

_NOON = 12
_PLACES = (1, 2, 3)  # decimals of a second in a race


def time_rule(cursor: Cursor, at: int) -> Found | None:
    """9:30 a.m., 8 p.m., 20:00, noon, half past nine, 9 утра, три часа ночи, в 7 часов 40 минут, половине десятого."""
    word = cursor.find("clock_word", at)
    if word:
        hour, _, minute = word[0].partition(":")
        return [Draft(Kind.TIME, Clock(int(hour), int(minute)), at, word[1], origin=Origin.WORDS)], word[1]
    half = (
        cursor.find("half_past", at)
        if cursor.language == Language.EN or cursor.before("half_before", at)
        else None
    )
    named = numeral_at(cursor, half[1]) if half else None
    if named and 1 <= named.value <= _NOON and named.value.denominator == 1:
        clock = Clock((int(named.value) - (cursor.language == Language.RU)) % 24, 30, half=True)
        return [Draft(Kind.TIME, clock, at, named.next, origin=Origin.WORDS)], named.next
    race = _race(cursor, at)
    if race:
        return [race], race.end
    joined = _joined(cursor, at)
    if joined:
        return joined
    read = _colon(cursor, at) or _dotted(cursor, at) or _whole_hour(cursor, at)
    return ([Draft(Kind.TIME, read[0], at, read[1])], read[1]) if read else None


def _clock(hour: int, minute: int, half: str | None) -> Clock | None:
    """The time of day, or None when there is none such; `half` am or pm."""
    if not (0 <= hour <= 24 and 0 <= minute < 60) or (half and hour > _NOON):
        return None
    if half == "am":
        return Clock(hour % _NOON, minute)
    if half == "pm":
        return Clock(hour % _NOON + _NOON, minute)
    return Clock(hour % 24, minute)


def _joined(cursor: Cursor, at: int) -> Found | None:
    """From 4 to 8 in the morning, с четырех до восьми утра: the half of the day said once."""
    first = numeral_at(cursor, at)
    if (
        first is None
        or not cursor.before("from", at)
        or first.value.denominator != 1
        or not 0 < first.value <= _NOON
    ):
        return None
    link = cursor.find("to", first.next)
    second = numeral_at(cursor, link[1]) if link else None
    half = cursor.find("halfday", second.next) if second else None
    if link is None or second is None or half is None or second.value.denominator != 1:
        return None
    clocks = _clock(int(first.value), 0, half[0]), _clock(int(second.value), 0, half[0])
    if clocks[0] is None or clocks[1] is None:
        return None
    return [Draft(Kind.TIME, clocks[0], at, first.next), Draft(Kind.TIME, clocks[1], link[1], half[1])], half[
        1
    ]


def _race(cursor: Cursor, at: int) -> Draft | None:
    """2:12:44, a length of hours, minutes and seconds, and 1:42.17, one of minutes and seconds."""
    short = _minutes_and_seconds(cursor, at)
    if short is not None:
        return short
    parts = [cursor.low(at + step) for step in (0, 2, 4)]
    tied = (
        all(cursor.glued(at + step) for step in range(1, 5))
        and cursor.low(at + 1) == cursor.low(at + 3) == ":"
    )
    if (
        not tied
        or not all(part.isdecimal() and len(part) <= 2 for part in parts)
        or cursor.find("halfday", at + 5)
    ):
        return None
    hours, minutes, seconds = map(int, parts)
    return Draft(Kind.DURATION, Fraction(hours * 3600 + minutes * 60 + seconds), at, at + 5, "second")


def _minutes_and_seconds(cursor: Cursor, at: int) -> Draft | None:
    """1:42.17 and 1:42,17."""
    minutes, seconds, hundredths = (cursor.low(at + step) for step in (0, 2, 4))
    signs = cursor.low(at + 1) == ":" and cursor.low(at + 3) in (".", ",")
    tied = signs and all(cursor.glued(at + step) for step in range(1, 5))
    if not tied or not (minutes.isdecimal() and seconds.isdecimal() and hundredths.isdecimal()):
        return None
    if len(minutes) > 2 or len(seconds) != 2 or int(seconds) > 59 or len(hundredths) not in _PLACES:
        return None
    value = int(minutes) * 60 + int(seconds) + Fraction(int(hundredths), 10 ** len(hundredths))
    return Draft(Kind.DURATION, Fraction(value), at, at + 5, "second")


def _colon(cursor: Cursor, at: int) -> tuple[Clock, int] | None:
    """9:30."""
    hour, minute = cursor.low(at), cursor.low(at + 2)
    tied = cursor.low(at + 1) == ":" and cursor.glued(at + 1) and cursor.glued(at + 2)
    if not tied or not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return None
    end = at + 3
    half = cursor.find("halfday", end)
    clock = _clock(int(hour), int(minute), half[0] if half else None)
    return (clock, half[1] if half else end) if clock else None


def _dotted(cursor: Cursor, at: int) -> tuple[Clock, int] | None:
    """9.30 with a.m. or утра after it, or в before it in Russian."""
    hour, minute = cursor.low(at), cursor.low(at + 2)
    tied = cursor.low(at + 1) == "." and cursor.glued(at + 1) and cursor.glued(at + 2)
    if not tied or not (hour.isdecimal() and minute.isdecimal() and len(hour) <= 2 and len(minute) == 2):
        return None
    half = cursor.find("halfday", at + 3)
    asked = (
        cursor.language == Language.RU
        and cursor.before("time_before", at)
        and not cursor.find("unit", at + 3)
    )
    if not half and not (asked and not cursor.find("multiple_suffix", at + 3)):
        return None
    clock = _clock(int(hour), int(minute), half[0] if half else None)
    return (clock, half[1] if half else at + 3) if clock else None


def _whole_hour(cursor: Cursor, at: int) -> tuple[Clock, int] | None:
    """8 p.m., 9 утра, три часа ночи, six o'clock, 7 часов 40 минут after в."""
    number = numeral_at(cursor, at)
    if (
        number is None
        or number.value.denominator != 1
        or not 0 <= number.value <= 24
        or number.scale > 1
        or number.ordinal
    ):
        return None
    word = cursor.find("oclock", number.next)
    end = word[1] if word else number.next
    minute = 0
    minutes = numeral_at(cursor, end) if word and cursor.language == Language.RU else None
    minute_word = cursor.find("unit", minutes.next) if minutes else None
    if minutes and minute_word and minute_word[0] == "minute":
        minute, end = int(minutes.value), minute_word[1]
    half = cursor.find("halfday", end)
    english = word is not None and cursor.language == Language.EN
    asked = (
        word is not None
        and cursor.language == Language.RU
        and cursor.before("time_before", at)
        and number.value > 4
    )
    asked = asked and cursor.low(at - 2) != "раз"
    if half and not word and cursor.language == Language.RU and not cursor.before("hour_before", at):
        half = None  # two days, three evenings
    if cursor.before("minus", at) or (half and number.value == 0):
        return None
    if not (half or english or asked) or (
        half and cursor.low(end) == "am" and not cursor.low(at).isdecimal()
    ):
        return None
    clock = _clock(int(number.value), minute, half[0] if half else None)
    return (clock, half[1] if half else end) if clock else None
