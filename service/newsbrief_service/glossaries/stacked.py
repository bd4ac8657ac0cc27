"""Several matchers as one: a glossary indexed once serves every request that names it, alone or with others."""

from collections.abc import Sequence
from typing import Any

from newsbrief_models.terms.hangul import HangulIndex
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.words import WordIndex
from newsbrief_models.types import Language


def stacked(matchers: Sequence[Matcher]) -> Matcher:
    """What finds the terms of all `matchers`; where terms read alike, a mention has those of earlier ones first."""
    return matchers[0] if len(matchers) == 1 else _StackedMatcher(matchers)


class _StackedMatcher(Matcher):
    def __init__(self, matchers: Sequence[Matcher]) -> None:
        super().__init__(())
        self._matchers = tuple(matchers)

    def worded(self, language: Language) -> WordIndex:
        return _StackedWords([matcher.worded(language) for matcher in self._matchers], language)

    def korean(self) -> HangulIndex:
        return _StackedHangul([matcher.korean() for matcher in self._matchers])


class _StackedWords(WordIndex):
    def __init__(self, indexes: Sequence[WordIndex], language: Language) -> None:
        super().__init__((), language)
        self._indexes = indexes

    def reach(self, first: str) -> int:
        return max(index.reach(first) for index in self._indexes)

    def has(self, key: str) -> bool:
        return any(index.has(key) for index in self._indexes)

    def lookup(self, key: str, surface: str) -> list[Any]:
        return [term for index in self._indexes for term in index.lookup(key, surface)]


class _StackedHangul(HangulIndex):
    def __init__(self, indexes: Sequence[HangulIndex]) -> None:
        super().__init__(())
        self._indexes = indexes

    def lengths(self, head: str) -> tuple[int, ...]:
        return tuple(sorted({size for index in self._indexes for size in index.lengths(head)}, reverse=True))

    def lookup(self, key: str) -> list[Any]:
        return [term for index in self._indexes for term in index.lookup(key)]
