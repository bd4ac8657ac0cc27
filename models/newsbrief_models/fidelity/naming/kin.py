"""Which entries of the gazetteer news writes for one another."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.terms.entries import Entry

_PARTS = re.compile(
    r"-(?:region|territory|republic|krai|city|province|river|sea|ocean|island|district|county|state|area)$"
)
_HEADS = re.compile(r"^(?:lake|mount|republic-of|port-of|gulf-of)-")


@lru_cache(maxsize=8192)
def kin(entry: Entry) -> frozenset[str]:
    """The ids that may stand for `entry`: its own, its state's if it is a seat, and those of its rows in kin.tsv."""
    return frozenset(
        map(family, (entry.id, *(_rows().get(entry.id, ())), *([entry.seat_of] if entry.seat_of else ())))
    )


@lru_cache(maxsize=8192)
def family(ident: str) -> str:
    """The id without what tells a region from its city: place.belgorod-region -> place.belgorod."""
    kind, _, name = ident.partition(".")
    return f"{kind}.{_HEADS.sub('', _PARTS.sub('', name))}"


def related(entries: Iterable[Entry]) -> frozenset[str]:
    """All that may stand for any of `entries`."""
    return frozenset().union(*map(kin, entries))


def told(entries: Iterable[Entry]) -> frozenset[str]:
    """All that any of `entries` tells of: what may stand for it, and its parts (북러: North Korea and Russia)."""
    known = tuple(entries)
    return related(known) | {family(part) for entry in known for part in entry.parts}


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    text = (files(__package__) / "kin.tsv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in [line for line in text.splitlines() if line and not line.startswith("#")][1:]:
        idents = tuple(line.split(" "))
        for ident in idents:
            found[ident] = found.get(ident, ()) + idents
    return found
