"""Counts, shares, money, measures and lengths of time of Korean texts."""

import re
from dataclasses import replace
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Kind, Origin, Value
from newsbrief_models.fidelity.figures.korean_numerals import numeral_at
from newsbrief_models.fidelity.figures.korean_text import KoreanNumeral, KoreanText, Piece, is_hangul
from newsbrief_models.fidelity.figures.korean_units import Suffix, suffix_at
from newsbrief_models.fidelity.figures.tables import units

_DASH = re.compile(r"\s?[∼~～–—-]\s?|에서 |또는 | 또는 ")
_STAY = re.compile(r"\d{1,2}\s?박\s?(\d{1,2})\s?일")
_HUNDREDTHS = re.compile(r"(\d{2})(?!\d)")  # 48초16, a time in a race
_BIG_SCALES = (10**12, 10**8, 10**4)
_ROUND_TOTALS = (10, 100, 1000, 10_000)
# Right before a numeral that counts no noun said before it: particles, adnominal endings, punctuation.
_NO_NOUN = frozenset("은는이가도서의에고며,. ") | {""}

_Found = tuple[list[Piece], int]


def quantity_at(text: KoreanText, at: int) -> _Found | None:
    """The number at `at` with its unit, and the number joined to it by a dash."""
    sign = text.find("currency_sign", at)
    start = sign[1] if sign else _past_minus(text, at)
    number = numeral_at(text, start)
    if number is None:
        return _alone(text, at)
    stay = _STAY.match(text.text, at)
    if stay:  # two nights and three days are three days
        return [Piece(Kind.DURATION, Fraction(stay[1]), at, stay.end(), "day")], stay.end()
    if sign:
        return [Piece(Kind.MONEY, number.value, at, number.bare, sign[0])], number.next
    if text.find("not_counted", number.bare):
        return [], number.next
    suffix = suffix_at(text, number, start)
    if suffix is None and number.origin is Origin.WORDS:
        return _alone(text, at)
    share = _share(text, number, at)
    if share:
        return [share], share.end
    ranged = None if suffix else _ranged(text, number, at)
    if ranged:
        return ranged
    if suffix and _is_rate(text, number, suffix):
        return [], suffix.end
    piece = _piece(number, suffix, at)
    if start > at and isinstance(piece.value, Fraction):
        piece = replace(piece, value=-piece.value)
    return _compound(text, piece, max(number.next, suffix.end if suffix else 0))


def _past_minus(text: KoreanText, at: int) -> int:
    """`at`, or the place of the digits after a minus sign or 영하 there."""
    minus = text.find("minus", at)
    if minus is None or not text.word_starts(at) or text.char(at - 1) in (")", "]"):
        return at
    start = text.after_space(minus[1])
    return start if text.char(start).isdecimal() else at


def _is_rate(text: KoreanText, number: KoreanNumeral, suffix: Suffix) -> bool:
    """Whether it is what something else is told by: 1천㎥당, 한 달에 두 번."""
    if text.char(suffix.end) == "당":
        return number.value in (1, 1000)
    per = text.char(suffix.end) == "에" and not text.text.startswith("에 걸", suffix.end)
    return suffix.kind is Kind.DURATION and number.value == 1 and number.power is None and per


def _alone(text: KoreanText, at: int) -> _Found | None:
    """A native numeral without a counter: 둘, 셋이, 여든둘로; and 열에 아홉."""
    if not text.word_starts(at):
        return None
    of_ten = text.find("native_alone", at + 3) if text.text.startswith("열에 ", at) else None
    if of_ten:
        share = Fraction(int(of_ten[0]), 10)
        return [Piece(Kind.FRACTION, share, at, of_ten[1], origin=Origin.WORDS)], of_ten[1]
    tens = text.find("native_tens", at)
    ones = text.find("native_alone", tens[1] if tens else at)
    end = ones[1] if ones else tens[1] if tens else at
    value = (int(tens[0]) if tens else 0) + (int(ones[0]) if ones else 0)
    if value < 2 or value == 10 or not text.word_ends(end) or text.text.startswith(" 다", end):
        return None
    if tens and not is_hangul(text.char(end)):  # 열, 쉰 without a particle are mostly other words
        return None
    return [Piece(Kind.NUMBER, Fraction(value), at, end, origin=Origin.WORDS)], end


