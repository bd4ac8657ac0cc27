"""A phonetic form that a name has in common whether it is written in Latin, Hangul or Cyrillic letters.

Each word becomes a string of sounds (sounds.tsv) with a weight each; two strings are compared by weighted edit distance
(alignment.py) with costs by likeness (likeness.tsv), which were set by hand and tried on translated news.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_FIRST, _LAST = 0xAC00, 0xD7A3
MAX_WORD = 40  # letters of a word that are heard
_STEM = 2  # letters a word has before an ending at least
_FAINT = 0.15  # what is left of a sound's weight in a Russian case ending
_UNLIKE = 2.0  # times the lighter sound's weight


@dataclass(frozen=True, slots=True)
class Sounds:
    """A word as heard: one character a sound, the weight of each, and the letters of the word heard up to each."""

    text: str
    weights: tuple[float, ...]
    ends: tuple[int, ...]

    @property
    def weight(self) -> float:
        """What losing all of it costs."""
        return sum(self.weights)


@lru_cache(maxsize=16384)
def sounds_of(word: str) -> Sounds:
    """How `word`, letters of one or more scripts, sounds; letters of other scripts and anything else are not heard."""
    word = word[:MAX_WORD]
    found: list[tuple[str, int]] = []
    heard = _respelled().get(word.lower(), word)
    ending = _ending(heard)
    for said, end in _heard(heard):
        found.extend((sound, end) for sound in said if not _again(found, sound))
    weight = _weights()
    return Sounds(
        "".join(sound for sound, _ in found),
        tuple(weight[sound] * (_FAINT if end > ending else 1) for sound, end in found),
        tuple(end if heard is word else len(word) for _, end in found),
    )


def _again(found: list[tuple[str, int]], sound: str) -> bool:
    """Whether `sound` is the last one said twice; with a weak vowel between, as Hangul writes l: 카를로스."""
    if not found or found[-1][0] == sound:
        return bool(found)
    return sound == "l" and len(found) > 1 and found[-1][0] == "y" and found[-2][0] == "l"


@lru_cache(maxsize=2048)
def likeness(one: str, other: str) -> float:
    """What it costs to take one sound for the other."""
    if one == other:
        return 0.0
    listed = _likeness().get(one + other)
    return _UNLIKE * min(_weights()[one], _weights()[other]) if listed is None else listed


def sounds() -> tuple[str, ...]:
    """Every sound there is."""
    return tuple(_weights())


def _heard(word: str) -> Iterator[tuple[str, int]]:
    """(sounds, end of the letters they are heard from)."""
    word = _folded(word)
    at = 0
    while at < len(word):
        if _FIRST <= ord(word[at]) <= _LAST:
            at += 1
            yield _syllable(word[at - 1]), at
            continue
        for letters, before, sounds in _rows(word[at]):
            end = at + len(letters)
            if word.startswith(letters, at) and (not before or (word[end : end + 1] or "$") in before):
                yield sounds, end
                at = end
                break
        else:
            at += 1


def _folded(word: str) -> str:
    """Small letters without marks, one for each letter of `word`."""
    return "".join(_fold(char) for char in word)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    low = char.lower()
    if len(low) == 1 and (low.isascii() or low in "йё" or _FIRST <= ord(low) <= _LAST):
        return low
    return unicodedata.normalize("NFD", low)[0]


def _ending(word: str) -> int:
    """How many letters of a word come before what may be a Russian case ending; all of them in other scripts."""
    if not "\u0400" <= word[-1:] <= "\u04ff":
        return len(word)
    low = word.lower()
    ending = next((e for e in _endings() if low.endswith(e) and len(low) - len(e) >= _STEM), "")
    return len(word) - len(ending)


def _syllable(char: str) -> str:
    index = ord(char) - _FIRST
    hangul = _hangul()
    return hangul["onset"][index // 588] + hangul["vowel"][index % 588 // 28] + hangul["coda"][index % 28]


@lru_cache(maxsize=256)
def _rows(letter: str) -> tuple[tuple[str, str, str], ...]:
    """(letters, before, sounds) of the rows that begin with `letter`."""
    tables = (*_table("latin"), *_table("cyrillic"))
    return tuple((row[0], row[1], row[2]) for row in tables if row[0].startswith(letter))


@cache
def _endings() -> tuple[str, ...]:
    """Russian case endings, longest first."""
    return tuple(sorted((row[0] for row in _table("ru_cases")), key=len, reverse=True))


@cache
def _hangul() -> dict[str, list[str]]:
    return {part: sounds.replace("-", "").split(" ") for part, sounds in _table("hangul")}


@cache
def _respelled() -> dict[str, str]:
    """How names sound, in English spelling, that English writes by another language's rules: Jose, Nguyen."""
    return {row[0]: row[1] for row in _table("respelled")}


@cache
def _weights() -> dict[str, float]:
    return {sound: float(weight) for sound, weight in _table("sounds")}


@cache
def _likeness() -> dict[str, float]:
    costs = {pair: float(cost) for pair, cost in _table("likeness")}
    return costs | {pair[::-1]: cost for pair, cost in costs.items()}


@cache
def _table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``<name>.tsv`` below its header; lines at ``#`` are comments."""
    lines = (files("newsbrief_models.fidelity.naming") / f"{name}.tsv").read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))[1:]
