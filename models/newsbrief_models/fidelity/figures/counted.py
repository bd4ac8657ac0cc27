"""Finds shares and scores that the other text says as two numbers: 2/5 and "5명 중 2명", 21:19 and 21-19."""

from collections.abc import Iterable
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Clock, Day, Figure, Kind

_MOST_MULTIPLE = 10  # 4/5 may be counted out as 40 of 50


def counted_out(
    left: list[Figure], lost: list[int], right: list[Figure], new: list[int]
) -> tuple[dict[int, int], set[int]]:
    """What of `lost` and `new` is so explained.

    Returns the indices of `left` with one of `right` that says it, and the indices of `right`.
    """
    shares: dict[int, int] = {}
    counted: set[int] = set()
    for i in lost:
        ends = _counted(left[i], right, new)
        if ends:
            shares[i] = ends[-1]
            counted.update(ends)
    for j in new:
        ends = _counted(right[j], left, lost) if j not in counted else []
        if ends:
            shares |= dict.fromkeys(ends, j)
            counted.add(j)
    return shares, counted


def aged(
    left: list[Figure], lost: list[int], right: list[Figure], new: list[int]
) -> tuple[dict[int, int], set[int]]:
    """Decades of life that the other text tells by first and last year: 20대, от 20 до 29 лет; as `counted_out`."""
    told: dict[int, int] = {}
    ends: set[int] = set()
    for i, decade in enumerate(left):
        for place in _ends(decade, right, new):
            told |= {i: place} if i in lost else {}
            ends.add(place)
    for j, decade in enumerate(right):
        told |= dict.fromkeys(_ends(decade, left, lost), j)
    return told, ends | {j for j in told.values() if j in new}


def _ends(decade: Figure, others: list[Figure], free: list[int]) -> list[int]:
    """Where `others` has the last year of a decade of life, and the first right before it."""
    if not isinstance(decade.value, Day) or decade.value.decade is None or decade.unit != "age":
        return []
    first, last = decade.value.decade, decade.value.decade + 9
    place = _place(others, free, last)
    if not place or others[place - 1].value != first:
        return []
    return [place - 1, place] if place - 1 in free else [place]


def _counted(share: Figure, others: list[Figure], free: list[int]) -> list[int]:
    """Where the two numbers of `share` stand in `others`; of a share the free ones, and one of many may stay unsaid."""
    if isinstance(share.value, Clock):  # a score; its numbers may have served another score as well
        ends = share.value.hour, share.value.minute
        found = [_place(others, range(len(others)), end) for end in ends]
        return [place for place in found if place is not None] if None not in found else []
    if share.kind is not Kind.FRACTION or not isinstance(share.value, Fraction):
        return []
    upper, lower = share.value.numerator, share.value.denominator
    for times in range(1, _MOST_MULTIPLE + 1):
        places = [_place(others, free, upper * times), _place(others, free, lower * times)]
        if places[1] is not None and (places[0] is not None or upper * times == 1):
            return [place for place in places if place is not None]
    return []


def _place(figures: list[Figure], places: Iterable[int], value: int) -> int | None:
    return next(
        (
            place
            for place in places
            if figures[place].value == value and figures[place].kind is not Kind.VAGUE
        ),
        None,
    )
