"""The gazetteer: every entity of data/*.tsv, read once. data/README.md describes the columns and how to add a row."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources

from newsbrief_models.terms.entries import Entry, Form, Kind, Strength, parse_form
from newsbrief_models.types import Language

_DATA = resources.files("newsbrief_models.terms") / "data"
COLUMNS = (
    "id",
    "kind",
    "en",
    "en_aliases",
    "ko",
    "ko_aliases",
    "ru",
    "ru_aliases",
    "ru_inflection",
    "notes",
)
DERIVED_COLUMNS = ("id", "en", "ko", "ru")
_DERIVED = "derived.tsv"


@cache
def load() -> tuple[Entry, ...]:
    """All entries in the order of the files' names.

    Raises:
        ValueError: a file is not as data/README.md says; the message names file and line.
    """
    derived = {cells[0]: cells for _, cells in _lines(_DERIVED, DERIVED_COLUMNS)}
    entries = []
    for name in files():
        for where, cells in _lines(name, COLUMNS):
            try:
                entries.append(_entry(cells, derived.get(cells[0])))
            except ValueError as error:
                raise ValueError(f"{where}: {error}") from error
    return tuple(entries)


@cache
def by_id() -> dict[str, Entry]:
    """The entries by their id."""
    return {entry.id: entry for entry in load()}


def files() -> tuple[str, ...]:
    """The names of the files that hold entries."""
    return tuple(sorted(p.name for p in _DATA.iterdir() if p.name.endswith(".tsv") and p.name != _DERIVED))


def _lines(name: str, columns: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """(file:line, cells) of a data file below its header."""
    header, *body = (_DATA / name).read_text(encoding="utf-8").splitlines()
    if tuple(header.split("\t")) != columns:
        raise ValueError(f"{name}:1: the header is not {' '.join(columns)}")
    for number, line in enumerate(body, start=2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise ValueError(f"{name}:{number}: {len(cells)} cells, not {len(columns)}")
        yield f"{name}:{number}", cells


def _entry(cells: list[str], derived: list[str] | None) -> Entry:
    ident, kind, en, en_aliases, ko, ko_aliases, ru, ru_aliases, inflection, notes = cells
    forms = {
        Language.EN: _forms(en, en_aliases, ""),
        Language.KO: _forms(ko, ko_aliases, ""),
        Language.RU: _forms(ru, ru_aliases, inflection),
    }
    if (
        Kind(kind) is Kind.ORGANIZATION
    ):  # Korean and Russian texts print Latin names of agencies and firms too
        latin = tuple(form for form in forms[Language.EN] if form.strength is Strength.FULL)
        for language in (Language.KO, Language.RU):
            own = {form.text for form in forms[language]}
            forms[language] += tuple(
                replace(form, inflection="indecl") for form in latin if form.text not in own
            )
    for language, cell in zip(Language, derived[1:] if derived else (), strict=False):
        forms[language] += _derived(cell)
    said = dict(note.split(": ", 1) for note in notes.split("; ") if note.startswith(("parts: ", "seat: ")))
    parts = tuple(said.get("parts", "").split())
    return Entry(ident, Kind(kind), forms, notes, parts, said.get("seat", ""))


def _forms(name: str, aliases: str, inflection: str) -> tuple[Form, ...]:
    return (parse_form(name, inflection), *(parse_form(alias) for alias in aliases.split("|") if alias))


def _derived(cell: str) -> tuple[Form, ...]:
    return tuple(replace(parse_form(part), strength=Strength.DERIVED) for part in cell.split("|") if part)
