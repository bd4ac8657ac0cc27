"""What follows a Korean number and says of what it is: a unit, a currency, a counter, an ordinal ending."""

from dataclasses import dataclass
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Kind, Origin
from newsbrief_models.fidelity.figures.korean_text import KoreanNumeral, KoreanText, is_hangul, section
from newsbrief_models.fidelity.figures.tables import units

_CENTS = {"USX": "USD", "RUX": "RUB", "KZX": "KZT"}
_SUFFIXES = (
    "currency",
    "unit",
    "times",
    "ordinal_suffix",
)  # kinds of phrases; the longest wins, then the first
_NEVER_SPACED = ("도", "위")  # after a space they are a province and "above"


@dataclass(frozen=True, slots=True)
class Suffix:
    """What follows a number: a figure with it ends at `end`, and so many units of it are one (cents: 1/100)."""

    kind: Kind
    unit: str
    end: int
    factor: Fraction = Fraction(1)


def suffix_at(text: KoreanText, number: KoreanNumeral, at: int) -> Suffix | None:
    """The unit after `number`, which starts at `at`; a number in words needs a unit or a counter to be one."""
    words = number.origin is Origin.WORDS
    if words and not _counts(text, number, text.text[at : number.next]):
        return None
    for start in dict.fromkeys((number.next, text.after_space(number.next))):
        found = _ordinal(text, start, at) or _unit_at(text, number, start, at)
        if found:
            return found
    return Suffix(Kind.NUMBER, "", number.bare) if words else None


def _counts(text: KoreanText, number: KoreanNumeral, word: str) -> bool:
    """Whether `number`, written as `word`, stands before what it can count."""
    spaced = text.char(number.next) == " "
    start = number.next + spaced
    if number.power is not None:
        return True
    if text.find("rare_native", start - spaced - len(word)):
        return text.find("rare_counter", start) is not None
    counter = text.find("counter", start)
    strict = counter is not None and (text.word_ends(counter[1]) or text.char(counter[1]) == " ")
    if not number.native:
        lone = len(word) == 1
        joined = text.find("joined_sino", start) is not None and not lone
        return strict and (
            joined if not spaced else not lone or text.find("lone_sino", start - 1 - len(word)) is not None
        )
    if not spaced:
        joined_counter = text.find("joined_counter", start)
        return joined_counter is not None and text.word_ends(joined_counter[1])
    if number.value == 1 or word in ("열", "쉰") or not is_hangul(text.char(start)):
        return strict
    return word != "네" or text.find("yours", start) is None


def _ordinal(text: KoreanText, start: int, at: int) -> Suffix | None:
    """제3차, 제5회, 제1부상."""
    found = text.find("ordinal_after_je", start) if text.char(at - 1) == "제" else None
    return Suffix(Kind.ORDINAL, "", found[1]) if found else None


def _unit_at(text: KoreanText, number: KoreanNumeral, start: int, at: int) -> Suffix | None:
    """The longest unit that starts at `start`, unless what follows shows that it was another word."""
    found = [(match[1], kind, match[0]) for kind in _SUFFIXES if (match := text.find(kind, start))]
    if not found:
        return None
    end, kind, key = max(found, key=lambda entry: entry[0])
    word, following = text.text[start:end], text.char(end)
    if word == "분" and number.native:  # persons, politely
        return Suffix(Kind.NUMBER, "", number.bare)
    if following and following in section("unit_guard").get(word, ""):
        return None
    if word[-1].isascii() and word[-1].isalpha() and following.isascii() and following.isalpha():
        return None
    if start > number.next:
        spaced = not is_hangul(word[-1]) or (text.word_ends(end) and word not in _NEVER_SPACED)
        if not spaced and not (number.native and word == "위"):
            return None
    return _meaning(text, kind, key, end, at)


def _meaning(text: KoreanText, kind: str, key: str, end: int, at: int) -> Suffix:
    """The suffix that a phrase of the tables means."""
    if kind == "currency":
        whole = _CENTS.get(key)
        return Suffix(Kind.MONEY, whole or key, end, Fraction(1, 100) if whole else Fraction(1))
    if kind == "ordinal_suffix":
        return Suffix(Kind.ORDINAL, "", end)
    if kind == "times":  # 401번 버스 is a route
        return Suffix(Kind.NUMBER if text.find("counted_number", end) else Kind.MULTIPLE, "", end)
    if key == "percent":
        return Suffix(Kind.PERCENT, "", end)
    if key in ("points", "bp"):
        return Suffix(Kind.POINTS, "", end, Fraction(1, 100) if key == "bp" else Fraction(1))
    speed = text.ends_with("speed", at - (text.char(at - 1) == " "))
    if speed and speed[0].startswith(f"{key}/"):
        return Suffix(Kind.MEASURE, speed[0], end)
    if key == "century":
        return Suffix(Kind.DURATION, "year", end, Fraction(100))
    return Suffix(Kind.DURATION if units()[key].duration else Kind.MEASURE, key, end)
