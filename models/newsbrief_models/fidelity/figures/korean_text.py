"""A place-by-place view of a Korean text: phrases of its table, what may surround a figure. Places are code points."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from newsbrief_models.fidelity.figures.figure import Kind, Origin, Range, Value
from newsbrief_models.fidelity.figures.tables import tree_of
from newsbrief_models.types import Language

_STARTING = (
    *(
        "sino_digit",
        "small_scale",
        "big_scale",
        "native_tens",
        "native_ones",
        "native_alone",
        "native_range",
        "vague",
    ),
    *(
        "whole",
        "ordinal",
        "fraction",
        "multiple",
        "weekday",
        "weekday_short",
        "shift",
        "year_part",
        "part",
        "period",
    ),
    *("halfday", "clock_word", "minus", "currency_sign", "skip", "numbered_name"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure read from the code points `start` (included) to `end` (not included)."""

    kind: Kind
    value: Value
    start: int
    end: int
    unit: str = ""
    origin: Origin = Origin.DIGITS


@dataclass(frozen=True, slots=True)
class KoreanNumeral:
    """A number read; `next` is the place after it, `bare` where the number itself ends (before 여)."""

    value: Fraction
    next: int
    bare: int
    origin: Origin = Origin.DIGITS
    power: int | None = None  # given instead of a value for 수십 and the like
    range: Range | None = None  # 두세
    plain: bool = False  # digits only
    native: bool = False


@cache
def _phrases(kind: str) -> tuple[dict[str, str], int]:
    """The phrases of `kind` with their keys, and the length of the longest."""
    section: dict[str, str] = tree_of(Language.KO.value)[kind]
    keys = {form: key for key, forms in section.items() for form in forms.split("|")}
    return keys, max(map(len, keys))


@cache
def _sizes(kind: str) -> dict[str, tuple[int, ...]]:
    """The lengths of the phrases of `kind`, longest first, by their first letter."""
    found: dict[str, set[int]] = {}
    for form in _phrases(kind)[0]:
        found.setdefault(form[0], set()).add(len(form))
    return {letter: tuple(sorted(sizes, reverse=True)) for letter, sizes in found.items()}


def section(kind: str) -> dict[str, str]:
    """The phrases of `kind` as the table has them."""
    found: dict[str, str] = tree_of(Language.KO.value)[kind]
    return found


def is_hangul(letter: str) -> bool:
    """Whether `letter` is a Hangul syllable."""
    return "가" <= letter <= "힣"


@cache
def _starts() -> frozenset[str]:
    """What a figure, or something to pass over, can begin with at the start of a word."""
    return frozenset(form[0] for kind in _STARTING for form in _phrases(kind)[0])


class KoreanText:
    """A text with the Korean table."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.numerals: dict[
            int, KoreanNumeral | None
        ] = {}  # what numeral_at found at a place, for several rules ask

    def find(self, kind: str, at: int) -> tuple[str, int] | None:
        """The key of the longest phrase of `kind` that starts at `at`, and the place after it."""
        text = self.text
        for size in _sizes(kind).get(text[at : at + 1], ()):
            key = _phrases(kind)[0].get(text[at : at + size])
            if key is not None and at + size <= len(text):
                return key, at + size
        return None

    def ends_with(self, kind: str, at: int) -> tuple[str, int] | None:
        """The key of the longest phrase of `kind` that ends right before `at`, and where it starts."""
        keys, longest = _phrases(kind)
        for start in range(max(0, at - longest), at):
            key = keys.get(self.text[start:at])
            if key is not None:
                return key, start
        return None

    def char(self, at: int) -> str:
        """The code point at `at`; empty outside the text."""
        return self.text[at] if 0 <= at < len(self.text) else ""

    def after_space(self, at: int) -> int:
        """`at`, or the place after the one space there."""
        return at + 1 if self.char(at).isspace() else at

    def may_start(self, at: int) -> bool:
        """Whether a figure, or something to pass over, can begin at `at`."""
        letter = self.text[at]
        return (
            letter.isdecimal()
            or (letter in _starts() and (self.word_starts(at) or not letter.isalnum()))
            or letter == "주"
        )

    def word_starts(self, at: int) -> bool:
        """Whether neither a letter nor a digit stands right before `at`."""
        return at == 0 or not self.text[at - 1].isalnum()

    def word_ends(self, at: int) -> bool:
        """Whether nothing of the word is left at `at` but a particle or an ending."""
        letter = self.char(at)
        return not is_hangul(letter) or self.find("particle", at) is not None
