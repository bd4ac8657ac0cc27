"""Endless batches of like lengths drawn by token share, whose place can be saved and taken up again."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .tokenizer import EOS, PAD, TAGS

Batch = tuple[np.ndarray, np.ndarray]  # source ids, target ids without the start token; PAD fills both


@dataclass(frozen=True)
class Phase:
    """A stretch of the run: its end as a fraction of the budget, its longest line, its shares of tokens."""

    until: float
    longest: int
    shares: dict[str, float]


def phase_at(phases: list[Phase], progress: float) -> Phase:
    return next((p for p in phases if progress < p.until), phases[-1])


class Packed:
    """One packed corpus."""

    def __init__(self, path: Path, one_way: frozenset[str] = frozenset()) -> None:
        data = np.load(path)
        self.key = path.stem
        self.name = self.key.rsplit(".", 1)[0]
        # Some corpora are roughened or marked on their first side, which then is only ever a source.
        self.one_way = self.name in one_way
        self.langs = (str(data["l1"]), str(data["l2"]))
        self.ids = (data["ids1"], data["ids2"])
        self.off = (data["off1"].astype(np.int64), data["off2"].astype(np.int64))
        self.lengths = np.maximum(np.diff(self.off[0]), np.diff(self.off[1]))

    def row(self, side: int, i: int) -> np.ndarray:
        return self.ids[side][self.off[side][i] : self.off[side][i + 1]]


@dataclass
class Place:
    """Where in the data a run is: everything that resuming needs."""

    pool: int = 0
    batch: int = 0
    cursors: dict[str, int] = field(default_factory=dict)


class Mixture:
    """Draws pools of pairs, sorts each by length, cuts it into batches and shuffles those."""

    def __init__(
        self,
        folder: Path,
        phases: list[Phase],
        tokens: int,
        seed: int = 1,
        pool: int = 12000,
        one_way: frozenset[str] = frozenset(),
    ) -> None:
        self.corpora = [Packed(p, one_way) for p in sorted(folder.glob("*.npz"))]
        self.phases, self.tokens, self.seed, self.pool_size = phases, tokens, seed, pool
        self.place = Place()

    def _order(self, corpus: Packed, epoch: int, longest: int) -> np.ndarray:
        """This epoch's order of the pairs that are short enough; the same whenever it is asked for."""
        fitting = np.flatnonzero(corpus.lengths <= longest)
        rng = np.random.default_rng([self.seed, zlib.crc32(corpus.key.encode()), epoch])
        return rng.permutation(fitting)

    def _take(self, corpus: Packed, count: int, longest: int, cursors: dict[str, int]) -> np.ndarray:
        """The next pairs of a corpus, going over into its next epoch where this one ends."""
        taken, cursor = [], cursors.get(corpus.key, 0)
        size = int((corpus.lengths <= longest).sum())
        while count:
            epoch, at = divmod(cursor, size)
            part = self._order(corpus, epoch, longest)[at : at + count]
            taken.append(part)
            cursor, count = cursor + len(part), count - len(part)
        cursors[corpus.key] = cursor
        return np.concatenate(taken) if taken else np.empty(0, np.int64)

    def _draws(self, phase: Phase, rng: np.random.Generator) -> dict[str, int]:
        """How many pairs each corpus gives to a pool: its token share over its mean length."""
        weights = []
        by_name: dict[str, list[tuple[Packed, int, float]]] = {}
        for corpus in self.corpora:
            short = corpus.lengths <= phase.longest
            if phase.shares.get(corpus.name, 0) > 0 and short.any():
                item = (corpus, int(short.sum()), float(corpus.lengths[short].mean()))
                by_name.setdefault(corpus.name, []).append(item)
        keys = []
        for name, items in by_name.items():
            total = sum(count for _, count, _ in items)
            for corpus, count, mean in items:
                keys.append(corpus.key)
                weights.append(phase.shares[name] * count / total / mean)
        counts = rng.multinomial(self.pool_size, np.array(weights) / sum(weights))
        return dict(zip(keys, counts.tolist(), strict=True))

    def _pool(self, phase: Phase, number: int, cursors: dict[str, int]) -> list[list[tuple]]:
        """One pool cut into batches of (corpus, row, source side)."""
        rng = np.random.default_rng([self.seed, number])
        counts = self._draws(phase, rng)
        rows = []
        for corpus in self.corpora:
            for i in self._take(corpus, counts.get(corpus.key, 0), phase.longest, cursors):
                side = 0 if corpus.one_way else int(rng.integers(2))
                n = [int(corpus.off[s][i + 1] - corpus.off[s][i]) for s in (side, 1 - side)]
                rows.append((max(n), n[0], rng.random(), corpus, int(i), side))
        rows.sort(key=lambda r: r[:3])
        batches, current, widest = [], [], 0
        for row in rows:
            widest = max(widest, row[0] + 2)
            if current and (len(current) + 1) * widest * 2 > self.tokens:
                batches.append(current)
                current, widest = [], row[0] + 2
            current.append(row[3:])
        batches.append(current)
        rng.shuffle(batches)
        return batches

    def _arrays(self, rows: list[tuple]) -> Batch:
        sources, targets = [], []
        for corpus, i, side in rows:
            sources.append([TAGS[corpus.langs[1 - side]], *corpus.row(side, i), EOS])
            targets.append([*corpus.row(1 - side, i), EOS])
        return pad(sources), pad(targets)

    def batches(self, progress: float) -> Iterator[Batch]:
        """Batches of one pool, from the saved place on; the place is that of the next batch not yet given."""
        phase = phase_at(self.phases, progress)
        cursors = dict(self.place.cursors)
        cut = self._pool(phase, self.place.pool, cursors)
        for rows in cut[self.place.batch :]:
            self.place.batch += 1
            yield self._arrays(rows)
        self.place = Place(self.place.pool + 1, 0, cursors)


def pad(rows: list[list[int]]) -> np.ndarray:
    out = np.full((len(rows), max(map(len, rows))), PAD, np.int64)
    for r, row in enumerate(rows):
        out[r, : len(row)] = row
    return out
