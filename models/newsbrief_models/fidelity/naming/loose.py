"""What comparing names finds: names that stand on both sides, and ends left loose on one."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Span

_AROUND = 12  # loose ends to either side that are looked at
_REACH = 0.5  # how far apart, as a share of the texts, two loose ends may lie to be taken for one name


@dataclass(frozen=True, slots=True)
class Loose:
    """A name that only one side has: `kind` of entity, empty when unknown; `place` 0..1 in its text; `alone` is how
    much it matters when nothing stands in its place, None when not at all; `paired` when something does.
    """

    name: str
    span: Span
    place: float
    kind: str
    alone: Severity | None
    paired: Severity = Severity.ERROR
    expected: str = ""  # what should stand on the other side, where that is known


def findings(missing: Sequence[Loose], extra: Sequence[Loose]) -> list[Finding]:
    """NAME_INCONSISTENT for a missing name with an extra one in its place, NAME_MISSING for the others that matter."""
    free = sorted(extra, key=lambda loose: loose.place)
    places = [loose.place for loose in free]
    used = set[int]()
    found: list[Finding] = []
    for one in missing:
        near = bisect_left(places, one.place)
        around = range(max(0, near - _AROUND), min(len(free), near + _AROUND))
        fitting = [index for index in around if index not in used and _fits(one, free[index])]
        at = min(fitting, key=lambda index: abs(free[index].place - one.place), default=None)
        wanted = one.expected or one.name
        if at is not None:
            used.add(at)
            other = free[at]
            severity = max(min(one.paired, other.paired), one.alone or Severity.INFO)
            found.append(
                Finding(FindingKind.NAME_INCONSISTENT, severity, one.span, other.span, wanted, other.name)
            )
        elif one.alone is not None:
            found.append(Finding(FindingKind.NAME_MISSING, one.alone, one.span, None, wanted))
    for index, other in enumerate(free):
        if index not in used and other.alone is not None:
            found.append(
                Finding(FindingKind.NAME_INCONSISTENT, other.alone, None, other.span, "", other.name)
            )
    return found


def _fits(one: Loose, other: Loose) -> bool:
    alike = not one.kind or not other.kind or one.kind == other.kind
    return alike and abs(one.place - other.place) <= _REACH
