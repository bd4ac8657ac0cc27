"""Cuts a line into the words that carry meaning, each with its dictionary form: what word alignment works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from newsbrief_models.translate.glosses import WORDS, stem, whole
from newsbrief_models.types import Language

if TYPE_CHECKING:
    from kiwipiepy import Kiwi
    from pymorphy3 import MorphAnalyzer

FUNCTION_WORDS = frozenset(Path(__file__).with_name("function_words.txt").read_text("utf-8").split())
CONTENT_RU = frozenset(
    {"NOUN", "VERB", "INFN", "ADJF", "ADJS", "PRTF", "PRTS", "GRND", "ADVB", "COMP", "NUMR"}
)
NOUNS_KO = frozenset({"NNG", "NNP", "XR", "MAG", "SL"})
VERBS_KO = frozenset({"VV", "VA", "VV-R", "VV-I", "VA-R", "VA-I"})
AUXILIARY_KO = frozenset({"하", "되", "있", "이", "대하", "위하", "따르", "통하", "의하", "관하"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A word: what it is aligned by, how a target shows it, the key a source has it by, and where it starts."""

    lemma: str
    shown: str
    key: str
    start: int


def units(line: str, lang: str) -> list[Unit]:
    return {"en": english, "ru": russian, "ko": korean}[lang](line)


def english(line: str) -> list[Unit]:
    found = []
    for match in WORDS[Language.EN].finditer(line):
        word = match[0]
        if word.lower() not in FUNCTION_WORDS and len(word) > 1:
            key = stem(word, Language.EN)
            found.append(Unit(key, word, key, match.start()))
    return found


@cache
def _russian() -> MorphAnalyzer:
    from pymorphy3 import MorphAnalyzer  # here, that counting needs neither library

    return MorphAnalyzer()


@lru_cache(maxsize=1 << 17)
def _lemma(word: str) -> str:
    parse = _russian().parse(word)[0]
    if parse.tag.POS not in CONTENT_RU and "LATN" not in parse.tag:
        return ""
    return str(parse.normal_form)


def russian(line: str) -> list[Unit]:
    found = []
    for match in WORDS[Language.RU].finditer(line):
        word = match[0]
        lemma = _lemma(word.lower())
        if lemma and len(word) > 1:
            shown = lemma.capitalize() if word[0].isupper() else lemma
            found.append(Unit(lemma.replace("ё", "е"), shown, stem(word, Language.RU), match.start()))
    return found


@cache
def _korean() -> Kiwi:
    from kiwipiepy import Kiwi

    return Kiwi(num_workers=1)


def korean(line: str) -> list[Unit]:
    spans = [(m.start(), m.end()) for m in WORDS[Language.KO].finditer(line)]
    found: list[Unit] = []
    parts = _merged([(t.form, t.tag, t.start, t.len) for t in _korean().tokenize(line)])
    at = 0
    for form, tag, start, length in parts:
        verb = tag in VERBS_KO
        if not (verb or tag in NOUNS_KO) or (verb and form in AUXILIARY_KO):
            continue
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at == len(spans) or spans[at][0] > start:
            continue
        word_start, word_end = spans[at]
        if length >= 2:
            key = line[start : start + length]
        elif start == word_start:
            key = whole(line[word_start:word_end])
        else:
            continue
        found.append(Unit(form, form + "다" if verb else form, key, start))
    return found


def _merged(parts: list[tuple[str, str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Nouns of one syllable joined to the noun they follow without a space: 외국|군 -> 외국군."""
    merged: list[tuple[str, str, int, int]] = []
    for form, tag, start, length in parts:
        if merged and length == 1 and tag in ("NNG", "XSN") and form != "들":
            before = merged[-1]
            if before[1] in ("NNG", "NNP") and before[2] + before[3] == start:
                merged[-1] = (before[0] + form, before[1], before[2], before[3] + 1)
                continue
        merged.append((form, tag, start, length))
    return merged
