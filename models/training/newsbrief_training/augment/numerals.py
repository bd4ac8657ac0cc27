"""Finds and writes numbers as the press of each language prints them: 15,000 — 1만5천 — 15 тыс."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

SCALES = {
    "en": {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12},
    "ru": {"тыс.": 10**3, "млн": 10**6, "млрд": 10**9, "трлн": 10**12},
    "ko": {"만": 10**4, "억": 10**8, "조": 10**12},
}
_KO_PART = r"(?:\d+천\d{0,3}|\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)"
_FINDERS = {
    "en": re.compile(
        r"(?<![\w.,:-])(?P<int>\d{1,3}(?:,\d{3})+|\d+)(?P<frac>\.\d+)?"
        r"(?: (?P<scale>thousand|million|billion|trillion)\b)?"
        r"(?![\w:]|[.,]\d|-(?!year|member|day|meter|kilomet))"
    ),
    "ru": re.compile(
        r"(?<![\w.,:-])(?P<int>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?P<frac>,\d+)?"
        r"(?:[ \u00a0\u202f](?P<scale>тыс\.|млн\b|млрд\b|трлн\b))?(?![\w:]|[.,]\d|-(?!лет|дневн|метров|километр))"
    ),
    "ko": re.compile(
        rf"(?<![\w.,:-])(?:{_KO_PART}조)?(?:{_KO_PART}억)?(?:{_KO_PART}만)?(?:{_KO_PART})?(?![\d:]|[.,]\d|-\d)"
    ),
}
_KO_GROUP = re.compile(rf"({_KO_PART})([조억만]?)")


@dataclass(frozen=True)
class Mention:
    """A number in a text: where it stands, what it is worth, and how it was printed."""

    start: int
    end: int
    value: Decimal
    scale: str = ""
    decimals: int = 0
    grouped: bool = False


def _korean_part(text: str) -> Decimal:
    head, thousands, tail = text.partition("천")
    if thousands:
        return Decimal(head) * 1000 + (Decimal(tail) if tail else 0)
    return Decimal(text.replace(",", ""))


def _korean(match: re.Match[str]) -> Mention | None:
    text = match[0]
    if not text:
        return None
    value = Decimal(0)
    for part, unit in _KO_GROUP.findall(text):
        value += _korean_part(part) * SCALES["ko"].get(unit, 1)
    decimals = len(text.rpartition(".")[2]) if re.fullmatch(r"\d+\.\d+", text) else 0
    return Mention(match.start(), match.end(), value, "", decimals, "천" in text or value >= 10_000)


def mentions(text: str, lang: str) -> list[Mention]:
    """The numbers of a text that are written in digits, in order."""
    if lang == "ko":
        return [m for m in map(_korean, _FINDERS["ko"].finditer(text)) if m]
    found = []
    for match in _FINDERS[lang].finditer(text):
        whole = re.sub(r"[,\s]", "", match["int"])
        frac = (match["frac"] or "")[1:]
        scale = match["scale"] or ""
        value = Decimal(f"{whole}.{frac or 0}") * SCALES[lang].get(scale, 1)
        grouped = len(match["int"]) > len(whole)
        found.append(Mention(match.start(), match.end(), value.normalize(), scale, len(frac), grouped))
    return found


def values(text: str, lang: str) -> list[Decimal]:
    return [m.value.normalize() for m in mentions(text, lang)]


def _plain(value: Decimal, decimals: int, mark: str) -> str:
    return f"{value:.{decimals}f}".replace(".", mark)


def _korean_digits(value: int) -> str:
    """Yonhap's way: 4천200, 1만5천, 3억2천만."""
    out = ""
    for unit, size in (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1)):
        part, value = divmod(value, size)
        if part:
            thousands, rest = divmod(part, 1000)
            out += (f"{thousands}천" if thousands else "") + (str(rest) if rest else "") + unit
    return out or "0"


def render(value: Decimal, like: Mention, lang: str) -> str | None:
    """The value printed in the manner of a mention; None where that manner cannot hold it exactly."""
    if lang == "ko":
        if like.decimals:
            return _plain(value, like.decimals, ".") if value == round(value, like.decimals) else None
        if value == value.to_integral_value():
            plain = not like.grouped and value < 10_000
            return str(int(value)) if plain else _korean_digits(int(value))
        return None
    scaled = value / SCALES[lang].get(like.scale, 1)
    if scaled != round(scaled, like.decimals):
        return None
    mark, space = (".", ",") if lang == "en" else (",", " ")
    text = _plain(scaled, like.decimals, mark)
    if like.grouped:
        whole, point, frac = text.partition(mark)
        text = f"{int(whole):,}".replace(",", space) + point + frac
    return text + (f" {like.scale}" if like.scale else "")
