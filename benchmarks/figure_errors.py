"""Plants one wrong number, date or unit in a sentence, knowing nothing of the reader that is to find it."""

import random
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.types import Language

SWAPS = tomllib.loads((Path(__file__).parent / "figure_swaps.toml").read_text(encoding="utf-8"))
KINDS = ("digits", *SWAPS["en"])
# Between digits and a unit.
_SCALES = ("", "thousand ", "million ", "billion ", "trillion ", "тыс. ", "млн ", "млрд ", "трлн ")
_DIGITS = re.compile(r"(?<![\w.,:/–-])\d+(?:[.,]\d+)*(?![\w-]*[A-Z]|[:/]\d)")
_KOREAN_DIGITS = re.compile(r"(?<![\dA-Za-z.,:/)-])\d+(?:[.,]\d+)*(?![\d-]*[A-Z]|[:/]\d)")


@dataclass(frozen=True, slots=True)
class Planted:
    """A sentence with one error: `kind` of KINDS, and what stands there now in place of what."""

    text: str
    kind: str
    before: str
    after: str


def plant(text: str, language: Language, kind: str, rng: random.Random) -> Planted | None:
    """`text` with one error of `kind` at a random place; None when it holds nothing to spoil that way."""
    if kind == "digits":
        return _spoil_digits(text, language, rng)
    places = [
        (match.start(), old, new)
        for pair in SWAPS[language.value][kind]
        for old, new in (pair, pair[::-1])
        for match in _word(old, language, kind).finditer(text)
    ]
    if not places:
        return None
    start, old, new = rng.choice(places)
    return Planted(text[:start] + new + text[start + len(old) :], kind, old, new)


def _word(word: str, language: Language, kind: str) -> re.Pattern[str]:
    """Where `word` stands as a figure or part of one."""
    escaped = re.escape(word)
    if language is Language.KO:
        if kind in ("weekday", "halfday"):
            return re.compile(rf"(?<!\w){escaped}")
        if kind == "word":
            return re.compile(
                rf"(?<!\w){escaped}(?= ?(?:명|차례|번째|개|척|배|곳|달|나라|건|만에|간|동안| 이상|을|이))"
            )
        after = {
            "month": r"(?![드요])",
            "scale": r"(?=[\d원달루유 명개t㎞]|여)",
            "currency": r"(?![칙내])",
        }.get(kind, r"(?![의기/A-Za-z께])")
        return re.compile(
            rf"(?<=[\d만억조천]){escaped}{after}" if kind != "month" else rf"(?<!\d){escaped}{after}"
        )
    if not word[0].isalnum():
        return re.compile(escaped)
    after = r"(?!\w)" if word[-1].isalnum() else ""
    before = r"(?<!\w)"
    if kind in ("unit", "scale", "halfday", "currency"):
        before = "(?:" + "|".join(rf"(?<=\d {scale})" for scale in _SCALES) + ")"
    return re.compile(rf"{before}{escaped}{after}")


def _spoil_digits(text: str, language: Language, rng: random.Random) -> Planted | None:
    matches = list((_KOREAN_DIGITS if language is Language.KO else _DIGITS).finditer(text))
    if not matches:
        return None
    match = rng.choice(matches)
    places = [place for place in range(match.start(), match.end()) if text[place].isdecimal()]
    place = rng.choice(places)
    other = rng.choice([digit for digit in "123456789" if digit != text[place]])
    changed = text[match.start() : place] + other + text[place + 1 : match.end()]
    return Planted(text[: match.start()] + changed + text[match.end() :], "digits", match.group(), changed)
