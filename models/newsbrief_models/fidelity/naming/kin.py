"""Which entries of the gazetteer news writes for one another."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.terms import gazetteer
from newsbrief_models.terms.entries import Entry, Kind
from newsbrief_models.types import Language

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


def parts(entries: Iterable[Entry]) -> frozenset[str]:
    """All that `entries` are parts of or made of: North Korea and Russia for 북러."""
    return frozenset(family(part) for entry in entries for part in entry.parts)


@lru_cache(maxsize=8192)
def begun(entry: Entry) -> frozenset[str]:
    """The ids of places and organisations whose English name begins with this one's, or the other way: Kursk, Kursk
    Nuclear Power Plant; Samsung, Samsung Electronics.
    """
    name = entry.name(Language.EN) or ""
    words = name.split(" ")
    shorter = {
        ident for n in range(1, len(words)) for ident in _by_beginning()[0].get(" ".join(words[:n]), ())
    }
    return frozenset(shorter | set(_by_beginning()[1].get(name, ())))


@cache
def _by_beginning() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The ids of places and organisations by their English names, and by what their names begin with."""
    names, beginnings = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for entry in gazetteer.load():
        words = (entry.name(Language.EN) or "").split(" ")
        if entry.kind in (Kind.PLACE, Kind.ORGANIZATION):
            names[" ".join(words)].append(entry.id)
            for size in range(1, len(words)):
                beginnings[" ".join(words[:size])].append(entry.id)
    return names, beginnings


@cache
def _rows() -> dict[str, tuple[str, ...]]:
    text = (files("newsbrief_models.fidelity.naming") / "kin.tsv").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in [line for line in text.splitlines() if line and not line.startswith("#")][1:]:
        idents = tuple(line.split(" "))
        for ident in idents:
            found[ident] = found.get(ident, ()) + idents
    return found
