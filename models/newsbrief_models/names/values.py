"""What rendering a name takes and gives: conventions, renderings, and what can be wrong."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from newsbrief_models.errors import ModelsError, TextError
from newsbrief_models.types import Language

MAX_NAME = 200  # code points; no name of a person or place comes near it


class Convention(StrEnum):
    """A way to write names of one language in the letters of another."""

    PRESS = "press"
    REVISED_ROMANIZATION = "revised-romanization"
    MCCUNE_REISCHAUER = "mccune-reischauer"
    DPRK_ROMANIZATION = "dprk-romanization"
    KONTSEVICH = "kontsevich"
    NIKL_LOANWORD = "nikl-loanword"
    BGN_PCGN = "bgn-pcgn"
    ICAO = "icao"


class Kind(StrEnum):
    """What a name names, where it changes the form: a Korean person's name has a surname, a place's has not."""

    PERSON = "person"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another form in use, and the convention that makes it."""

    text: str
    convention: Convention


@dataclass(frozen=True, slots=True)
class Rendering:
    """A name as `convention` writes it; `alternatives` are other forms to accept, likeliest first, all different."""

    text: str
    convention: Convention
    alternatives: tuple[Alternative, ...]


class NameTextError(TextError):
    """`name` is empty or longer than `MAX_NAME`."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"name: {problem}")


class ConventionError(ModelsError):
    """The convention asked for does not write names of this direction; the message lists those that do."""

    def __init__(
        self, source: Language, target: Language, asked: Convention | None, available: Iterable[Convention]
    ) -> None:
        self.available = tuple(available)
        known = ", ".join(self.available) or "none"
        what = "no convention writes names" if asked is None else f"{asked} does not write names"
        super().__init__(f"convention: {what} {source}-{target}; available: {known}")
