"""Which sentences the rest of an article is most like: continuous LexRank (Erkan and Radev 2004, JAIR 22:457-479)."""

from collections.abc import Sequence

from newsbrief_models.summarize.vectors import Vector

_DAMPING = 0.15  # the paper's d: how often the walk jumps to any sentence
_TOLERANCE = 1e-4  # of the whole probability, between two steps
_STEPS = 50
_ISOLATED = 1e-9  # a sentence whose similarities sum to less is like no other


def lexrank(vectors: Sequence[Vector]) -> list[float]:
    """Centrality of each of `vectors`, scaled so that an average sentence has 1; never below 0.15.

    The walk goes from a sentence to another as often as their cosine says. With unit rows X the cosines are
    X·Xᵀ - I, so a step is two products with X and takes time linear in the length of the text: no similarity
    matrix is built, and any number of sentences can take part.
    """
    size = len(vectors)
    rows = _numbered(vectors)
    ones = [float(bool(row)) for row in rows]  # the diagonal of X·Xᵀ
    degree = [total - one for total, one in zip(_gram(rows, ones), ones, strict=True)]
    linked = [value > _ISOLATED for value in degree]
    share = [1 / size] * size
    for _ in range(_STEPS):
        flow = [share[i] / degree[i] if linked[i] else 0.0 for i in range(size)]
        jump = sum(share[i] for i in range(size) if not linked[i]) / size
        arriving = _gram(rows, flow)
        new = [
            _DAMPING / size + (1 - _DAMPING) * (max(0.0, arriving[i] - flow[i]) + jump) for i in range(size)
        ]
        moved = sum(abs(a - b) for a, b in zip(new, share, strict=True))
        share = new
        if moved < _TOLERANCE:
            break
    return [value * size for value in share]


def _numbered(vectors: Sequence[Vector]) -> list[list[tuple[int, float]]]:
    numbers: dict[str, int] = {}
    return [[(numbers.setdefault(t, len(numbers)), w) for t, w in vector.items()] for vector in vectors]


def _gram(rows: list[list[tuple[int, float]]], values: list[float]) -> list[float]:
    """(X·Xᵀ)·values."""
    columns: dict[int, float] = {}
    for row, value in zip(rows, values, strict=True):
        for number, weight in row:
            columns[number] = columns.get(number, 0.0) + weight * value
    return [sum(weight * columns[number] for number, weight in row) for row in rows]
