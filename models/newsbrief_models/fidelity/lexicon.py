"""Which names and terms a check and a revision know: the built-in gazetteer, a desk's own glossary, or both."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from newsbrief_models.terms.entries import Entry
from newsbrief_models.terms.matcher import Matcher, gazetteer_matcher


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`names` holds the gazetteer or nothing; `glossary` the terms of a desk, which win."""

    names: Matcher
    glossary: Matcher | None = None


@cache
def builtin() -> Lexicon:
    """The gazetteer alone."""
    return Lexicon(gazetteer_matcher())


def with_glossary(terms: Iterable[Entry], *, with_names: bool = True) -> Lexicon:
    """A desk's `terms`, with the gazetteer behind them unless `with_names` is False."""
    names = gazetteer_matcher() if with_names else _nothing()
    entries = tuple(terms)
    return Lexicon(names, Matcher(entries) if entries else None)


@cache
def _nothing() -> Matcher:
    return Matcher(())
