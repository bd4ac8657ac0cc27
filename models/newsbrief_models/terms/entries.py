"""What a row of the gazetteer, or of a user's glossary, is once read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from newsbrief_models.types import Language


class Kind(StrEnum):
    """What an entry names."""

    PERSON = "person"
    PLACE = "place"
    ORGANIZATION = "organization"
    TITLE = "title"
    WORK = "work"  # a treaty, an event, a programme
    COMMON = "common"  # a common noun of the trade: brigade, ballistic missile


class Strength(StrEnum):
    """How far a form stands for its entry on its own."""

    FULL = "full"
    WEAK = "weak"  # a surname alone, or a form that is an ordinary word too: true in context only
    DERIVED = (
        "derived"  # an adjective or an inhabitant: Russian, российский; never written in the name's place
    )


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write an entry in one language.

    `inflection` is how a Russian form inflects (see data/README.md), empty where that is to be guessed.
    """

    text: str
    strength: Strength = Strength.FULL
    inflection: str = ""
    exact_case: bool = False  # capitals count in every word: «Новая газета» is a paper, новая газета is not
    inside_only: bool = False  # not at a sentence's start, where its capital says nothing: Того


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity with its forms per language, the press form first. A language it has no form in is absent."""

    id: str
    kind: Kind
    forms: Mapping[Language, tuple[Form, ...]]
    notes: str = ""
    parts: tuple[
        str, ...
    ] = ()  # ids of the entries it tells of as well: 북러 of North Korea and Russia, a ministry of its state
    seat_of: str = ""  # id of the entry whose government it may stand for: Seoul, the Kremlin

    def __hash__(self) -> int:
        return hash(self.id)

    def name(self, language: Language) -> str | None:
        """The press form in `language`: what newsbrief writes; None where the entry has none."""
        forms = self.forms.get(language)
        return forms[0].text if forms else None


def parse_form(cell: str, inflection: str = "") -> Form:
    """Read one form as data files write it: marks (``?`` weak, ``=`` exact case, ``^`` not sentence-initial),
    the words, and after ``~`` the Russian inflection. `inflection` holds where the cell gives none.
    """
    text = cell.lstrip("?=^")
    marks = cell[: len(cell) - len(text)]
    text, _, own = text.partition("~")
    return Form(
        text=text,
        strength=Strength.WEAK if "?" in marks else Strength.FULL,
        inflection=own or inflection,
        exact_case="=" in marks,
        inside_only="^" in marks,
    )
