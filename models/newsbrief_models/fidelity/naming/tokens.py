"""The words of a text, and what tells a name among them where there are capitals."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.fidelity.naming.alignment import distance
from newsbrief_models.fidelity.naming.phonetics import MAX_WORD, Sounds, sounds_of
from newsbrief_models.names.tables import rows
from newsbrief_models.types import Language, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_POSSESSIVES = ("'s", "’s")
_HEAD = 2  # syllables that ordinary Korean words are known by
_STEM = 3  # letters a stem has at least
_BEGINNING = 4  # letters that words with other endings have in common
_SENTENCE_END = frozenset('.!?…:;\n«“"(—–•')
_GIVEN = 0.15  # how unlike a known given name may sound
_GIVEN_SHORT = 0.06  # the same of a short one
_LONG_NAME = 3.0  # weight of a name that is not met by chance
_KINDS = dict(zip("pbfvtdkgxszSZcjC", "ppppttkkkssscccc", strict=True))
_SMALL_SYLLABLES = 6  # Cyrillic letters of a Korean syllable at most


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands; `gap` is what parts it from the word before, cut to its last three characters."""

    text: str
    start: int
    end: int
    gap: str
    opens: bool  # whether it opens a sentence or a quotation, where a capital says nothing

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def acronym(self) -> bool:
        return len(self.text) > 1 and self.text[:2].isupper() and self.text[-1:].isupper()

    @property
    def bare(self) -> str:
        """The word without an English possessive."""
        return self.text[:-2] if self.text.endswith(_POSSESSIVES) else self.text

    @property
    def sounds(self) -> Sounds:
        return sounds_of(self.bare)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of `text`, digits and marks left out."""
    return tuple(_words(text))


def _words(text: str) -> Iterator[Word]:
    last = 0
    for match in _WORD.finditer(text):
        start = match.start()
        between = text[last:start]
        before = between.rstrip()
        opens = last == 0 or (bool(before) and before[-1] in _SENTENCE_END)
        yield Word(match[0], start, match.end(), between[-3:], opens)
        last = match.end()


@lru_cache(maxsize=16384)
def ordinary(word: str) -> bool:
    """Whether `word` is known as an ordinary word of its script's language, or as an abbreviation; in Korean, whether
    ordinary words begin as it does.
    """
    low = word.lower().replace("ё", "е")[:MAX_WORD]
    if "가" <= low[0] <= "힣":
        return len(low) < 2 or low[:_HEAD] in _stems(Language.KO)
    language = Language.EN if low[0].isascii() else Language.RU
    if language is Language.RU and len(low) > 5:
        low = low.removesuffix("ся").removesuffix("сь")
    return (
        len(low) <= 2
        or low in _capitalised()
        or low in _stems(language)
        or _stem(low, language) in _stems(language)
    )


def calendar(word: str) -> bool:
    """Whether `word` is written with a capital and is no name: a day, a month, a title."""
    return word.lower() in _capitalised()


def particle(word: str) -> bool:
    """Whether `word` is a part of names that is too short to be one: El, Al, San."""
    return word.lower() in _particles()


def small_word(word: str) -> bool:
    """Whether `word` is a preposition or the like that reads as a Korean surname too."""
    return word.lower() in _small()


def family_name(word: str) -> bool:
    """Whether `word` ends as surnames do, if it is one: Соколов may be ordinary falcons too."""
    return len(word) > _STEM and word.lower().endswith(_surname_endings())


def surname_like(word: str) -> bool:
    """Whether `word`, no ordinary one, has the shape of a surname or is a known given name or Korean surname."""
    return family_name(word) or korean_surname(word) or given_name(word)


def _stem(word: str, language: Language) -> str:
    for size in range(min(_longest(language), len(word) - _STEM), 0, -1):
        if word[-size:] in _suffixes()[language]:
            return word[:-size]
    return word


def korean_surname(word: str) -> bool:
    """Whether `word`, in any of the three scripts, is a Korean surname as the press spells it."""
    return word.lower() in _surnames()


def korean_given(word: str, following: str | None, *, joined: bool) -> bool:
    """Whether `word` and perhaps the one `following` it (`joined` by a hyphen) may be a Korean given name."""
    if "a" <= word[0].lower() <= "z":
        return (
            joined
            and following is not None
            and len(word) <= _SMALL_SYLLABLES + 1
            and len(following) <= _SMALL_SYLLABLES + 1
        )
    return len(word) <= _SMALL_SYLLABLES


@cache
def _surnames() -> frozenset[str]:
    found: set[str] = set()
    for row in rows("surnames"):
        found.update(" ".join(row.values()).lower().split())
    return frozenset(found)


@cache
def _stems(language: Language) -> frozenset[str]:
    text = (files("newsbrief_models.fidelity.naming") / f"ordinary_{language}.txt").read_text("utf-8")
    return frozenset(text.replace("ё", "е").split())


@cache
def _capitalised() -> frozenset[str]:
    return frozenset(_lists()["capitalised"].split())


@lru_cache(maxsize=4096)
def body(word: str) -> bool:
    """Whether `word` may stand for a ministry, court or force that was named before: the agency, ведомство."""
    return word.lower().startswith(_bodies())


def beginning(word: str) -> str:
    """What a word of English or Russian is told by when it may end otherwise."""
    return word[:_BEGINNING].lower()


@cache
def vague() -> frozenset[str]:
    """Beginnings of words that many names have."""
    return frozenset(_lists()["vague"].split())


@cache
def _bodies() -> tuple[str, ...]:
    return tuple(_lists()["bodies"].split())


@cache
def _small() -> frozenset[str]:
    return frozenset(_lists()["small"].split())


@cache
def _particles() -> frozenset[str]:
    return frozenset(_lists()["particles"].split())


@cache
def _surname_endings() -> tuple[str, ...]:
    return tuple(_lists()["surnames"].split())


@cache
def _suffixes() -> dict[str, frozenset[str]]:
    return {key: frozenset(value.split()) for key, value in _lists().items()}


@cache
def _longest(language: Language) -> int:
    return max(map(len, _suffixes()[language]))


@cache
def _lists() -> dict[str, str]:
    lists: dict[str, str] = tomllib.loads(
        (files("newsbrief_models.fidelity.naming") / "words.toml").read_text("utf-8")
    )
    return lists


@lru_cache(maxsize=4096)
def given_name(word: str) -> bool:
    """Whether `word` sounds like a known given name of Russia or the West."""
    word = word[:MAX_WORD]
    heard = sounds_of(word)
    limit = _GIVEN if heard.weight > _LONG_NAME else _GIVEN_SHORT
    return any(distance(heard, name, limit) <= limit for name in _given().get(_initial(heard), ()))


def _initial(sounds: Sounds) -> str:
    """What the names are sorted by: the first consonant's kind."""
    first = next((s for s, w in zip(sounds.text, sounds.weights, strict=True) if w > 0.5), "")
    return _KINDS.get(first, first)


@cache
def _given() -> dict[str, list[Sounds]]:
    found: dict[str, list[Sounds]] = {}
    for name in (files("newsbrief_models.fidelity.naming") / "given_names.txt").read_text("utf-8").split():
        heard = sounds_of(name)
        found.setdefault(_initial(heard), []).append(heard)
    return found
