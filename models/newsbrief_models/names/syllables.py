"""Korean syllables: taken apart, pronounced one after another, and spelled in Latin or Cyrillic letters."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from newsbrief_models.names.tables import rows

_FIRST, _LAST = "가", "힣"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_PALATAL = {"ㄷ": "ㅈ", "ㅌ": "ㅊ"}


class Syllable(NamedTuple):
    """One syllable; `initial` is empty where Hangul writes the silent ㅇ, `final` where it ends in its vowel."""

    initial: str
    vowel: str
    final: str


def is_hangul(text: str) -> bool:
    """Whether `text` is whole Hangul syllables only, at least one."""
    return bool(text) and all(_FIRST <= char <= _LAST for char in text)


def split(text: str) -> list[Syllable]:
    """The syllables of `text`, which must be Hangul (`is_hangul`)."""
    codes = [ord(char) - ord(_FIRST) for char in text]
    return [
        Syllable(_INITIALS[code // 588].replace("ㅇ", ""), _VOWELS[code // 28 % 21], _FINALS[code % 28])
        for code in codes
    ]


def join(syllable: Syllable) -> str:
    """The Hangul letter block of `syllable`."""
    initial = _INITIALS.index(syllable.initial or "ㅇ")
    code = (initial * 21 + _VOWELS.index(syllable.vowel)) * 28 + _FINALS.index(syllable.final)
    return chr(ord(_FIRST) + code)


@cache
def _closing() -> dict[str, tuple[str, str, str]]:
    return {row["coda"]: (row["closed"], row["stays"], row["moves"]) for row in rows("closing")}


@cache
def _contacts() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["coda"], row["onset"]): (row["left"], row["right"]) for row in rows("contacts")}


def pronounce(syllables: Sequence[Syllable]) -> list[Syllable]:
    """The syllables of one word as they sound together: 독립문 -> 동님문, 신라 -> 실라, 같이 -> 가치.

    Follows Standard Pronunciation (표준 발음법) chapters 4 and 5 without tensing, and without what only a dictionary
    knows (ㄴ added in 꽃잎). ㄱ, ㄷ and ㅂ before ㅎ stay apart, as all systems here write nouns: 묵호 Mukho.
    """
    spoken = list(syllables)
    for index, current in enumerate(spoken):
        coda = current.final
        if not coda:
            continue
        following = spoken[index + 1] if index + 1 < len(spoken) else None
        closed, stays, moves = _closing()[coda]
        if following is None:
            left, right = closed, None
        elif not following.initial:
            right = _PALATAL.get(moves, moves) if following.vowel == "ㅣ" else moves
            left = stays
        else:
            pair = _contacts().get((coda, following.initial)) or _contacts().get((closed, following.initial))
            left, right = pair or (closed, following.initial)
        spoken[index] = current._replace(final=left)
        if following is not None and right is not None:
            spoken[index + 1] = following._replace(initial=right)
    return spoken


@cache
def _letters(system: str) -> dict[tuple[str, str], str]:
    return {(row["letter"], row["place"]): row[system] for row in rows("jamo")}


def spell(syllables: Sequence[Syllable], system: str, *, voiced: bool = False) -> list[str]:
    """Each syllable in the letters of `system` (a column of ``data/jamo.tsv``), finals as they close the syllable.

    ㄱ, ㄷ, ㅂ and ㅈ are written voiced between voiced sounds; `voiced` says that such a sound comes before the first.
    """
    letters = _letters(system)
    parts: list[str] = []
    for initial, vowel, final in syllables:
        closed = _closing()[final][0] if final else ""
        text = ""
        if initial:
            soft = letters.get((initial, "voiced")) if voiced else None
            text = soft or letters[initial, "initial"]
        text += letters[vowel, "joined" if initial else "vowel"]
        text += letters[closed, "final"] if closed else ""
        parts.append(text)
        voiced = closed in ("", "ㄴ", "ㄹ", "ㅁ", "ㅇ")
    return parts
