"""Reads one Korean numeral at a place: 1만5천, 3억2천만, 120만, 만오천, 수십만, 스물세, 두세."""

import re
from dataclasses import replace
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Origin, Range
from newsbrief_models.fidelity.figures.korean_text import KoreanNumeral, KoreanText

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3}){1,8}(?!\d)(?:\.\d{1,12})?|\d{1,30}(?:\.\d{1,12})?")
_SPACED = re.compile(r" (?:\d{3}(?!\d)|\d{1,4}(?=[ 천백]?\d{0,3}\s?[가-힣]))")  # 1 200, 1만 5000 명
_SPACED_GROUPS = re.compile(r"(?: \d{3}(?!\d)){1,4}")
_BEYOND = 10**20  # no scale is as large
_HIGHEST_POWER = 16  # of ten, that a chain of scales may reach before its last


def numeral_at(text: KoreanText, at: int) -> KoreanNumeral | None:
    """The numeral that starts at `at`. Numerals in words are read at the start of a word only."""
    if at not in text.numerals:
        if text.char(at).isdecimal():
            text.numerals[at] = _mixed(text, at)
        elif text.word_starts(at):
            text.numerals[at] = _vague(text, at) or _native(text, at) or _sino(text, at)
        else:
            text.numerals[at] = None
    return text.numerals[at]


def _mixed(text: KoreanText, at: int) -> KoreanNumeral | None:
    """Digits with scale syllables between and after them, the largest first: 3억2천만, 1만 5000, 9만5천700."""
    article = text.char(at - 1) == "제"  # 제4조
    total, end, last, plain = Fraction(0), at, _BEYOND, True
    while True:
        found = _section(text, end)
        if found is None:
            return None
        section, end, bare = found
        big = text.find("big_scale", end) if not article and _is_scale(text, end) else None
        if big is None or int(big[0]) >= last:
            total, plain = total + section, plain and bare
            break
        last = int(big[0])
        total, end, plain = total + section * last, big[1], False
        follow = end + 1 if _SPACED.match(text.text, end) else end
        if not text.char(follow).isdecimal():
            break
        end = follow
    return _with_more(text, KoreanNumeral(total, end, end, plain=plain))


def _section(text: KoreanText, at: int) -> tuple[Fraction, int, bool] | None:
    """A number below a big scale, the place after it, and if it is digits only: 2천, 5천700, 1 200."""
    value, end, plain = Fraction(0), at, True
    while match := _DIGITS.match(text.text, end):
        number, end = Fraction(match.group().replace(",", "")), match.end()
        if text.char(end).isdecimal():  # too long for a number
            return None
        groups = _SPACED_GROUPS.match(text.text, end) if value == 0 and len(match.group()) <= 3 else None
        if groups:
            number, end = Fraction(match.group() + groups.group().replace(" ", "")), groups.end()
        small = text.find("small_scale", end)
        value += number * int(small[0]) if small else number
        if small is None:
            break
        end, plain = small[1], False
    return value, end, plain


def _is_scale(text: KoreanText, at: int) -> bool:
    """Whether 조 or 경 at `at` is a scale (3조원) and not an article of a law (39조) or the head of a word (3경기)."""
    if text.char(at) not in ("조", "경"):
        return True
    after = text.after_space(at + 1)
    return (
        text.char(after).isdecimal()
        or text.char(at + 1) in ("여", "∼", "~", "–")
        or text.find("currency", after) is not None
    )


def _with_more(text: KoreanText, numeral: KoreanNumeral) -> KoreanNumeral:
    """`numeral` with 여 after it, and with a scale after that: 320여억."""
    if text.char(numeral.next) != "여":
        return numeral
    end = numeral.next + 1
    big = text.find("big_scale", end)
    if big:
        return replace(numeral, value=numeral.value * int(big[0]), next=big[1], bare=big[1], plain=False)
    return replace(numeral, next=end, plain=False)


def _sino(text: KoreanText, at: int) -> KoreanNumeral | None:
    """Sino-Korean words: 만오천, 백여, 오십육. One syllable alone is left to the counter after it to prove."""
    total, section, digit, end, last_small, last_big = 0, 0, 0, at, 10**5, 10**20
    while True:
        start = text.after_space(end) if end > at and digit == 0 and section == 0 else end
        found = text.find("sino_digit", start)
        small = text.find("small_scale", start)
        big = text.find("big_scale", start)
        if found and not digit:
            digit, end = int(found[0]), found[1]
        elif small and int(small[0]) < last_small and start == end:
            last_small = int(small[0])
            section, digit, end = section + (digit or 1) * last_small, 0, small[1]
        elif big and int(big[0]) < last_big and start == end and (int(big[0]) < 10**12 or end - at >= 2):
            last_big, last_small = int(big[0]), 10**5
            total, section, digit, end = total + (section + digit or 1) * last_big, 0, 0, big[1]
        else:
            break
    if end == at:
        return None
    return _with_more(text, KoreanNumeral(Fraction(total + section + digit), end, end, Origin.WORDS))


def _vague(text: KoreanText, at: int) -> KoreanNumeral | None:
    """수십, 수백만, 몇천."""
    several = text.find("vague", at)
    if several is None:
        return None
    power, end = 0, several[1]
    while power < _HIGHEST_POWER and (scale := text.find("small_scale", end) or text.find("big_scale", end)):
        power, end = power + len(scale[0]) - 1, scale[1]
    return KoreanNumeral(Fraction(0), end, end, Origin.WORDS, power=power) if power else None


def _native(text: KoreanText, at: int) -> KoreanNumeral | None:
    """두, 스물세, 열다섯, and the ranges 두세, 서너."""
    ranged = text.find("native_range", at)
    if ranged and not _is_single(text, at, ranged[1]):
        low, high = map(Fraction, ranged[0].split())
        return KoreanNumeral(low, ranged[1], ranged[1], Origin.WORDS, range=Range(low, high), native=True)
    tens = text.find("native_tens", at)
    ones = text.find("native_ones", tens[1] if tens else at)
    if not tens and not ones:
        return None
    value = int(tens[0]) if tens else 0
    end = tens[1] if tens else at
    if ones:
        value, end = value + int(ones[0]), ones[1]
    return _with_more(text, KoreanNumeral(Fraction(value), end, end, Origin.WORDS, native=True))


def _is_single(text: KoreanText, at: int, end: int) -> bool:
    """Whether what looks like 두세 is two followed by its counter 세."""
    return text.char(end) not in (" ", "") and text.find("joined_counter", end) is None
