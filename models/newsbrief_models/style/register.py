"""Korean sentence endings: newspaper style (-다) and broadcast style (-습니다), read, checked and changed.

The endings follow the Korean orthography's (한글 맞춤법) plain and formal-polite declarative forms. Questions and
requests are left as they are.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from newsbrief_models.text.sentences import split
from newsbrief_models.types import Language, Span

_FIRST, _LAST = 0xAC00, 0xD7A3
_NONE, _N, _L, _B, _SS = 0, 4, 8, 17, 20  # finals: none, ㄴ, ㄹ, ㅂ, ㅆ
_ENDING = re.compile(r"(?P<word>[가-힣]+다)(?P<after>[.!…”\"'’)\]]{0,4})\s*\Z")


class Register(StrEnum):
    """A style of sentence endings."""

    NEWSPAPER = "newspaper"  # 밝혔다, 한다, 예정이다
    BROADCAST = "broadcast"  # 밝혔습니다, 합니다, 예정입니다


def rewrite(text: str, register: Register) -> str:
    """`text` with every sentence that ends in the other register changed to `register`; layout stays."""
    pieces, position = [], 0
    for span in split(text, Language.KO):
        pieces += [text[position : span.start], _rewrite(span.of(text), register)]
        position = span.end
    return "".join([*pieces, text[position:]])


def breaks(text: str, register: Register) -> tuple[Span, ...]:
    """Where a sentence ends in the other register: the spans of those last words."""
    found = []
    for span in split(text, Language.KO):
        ending = _ENDING.search(span.of(text))
        if ending and _register_of(ending["word"]) is not register:
            found.append(Span(span.start + ending.start("word"), span.start + ending.end("word")))
    return tuple(found)


def _rewrite(sentence: str, register: Register) -> str:
    ending = _ENDING.search(sentence)
    if ending is None or _register_of(ending["word"]) is register:
        return sentence
    change = _broadcast if register is Register.BROADCAST else _newspaper
    return sentence[: ending.start("word")] + change(ending["word"]) + sentence[ending.end("word") :]


def _register_of(word: str) -> Register:
    polite = len(word) > 2 and word.endswith("니다") and (word[-3] == "습" or _final(word[-3]) == _B)
    return Register.BROADCAST if polite else Register.NEWSPAPER


def _broadcast(word: str) -> str:
    """밝혔다 -> 밝혔습니다, 한다 -> 합니다, 먹는다 -> 먹습니다, 크다 -> 큽니다, 예정이다 -> 예정입니다."""
    stem = word[:-1]
    if not stem:
        return word
    last, final = stem[-1], _final(stem[-1])
    if last == "는" and len(stem) > 1 and _final(stem[-2]) != _NONE:
        return stem[:-1] + "습니다"
    if final in (_N, _L):
        return stem[:-1] + _with(last, _B) + "니다"
    if final != _NONE:
        return stem + "습니다"
    if last == "이" or _ends_in(stem, "open") or stem.endswith("하"):
        return stem[:-1] + _with(last, _B) + "니다"
    return stem + "입니다"  # 의사다: a noun whose 이 is swallowed


def _newspaper(word: str) -> str:
    """밝혔습니다 -> 밝혔다, 합니다 -> 한다, 필요합니다 -> 필요하다, 먹습니다 -> 먹는다, 예정입니다 -> 예정이다."""
    if word.endswith("습니다"):
        stem = word[:-3]
        plain = not stem or _final(stem[-1]) == _SS or _ends_in(stem, "closed")
        return stem + ("다" if plain else "는다")
    stem = word[:-3] + _with(word[-3], _NONE)
    if stem.endswith("이") and not stem.endswith(_verbs_in_i()):
        swallowed = len(stem) > 1 and _final(stem[-2]) == _NONE  # after a vowel the press drops it: 의사다
        return (stem[:-1] if swallowed else stem) + "다"
    adjective = stem.endswith("하") and _ends_in(stem[:-1], "adjectives_in_hada")
    if adjective or _ends_in(stem, "open"):
        return stem + "다"
    lengthened = stem[:-1] + _with(stem[-1], _L)
    if lengthened in _stems()["open"]:  # 깁니다: the ㄹ of 길다 was lost
        return lengthened + "다"
    return stem[:-1] + _with(stem[-1], _N) + "다"


def _ends_in(stem: str, table: str) -> bool:
    """Whether `stem` is in the table or a compound of one in it; a lone open syllable ends too many words for that."""
    known = _stems()[table]
    return stem in known or stem.endswith(tuple(k for k in known if len(k) > 1 or table == "closed"))


@cache
def _verbs_in_i() -> tuple[str, ...]:
    return tuple(_stems()["verbs_in_i"])


def _final(syllable: str) -> int:
    """Index of a syllable's final sound; -1 for what is no syllable."""
    return (ord(syllable) - _FIRST) % 28 if _FIRST <= ord(syllable) <= _LAST else -1


def _with(syllable: str, final: int) -> str:
    return chr(ord(syllable) - _final(syllable) + final)


@cache
def _stems() -> dict[str, list[str]]:
    return tomllib.loads((files("newsbrief_models.style") / "stems.toml").read_text("utf-8"))
