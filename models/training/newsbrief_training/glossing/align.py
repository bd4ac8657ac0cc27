"""Links words that translate one another: IBM model 1 both ways, then competitive linking (Melamed 2000)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..lexical import grids, ibm1
from .units import Unit

Pair = tuple[list[Unit], list[Unit]]
LEAST = 0.005  # strength of a link; below it a word stays without


def links(pairs: Sequence[Pair], rounds: int = 6) -> Iterator[list[tuple[int, int]]]:
    """For each pair the places of its linked units, each unit in one link at most."""
    numbers: dict[tuple[int, str], int] = {}

    def ids(side: int, found: list[Unit]) -> np.ndarray:
        return np.unique([numbers.setdefault((side, u.lemma), len(numbers)) for u in found])

    rows = [(ids(0, x), ids(1, y)) if x and y else None for x, y in pairs]
    filled = [row for row in rows if row is not None]
    vocab = len(numbers)
    types, forward = ibm1(filled, vocab, rounds)
    back_types, backward = ibm1([(y, x) for x, y in filled], vocab, rounds)
    order = np.searchsorted(back_types, (types % vocab) * vocab + types // vocab)
    strength = np.sqrt(forward * backward[order])
    _, cell, _ = grids(filled, vocab)
    at = 0
    for (x, y), row in zip(pairs, rows, strict=True):
        if row is None:
            yield []
            continue
        size = len(row[0]) * len(row[1])
        matrix = strength[cell[at : at + size]].reshape(len(row[1]), len(row[0]))
        at += size
        yield _places(x, y, row, _greedy(matrix), numbers)


def _greedy(matrix: np.ndarray) -> list[tuple[int, int]]:
    """The strongest cells, one a row and one a column."""
    chosen, rows, columns = [], set(), set()
    flat = np.argsort(-matrix, axis=None)
    for place in flat:
        r, c = divmod(int(place), matrix.shape[1])
        if matrix[r, c] < LEAST:
            break
        if r not in rows and c not in columns:
            rows.add(r)
            columns.add(c)
            chosen.append((c, r))
    return chosen


def _places(
    x: list[Unit],
    y: list[Unit],
    row: tuple[np.ndarray, np.ndarray],
    chosen: list[tuple[int, int]],
    numbers: dict[tuple[int, str], int],
) -> list[tuple[int, int]]:
    """Links of lemmas as links of units: the first of one with the first of the other, and so on."""
    where: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})
    for side, found in enumerate((x, y)):
        for i, unit in enumerate(found):
            where[side].setdefault(numbers[side, unit.lemma], []).append(i)
    return [
        pair
        for c, r in chosen
        for pair in zip(where[0][int(row[0][c])], where[1][int(row[1][r])], strict=False)
    ]
