"""Counts, shares, money, measures and lengths of time of English and Russian texts."""

from dataclasses import dataclass, replace
from fractions import Fraction

from newsbrief_models.fidelity.figures.cursor import DASHES, Cursor, Numeral
from newsbrief_models.fidelity.figures.drafts import Draft, Found
from newsbrief_models.fidelity.figures.figure import Kind, Origin
from newsbrief_models.fidelity.figures.numerals import numeral_at
from newsbrief_models.fidelity.figures.tables import units
from newsbrief_models.types import Language

_MINUS = frozenset("-−–")
# Lengths of time labelled in another unit, and parts of a currency.
_TURNED = {
    "decade": ("year", 10),
    "century": ("year", 100),
    "millennium": ("year", 1000),
    "fortnight": ("week", 2),
}
_CENTS = {"USX": "USD", "RUX": "RUB", "KZX": "KZT"}


@dataclass(frozen=True, slots=True)
class Suffix:
    """What follows a number and says of what it is; `factor` multiplies the number."""

    kind: Kind
    unit: str
    next: int
    factor: Fraction = Fraction(1)


def quantity_rule(cursor: Cursor, at: int) -> Found | None:
    """A number with its unit; two joined by "to" or a dash share a unit said once."""
    symbol = cursor.find("currency", at)
    if symbol and symbol[1] > at + 1 and not all(cursor.glued(place) for place in range(at + 1, symbol[1])):
        symbol = None  # "a $48 billion project" is no Australian dollar
    if symbol and not cursor.low(symbol[1] - 1).isalpha():
        start = symbol[1]
    else:
        symbol, start = None, at
    roman = cursor.find("roman", at) if cursor.before("roman_after", at) else None
    if roman:
        return [Draft(Kind.NUMBER, Fraction(roman[0]), at, roman[1])], roman[1]
    number = numeral_at(cursor, start)
    if number is None or number.part:
        return _fraction(cursor, at, number) if number and not symbol else None
    if number.ordinal:
        return [Draft(Kind.ORDINAL, number.value, at, number.next, origin=number.origin)], number.next
    suffix = Suffix(Kind.MONEY, symbol[0], number.next) if symbol else suffix_at(cursor, number.next, number)
    whole = _compound(cursor, at, number, suffix) if suffix else None
    if whole and suffix and whole[1] > suffix.next:
        return whole
    link = _link(cursor, (suffix or number).next)
    second = numeral_at(cursor, link) if link is not None else None
    if (
        second is not None
        and link is not None
        and not second.ordinal
        and not second.part
        and second.power is None
    ):
        return _pair(cursor, at, number, suffix, link, second)
    return whole or ([_draft(cursor, at, number, None)], number.next)


def _link(cursor: Cursor, at: int) -> int | None:
    """The place after a dash, "to", "or": what ties two numbers of one unit."""
    if cursor.low(at) in DASHES and cursor.low(at):
        return at + 1
    link = cursor.find("to", at)
    return link[1] if link else None


def _pair(
    cursor: Cursor, at: int, first: Numeral, suffix: Suffix | None, link: int, second: Numeral
) -> Found:
    """Two numbers joined: 5-7 million dollars, from 18 hours to 11, от одного до трех процентов."""
    symbol = suffix is not None and suffix.next == first.next
    later = suffix_at(cursor, second.next, second)
    ranged = cursor.low(link - 1) in DASHES or cursor.low(link - 1) in ("to", "до", "or", "или", "through")
    ranged = ranged or (cursor.low(link - 1) == "and" and cursor.low(at - 1) == "between")
    if ranged and second.scale > first.scale == 1 and first.value < 1000 and (suffix is None or symbol):
        first = replace(first, value=first.value * second.scale)
    if suffix is None and later is not None and later.kind is not Kind.MULTIPLE:
        drafts = [_draft(cursor, at, first, replace(later, next=first.next))]
        return drafts, link
    if suffix is not None and later is None and _takes_unit(cursor, link, second):
        follow = replace(suffix, next=second.next)
        return [_draft(cursor, at, first, suffix), _draft(cursor, link, second, follow)], second.next
    end = (suffix or first).next
    return [_draft(cursor, at, first, suffix)], end


