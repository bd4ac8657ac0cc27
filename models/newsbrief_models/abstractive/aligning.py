"""Finds the sentences of an article that a sentence written about it rests on, by the words that both have."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsbrief_models.summarize.vectors import stems
from newsbrief_models.types import Document, Span

MOST_SOURCES = 3  # a sentence that needs more is put together from everywhere
_LEAST_SHARE = 0.2  # of a sentence's weight that its best source must have
_LEAST_WORDS = 2  # that a source must have, and a further one must add
_LEAST_GAIN = 0.1  # of a sentence's weight that a further source must add
_BLANK = " "


@dataclass(frozen=True, slots=True)
class Alignment:
    """`sources` are indices of the article's sentences, best first; `share` (0..1) is how much of the sentence's words,
    weighted by how rare they are in the article, they have.
    """

    sources: tuple[int, ...]
    share: float


class Aligner:
    """An article's sentences by their words. Building it takes time linear in the article's length."""

    def __init__(self, document: Document) -> None:
        bags = [frozenset(stems(sentence.text)) for sentence in document.sentences]
        self._count = len(bags)
        self._places: dict[str, list[int]] = defaultdict(list)
        for index, bag in enumerate(bags):
            for stem in bag:
                self._places[stem].append(index)

    def align(self, text: str, facts: Sequence[Span] = ()) -> Alignment:
        """The sources of `text`, which is in the article's language; none where it shares too little with any sentence.

        The best source has most of its words. Each further one must add words of its own, and `facts` (spans of figures
        and names) do not count for that: else a figure taken from anywhere in the article would bring along its
        sentence as proof. Greedy cover; takes time linear in the number of sentences times the words of `text`.
        """
        weights = self._weights(stems(text))
        plain = frozenset(stems(_without(text, facts)))
        total = sum(weights.values()) or 1.0
        left, sources, covered = dict(weights), list[int](), 0.0
        while left and len(sources) < MOST_SOURCES:
            best, gain = self._best(left, sources)
            added = {stem for stem in left if best in self._places.get(stem, ())} if gain else set[str]()
            wanted = _LEAST_GAIN if sources else _LEAST_SHARE
            new = added & plain if sources else added
            if gain < wanted * total or len(new) < min(_LEAST_WORDS, len(weights)):
                break
            sources.append(best)
            covered += gain
            left = {stem: weight for stem, weight in left.items() if stem not in added}
        return Alignment(tuple(sources), min(1.0, covered / total))

    def _weights(self, found: Sequence[str]) -> dict[str, float]:
        """How much each word counts: the fewer sentences have it, the more; one that none has counts as the rarest."""
        return {
            stem: math.log((self._count + 1) / max(1, len(self._places.get(stem, ()))))
            for stem in Counter(found)
        }

    def _best(self, left: dict[str, float], taken: Collection[int]) -> tuple[int, float]:
        gains = defaultdict[int, float](float)
        for stem, weight in left.items():
            for index in self._places.get(stem, ()):
                gains[index] += weight
        free = [(gain, -index) for index, gain in gains.items() if index not in taken]
        gain, negative = max(free, default=(0.0, 0))
        return -negative, gain


def _without(text: str, spans: Sequence[Span]) -> str:
    """`text` with `spans` blanked out."""
    for span in spans:
        text = text[: span.start] + _BLANK * (span.end - span.start) + text[span.end :]
    return text
