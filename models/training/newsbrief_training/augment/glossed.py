"""Writes the training sources as the product shows them to its model: with hints for facts and glosses for words."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from newsbrief_models.translate.glosses import glossed, segments
from newsbrief_models.translate.marking import mark
from newsbrief_models.types import Hint, Language

from ..glossing.counts import Counts, Seen
from .hinted import agreed

BARE = 0.04  # of the sources have no gloss at all
KEPT = 0.94  # of the other glosses, so that the model learns to do without

Pair = tuple[str, str]


@dataclass(frozen=True)
class Sample:
    """A sentence in two languages or three; its group is that of the dictionary's lines it comes from."""

    text: dict[str, str]
    group: int
    facts: bool  # whether it is worth looking for facts in it


@dataclass
class Direction:
    """What glossing a direction needs; the processes share it by being forked after it is set."""

    source: str
    target: str
    counts: Counts
    groups: dict[int, list[Seen]]
    known: set[str]
    seed: int

    def pairs(self, samples: Sequence[Sample]) -> list[Pair]:
        """The samples of one group, glossed without what the group itself taught."""
        with self.counts.without(self.groups.get(samples[0].group, [])):
            return [(self._source(s), s.text[self.target]) for s in samples]

    def _source(self, sample: Sample) -> str:
        source, target = sample.text[self.source], sample.text[self.target]
        rng = random.Random(f"{self.seed}-{self.source}-{self.target}-{source}")
        hints = agreed(source, self.source, target, self.target, rng) if sample.facts else []
        glosses: list[Hint] = []
        if rng.random() >= BARE:
            words = segments(source, Language(self.source), self.known)
            glosses = [g for g in glossed(words, self.counts, hints) if rng.random() < KEPT]
        return mark(source, hints, glosses)


_at_work: Direction


def _pairs(samples: Sequence[Sample]) -> list[Pair]:
    return _at_work.pairs(samples)


def glossed_pairs(direction: Direction, samples: Sequence[Sample], processes: int) -> Iterator[Pair]:
    """Every sample that has both languages, its source glossed."""
    global _at_work
    _at_work = direction
    by_group: dict[int, list[Sample]] = {}
    for sample in samples:
        if direction.source in sample.text and direction.target in sample.text:
            by_group.setdefault(sample.group, []).append(sample)
    with Pool(processes) as pool:
        for found in pool.imap(_pairs, by_group.values(), chunksize=20):
            yield from found
