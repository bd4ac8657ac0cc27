"""Names, quotes and back-references in a sentence, told by surface signs: capitals, quotation marks, lists of words."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from newsbrief_models.types import Language

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"\w+")
_CLOSING = {"«": "»", "“": "”", "„": "“”", "「": "」", "『": "』", '"': '"'}
_HIDES_CAPITAL = frozenset('.!?:…«“„「『"(—–')  # a capital after one of these may be any word's
_LONGEST_PARTICLE = 2  # syllables
_MOSTLY_SPEECH = 0.3


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of one language; see cues.toml."""

    openings: frozenset[str]
    pointers: frozenset[str]
    not_names: frozenset[str]
    titles: frozenset[str]
    institutions: tuple[str, ...]
    particles: frozenset[str]


@cache
def cues_of(language: Language) -> Cues:
    """The word lists of `language`."""
    lists = tomllib.loads(
        resources.files("newsbrief_models.summarize").joinpath("cues.toml").read_text("utf-8")
    )[language]
    return Cues(
        openings=frozenset(lists["openings"]),
        pointers=frozenset(lists["pointers"]),
        not_names=frozenset(lists["not_names"]),
        titles=frozenset(lists["titles"]),
        institutions=tuple(lists["institutions"]),
        particles=frozenset(lists["particles"]),
    )


def split_speech(text: str) -> tuple[str, float]:
    """`text` with each quotation shrunk to one mark, and the share (0..1) of it that was quoted.

    A quotation that does not end in `text` reaches to its end.
    """
    outside: list[str] = []
    closing = ""
    quoted = 0
    for letter in text:
        quoted += bool(closing)
        if closing:
            closing = "" if letter in closing else closing
        else:
            closing = _CLOSING.get(letter, "")
            outside.append('"' if closing else letter)
    return "".join(outside), quoted / max(1, len(text))


def count_names(narration: str, cues: Cues) -> int:
    """How many names stand in `narration` (a sentence without its quotations)."""
    return _korean_names(narration, cues) if cues.titles else _capitalised(narration, cues)


def leans(narration: str, quoted: float, names: int, cues: Cues) -> bool:
    """Whether a sentence, standing alone, would leave open whom or what it speaks of.

    It does when its first words point back, or when it is mostly speech and only a pronoun says whose.
    """
    words = [_plain(word) for word in _WORD.findall(narration)]
    if quoted >= _MOSTLY_SPEECH and not names and not cues.pointers.isdisjoint(words):
        return True
    first, second = [*words[:2], "", ""][:2]
    return narration[:1] != '"' and (first in cues.openings or second in cues.pointers)


def _capitalised(narration: str, cues: Cues) -> int:
    """Runs of capitalised words, the first word of the sentence left out: Kim Jong Un is one name."""
    count, before, in_name = 0, ".", False
    for match in _TOKEN.finditer(narration):
        piece = match.group()
        if piece in "-’'":
            continue
        capital = piece[0].isupper() and before not in _HIDES_CAPITAL and _plain(piece) not in cues.not_names
        count += capital and not in_name
        in_name = capital
        before = piece
    return count


def _korean_names(narration: str, cues: Cues) -> int:
    """Words in Latin capitals, words before a title, and institutions."""
    count = 0
    for place, word in enumerate(_WORD.findall(narration)):
        nouns = [word, *_without_particle(word, cues)]
        titled = place > 0 and not cues.titles.isdisjoint(nouns)
        institution = any(noun.endswith(cues.institutions) for noun in nouns)
        count += titled or institution or (len(word) > 1 and word[0].isupper())
    return count


def _without_particle(word: str, cues: Cues) -> list[str]:
    cuts = range(1, min(_LONGEST_PARTICLE, len(word) - 1) + 1)
    return [word[:-cut] for cut in cuts if word[-cut:] in cues.particles]


def _plain(word: str) -> str:
    return word.casefold().replace("ё", "е")
