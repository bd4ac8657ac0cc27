"""Tells whether two spellings of a Korean given name, in whatever letters, may be one: by syllables, not by sound.

Ji-hoon and 지현 sound alike and are two people. A syllable is read as all that its spelling may stand for
(names/data/syllables.tsv and the systems of transcription); one that nothing spells so says nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, lru_cache

from newsbrief_models.names import korean, syllables

_GIVEN = 2  # syllables of a given name
_ENDINGS = ("ом", "ем", "а", "у", "е", "ы", "и", "я", "ю")  # of the last syllable in a Russian text
_COLUMNS = ("press", "others", "russian_others")
_SYSTEMS = ("rr", "mr", "dprk", "press", "kontsevich")
_MARKS = str.maketrans("ŏŭё", "ouе", "'’ʼ")


def may_be_one(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names, each a surname and syllables or Hangul in one, may have one given name."""
    first, second = _syllables(one), _syllables(other)
    if len(first) != _GIVEN + 1 or len(second) != _GIVEN + 1:
        return True
    pairs = zip(first[1:], second[1:], strict=True)
    return all(_may_be(a, b) for a, b in pairs)


def _may_be(one: str, other: str) -> bool:
    left, right = readings(one), readings(other)
    return not left or not right or not left.isdisjoint(right)


def _syllables(names: Sequence[str]) -> list[str]:
    return [part for name in names for part in (name if syllables.is_hangul(name) else [name])]


@lru_cache(maxsize=4096)
def readings(syllable: str) -> frozenset[str]:
    """The syllables of Hangul that `syllable` may be; empty where nobody can tell."""
    if syllables.is_hangul(syllable):
        return frozenset(syllable)
    low = syllable.lower().translate(_MARKS)
    found = _table().get(low, frozenset())
    for ending in _ENDINGS:
        stem = low.removesuffix(ending)
        if stem != low and stem:
            found |= _table().get(stem, frozenset())
    return found


@cache
def _table() -> dict[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for char, row in korean.given_syllables().items():
        spelled = {form for column in _COLUMNS for form in row[column].split()}
        syllable = syllables.split(char)
        for system in _SYSTEMS:
            for voiced in (False, True):
                spelled.add("".join(syllables.spell(syllable, system, voiced=voiced)))
        for form in spelled:
            found[form.lower().translate(_MARKS)].add(char)
    return {form: frozenset(chars) for form, chars in found.items()}
