"""Finds what may be persons' names in Korean text, which has no capitals: by their shape and the titles beside them."""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.fidelity.naming.candidates import Candidate
from newsbrief_models.fidelity.naming.tokens import Word, given_name, ordinary
from newsbrief_models.names.korean import person, surnames
from newsbrief_models.terms import korean

_SYLLABLES = 3  # of a Korean name in full
_REACH = 2  # words within which a title follows
_SHORTEST = 2  # syllables of a foreign surname
_LONGEST = 4  # syllables of particles behind a title


def candidates(words: Sequence[Word], known: frozenset[int]) -> list[Candidate]:
    """The candidates among `words` outside the indices `known`, in order."""
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        candidate = None if at in known else _korean(words, at) or _foreign(words, at, known)
        if candidate:
            found.append(candidate)
        at += len(candidate.words) if candidate else 1
    return found


def _korean(words: Sequence[Word], at: int) -> Candidate | None:
    """한지우 외교부 차관; 한지우(34) 씨; 한지우씨."""
    name, rest = words[at].text[:_SYLLABLES], words[at].text[_SYLLABLES:]
    if not _shaped(name) or ordinary(name):
        return None
    if rest not in _list("subject") and (rest or not titled(words, at + 1)):
        return None
    return Candidate((_cut(words[at], name),), at, korean=True, firm=True)


def _foreign(words: Sequence[Word], at: int, known: frozenset[int]) -> Candidate | None:
    """안드레이 레베데프 국장, 레베데프 국장: a given name and a word that begins as no ordinary one does, or the latter
    alone; a title or a particle follows.
    """
    size = 2 if at + 1 < len(words) and at + 1 not in known and _pair(words[at], words[at + 1]) else 1
    last = words[at + size - 1]
    rank = titled(words, at + size) and last.text[-1] not in _list("adnominal")
    rank = rank or (size > 1 and at > 0 and words[at - 1].text in _long_titles())
    if not "가" <= last.text[0] <= "힣" or (ordinary(last.text) and not (size > 1 and rank)):
        return None
    if (
        size == 1
        and not (rank and not last.text.endswith(tuple(_list("bodies"))))
        and not _transcribed(last.text)
    ):
        return None
    stem = _stem(last.text, _list("oblique") if rank else _particles()) or (last.text if rank else "")
    if len(stem) < _SHORTEST or (
        size == 1 and last.text[0] in _surname_syllables() and len(stem) <= _SYLLABLES
    ):
        return None
    found = (*words[at : at + size - 1], _cut(last, stem))
    return Candidate(found, at, korean=False, firm=rank or size > 1 or _surname(stem))


def _transcribed(word: str) -> bool:
    """Whether a word ends as foreign surnames do, or has two syllables at least that few but foreign names have."""
    foreign = len(word) > _SYLLABLES and sum(char in _list("foreign") for char in word) > 1
    return foreign or _surname(_stem(word, _particles()) or word)


def _surname(word: str) -> bool:
    return len(word) >= _SYLLABLES and word.endswith(tuple(_list("surnames")))


def _stem(word: str, marks: frozenset[str]) -> str:
    """The word without the particle of `marks` it ends in; empty where it ends in none."""
    return next((word[:n] for n in range(len(word) - 1, 1, -1) if word[n:] in marks), "")


def _pair(first: Word, second: Word) -> bool:
    return second.gap == " " and len(first.text) > 1 and not ordinary(first.text) and given_name(first.text)


def titled(words: Sequence[Word], at: int) -> bool:
    """Whether a title stands at `at` or soon after."""
    return any(_title(word.text) for word in words[at : at + _REACH])


def _cut(word: Word, name: str) -> Word:
    return Word(name, word.start, word.start + len(name), word.gap, word.opens)


@lru_cache(maxsize=8192)
def _shaped(name: str) -> bool:
    found = person(name) if len(name) == _SYLLABLES else None
    return found is not None and len(found.given) == _SYLLABLES - 1


@cache
def _surname_syllables() -> frozenset[str]:
    return frozenset(surnames())


@lru_cache(maxsize=8192)
def _title(word: str) -> bool:
    """Whether `word` is a title, or ends in one, with or without a particle."""
    return any(
        (word[:end] in _list("titles") or word[:end].endswith(_long_titles()))
        and (end == len(word) or korean.follows(word[end:], word[:end]))
        for end in range(len(word), max(0, len(word) - _LONGEST), -1)
    )


@cache
def _long_titles() -> tuple[str, ...]:
    """Titles that end longer words (영사국장); those of one syllable end too many others (날씨)."""
    return tuple(title for title in _list("titles") if len(title) > 1)


@cache
def _particles() -> frozenset[str]:
    return _list("oblique") | _list("direct")


@cache
def _list(key: str) -> frozenset[str]:
    table = tomllib.loads((files("newsbrief_models.fidelity.naming") / "korean.toml").read_text("utf-8"))
    return frozenset(table[key].split())
