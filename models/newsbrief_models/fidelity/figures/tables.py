"""The word tables of ``data/*.toml``: phrases by kind, found in a row of tokens."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

from newsbrief_models.types import Language

_TOKEN = re.compile(r"\d+|[^\W\d_]+|[^\s]")
# The kinds a figure, or what is to be passed over, can begin with in English and Russian.
_STARTING = (
    *(
        "article",
        "bare_unit",
        "both",
        "cardinal",
        "cardinal_before_instrumental",
        "clock_word",
        "currency",
        "decade",
        "each",
    ),
    *(
        "fraction",
        "half_past",
        "month",
        "multiple",
        "numbered_name",
        "ordinal",
        "pair",
        "part_of_period",
        "period",
    ),
    *(
        "period_of_year",
        "roman",
        "scale",
        "scale_plural",
        "scale_genitive",
        "season_shift",
        "shift",
        "skip",
        "vague",
    ),
    *("vague_duration", "weekday", "whole"),
)
_DATA = resources.files("newsbrief_models.fidelity.figures") / "data"


Phrases = list[tuple[tuple[str, ...], str]]  # the tokens of a phrase and its key
NOTHING: dict[str, Phrases] = {}  # the phrases of a kind a language has none of


@dataclass(frozen=True, slots=True)
class Token:
    """A run of digits, a run of letters or one other sign, with its place in the text; `low` is its folded form."""

    text: str
    low: str
    start: int
    end: int


def fold(text: str) -> str:
    """`text` in the form tables are compared in: lower case letter by letter, ё as е. Keeps the length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return low.replace("ё", "е")


def tokens_of(text: str) -> list[Token]:
    """The tokens of `text` in order; white space parts them and is dropped."""
    return [Token(m.group(), fold(m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text)]


class Table:
    """The phrases of one language by kind ("cardinal", "unit", ...); each phrase stands for a key."""

    def __init__(self, tree: dict[str, dict[str, str]]) -> None:
        paradigms = {name: endings.replace(".", " ") for name, endings in tree.pop("paradigm", {}).items()}
        self.entries: dict[str, dict[str, Phrases]] = {}  # by kind, then by first token
        for kind, section in tree.items():
            entries = self.entries.setdefault(kind, {})
            for key, forms in section.items():
                for form in _expand(forms, paradigms):
                    words = tuple(token.low for token in tokens_of(form))
                    entries.setdefault(words[0], []).append((words, key))
            for choices in entries.values():
                choices.sort(key=lambda entry: -len(entry[0]))
        self._begins: dict[str, tuple[str, ...]] = {}
        self.starts = frozenset(word for kind in _STARTING for word in self.entries.get(kind, ()))
        first = [
            words
            for kind in _STARTING
            if kind != "article"
            for phrases in self.entries.get(kind, NOTHING).values()
            for words, _ in phrases
        ]
        self.alone = frozenset(words[0] for words in first if len(words) == 1)
        self.pairs = frozenset(words[:2] for words in first if len(words) > 1)
        self.articles = frozenset(self.entries.get("article", NOTHING))

    @staticmethod
    def choose(choices: Phrases, lows: Sequence[str], at: int) -> tuple[str, int] | None:
        """The key of the first of `choices`, longest first, that the folded tokens `lows` have at `at`, and its end."""
        for words, key in choices:
            end = at + len(words)
            if len(words) == 1 or tuple(lows[at:end]) == words:
                return key, end
        return None

    def exact(self, kind: str, word: str) -> str | None:
        """The key of the phrase of `kind` that is the one token `word`."""
        return next(
            (key for words, key in self.entries.get(kind, NOTHING).get(word, ()) if len(words) == 1), None
        )

    def begins(self, kind: str, word: str) -> bool:
        """Whether `word` begins with a phrase of `kind`."""
        starts = self._begins.get(kind)
        if starts is None:
            starts = self._begins[kind] = tuple(self.entries.get(kind, ()))
        return word.startswith(starts)


def _expand(forms: str, paradigms: dict[str, str]) -> Iterator[str]:
    """The forms of a table cell: each ``stem~name`` with each ending of that paradigm."""
    for form in forms.split("|"):
        choices = []
        for word in form.split():
            stem, tilde, name = word.partition("~")
            endings = paradigms[name].split(",") if tilde else [""]
            choices.append([stem + ending.strip() for ending in endings])
        for words in product(*choices):
            yield " ".join(words)


@cache
def tree_of(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``, with lists of forms as one string parted by "|"."""
    tree = tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))
    if name == "units":
        return tree
    return {
        kind: {key: forms if isinstance(forms, str) else "|".join(forms) for key, forms in section.items()}
        for kind, section in tree.items()
    }


@cache
def table_of(language: Language) -> Table:
    """The phrases of `language`."""
    return Table({kind: dict(section) for kind, section in tree_of(language.value).items()})


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit measures ("length", "months"), how many base units it is, and if it counts time."""

    dimension: str
    factor: Fraction
    duration: bool


@cache
def units() -> dict[str, Unit]:
    """The units of measures and durations by name."""
    tree = tree_of("units")
    return {
        name: Unit(dimension, Fraction(factor), section == "duration")
        for section, rows in tree.items()
        for name, (dimension, factor) in rows.items()
    }
