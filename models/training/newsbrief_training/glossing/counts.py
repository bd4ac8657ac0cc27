"""Counts what each key was translated by, alone and beside its neighbours, and gives the best of it.

While a training sentence is glossed, its own counts are taken out: a word seen only there has no gloss, as it would
have none in unseen text. Otherwise the model would learn to trust glosses of rare words as it never may later.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from newsbrief_models.translate.glosses import Segment, keys

LEAST_SHARE = 0.08  # of the times a word was seen, unlinked ones too
LEAST_SHARE_BESIDE = 0.5
LEAST_BESIDE = 1.5  # sightings of a word beside its neighbour, news counting 1

Seen = tuple[str, str, float]  # key, what it was translated by ("" for nothing), weight


def sightings(words: Sequence[Segment], translated: dict[int, str], weight: float) -> list[Seen]:
    """What a line shows of each key; `translated` has the translations by where a word starts."""
    return [
        (key, translated.get(word.span.start, ""), weight)
        for i, word in enumerate(words)
        for key in keys(words, i)
    ]


class Counts:
    """How often each key was translated by what."""

    def __init__(self) -> None:
        self._of: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, seen: Iterable[Seen], sign: int = 1) -> None:
        for key, target, weight in seen:
            self._of[key][target] += sign * weight  # type: ignore[assignment]

    @contextmanager
    def without(self, seen: Sequence[Seen]) -> Iterator[None]:
        """The counts as if these had not been seen."""
        self.add(seen, -1)
        try:
            yield
        finally:
            self.add(seen)

    def __iter__(self) -> Iterator[str]:
        return iter(self._of)

    def get(self, key: str, default: str = "") -> str:
        """The best translation, or `default` where none is good enough."""
        found = self._of.get(key)
        if not found:
            return default
        beside = "<" in key or ">" in key
        total = sum(found.values())
        best = max(found, key=lambda t: found[t] if t else 0.0)
        count = found[best]
        if not best or count < 1e-6 or (beside and total < LEAST_BESIDE):
            return default
        return best if count >= (LEAST_SHARE_BESIDE if beside else LEAST_SHARE) * total else default
