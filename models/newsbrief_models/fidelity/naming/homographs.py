"""Tells a Korean city from the word it is written like: 대구 the city from 대구 the cod, by what stands around."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.mentions import Mention

_REACH = 3  # code points behind a name that are looked at


def told(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The `mentions` of a Korean text, those of cities that the text tells for certain made so. Linear in the text."""
    after, unless = _table()
    for mention in mentions:
        others = unless.get(mention.span.of(text)) if mention.strength is Strength.WEAK else None
        behind = text[mention.span.end : mention.span.end + _REACH]
        if others and mention.entry.kind is Kind.PLACE and behind.startswith(after):
            sure = not any(word in text for word in others)
            yield replace(mention, strength=Strength.FULL) if sure else mention
        else:
            yield mention


@cache
def _table() -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    path = files("newsbrief_models.fidelity.naming").joinpath("homographs.toml")
    table = tomllib.loads(path.read_text("utf-8"))
    return tuple(table["after"]), {name: tuple(words) for name, words in table["unless"].items()}
