"""Reads one numeral, in digits or words, at a place of an English or Russian text."""

from dataclasses import replace
from fractions import Fraction

from newsbrief_models.fidelity.figures.cursor import Cursor, Numeral
from newsbrief_models.fidelity.figures.sums import Sum
from newsbrief_models.types import Language

_THOUSAND = 1000
_HIGHEST_POWER = 12  # of ten, that a chain of "hundreds of thousands of" may reach before its last word


def numeral_at(cursor: Cursor, at: int) -> Numeral | None:
    """The numeral that starts at `at`: 1.2 million, 21st, fifteen thousand, two-thirds, dozens, 15 тыс., половина."""
    if at not in cursor.numerals:
        digits = cursor.digits(at)
        if digits is not None:
            cursor.numerals[at] = _finish_digits(cursor, digits)
        else:
            cursor.numerals[at] = _vague(cursor, at) or _part(cursor, at) or _words(cursor, at)
    return cursor.numerals[at]


def _finish_digits(cursor: Cursor, digits: Numeral) -> Numeral | None:
    """`digits` with the ordinal ending, the glued or the separate scale word that follows."""
    end = digits.next
    hyphen = cursor.past_hyphen(end)
    suffix = cursor.find("ordinal_suffix", hyphen)
    wanted = hyphen == end if cursor.language == Language.EN else hyphen > end
    if suffix and wanted and cursor.glued(end) and not _runs_on(cursor, suffix[1]):
        cardinal = cursor.language == Language.RU and suffix[0] == "cardinal"
        return replace(digits, next=suffix[1], ordinal=not cardinal, plain=False)
    glued = cursor.find("scale_glued", end) if cursor.glued(end) else None
    if glued and not _runs_on(cursor, glued[1]):
        return replace(
            digits, value=digits.value * int(glued[0]), next=glued[1], plain=False, scale=int(glued[0])
        )
    parted = cursor.find("and_part", end)
    if parted:
        digits = replace(digits, value=digits.value + Fraction(parted[0]), next=parted[1], plain=False)
    return _scaled(cursor, digits)


def _runs_on(cursor: Cursor, at: int) -> bool:
    return cursor.glued(at) and cursor.low(at).isalnum()


def _scaled(cursor: Cursor, numeral: Numeral) -> Numeral:
    """`numeral` times the scale words after it, plus a smaller numeral in digits with its own: 3 млн 200 тыс."""
    value, end, size = numeral.value, numeral.next, 0
    while scale := _scale(cursor, cursor.past_hyphen(end)):
        if size and scale[0] <= size:
            break
        value, end, size = value * scale[0], scale[1], scale[0]
    if not size:
        return numeral
    more = cursor.digits(end) if size > _THOUSAND else None
    smaller = _scale(cursor, more.next) if more else None
    if more and smaller and smaller[0] < size and more.value < _THOUSAND:
        value, end = value + more.value * smaller[0], smaller[1]
    return replace(numeral, value=value, next=end, plain=False, scale=size)


def _scale(cursor: Cursor, at: int) -> tuple[int, int] | None:
    """The scale word at `at`, which a number stands before, and the place after it."""
    found = cursor.find("scale", at)
    if found:
        return int(found[0]), found[1]
    if cursor.language == Language.RU and (plural := cursor.find("scale_plural", at)):
        return 12 if cursor.low(at).startswith("дюжин") else 10 ** int(plural[0]), plural[1]
    return None


def _lone_scale(cursor: Cursor, at: int) -> tuple[int, int] | None:
    """A scale word that means one of it: a hundred, тысяча, около тысячи."""
    article = cursor.find("article", at)
    if article and cursor.language == Language.EN:
        return _scale(cursor, article[1])
    if cursor.language == Language.RU:
        kind = "scale_genitive" if cursor.before("genitive_before", at) else "scale_singular"
        found = cursor.find(kind, at) or cursor.find("scale_singular", at)
        return (int(found[0]), found[1]) if found else None
    return None