def _takes_unit(cursor: Cursor, link: int, second: Numeral) -> bool:
    """Whether a bare second number has the unit of the first: "from 18 hours to 11", not "two years to 11 men"."""
    if cursor.low(link - 1) not in ("to", "до", *DASHES):
        return False
    following = cursor.low(second.next)
    if following in DASHES:
        return False
    return not following.isalnum() or cursor.find("preposition", second.next) is not None


def _compound(cursor: Cursor, at: int, number: Numeral, suffix: Suffix) -> Found:
    """Parts of one amount: two days and four hours, 45 рублей 50 копеек, an hour and a half."""
    draft = _draft(cursor, at, number, suffix)
    if number.power is not None or suffix.kind not in (Kind.DURATION, Kind.MONEY, Kind.MEASURE):
        return [draft], suffix.next
    return _parts(cursor, draft, suffix)


def _parts(cursor: Cursor, draft: Draft, suffix: Suffix) -> Found:
    """`draft` with the smaller parts of its amount that follow `suffix`, as long as they get smaller."""
    table = units()
    half = cursor.find("and_part", suffix.next)
    if draft.kind is Kind.MEASURE and not table[draft.unit].factor:
        return [draft], suffix.next
    if half and isinstance(draft.value, Fraction):
        return [replace(draft, value=draft.value + Fraction(half[0]), end=half[1])], half[1]
    joined = cursor.find("and", suffix.next)
    start = joined[1] if joined else suffix.next
    more = numeral_at(cursor, start)
    if (
        more is None
        or more.ordinal
        or more.part
        or more.power is not None
        or not isinstance(draft.value, Fraction)
    ):
        return [draft], suffix.next
    rest = suffix_at(cursor, more.next, more)
    if rest is None or rest.kind is not suffix.kind:
        return [draft], suffix.next
    if suffix.kind is Kind.MONEY:
        cents = rest.unit == suffix.unit and rest.factor < 1
        value = draft.value + more.value * rest.factor
        return ([replace(draft, value=value, end=rest.next)], rest.next) if cents else ([draft], suffix.next)
    large, small = table[draft.unit], table[rest.unit]
    if (
        large.dimension != small.dimension
        or small.factor >= large.factor
        or more.value * small.factor >= large.factor
    ):
        return [draft], suffix.next
    value = draft.value * large.factor / small.factor + more.value
    return _parts(cursor, replace(draft, value=value, unit=rest.unit, end=rest.next), rest)


def _draft(cursor: Cursor, at: int, number: Numeral, suffix: Suffix | None) -> Draft:
    end = suffix.next if suffix else number.next
    if number.power is not None:
        unit = suffix.unit if suffix and suffix.kind in (Kind.MONEY, Kind.DURATION) else ""
        end = end if unit else number.next
        grows = suffix is not None and suffix.factor >= 10
        power = number.power + (len(str(int(suffix.factor))) - 1 if suffix and grows else 0)
        return Draft(Kind.VAGUE, Fraction(power), at, end, unit, Origin.WORDS)
    start, value = at, number.value * (suffix.factor if suffix else 1)
    if _negative(cursor, at):
        start, value = at - 1, -value
    frost = cursor.find("frost", end) if suffix is None or suffix.unit == "degC" else None
    if frost:
        return Draft(Kind.MEASURE, -abs(value), start, frost[1], "degC", number.origin)
    kind = suffix.kind if suffix else Kind.NUMBER
    return Draft(kind, value, start, end, suffix.unit if suffix else "", number.origin)


