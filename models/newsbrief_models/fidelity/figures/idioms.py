"""Figures of English and Russian texts other than numbers with units: Thursday, one in five, a week, twice, полчаса."""

from fractions import Fraction

from newsbrief_models.fidelity.figures.cursor import Cursor
from newsbrief_models.fidelity.figures.drafts import Draft, Found
from newsbrief_models.fidelity.figures.figure import Day, Kind, Origin
from newsbrief_models.fidelity.figures.numerals import numeral_at
from newsbrief_models.fidelity.figures.quantities import (
    Suffix,
    adjective_suffix,
    money_suffix,
    suffix_at,
    suffix_of,
)
from newsbrief_models.fidelity.figures.tables import units
from newsbrief_models.types import Language

_ROUND = (10, 100, 1000, 10_000, 100_000)  # what "N in ..." counts out of, in digits
_LONGEST_COMPOUND = 40  # letters


def weekday_rule(cursor: Cursor, at: int) -> Found | None:
    """Thursday, четверг; среда where a preposition makes it the day and not the surroundings."""
    found = cursor.find("weekday", at)
    if found is None:
        return None
    if cursor.language == Language.EN and not cursor.upper(at):
        return None
    if cursor.language == Language.RU:
        guarded = cursor.find("weekday_guarded", at) is not None
        listed = cursor.low(at - 1) == "," and cursor.find("weekday", at - 2) is not None
        if guarded and not (listed or cursor.before("weekday_before", at) or cursor.low(at - 1).isdecimal()):
            return None
        if (
            cursor.low(at) == "пятница"
            and cursor.upper(at)
            and at > 0
            and cursor.low(at - 1) not in (".", "—", "«")
        ):
            return None
    return [Draft(Kind.WEEKDAY, Day(weekday=int(found[0])), at, found[1], origin=Origin.WORDS)], found[1]


def share_rule(cursor: Cursor, at: int) -> Found | None:
    """A share told by counting: one in five, nine out of ten, every second, каждый пятый, девять из десяти."""
    each = cursor.find("each", at)
    ordinal = numeral_at(cursor, each[1]) if each else None
    if ordinal and ordinal.ordinal and ordinal.value >= 2:
        if cursor.find("period_noun", ordinal.next):
            return [], ordinal.next
        return [Draft(Kind.FRACTION, 1 / ordinal.value, at, ordinal.next, origin=Origin.WORDS)], ordinal.next
    first = numeral_at(cursor, at)
    if first is None or first.ordinal or first.part or first.power is not None or first.scale > 1:
        return None
    noun = cursor.low(first.next).isalpha() and not cursor.find("out_of", first.next)
    link = cursor.find("out_of", first.next + noun)
    if noun and link and link[0] == "in" and first.value != 1:
        return None
    second = numeral_at(cursor, link[1]) if link else None
    if (
        second is None
        or link is None
        or second.ordinal
        or second.power is not None
        or second.value <= first.value
    ):
        return None
    counted = link[0] == "in" and cursor.low(second.next).isalpha()  # one ship in five ports
    if noun and (cursor.language == Language.RU or counted):
        return None
    words = first.origin is Origin.WORDS and second.origin is Origin.WORDS
    small = words and second.value <= 10 and (cursor.language == Language.EN or second.value == 10)
    if not (small or second.value in _ROUND) or second.value == 0 or cursor.find("unit", second.next):
        return None
    return [
        Draft(Kind.FRACTION, first.value / second.value, at, second.next, origin=first.origin)
    ], second.next


def bare_rule(cursor: Cursor, at: int) -> Found | None:
    """A length of time without its one: within a week, a year earlier, за неделю, год назад; decades, десятилетиями."""
    plural = cursor.find("vague_duration", at)
    if plural:
        power, _, unit = plural[0].partition(" ")
        return [Draft(Kind.VAGUE, Fraction(power), at, plural[1], unit, Origin.WORDS)], plural[1]
    article = cursor.find("article", at) if cursor.language == Language.EN else None
    if cursor.language == Language.EN and article is None:
        return None
    found = cursor.find("bare_unit", article[1] if article else at)
    if found is None:
        return None
    end = found[1]
    half = cursor.find("and_part", end)
    whole = _with_parts(cursor, suffix_of(found[0], end), at)
    if whole and not half:
        return [whole], whole.end
    told = (
        half
        or found[0] in ("decade", "century", "fortnight")
        or cursor.hyphen(end)
        or cursor.before("bare_before", at)
        or cursor.find("bare_after", end)
    )
    if not told:
        return None
    suffix = suffix_of(found[0], end)
    value = (1 + Fraction(half[0] if half else 0)) * suffix.factor
    end = half[1] if half else end
    more = numeral_at(cursor, end + 1) if cursor.hyphen(end) else None  # год-полтора
    if more and not more.ordinal and more.power is None:
        drafts = [
            Draft(suffix.kind, suffix.factor, at, end, suffix.unit, Origin.IMPLIED),
            Draft(suffix.kind, more.value * suffix.factor, end + 1, more.next, suffix.unit, Origin.WORDS),
        ]
        return drafts, more.next
    return [Draft(suffix.kind, value, at, end, suffix.unit, Origin.WORDS if half else Origin.IMPLIED)], end


