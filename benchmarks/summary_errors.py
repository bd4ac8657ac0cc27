"""A scripted summarizer: sentences an honest one could write of an article, and the same with one wrong figure or name.

It knows nothing of the reader that is to find the errors: it works on the letters alone.
"""

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import figure_errors
from newsbrief_models.types import Language

SWAPS = tomllib.loads((Path(__file__).parent / "name_swaps.toml").read_text(encoding="utf-8"))
FIGURES = figure_errors.KINDS
NAMES = ("place", "person", "letter")
MOVED = ("figure of another sentence", "person of another sentence")
KINDS = (*FIGURES, *NAMES, *MOVED)
WITH = {Language.EN: ", while ", Language.KO: ", ", Language.RU: ", при этом "}
_PERSONS = {
    Language.EN: re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,} (?:[A-Z][a-z]{2,}|[A-Z][a-z]+-[a-z]+)(?=[ ,.])"),
    Language.KO: re.compile(
        r"(?<![가-힣])[가-힣]{3}(?= [가-힣 ]{0,12}(?:대변인|장관|대통령|총리|의원|차관|국장|대표|회장|위원장|교수|씨))"
    ),
    Language.RU: re.compile(r"(?<=[а-яё,] )[А-ЯЁ][а-яё]{2,} [А-ЯЁ][а-яё]+(?:ов|ев|ин)(?:а|у|ым|е)?(?=[ ,.])"),
}
_ENDING = re.compile(r"(?:ов|ев|ин)(?:а|у|ым|е)?\Z")
_NUMBER = re.compile(r"(?<![\w.,:/–-])\d{2,}(?:[.,]\d+)*(?![\d,.]*\d)")
_OTHER_LETTERS = {Language.EN: "bdgkmnprstvz", Language.RU: "бдгкмнпрстз", Language.KO: "강노두명봉석철택한"}


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence about an article: `kind` of the error planted in it, empty without; the number of its source."""

    text: str
    kind: str
    source: int


def honest(texts: Sequence[str], language: Language, rng: random.Random) -> list[Written]:
    """Every sentence of `texts` as a summarizer may put it: whole, shortened at a comma, or joined with another."""
    return [
        Written(rng.choice((_whole, _shortened, _joined))(texts, index, language), "", index)
        for index in range(len(texts))
    ]


def spoiled(texts: Sequence[str], language: Language, rng: random.Random) -> Iterator[Written]:
    """For each kind of error that the article has a place for, one sentence with one error."""
    drafts = honest(texts, language, rng)
    for kind in KINDS:
        for draft in rng.sample(drafts, len(drafts)):
            others = [text for index, text in enumerate(texts) if index != draft.source]
            wrong = _plant(draft.text, kind, language, others, rng)
            # What happens to be said of another place in the article as it is would be no error.
            if wrong and wrong != draft.text:
                yield Written(wrong, kind, draft.source)
                break


def _whole(texts: Sequence[str], index: int, language: Language) -> str:
    return texts[index]


def _shortened(texts: Sequence[str], index: int, language: Language) -> str:
    """Without what stands behind the last comma; in Korean, before the first; whole where too little is left."""
    text = texts[index]
    if '"' in text or "“" in text or "«" in text:
        return text
    if language is Language.KO:
        _, comma, rest = text.partition(", ")
        return rest if comma and len(rest) > len(text) / 2 else text
    head, comma, _ = text.rpartition(", ")
    return f"{head}." if comma and len(head) > len(text) / 2 else text


def _joined(texts: Sequence[str], index: int, language: Language) -> str:
    """The sentence and the next one as one."""
    text, other = texts[index], texts[(index + 1) % len(texts)]
    if len(text) + len(other) > 260 or not text.endswith(".") or '"' in text + other or "«" in text + other:
        return text
    return f"{text[:-1]}{WITH[language]}{other}"


def _plant(text: str, kind: str, language: Language, others: Sequence[str], rng: random.Random) -> str | None:
    if kind in FIGURES:
        planted = figure_errors.plant(text, language, kind, rng)
        return planted.text if planted else None
    if kind == "place":
        return _other_place(text, language, others, rng)
    if kind == "figure of another sentence":
        there = [match for other in others for match in _NUMBER.finditer(other)]
        return _moved(text, list(_NUMBER.finditer(text)), there, rng)
    if kind == "person of another sentence":
        return _moved(text, _persons(text, language), [m for o in others for m in _persons(o, language)], rng)
    found = _persons(text, language)
    if not found:
        return None
    match = rng.choice(found)
    other = _person(match[0], language, rng) if kind == "person" else _misspelt(match[0], language, rng)
    return text[: match.start()] + other + text[match.end() :]


def _other_place(text: str, language: Language, others: Sequence[str], rng: random.Random) -> str | None:
    after = "" if language is Language.KO else r"(?!\w)"
    places = [
        (match, new)
        for pair in SWAPS[language.value]["places"]
        for old, new in (pair, pair[::-1])
        for match in re.finditer(rf"(?<!\w){re.escape(old)}{after}", text)
        if not any(new[:4].rstrip() in other for other in (text, *others))
    ]
    if not places:
        return None
    match, other = rng.choice(places)
    return f"{text[: match.start()]}{other}{text[match.end() :]}"


def _persons(text: str, language: Language) -> list[re.Match[str]]:
    """Where a person's name in full stands, as far as letters tell."""
    swaps = SWAPS[language.value]
    no_persons, surnames = swaps["no_persons"].split(), swaps["surnames"]
    return [
        match
        for match in _PERSONS[language].finditer(text)
        if not set(match[0].split()) & set(no_persons) and (not surnames or match[0][0] in surnames)
    ]


def _moved(
    text: str, here: Sequence[re.Match[str]], there: Sequence[re.Match[str]], rng: random.Random
) -> str | None:
    """What stands in another sentence of the article in the place of what stands in this one."""
    others = [match[0] for match in there if match[0] not in text]
    if not here or not others:
        return None
    match = rng.choice(here)
    return text[: match.start()] + rng.choice(others) + text[match.end() :]


def _person(name: str, language: Language, rng: random.Random) -> str:
    other: str = rng.choice(SWAPS[language.value]["persons"])
    ending = _ENDING.search(name)
    return other + ending[0] if language is Language.RU and ending else other


def _misspelt(name: str, language: Language, rng: random.Random) -> str:
    """The name with one letter of the surname replaced, in Korean one syllable of the given name."""
    start = 1 if language is Language.KO else name.rindex(" ") + 2
    end = len(name) if language is Language.KO else min(len(name), start + 3)
    place = rng.randrange(start, end)
    letters = [letter for letter in _OTHER_LETTERS[language] if letter != name[place]]
    return name[:place] + rng.choice(letters) + name[place + 1 :]
