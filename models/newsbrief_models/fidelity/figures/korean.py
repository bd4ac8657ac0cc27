"""Reads the figures of a Korean text in one pass over its code points."""

import re
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Approx, Day, Figure, Kind, Origin, Range
from newsbrief_models.fidelity.figures.korean_clocks import times_at
from newsbrief_models.fidelity.figures.korean_dates import dates_at
from newsbrief_models.fidelity.figures.korean_quantities import quantity_at
from newsbrief_models.fidelity.figures.korean_text import KoreanText, Piece, is_hangul
from newsbrief_models.types import Span

_PHONE = re.compile(r"\d{1,4}(?:-\d{2,4}){2,4}(?!\d)")
_PART_OF = re.compile(r"(\d{1,4})\s?분의\s?(\d{1,4})")
_SHORT_WEEKDAYS = re.compile(
    r"(?<=\()[월화수목금토일](?=\))|(?<![가-힣])[월화수목금토일](?=·[월화수목금토일])"
)


def read_korean(text: str) -> tuple[Figure, ...]:
    """The figures of a Korean `text`, in order. Time linear in its length."""
    view = KoreanText(text)
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if not view.may_start(at):
            at += 1
            continue
        found, end = _read(view, at)
        pieces += found
        at = max(end, at + 1)
    return tuple(_finish(view, piece) for piece in pieces)


def _read(text: KoreanText, at: int) -> tuple[list[Piece], int]:
    """What stands at `at`: something to pass over, a figure, or nothing."""
    passed = _pass_over(text, at)
    if passed is not None:
        return [], passed
    times = times_at(text, at)
    if times:
        return times
    dated = dates_at(text, at)
    if dated:
        return dated
    word = _word(text, at)
    if word:
        return [word], word.end
    return quantity_at(text, at) or ([], max(at + 1, _past_digits(text, at)))


def _pass_over(text: KoreanText, at: int) -> int | None:
    """The place after an idiom, a telephone number or a code that starts at `at`: F-16, KN-23, 코로나19, 화성-18형."""
    if text.word_starts(at) or text.char(at).isdecimal():
        skip = text.find("skip", at)
        if skip:
            return skip[1]
        named = text.find("numbered_name", at)
        if named and text.char(named[1]).isdecimal():
            return _past_digits(text, named[1])
    letter = text.char(at)
    if not letter.isdecimal():
        return None
    phone = _PHONE.match(text.text, at)
    if phone and not re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", phone.group()):
        return phone.end()
    before = text.char(at - 1)
    hyphened = (
        before in "-‐‑" and at >= 2 and (text.char(at - 2).isalpha() or text.char(at - 2) in ")”’'\"")
        if before
        else False
    )
    latin = before.isalpha() and not is_hangul(before)
    named_so = is_hangul(before) and not _may_stand_before(text, at)
    return _past_digits(text, at) if hyphened or latin or named_so else None


def _may_stand_before(text: KoreanText, at: int) -> bool:
    return text.ends_with("before_digits", at) is not None


def _past_digits(text: KoreanText, at: int) -> int:
    while text.char(at).isdecimal() or (text.char(at) == "." and text.char(at + 1).isdecimal()):
        at += 1
    return at


def _word(text: KoreanText, at: int) -> Piece | None:
    """Figures in one word: 목요일, (화), 절반, 3분의 2, 첫, 하루, 사흘."""
    short = _SHORT_WEEKDAYS.match(text.text, at)
    if short:
        weekday = text.find("weekday_short", at)
        return Piece(
            Kind.WEEKDAY, Day(weekday=int(weekday[0]) if weekday else None), at, at + 1, origin=Origin.WORDS
        )
    part = _PART_OF.match(text.text, at)
    if part and int(part[1]):
        return Piece(Kind.FRACTION, Fraction(int(part[2]), int(part[1])), at, part.end())
    if not text.word_starts(at):
        return None
    weekday = text.find("weekday", at)
    if weekday:
        return Piece(Kind.WEEKDAY, Day(weekday=int(weekday[0])), at, weekday[1], origin=Origin.WORDS)
    ordinal = text.find("ordinal", at)
    if ordinal and (text.word_ends(ordinal[1]) or text.char(ordinal[1]) == " "):
        return Piece(Kind.ORDINAL, Fraction(ordinal[0]), at, ordinal[1], origin=Origin.WORDS)
    for kind, name in ((Kind.FRACTION, "fraction"), (Kind.MULTIPLE, "multiple")):
        found = text.find(name, at)
        if found:
            return Piece(kind, Fraction(found[0]), at, found[1], origin=Origin.WORDS)
    return _whole(text, at)


def _whole(text: KoreanText, at: int) -> Piece | None:
    """A length of time in one word: 사흘, 보름, 사나흘, 하루 반; not a rate: 하루에, 하루 30만 배럴."""
    found = text.find("whole", at)
    if found is None or not (text.word_ends(found[1]) or text.find("after_whole", found[1])):
        return None
    *numbers, unit = found[0].split()
    end = found[1]
    if len(numbers) == 2:
        return Piece(Kind.DURATION, Range(*map(Fraction, numbers)), at, end, unit, Origin.WORDS)
    if text.text.startswith(" 반", end) and text.word_ends(end + 2):
        return Piece(Kind.DURATION, Fraction(numbers[0]) + Fraction(1, 2), at, end + 2, unit, Origin.WORDS)
    per = text.find("rate_after", end) or (text.char(end) == " " and text.char(end + 1).isdecimal())
    if per and text.text[at:end] == "하루":
        return None
    return Piece(Kind.DURATION, Fraction(numbers[0]), at, end, unit, Origin.WORDS)


def _finish(text: KoreanText, piece: Piece) -> Figure:
    before = text.ends_with("approx_before", piece.start - (text.char(piece.start - 1) == " "))
    counter = piece.end
    while (
        counter < min(len(text.text), piece.end + 3)
        and is_hangul(text.char(counter))
        and not text.find("approx_after", counter)
    ):
        counter += 1
    after = text.find("approx_after", counter) or text.find("approx_after", text.after_space(counter))
    key = (before or after or (None,))[0]
    approx = Approx(key) if key else None
    surface = text.text[piece.start : piece.end]
    return Figure(
        piece.kind, piece.value, piece.unit, approx, piece.origin, Span(piece.start, piece.end), surface
    )