def _words(cursor: Cursor, at: int) -> Numeral | None:
    """A cardinal or ordinal in words; the longest that adds up."""
    number, end, size = Sum(), at, 1
    lone = _lone_scale(cursor, at)
    if lone:
        number.add(Fraction(1))
        number.scale(lone[0])
        size, end = lone
    while True:
        here = cursor.past_hyphen(end) if end > at else at
        joined = cursor.find("number_and", here) if size > 1 else None
        word = cursor.find("cardinal", joined[1] if joined else here) or _before_instrumental(cursor, here)
        if word and number.add(Fraction(word[0])):
            end = _with_part(cursor, number, word[1], size)
            continue
        hedge = cursor.find("scale_hedge", here) if end > at else None
        scale = _scale(cursor, hedge[1] if hedge else here) if end > at else None
        if scale is None or not number.scale(scale[0]):
            break
        size, end = scale
    ordinal = cursor.find("ordinal", cursor.past_hyphen(end) if end > at else at)
    if ordinal and (end == at or number.value >= 20) and number.add(Fraction(ordinal[0])):
        return Numeral(number.value, ordinal[1], ordinal=True)
    if end == at:
        return None
    end = _with_part(cursor, number, end, size)
    return Numeral(number.value, end, scale=size)


def _with_part(cursor: Cursor, number: Sum, at: int, size: int) -> int:
    """Adds "and a half" at `at` to `number`; the place after it."""
    part = cursor.find("and_part", cursor.past_hyphen(at))
    if part is None:
        return at
    number.add_part(Fraction(part[0]), size)
    return part[1]


def _before_instrumental(cursor: Cursor, at: int) -> tuple[str, int] | None:
    """семью as a number: the word after it stands in the plural instrumental."""
    if cursor.language != Language.RU:
        return None
    found = cursor.find("cardinal_before_instrumental", at)
    return found if found and cursor.low(found[1]).endswith(("ами", "ями", "ыми", "ими")) else None


def _vague(cursor: Cursor, at: int) -> Numeral | None:
    """A number told by its order of magnitude: dozens, hundreds of thousands, several thousand, сотни тысяч."""
    several = cursor.find("vague", at)
    power, end = (int(several[0]), several[1]) if several else (0, at)
    found = several is not None
    plural = cursor.find("scale_plural", end)
    if not several and plural and cursor.language == Language.RU and cursor.before("genitive_before", at):
        plural = plural if not cursor.find("scale_genitive", end) else None
    while plural and power < _HIGHEST_POWER:
        power, end, found = power + int(plural[0]), plural[1], True
        of = cursor.find("of_scale", end)
        plural = cursor.find("scale_plural", of[1]) if of else None
        if cursor.language == Language.RU:
            plural = cursor.find("scale_plural", end)
    scale = _scale(cursor, end) if found else None
    if scale:
        power, end = power + len(str(scale[0])) - 1, scale[1]
    return Numeral(Fraction(0), end, power=power) if found else None


def _part(cursor: Cursor, at: int) -> Numeral | None:
    """A fraction: half, a third of, two-thirds, три четверти, одна пятая, десятая часть."""
    count = cursor.find("article", at) or cursor.find("cardinal", at)
    upper = Fraction(count[0]) if count else Fraction(1)
    start = cursor.past_hyphen(count[1]) if count else at
    part = cursor.find("fraction", start)
    if part and _is_part(cursor, part, count is not None, upper, at):
        numeral = Numeral(upper * Fraction(part[0]), part[1], part=True)
        article = cursor.find("article", numeral.next)
        return (
            _scaled(cursor, replace(numeral, next=article[1]))
            if article and _scale(cursor, article[1])
            else numeral
        )
    ordinal = cursor.find("ordinal", start)
    if ordinal and cursor.language == Language.RU and int(ordinal[0]) > 2:
        share = cursor.find("part", ordinal[1])
        feminine = count is not None and cursor.low(at) in ("одна", "одну", "одной", "две", "двух")
        if share or (feminine and cursor.low(ordinal[1] - 1).endswith(("ая", "ую", "ой", "ых"))):
            return Numeral(upper / int(ordinal[0]), share[1] if share else ordinal[1], part=True)
    return None


def _is_part(cursor: Cursor, part: tuple[str, int], counted: bool, upper: Fraction, at: int) -> bool:
    """Whether a word that may be a fraction is one: "a third of", not "a third meeting", not "second quarter"."""
    word = cursor.low(part[1] - 1)
    if cursor.language == Language.RU:
        return True
    if upper > 1:
        return word.endswith("s") or word == "quarter"
    if word == "half":
        return not cursor.before("half_period", at)
    if not counted:
        return False
    following = cursor.low(part[1])
    if cursor.low(at) == "one" or word == "quarter" or cursor.before("share_before", at):
        return word != "quarter" or not cursor.find("not_quarter", part[1])
    return following in ("of", "less", "more", "fewer", "", ".", ",", "below", "above", "lower", "higher")
