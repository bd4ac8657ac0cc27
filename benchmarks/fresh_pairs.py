"""Reads the facts told in three languages that no check was tuned on, as sentence pairs with and without an error.

``facts.tsv`` tells each fact once a language, all three right. ``errors.tsv`` has what goes wrong in one: in each
language's cell the right words, which stand in its sentence once, an arrow and the wrong ones, or ∅ for none. So a
fact makes six clean pairs, and each of its errors six wrong ones.
"""

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from newsbrief_models.fidelity.findings import FindingKind
from newsbrief_models.types import Language

FRESH = Path(__file__).parent.parent / "tests" / "models" / "fidelity" / "data" / "fresh"
_NOTHING = "∅"


@dataclass(frozen=True, slots=True)
class Told:
    """A fact, and how each of the languages may get it wrong: `wrong` is (kind, the sentences) by error."""

    id: str
    published: datetime.date | None
    right: dict[Language, str]
    wrong: tuple[tuple[FindingKind, dict[Language, str], dict[Language, str]], ...]


@dataclass(frozen=True, slots=True)
class FreshPair:
    """A sentence and its translation, wrong in the kind of `error` or right where that is None."""

    id: str
    source_language: Language
    target_language: Language
    published: datetime.date | None
    source: str
    target: str
    error: FindingKind | None
    detail: str


def read_told(folder: Path = FRESH) -> list[Told]:
    """The facts with their errors.

    Raises:
        ValueError: right words that do not stand in their sentence exactly once.
    """
    errors = list(_rows(folder / "errors.tsv"))
    found = []
    for row in _rows(folder / "facts.tsv"):
        right = {language: row[language] for language in Language}
        wrong = tuple(
            (
                FindingKind(e["error"]),
                {lang: _planted(right[lang], e[lang], row["id"]) for lang in Language},
                {lang: e[lang] for lang in Language},
            )
            for e in errors
            if e["id"] == row["id"]
        )
        day = row["publish_date"]
        found.append(Told(row["id"], datetime.date.fromisoformat(day) if day else None, right, wrong))
    return found


def fresh_pairs(folder: Path = FRESH) -> list[FreshPair]:
    """Each fact in each direction, clean and with each of its errors."""
    return [pair for told in read_told(folder) for pair in _pairs(told)]


def _pairs(told: Told) -> Iterator[FreshPair]:
    for source, target in permutations(Language, 2):
        same = (source, target, told.published, told.right[source])
        yield FreshPair(told.id, *same, told.right[target], None, "")
        for kind, texts, changes in told.wrong:
            yield FreshPair(told.id, *same, texts[target], kind, changes[target])


def _planted(sentence: str, change: str, ident: str) -> str:
    right, arrow, wrong = change.partition(" → ")
    if not arrow or sentence.count(right) != 1:
        raise ValueError(f"{ident}: {right!r} does not stand once in {sentence!r}")
    planted = sentence.replace(right, "" if wrong == _NOTHING else wrong)
    return " ".join(planted.split())


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
