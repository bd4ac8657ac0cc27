"""Times of the day of Korean texts: 오전 9시30분, 오후 6시 반, 9:30, 아홉 시, 오전 4∼8시."""

import re

from newsbrief_models.fidelity.figures.figure import Clock, Kind, Origin
from newsbrief_models.fidelity.figures.korean_numerals import numeral_at
from newsbrief_models.fidelity.figures.korean_text import KoreanText, Piece

_HOUR = re.compile(r"(\d{1,2})\s?시(?![간즌도군내민대])")
_HOURS_JOINED = re.compile(r"(\d{1,2})시?\s?[∼~\-–]\s?(?=\d{1,2}시(?![간즌도군내민대]))")
_MINUTE = re.compile(r"\s?(\d{1,2})\s?분(?!기|야|의 ?\d)")
_COLON = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?(?!\d)")


def times_at(text: KoreanText, at: int) -> tuple[list[Piece], int] | None:
    """The time of the day at `at`, or both of 오전 4∼8시."""
    half = text.find("halfday", at) if text.word_starts(at) else None
    start = text.after_space(half[1]) if half else at
    joined = _HOURS_JOINED.match(text.text, start)
    if joined is None:
        found = time_at(text, at)
        return ([found[0]], found[1]) if found else None
    later = _hour(text, joined.end())
    if later is None or not int(joined[1]) < 25 or later[0] > 24:
        return None
    hours = [int(joined[1]), later[0]]
    if half:
        hours = [hour % 12 + (12 if half[0] == "pm" else 0) if hour <= 12 else hour for hour in hours]
    first = Piece(Kind.TIME, Clock(hours[0] % 24), at, joined.end(1))
    return [first, Piece(Kind.TIME, Clock(hours[1] % 24, later[1]), joined.end(), later[2])], later[2]


def time_at(text: KoreanText, at: int) -> tuple[Piece, int] | None:
    """The time of the day at `at`."""
    word = text.find("clock_word", at) if text.word_starts(at) else None
    if word:
        clock = Clock(int(word[0].removesuffix(":00")))
        return Piece(Kind.TIME, clock, at, word[1], origin=Origin.WORDS), word[1]
    half = text.find("halfday", at) if text.word_starts(at) else None
    start = text.after_space(half[1]) if half else at
    read = _hour(text, start)
    if read is None:
        return None
    hour, minute, end = read
    if half:
        hour = hour % 12 + (12 if half[0] == "pm" else 0) if hour <= 12 else hour
        night = text.text[at : half[1]] == "밤" and read[0] == 12
        hour = 0 if night else hour
    if not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    return Piece(Kind.TIME, Clock(hour % 24, minute, half=half is None and hour <= 12), at, end), end


def _hour(text: KoreanText, at: int) -> tuple[int, int, int] | None:
    """Hour, minute, and the place after them: 9시30분, 6시 반, 9:30, 아홉 시."""
    colon = _COLON.match(text.text, at)
    if colon:
        return int(colon[1]), int(colon[2]), colon.end()
    match = _HOUR.match(text.text, at)
    if match is None:
        native = numeral_at(text, at) if not text.char(at).isdecimal() else None
        spaced = text.after_space(native.next) if native and native.native else at
        if (
            native
            and native.value <= 12
            and spaced > native.next
            and text.char(spaced) == "시"
            and text.word_ends(spaced + 1)
            and text.char(spaced + 1) != "간"
        ):
            return int(native.value), 0, spaced + 1
        return None
    minute = _MINUTE.match(text.text, match.end())
    if minute:
        return int(match[1]), int(minute[1]), minute.end()
    half = text.after_space(match.end())
    if text.char(half) == "반" and text.word_ends(half + 1):
        return int(match[1]), 30, half + 1
    return int(match[1]), 0, match.end()