def _piece(number: KoreanNumeral, suffix: Suffix | None, at: int) -> Piece:
    """The figure of `number` with its unit."""
    unit = suffix.unit if suffix else ""
    if number.power is not None:
        unit = unit if suffix and suffix.kind in (Kind.MONEY, Kind.DURATION) else ""
        end = suffix.end if suffix and unit else number.bare
        return Piece(Kind.VAGUE, Fraction(number.power), at, end, unit, Origin.WORDS)
    kind = suffix.kind if suffix else Kind.NUMBER
    value: Value = number.range or number.value * (suffix.factor if suffix else 1)
    end = suffix.end if suffix and kind is not Kind.NUMBER else number.bare
    return Piece(kind, value, at, end, unit, number.origin)


def _compound(text: KoreanText, piece: Piece, end: int) -> _Found:
    """`piece` with the smaller parts of its amount that follow: 4년6개월, 2시간12분44초, 한 시간 반, 2달러 10센트."""
    if piece.kind not in (Kind.DURATION, Kind.MONEY) or not isinstance(piece.value, Fraction):
        return [piece], end
    start = text.after_space(piece.end)
    half = text.char(start) == "반" and text.char(start + 1) != "대" and text.word_ends(start + 1)
    if piece.kind is Kind.DURATION and half:
        return [replace(piece, value=piece.value + Fraction(1, 2), end=start + 1)], start + 1
    hundredths = _HUNDREDTHS.match(text.text, piece.end) if piece.unit == "second" else None
    if hundredths:
        value = piece.value + Fraction(int(hundredths[1]), 100)
        return [replace(piece, value=value, end=hundredths.end())], hundredths.end()
    more = numeral_at(text, start)
    rest = suffix_at(text, more, start) if more and more.power is None else None
    if more is None or rest is None or rest.kind is not piece.kind:
        return [piece], end
    if piece.kind is Kind.MONEY:
        cents = rest.unit == piece.unit and rest.factor < 1
        value = piece.value + more.value * rest.factor
        return ([replace(piece, value=value, end=rest.end)], rest.end) if cents else ([piece], end)
    large, small = units()[piece.unit], units()[rest.unit]
    fits = large.dimension == small.dimension and small.factor < large.factor
    if not fits or more.value * small.factor >= large.factor:
        return [piece], end
    value = piece.value * large.factor / small.factor + more.value
    return _compound(
        text, replace(piece, value=value, unit=rest.unit, end=rest.end), max(more.next, rest.end)
    )


def _ranged(text: KoreanText, number: KoreanNumeral, at: int) -> _Found | None:
    """The first of two numbers joined by a dash, with the unit and the scale of the second: 30만∼50만원, 2-0."""
    link = _DASH.match(text.text, number.next)
    second = numeral_at(text, link.end()) if link and number.power is None else None
    if link is None or second is None or second.power is not None or second.native:
        return None
    later = suffix_at(text, second, link.end())
    value = number.value
    if number.plain and not second.plain and value < 1000:
        scale = next((size for size in _BIG_SCALES if second.value >= size), 1)
        value = value * scale if value * scale < second.value else value
    first = replace(number, value=value)
    return [_piece(first, replace(later, end=number.bare) if later else None, at)], link.end()


def _share(text: KoreanText, number: KoreanNumeral, at: int) -> Piece | None:
    """10명 중 7명, 두 가구 중 한 가구: a share told by counting; not 사망자 61명 중 23명."""
    if number.power is not None or not (number.value in _ROUND_TOTALS or number.value <= 10):
        return None
    counter = text.find("counted_share", text.after_space(number.bare))
    link = text.find("out_of", counter[1]) if counter else None
    second = numeral_at(text, text.after_space(link[1])) if link else None
    if counter is None or second is None or second.power is not None or not 0 < second.value < number.value:
        return None
    again = text.find("counted_share", text.after_space(second.bare))
    few = second.value == 1 and (number.origin is Origin.DIGITS or text.char(at - 2) in _NO_NOUN)
    if again is None or again[0] != counter[0] or not (few or number.value in _ROUND_TOTALS):
        return None
    return Piece(Kind.FRACTION, second.value / number.value, at, again[1], origin=number.origin)
