"""Finds what may be persons' names in Korean text, which has no capitals: by their shape and the titles beside them."""

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from newsbrief_models.fidelity.naming.candidates import Candidate
from newsbrief_models.fidelity.naming.tokens import Word, given_name, ordinary
from newsbrief_models.names.korean import given_syllables, person, surnames
from newsbrief_models.terms import korean

_SYLLABLES = 3  # of a Korean name in full
_COMMON = 120  # of the syllables of given names, commonest first
_REACH = 2  # words within which a title follows
_SHORTEST = 2  # syllables of a foreign surname
_LONGEST = 4  # syllables of particles behind a title


def candidates(words: Sequence[Word], known: frozenset[int]) -> list[Candidate]:
    """The candidates among `words` outside the indices `known`, in order."""
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        counted = words[at].gap[-1:].isdigit()  # 500개라고
        candidate = None if at in known or counted else _korean(words, at) or _foreign(words, at, known)
        if candidate:
            found.append(candidate)
        at += len(candidate.words) if candidate else 1
    return found


def _korean(words: Sequence[Word], at: int) -> Candidate | None:
    """한지우 외교부 차관; 한지우(34) 씨; 한지우씨; 한지우를: a title, or both syllables are those of given names."""
    name, rest = words[at].text[:_SYLLABLES], words[at].text[_SYLLABLES:]
    if len(name) < _SYLLABLES or not _surnamed(name) or not korean.follows(rest, name):
        return None
    shaped = _shaped(name) and not ordinary(name)
    acts = shaped and (rest in _list("subject") if rest else titled(words, at + 1))
    led = not rest and name[0] in _surname_syllables() and not ordinary(name) and titled(words, at + 1, 1)
    if not (acts or led or (rest and _plainly(name))):
        return None
    return Candidate((_cut(words[at], name),), at, korean=True, firm=True)


def _surnamed(name: str) -> bool:
    """Whether `name` begins as Korean surnames do."""
    return name[0] in _surname_syllables() or name[:2] in _surname_syllables()


@lru_cache(maxsize=8192)
def _plainly(name: str) -> bool:
    """Whether a surname and two syllables common in given names make up `name`, and hardly another word."""
    if name[0] not in _surname_syllables() or not all(char in _given_syllables() for char in name[1:]):
        return False
    return name[-1] in _list("closing") if ordinary(name) else name[-1] not in _list("no_closing")


@cache
def _given_syllables() -> frozenset[str]:
    return frozenset(list(given_syllables())[:_COMMON])


def _foreign(words: Sequence[Word], at: int, known: frozenset[int]) -> Candidate | None:
    """안드레이 레베데프 국장, 레베데프 국장: a given name and a word that begins as no ordinary one does, or the latter
    alone; a title or a particle follows.
    """
    size = 2 if at + 1 < len(words) and at + 1 not in known and _pair(words[at], words[at + 1]) else 1
    last = words[at + size - 1]
    if size == 1 and ordinary(last.text) and not any(end in last.text for end in _surname_ends()):
        return None
    followed = titled(words, at + size) and not _acts(last.text)
    rank = followed or (size > 1 and at > 0 and words[at - 1].text in _long_titles())
    if not "가" <= last.text[0] <= "힣":
        return None
    stem = _stem(last.text, _list("oblique") if followed else _particles()) or (last.text if rank else "")
    if ordinary(last.text) and not (size > 1 and rank) and not (followed and _surname(stem)):
        return None
    if size == 1 and not (followed and not last.text.endswith(_bodies())) and not _transcribed(last.text):
        return None
    short = size == 1 and last.text[0] in _surname_syllables() and len(stem) <= _SYLLABLES
    if len(stem) < _SHORTEST or short:
        return None
    found = (*words[at : at + size - 1], _cut(last, stem))
    return Candidate(found, at, korean=False, firm=rank or size > 1 or _surname(stem))


def _acts(word: str) -> bool:
    """Whether a word ends as those do that belong to the next one, or in the particle of one who acts."""
    return word[-1] in _list("adnominal") or (len(word) > _SYLLABLES and word[-1] == "가")


def _transcribed(word: str) -> bool:
    """Whether a word ends as foreign surnames do, or has two syllables at least that few but foreign names have."""
    foreign = len(word) > _SYLLABLES and sum(char in _list("foreign") for char in word) > 1
    return foreign or _surname(_stem(word, _particles()) or word)


def _surname(word: str) -> bool:
    return len(word) >= _SYLLABLES and word.endswith(_surname_ends())


def _stem(word: str, marks: frozenset[str]) -> str:
    """The word without the particle of `marks` it ends in; empty where it ends in none."""
    return next((word[:n] for n in range(len(word) - 1, 1, -1) if word[n:] in marks), "")


def _pair(first: Word, second: Word) -> bool:
    return second.gap == " " and len(first.text) > 1 and not ordinary(first.text) and given_name(first.text)


def titled(words: Sequence[Word], at: int, reach: int = _REACH) -> bool:
    """Whether a title stands at `at` or soon after, within `reach` words."""
    return any(_title(word.text) for word in words[at : at + reach])


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
def _bodies() -> tuple[str, ...]:
    return tuple(_list("bodies"))


@cache
def _surname_ends() -> tuple[str, ...]:
    return tuple(_list("surnames"))


@cache
def unlawed(name: str) -> str:
    """A name as the North writes it and others hear it: 림 for 임; unchanged where the law of initials is silent."""
    lawful, kept = _initials()
    at = lawful.find(name[0])
    return name if at < 0 else kept[at] + name[1:]


@cache
def _initials() -> tuple[str, str]:
    table = tomllib.loads((files("newsbrief_models.fidelity.naming") / "korean.toml").read_text("utf-8"))
    return table["lawful"], table["kept"]


@cache
def _particles() -> frozenset[str]:
    return _list("oblique") | _list("direct")


@cache
def _list(key: str) -> frozenset[str]:
    table = tomllib.loads((files("newsbrief_models.fidelity.naming") / "korean.toml").read_text("utf-8"))
    return frozenset(table[key].split())
