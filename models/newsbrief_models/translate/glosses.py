"""Word-by-word suggestions from a model's own dictionary, written beside the words of a sentence as glosses.

A small model has little memory for words. What its training text taught about each word, and about it beside its
neighbours, is a table in the model's folder; the model reads the likely translation after the word, `mine <s> рудник`,
and decides, inflects and orders. A gloss may be wrong: a hint (`newsbrief_models.translate.marking`) must be obeyed,
a gloss need not be.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import snowballstemmer

from newsbrief_models.types import Hint, Language, Span

GLOSSES = "glosses.tsv"  # the file of a model folder
WORDS = {
    Language.EN: re.compile(r"[A-Za-z]+"),
    Language.RU: re.compile(r"[А-Яа-яЁё]+"),
    Language.KO: re.compile(r"[가-힣]+"),
}
_LONGEST_WORD = 40  # code points; what is longer is no word
_LONGEST_STEM = 8  # syllables of a Korean stem that are looked for
_STEMMERS = {
    Language.EN: snowballstemmer.stemmer("english"),
    Language.RU: snowballstemmer.stemmer("russian"),
}


class Lookup(Protocol):
    """Gives the gloss of a key."""

    def get(self, key: str, default: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Segment:
    """A word, or a part of a Korean one, under the key its dictionary has it by."""

    key: str
    span: Span


@lru_cache(maxsize=1 << 15)
def stem(word: str, language: Language) -> str:
    """What the forms of an English or Russian word share."""
    lowered = word.lower()
    return str(_STEMMERS[language].stemWord(lowered)).replace("ё", "е").lower()


def segments(text: str, language: Language, known: Container[str]) -> list[Segment]:
    """The words of `text` that `known` has, in order. Linear in the text."""
    found: list[Segment] = []
    for match in WORDS[language].finditer(text):
        word, start = match[0], match.start()
        if len(word) > _LONGEST_WORD:
            continue
        if language is Language.KO:
            found += _stems(word, start, known)
        elif (key := stem(word, language)) in known:
            found.append(Segment(key, Span(start, match.end())))
    return found


def whole(word: str) -> str:
    """The key of a Korean word that is known by all of it, since its stem is one syllable."""
    return "=" + word


def _stems(word: str, start: int, known: Container[str]) -> Iterator[Segment]:
    """The longest known stems one after another, as far as they follow each other: 정상|회담|에서."""
    if whole(word) in known:
        yield Segment(whole(word), Span(start, start + len(word)))
        return
    at = 0
    while len(word) - at >= 2:
        ends = range(min(len(word), at + _LONGEST_STEM), at + 1, -1)
        end = next((e for e in ends if word[at:e] in known), None)
        if end is None:
            return
        yield Segment(word[at:end], Span(start + at, start + end))
        at = end


def keys(words: Sequence[Segment], i: int) -> tuple[str, str, str]:
    """What the word at `i` is looked up by, the most telling first: with the next word, with the last, alone."""
    key = words[i].key
    before = words[i - 1].key if i else ""
    after = words[i + 1].key if i + 1 < len(words) else ""
    return f"{key}>{after}", f"{before}<{key}", key


class Glosses:
    """The dictionary of a model: for each direction, the translation of a key."""

    def __init__(self, tables: Mapping[tuple[Language, Language], Mapping[str, str]]) -> None:
        self._tables = tables

    @classmethod
    def parse(cls, data: bytes) -> "Glosses":
        """The tables in tab-separated lines: source language, target language, key, gloss (empty for a word that
        only says something about its neighbours).

        Raises:
            ValueError: a line is not UTF-8, or not four columns with two known languages.
        """
        tables: dict[tuple[Language, Language], dict[str, str]] = {}
        begun: dict[
            tuple[str, str], dict[str, str]
        ] = {}  # the same by name: an engine that starts reads 200,000 lines
        for number, line in enumerate(data.decode().splitlines(), 1):
            columns = line.split("\t")
            if len(columns) != 4:
                raise ValueError(f"line {number} has {len(columns)} columns, expected 4")
            source, target, key, gloss = columns
            table = begun.get((source, target))
            if table is None:
                table = begun[source, target] = tables[Language(source), Language(target)] = {}
            table[key] = gloss
        return cls(tables)

    def suggest(
        self, text: str, source: Language, target: Language, hints: Sequence[Hint] = ()
    ) -> tuple[Hint, ...]:
        """Glosses for the words of `text` that no hint covers, in order. Linear in the text."""
        table = self._tables.get((source, target))
        return glossed(segments(text, source, table), table, hints) if table else ()


def glossed(words: Sequence[Segment], table: Lookup, hints: Sequence[Hint] = ()) -> tuple[Hint, ...]:
    """The glosses that `table` has for `words`, except where a hint stands."""
    taken = {place for hint in hints for place in range(hint.span.start, hint.span.end)}
    found = []
    for i, word in enumerate(words):
        if word.span.start in taken or word.span.end - 1 in taken:
            continue
        tried = (table.get(key, "") for key in keys(words, i))
        if gloss := next(filter(None, tried), ""):
            found.append(Hint(word.span, gloss))
    return tuple(found)
