"""What Russian words say of the case of a name after them: ru_governors.toml, read once."""

import tomllib
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Form, Kind
from newsbrief_models.terms.russian import Case

_SHORTEST = 3  # letters; a shorter word is no verb


def agreeing_cases(word: str, kind: Kind) -> tuple[Case, ...]:
    """The cases of an adjective before any name, a title before a person's, a city or the like before a place's."""
    noun = nouns(kind is Kind.PERSON).get(word) if kind in (Kind.PERSON, Kind.PLACE) else None
    return noun or next((cases for ending, cases in _adjectives() if word.endswith(ending)), ())


@lru_cache(maxsize=4096)  # of callers' words there is no end
def verb_case(word: str) -> Case | None:
    """The case a verb, or what is made from it, governs; the longest beginning known decides."""
    best: tuple[int, Case] | None = None
    for case, stems in _table()["verbs"].items():
        for stem in stems.split():
            if word.startswith(stem.rstrip("-")) and (best is None or len(stem) > best[0]):
                best = (len(stem), Case(case))
    return best[1] if best else None


def finite(word: str) -> bool:
    """Whether `word` looks like a verb in the past or present tense."""
    return (
        len(word) > _SHORTEST and word.endswith(_finite_endings()) and word not in words_of("silent", "nouns")
    )


@cache
def prepositions() -> dict[str, tuple[Case, ...]]:
    """Each preposition and the cases it governs, likelier first."""
    table = _table()["prepositions"]
    return {word: _cases(cases) for cases, listed in table.items() for word in listed.split()}


@cache
def nouns(persons: bool) -> dict[str, tuple[Case, ...]]:
    """Each case form of the nouns that agree with persons' names, or else with places', and the cases it may be."""
    found: dict[str, tuple[Case, ...]] = {}
    for code, listed in _table()["agree"].items():
        if (code == "ma") is not persons:
            continue
        for item in listed.split():
            word, colon, stem = item.partition(":")
            for surface, case in russian.readings(Form(word, inflection=code + colon + stem)):
                found[surface] = tuple(dict.fromkeys((*found.get(surface, ()), case)))
    return found


@cache
def words_of(table: str, key: str) -> frozenset[str]:
    """The words listed in a table under `key`."""
    return frozenset(_table()[table][key].split())


@cache
def _adjectives() -> tuple[tuple[str, tuple[Case, ...]], ...]:
    table = dict(_table()["adjectives"])
    stems = table.pop("stems").split()
    return tuple(
        (stem + ending, _cases(cases))
        for cases, listed in table.items()
        for ending in listed.split()
        for stem in stems
    )


@cache
def _finite_endings() -> tuple[str, ...]:
    return tuple(words_of("finite", "endings"))


def _cases(names: str) -> tuple[Case, ...]:
    return tuple(map(Case, names.split()))


@cache
def _table() -> dict[str, dict[str, str]]:
    text = (files("newsbrief_models.fidelity.applying") / "ru_governors.toml").read_text("utf-8")
    return tomllib.loads(text)
