"""Puts another number into a sentence in all its languages at once, where grammar lets it stand."""

from __future__ import annotations

import random
import re
from collections import Counter
from decimal import Decimal

from .numerals import Mention, mentions, render

_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.|Feb\.|Mar\.|Apr\.|Aug\.|Sept\.|Oct\.|Nov\.|Dec\.) $"
)
_PARTICLE = tuple("은는이가을를과와로의에도")
# A clock, a month, a fraction, a place in a row: another number there would be nonsense or need other words.
_KO_FIXED = (
    "시 ",
    "시부",
    "시까",
    "시에",
    "월",
    "분의",
    "차 ",
    "호 ",
    "번째",
    "위",
    "강",
    "세기",
    "주기",
    "주년",
    "인조",
    "각",
)


def agreement(value: Decimal) -> str:
    """The form a Russian noun takes after the number."""
    if value != value.to_integral_value():
        return "fraction"
    last, two = int(value) % 10, int(value) % 100
    if last == 1 and two != 11:
        return "one"
    return "few" if last in (2, 3, 4) and two not in (12, 13, 14) else "many"


def is_year(mention: Mention) -> bool:
    plain = not (mention.grouped or mention.scale or mention.decimals)
    return plain and mention.value == mention.value.to_integral_value() and 1000 <= mention.value <= 2100


def other_value(mention: Mention, rng: random.Random) -> Decimal:
    """A number of the same size, roundness and agreement; the same one when there is no other."""
    if is_year(mention):
        return Decimal(rng.randint(1900, 2030))
    _, digits, exponent = mention.value.normalize().as_tuple()
    count, exponent = len(digits), int(exponent)
    low, high = 10 ** (count - 1), 10**count - 1
    for _ in range(60):
        m = rng.randint(low, high)
        value = Decimal(m).scaleb(exponent)
        if (count > 1 and m % 10 == 0) or value == mention.value:
            continue
        if value != 1 and agreement(value) == agreement(mention.value):
            return value
    return mention.value


def shared(lines: dict[str, str]) -> list[dict[str, Mention]]:
    """The numbers that every language prints in digits, once each, where another may take their place."""
    found = {lang: mentions(text, lang) for lang, text in lines.items()}
    counts = {lang: Counter(m.value for m in ms) for lang, ms in found.items()}
    common = set.intersection(*(set(c) for c in counts.values()))
    result = []
    for value in sorted(common):
        if any(c[value] != 1 for c in counts.values()) or value < 2:
            continue
        group = {lang: next(m for m in ms if m.value == value) for lang, ms in found.items()}
        if _free(lines, group):
            result.append(group)
    return result


def _free(lines: dict[str, str], group: dict[str, Mention]) -> bool:
    korean, english = group.get("ko"), group.get("en")
    if korean:
        after = lines["ko"][korean.end : korean.end + 2]
        if after.startswith(_PARTICLE) or after.startswith(_KO_FIXED) or after[:1] in ("", "-"):
            return False
    if english:
        after = lines["en"][english.end : english.end + 6]
        if re.match(r"[ -]?(a\.m|p\.m|st\b|nd\b|th\b)", after):
            return False
        if korean and re.match(r"(년|시)", lines["ko"][korean.end :]) and not is_year(english):
            return "year" in lines["en"][english.end : english.end + 7]
    return True


def _is_day(lines: dict[str, str], group: dict[str, Mention]) -> bool:
    """Whether the number is the day of a date."""
    if "en" in group and _MONTH.search(lines["en"][: group["en"].start]):
        return True
    return "ko" in group and bool(re.match(r"[∼~-]?\d*일(?!간|째|당|치)", lines["ko"][group["ko"].end :]))


def substitute(lines: dict[str, str], rng: random.Random) -> dict[str, str] | None:
    """The sentence with other numbers in every language; None where it has none to change."""
    replacements: dict[str, list[tuple[Mention, str]]] = {lang: [] for lang in lines}
    for group in shared(lines):
        first = group.get("en") or next(iter(group.values()))
        value = other_value(first, rng)
        if not is_year(first) and _is_day(lines, group):
            value = Decimal(rng.randint(1, 28))
        texts = {lang: render(value, m, lang) for lang, m in group.items()}
        if value == first.value or None in texts.values():
            continue
        for lang, text in texts.items():
            replacements[lang].append((group[lang], str(text)))
    if not any(replacements.values()):
        return None
    return {lang: _replace(text, replacements[lang]) for lang, text in lines.items()}


def _replace(text: str, changes: list[tuple[Mention, str]]) -> str:
    for mention, new in sorted(changes, key=lambda c: -c[0].start):
        text = text[: mention.start] + new + text[mention.end :]
    return text
