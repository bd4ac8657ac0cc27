"""Aligns two strings of sounds: the table of weighted edit distance (Wagner and Fischer 1974), a column at a time.

What costs a ceiling or more can never be part of a cheaper alignment, for every cost is at least 0. So a column is
kept only from its first to its last cell below (Ukkonen 1985), which for unlike words is soon none at all.
"""

from functools import cache, lru_cache, reduce
from itertools import islice
from operator import or_

from newsbrief_models.fidelity.naming.phonetics import Sounds, likeness, sounds

Column = tuple[int, list[float]]  # the sounds of the name before the first cell, and the cells
NOTHING: Column = (0, [])  # everything costs too much
_TOO_MUCH = float("inf")


def distance(one: Sounds, other: Sounds, limit: float = 1.0) -> float:
    """How unlike two words sound: 0 alike, 1 nothing in common, or more than `limit`."""
    total = one.weight + other.weight
    if not total:
        return 1.0
    ceiling = limit * total / 2 * (1 + 1e-9) + 1e-9
    column = start(one, ceiling)
    for sound, weight in zip(other.text, other.weights, strict=True):
        column = step(one, column, sound, weight, ceiling)
        if not column[1]:
            return 1.0
    return min(1.0, 2 * last(one, column) / total)


def start(name: Sounds, ceiling: float) -> Column:
    """The first column: each beginning of `name` against nothing."""
    cells = [0.0]
    for weight in name.weights:
        cell = cells[-1] + weight
        if cell >= ceiling:
            break
        cells.append(cell)
    return 0, cells


def step(name: Sounds, column: Column, sound: str, weight: float, ceiling: float) -> Column:
    """The next column: each beginning of `name` against one `sound` more."""
    first, cells = column
    if not cells:
        return NOTHING
    weights, costs = name.weights, _row(name.text, sound)
    before = cells[0]
    cell = before + weight
    grown = [cell]
    at = first
    for beside in islice(cells, 1, None):
        best = before + costs[at]
        if beside + weight < best:
            best = beside + weight
        if cell + weights[at] < best:
            best = cell + weights[at]
        grown.append(best)
        before, cell = beside, best
        at += 1
    while at < len(weights):  # below the last cell that was kept
        best = before + costs[at]
        if cell + weights[at] < best:
            best = cell + weights[at]
        if best >= ceiling:
            break
        grown.append(best)
        before, cell = _TOO_MUCH, best
        at += 1
    return _trimmed(first, grown, ceiling)


def last(name: Sounds, column: Column) -> float:
    """What all of `name` costs."""
    first, cells = column
    return cells[-1] if first + len(cells) == len(name.weights) + 1 else _TOO_MUCH


def cheapest(one: Column, other: Column) -> Column:
    """For each beginning of the name the lower of its two costs."""
    if not one[1] or not other[1]:
        return one if one[1] else other
    first = min(one[0], other[0])
    cells = [_TOO_MUCH] * (max(one[0] + len(one[1]), other[0] + len(other[1])) - first)
    for begin, own in (one, other):
        for at, cell in enumerate(own, begin - first):
            cells[at] = min(cells[at], cell)
    return first, cells


def kinds(heard: Sounds) -> int:
    """Which sounds a word has, a bit each."""
    return reduce(or_, map(_bit, heard.text), 0)


def least(one: Sounds, others: int, ceiling: float) -> float:
    """The least that taking all of `one` for something with these `kinds` of sounds can cost: each of its sounds is
    lost, or taken for the likest there. Stops adding at `ceiling`.
    """
    total = 0.0
    for sound, weight in zip(one.text, one.weights, strict=True):
        cost = _likest(sound, others)
        total += cost if cost < weight else weight
        if total >= ceiling:
            break
    return total


@lru_cache(maxsize=16384)
def _likest(own: str, there: int) -> float:
    """What it costs to take `own` for the likest of some kinds of sounds."""
    return next((cost for bit, cost in _costs(own) if bit & there), _TOO_MUCH)


@cache
def _costs(own: str) -> tuple[tuple[int, float], ...]:
    """Each sound's bit and what it costs to take `own` for it, the likest first."""
    return tuple(
        sorted(((_bit(other), likeness(own, other)) for other in sounds()), key=lambda pair: pair[1])
    )


@cache
def _bit(sound: str) -> int:
    return 1 << sounds().index(sound)


def _trimmed(first: int, cells: list[float], ceiling: float) -> Column:
    begin, end = 0, len(cells)
    while end and cells[end - 1] >= ceiling:
        end -= 1
    while begin < end and cells[begin] >= ceiling:
        begin += 1
    if begin == end:
        return NOTHING
    return (first, cells) if end - begin == len(cells) else (first + begin, cells[begin:end])


@lru_cache(maxsize=65536)
def _row(text: str, sound: str) -> tuple[float, ...]:
    return tuple(likeness(own, sound) for own in text)