def _negative(cursor: Cursor, at: int) -> bool:
    """Whether a minus sign or word stands before; a hyphen only when nothing is tied to its left."""
    if (
        cursor.low(at - 1) in _MINUS
        and cursor.low(at - 1)
        and cursor.glued(at)
        and cursor.low(at).isdecimal()
    ):
        left = cursor.low(at - 2)
        return not (cursor.glued(at - 1) and left.isalnum()) and not left.isdecimal()
    return cursor.before("minus", at) and cursor.low(at - 2) not in ("or", "или", *DASHES)


def _fraction(cursor: Cursor, at: int, number: Numeral) -> Found:
    """A fraction, or a fraction of a unit: half a percentage point, a quarter of a century, четверть века."""
    article = cursor.find("of_unit", number.next)
    suffix = suffix_at(cursor, article[1] if article else number.next, number)
    if suffix and suffix.kind in (Kind.POINTS, Kind.DURATION, Kind.MEASURE, Kind.MONEY):
        value, unit = number.value * suffix.factor, suffix.unit
        return [Draft(suffix.kind, value, at, suffix.next, unit, Origin.WORDS)], suffix.next
    kind = Kind.NUMBER if number.scale > 1 else Kind.FRACTION
    return [Draft(kind, number.value, at, number.next, origin=Origin.WORDS)], number.next


def suffix_at(cursor: Cursor, at: int, number: Numeral) -> Suffix | None:
    """What says of what the number before `at` is: percent, dollars, -year-old, -километровый, times."""
    start = cursor.past_hyphen(at)
    hyphened = start > at
    if cursor.language == Language.RU and hyphened:
        return _adjective(cursor, start)
    age = cursor.find("age", start) or cursor.find("age", at)
    if age:
        return Suffix(Kind.DURATION, age[0], age[1])
    times = cursor.find("multiple_suffix", at)
    if times:
        return Suffix(Kind.MULTIPLE, "", times[1])
    of = cursor.find("of_scale", start) if number.power is not None else None
    start = of[1] if of else start
    unit, money = cursor.find("unit", start), cursor.find("currency", start)
    if unit and cursor.find("skip", start):  # four second-hand cars
        return None
    if money and (unit is None or money[1] >= unit[1]):
        return money_suffix(money[0], money[1])
    return suffix_of(unit[0], unit[1]) if unit else None


def money_suffix(currency: str, end: int) -> Suffix:
    """The suffix a currency of the tables means; cents are hundredths."""
    whole = _CENTS.get(currency)
    return Suffix(Kind.MONEY, whole or currency, end, Fraction(1, 100) if whole else Fraction(1))


def suffix_of(unit: str, end: int) -> Suffix:
    """The suffix a unit of the tables means."""
    if unit == "percent":
        return Suffix(Kind.PERCENT, "", end)
    if unit in ("points", "bp"):
        return Suffix(Kind.POINTS, "", end, Fraction(1, 100) if unit == "bp" else Fraction(1))
    name, factor = _TURNED.get(unit, (unit, 1))
    return Suffix(Kind.DURATION if units()[name].duration else Kind.MEASURE, name, end, Fraction(factor))


def _adjective(cursor: Cursor, at: int) -> Suffix | None:
    """The second half of a Russian adjective after digits and a hyphen: 65-летний, 15-процентная, 80-летие."""
    found = cursor.find("unit_adjective", at)
    return adjective_suffix(found[0], found[1]) if found else None


def adjective_suffix(key: str, end: int) -> Suffix | None:
    """What the second half of a compound adjective means."""
    scales = {"thousand": 1000, "million": 10**6, "billion": 10**9}
    if key in scales:
        return Suffix(Kind.NUMBER, "", end, Fraction(scales[key]))
    if key in ("anniversary", "fold", "plain"):
        kind = {"anniversary": Kind.ORDINAL, "fold": Kind.MULTIPLE, "plain": Kind.NUMBER}[key]
        return Suffix(kind, "", end)
    if key.isupper() and key not in units():
        return Suffix(Kind.MONEY, key, end)
    return suffix_of(key, end)