def _with_parts(cursor: Cursor, suffix: Suffix, at: int) -> Draft | None:
    """One of a length of time and some of a smaller one: an hour and forty minutes, год и три месяца."""
    joined = cursor.find("and", suffix.next)
    parts = numeral_at(cursor, joined[1] if joined else suffix.next)
    rest = (
        suffix_at(cursor, parts.next, parts) if parts and not parts.ordinal and parts.power is None else None
    )
    if parts is None or rest is None or rest.kind is not Kind.DURATION:
        return None
    large, small = units()[suffix.unit], units()[rest.unit]
    if large.dimension != small.dimension or parts.value * small.factor >= large.factor:
        return None
    value = suffix.factor * large.factor / small.factor + parts.value
    return Draft(Kind.DURATION, value, at, rest.next, rest.unit, Origin.WORDS)


def multiple_rule(cursor: Cursor, at: int) -> Found | None:
    """Twice, doubled, threefold, дважды, вдвое, удвоился; halved is one half."""
    found = cursor.find("multiple", at)
    if found is None:
        return None
    value = Fraction(found[0])
    if value == 1 and not (cursor.before("once_before", at) or cursor.find("once_after", found[1])):
        return None
    kind = Kind.FRACTION if value < 1 else Kind.MULTIPLE
    return [Draft(kind, value, at, found[1], origin=Origin.WORDS)], found[1]


def pair_rule(cursor: Cursor, at: int) -> Found | None:
    """A couple of months: two."""
    found = cursor.find("pair", at)
    unit = cursor.find("unit", found[1]) if found else None
    if found is None or unit is None or cursor.find("currency", found[1]):
        return None
    suffix = suffix_of(unit[0], unit[1])
    return [
        Draft(suffix.kind, Fraction(found[0]) * suffix.factor, at, unit[1], suffix.unit, Origin.WORDS)
    ], unit[1]


def compound_rule(cursor: Cursor, at: int) -> Found | None:
    """Russian words that hold a number: полчаса, полмиллиона, пятипроцентный, двадцатилетний, трехдневный, 35-летие."""
    whole = cursor.find("whole", at)
    if (
        whole
        and cursor.language == Language.RU
        and cursor.upper(at)
        and at > 0
        and cursor.low(at - 1).isalpha()
    ):
        return None  # the Seven
    if whole:
        number, _, unit = whole[0].partition(" ")
        after = whole[1]
        money = cursor.find("currency", after) if not unit else None
        measured = cursor.find("unit", after) if not unit else None
        value = Fraction(number)
        if money:
            return [Draft(Kind.MONEY, value, at, money[1], money[0], Origin.WORDS)], money[1]
        suffix = suffix_of(unit, after) if unit else suffix_of(*measured) if measured else None
        if suffix is None:
            return [Draft(Kind.NUMBER, value, at, after, origin=Origin.WORDS)], after
        return [
            Draft(suffix.kind, value * suffix.factor, at, suffix.next, suffix.unit, Origin.WORDS)
        ], suffix.next
    return _adjective(cursor, at) if cursor.language == Language.RU else None


def _adjective(cursor: Cursor, at: int) -> Found | None:
    word = cursor.low(at)
    total, place, last = Fraction(0), 0, Fraction(10**6)
    if not word.isalpha() or len(word) > _LONGEST_COMPOUND:
        return None
    half = next((word.removeprefix(start) for start in ("полу", "пол") if word.startswith(start)), "")
    unit, money = cursor.exact("unit", half), cursor.exact("currency", half)
    if unit or money:  # полметра, полкопейки
        suffix = suffix_of(unit, at + 1) if unit else money_suffix(money or "", at + 1)
        return [Draft(suffix.kind, suffix.factor / 2, at, at + 1, suffix.unit, Origin.WORDS)], at + 1
    while part := cursor.longest("combining", word, place):
        value = Fraction(part[0])
        if value >= last:
            break
        total, place, last = total + value, part[1], value if value < 20 else last
        key = cursor.exact("unit_adjective", word[place:])
        second = adjective_suffix(key, at + 1) if key else None
        if second:
            return [Draft(second.kind, total * second.factor, at, at + 1, second.unit, Origin.WORDS)], at + 1
    return None
