"""Compares the figures of a source with those of its translation: what arrived, changed, is missing or new."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from newsbrief_models.fidelity.figures.counted import aged, counted_out
from newsbrief_models.fidelity.figures.figure import Day, Figure, Range
from newsbrief_models.fidelity.figures.same import agreement
from newsbrief_models.fidelity.figures.same_dates import Agreement
from newsbrief_models.fidelity.figures.severity import (
    Severity,
    changed_severity,
    nearness,
    opposed,
    severity,
)

_MOST_PAIRS = 250_000  # leftovers compared pair by pair; beyond it only full agreement is looked for
_TELLING = 10  # a number from here on is no chance match with another kind


class Verdict(StrEnum):
    """What became of a figure."""

    MATCH = "match"
    CHANGED = "changed"
    MISSING = "missing"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the source, of the target, or of both, and what became of it."""

    verdict: Verdict
    severity: Severity
    source: Figure | None
    target: Figure | None


def compare(
    source: Sequence[Figure], target: Sequence[Figure], *, reference: datetime.date | None = None
) -> tuple[Comparison, ...]:
    """Pairs the figures of `source` with those of `target`; `reference` is the day of publication, if known.

    Figures are paired one to one, full agreement before loose. A figure repeated in one text and said once in the other
    counts as arrived. What is left on both sides and is of one kind is paired as CHANGED, nearest first; the rest is
    MISSING or ADDED. Order: the source's figures as they stand, then what was added.
    """
    left, right = _exploded(source), _exploded(target)
    matched = _pair(left, right, reference)
    used = set(matched.values())
    lost = [i for i in range(len(left)) if i not in matched]
    new = [j for j in range(len(right)) if j not in used]
    repeats, heard = _repeated(left, lost, right, reference), _repeated(right, new, left, reference)
    swapped = _swapped(left, repeats, right, heard)
    repeats = {i: j for i, j in repeats.items() if i not in swapped}
    heard = {j: i for j, i in heard.items() if j not in swapped.values()}
    lost, new = [i for i in lost if i not in repeats], [j for j in new if j not in heard]
    decades, ends = aged(left, lost, right, new)
    lost, new = [i for i in lost if i not in decades], [j for j in new if j not in ends]
    shares, counted = counted_out(left, lost, right, new)
    lost, new = [i for i in lost if i not in shares], [j for j in new if j not in counted]
    matched |= repeats | decades | shares
    changed = _changed(left, lost, right, new, least=1)
    results = [_result(figure, i, matched, changed, right) for i, figure in enumerate(left)]
    taken = set(changed.values())
    added = [right[j] for j in new if j not in taken]
    return tuple(results + [Comparison(Verdict.ADDED, severity(figure), None, figure) for figure in added])


def _result(
    figure: Figure, place: int, matched: dict[int, int], changed: dict[int, int], target: list[Figure]
) -> Comparison:
    """What became of the source's figure at `place`."""
    if place in matched:
        other = target[matched[place]]
        if opposed(figure, other):
            return Comparison(Verdict.CHANGED, Severity.ERROR, figure, other)
        return Comparison(Verdict.MATCH, Severity.NONE, figure, other)
    if place in changed:
        other = target[changed[place]]
        return Comparison(Verdict.CHANGED, changed_severity(figure, other), figure, other)
    return Comparison(Verdict.MISSING, severity(figure), figure, None)


def _exploded(figures: Sequence[Figure]) -> list[Figure]:
    """`figures` with words that hold a range (두세) as its two ends."""
    result = []
    for figure in figures:
        ends = (figure.value.low, figure.value.high) if isinstance(figure.value, Range) else (figure.value,)
        result += [replace(figure, value=end) for end in ends]
    return result


def _pair(left: list[Figure], right: list[Figure], reference: datetime.date | None) -> dict[int, int]:
    """Indices of `left` with those of `right` they agree with, one to one, the better agreement first."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = defaultdict(list)
    for j in reversed(range(len(right))):
        waiting[str(right[j])].append(j)
    for i, figure in enumerate(left):
        if waiting[str(figure)]:
            pairs[i] = waiting[str(figure)].pop()
    for wanted in (Agreement.FULL, Agreement.LOOSE, Agreement.UNTOLD):
        free = sorted(set(range(len(right))) - set(pairs.values()))
        rest = [i for i in range(len(left)) if i not in pairs]
        if len(free) * len(rest) > _MOST_PAIRS:
            continue
        for i in rest:
            match = next((j for j in free if agreement(left[i], right[j], reference) >= wanted), None)
            if match is not None:
                pairs[i] = match
                free.remove(match)
    return pairs


def _repeated(
    figures: list[Figure], rest: list[int], others: list[Figure], reference: datetime.date | None
) -> dict[int, int]:
    """Those of `rest` that say again what the other text says once, and where it says it."""
    found: dict[int, int] = {}
    if len(rest) * len(others) > _MOST_PAIRS:
        return found
    for i in rest:
        match = next((j for j, other in enumerate(others) if _says(other, figures[i], reference)), None)
        if match is not None:
            found[i] = match
    return found


def _says(other: Figure, figure: Figure, reference: datetime.date | None) -> bool:
    """Whether `other` says all that `figure` says, so that `figure` may repeat it: June 19, 2024 and then "in June"."""
    if isinstance(figure.value, Day) and isinstance(other.value, Day):
        part, whole = figure.value, other.value
        named = [
            (part.year, whole.year),
            (part.month, whole.month),
            (part.day, whole.day),
            (part.weekday, whole.weekday),
        ]
        told = [pair for pair in named if pair[0] is not None]
        if told and all(left == right for left, right in told):
            return True
        if whole.period:
            return agreement(figure, other, reference) is Agreement.LOOSE
    level = agreement(figure, other, reference)
    large = isinstance(figure.value, Fraction) and figure.value >= _TELLING
    return level is Agreement.FULL or (level is Agreement.LOOSE and large)


def _swapped(
    left: list[Figure], repeats: dict[int, int], right: list[Figure], heard: dict[int, int]
) -> dict[int, int]:
    """Repeats that are none: one number said once less and another of its kind once more (3, 3, 5 and 3, 5, 5)."""
    fewer = [i for i in repeats if severity(left[i]) is Severity.ERROR]
    more = [j for j in heard if severity(right[j]) is Severity.ERROR]
    return _changed(left, fewer, right, more, least=2)


def _changed(
    left: list[Figure], lost: list[int], right: list[Figure], new: list[int], least: int
) -> dict[int, int]:
    """Leftovers of both sides that stand for each other: of one kind, best unit first, in order; see `nearness`."""
    if len(lost) * len(new) > _MOST_PAIRS:
        return {}
    pairs: dict[int, int] = {}
    free = list(new)
    for wanted in range(2, least - 1, -1):
        for i in lost:
            if i in pairs:
                continue
            match = next((j for j in free if nearness(left[i], right[j]) >= wanted), None)
            if match is not None:
                pairs[i] = match
                free.remove(match)
    return pairs
