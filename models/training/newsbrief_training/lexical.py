"""Starts the embedding with translations near one another, from word-translation probabilities (IBM model 1)."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .mixture import Packed

CELLS = 40_000_000  # memory bound: cells of the sentence pairs' token grids


def sample_pairs(corpora: list[Packed], seed: int = 3) -> list[tuple[np.ndarray, np.ndarray]]:
    """Short pairs of every corpus, general text first; token types only, as repeats teach nothing here."""
    rng = np.random.default_rng(seed)
    # Glossed sources hold the answer: what stands beside it would seem to translate nothing.
    plain = [c for c in corpora if not c.one_way]
    order = sorted(plain, key=lambda c: (c.name == "docs" or c.name.startswith("name"), c.key))
    pairs, cells = [], 0
    for corpus in order:
        rows = np.flatnonzero(corpus.lengths <= 64)
        for i in rng.permutation(rows)[:45_000]:
            x, y = np.unique(corpus.row(0, i)), np.unique(corpus.row(1, i))
            cells += len(x) * len(y)
            pairs.append((x, y))
            if cells > CELLS:
                return pairs
    return pairs


def grids(
    pairs: list[tuple[np.ndarray, np.ndarray]], vocab: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All (x, y) cells: the number of each cell's type, and for each y of each pair where its run of x starts."""
    keys, starts, at = [], [], 0
    for x, y in pairs:
        keys.append((y[:, None].astype(np.int64) + vocab * x[None, :].astype(np.int64)).ravel())
        starts.append(at + len(x) * np.arange(len(y)))
        at += len(x) * len(y)
    types, cell = np.unique(np.concatenate(keys), return_inverse=True)
    return types, cell.astype(np.int32), np.concatenate(starts)


def ibm1(
    pairs: list[tuple[np.ndarray, np.ndarray]], vocab: int, rounds: int = 4
) -> tuple[np.ndarray, np.ndarray]:
    """Types (x * vocab + y) and p(y | x)."""
    types, cell, starts = grids(pairs, vocab)
    lengths = np.diff(np.append(starts, len(cell)))
    x_of = types // vocab
    t = np.ones(len(types), np.float32)
    for _ in range(rounds):
        p = t[cell]
        p /= np.repeat(np.add.reduceat(p, starts), lengths)
        count = np.bincount(cell, weights=p, minlength=len(types))
        t = (count / np.bincount(x_of, weights=count, minlength=vocab)[x_of]).astype(np.float32)
    return types, t


def translations(
    corpora: list[Packed], vocab: int, least: float = 0.04
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Token pairs (a, b, strength) that translate one another in both directions."""
    pairs = sample_pairs(corpora)
    types, forward = ibm1(pairs, vocab)
    back_types, backward = ibm1([(y, x) for x, y in pairs], vocab)
    x, y = types // vocab, types % vocab
    # The same cells, keyed the other way round.
    order = np.searchsorted(back_types, y * vocab + x)
    strength = np.sqrt(forward * backward[order])
    keep = (strength >= least) & (x != y)
    return x[keep], y[keep], strength[keep]


def embedding(
    x: np.ndarray, y: np.ndarray, strength: np.ndarray, vocab: int, d: int, seed: int = 5
) -> np.ndarray:
    """A random unit vector a token, plus its translations': rows of unit length, near where tokens translate."""
    base = np.random.default_rng(seed).standard_normal((vocab, d)).astype(np.float32) / np.sqrt(d)
    rows = base.copy()
    for a, b in ((x, y), (y, x)):
        total = np.bincount(a, weights=strength, minlength=vocab)[a]
        weight = (strength / np.maximum(total, 0.3)).astype(np.float32)
        np.add.at(rows, a, weight[:, None] * base[b])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def cached_translations(
    folder: Path, corpora: list[Packed], vocab: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The translations, found once for a folder of packed corpora."""
    path = folder / "translations.npy"
    if not path.exists():
        np.save(path, np.stack(translations(corpora, vocab)))
    x, y, strength = np.load(path)
    return x.astype(np.int64), y.astype(np.int64), strength
