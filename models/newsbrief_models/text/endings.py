"""Decides whether a stop ends a sentence, by what stands before and after it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from newsbrief_models.text import tables
from newsbrief_models.text.layout import BLANK
from newsbrief_models.types import Language

_LOOK = 60  # code points looked at before and after a stop
_QUOTE_ENDS = frozenset("\"'’”»“」』")
_OPENING = re.compile(rf"[{BLANK}\"'‘’“”„«(\[{{「『【〈《<¿¡]{{0,{_LOOK}}}")
_WORD = re.compile(r"[\w-]+")
_GOING_ON = frozenset("-–—.!?…")  # after a stop: «Да!» — сказал он. — Мы придем»; ". . ."
_TIME_ZONE = re.compile(r"\w+ [Tt]ime\b")  # "8 a.m. Seoul time"

_LAST_WORD = re.compile(rf"[^{BLANK}()\[\]{{}}«»“”„\"'‘’—–…]+\Z")
_SPACED_STOP = re.compile(r"\.[ \u00a0\u2009\u202f](?=\w{1,3}(?:\.|\Z))")  # "т. д", "U. S"
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁ]\.-?)*[A-ZА-ЯЁ]")
_FIGURE = re.compile(r"[\dIVX](?:-\w{1,3})?\s*(?:[^\W\d_]{1,5}\.?\s*){0,2}\Z")  # "1,5 млрд" before "руб."
_LIST_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}|[IVX]{1,5}|[a-zа-я가-힣])\Z")
_OPENING_PHRASE = 5  # words: "По итогам 2024 г." is no sentence yet

_HANGUL = re.compile(r"[\uac00-\ud7a3\u1100-\u11ff]")
_KOREAN_END = re.compile(r"[다요까죠네]")


class Stop(NamedTuple):
    """Where a sentence may end: ``text[begin:end]`` holds the stops and the quotes and brackets closed there."""

    begin: int
    end: int
    following: int  # where the text goes on after blank space; equal to `end` where there is none


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's words for telling sentence ends."""

    kinds: dict[str, str]  # of abbreviations: before, number, unit, either
    starters: frozenset[str]
    continuers: frozenset[str]
    openers: frozenset[str]
    quoting: frozenset[str]
    speech: re.Pattern[str] | None

    def kind(self, text: str, start: int, stop: Stop) -> str | None:
        """What kind of abbreviation the stop belongs to, if it belongs to one."""
        tail = text[max(start, stop.begin - _LOOK) : stop.begin]
        for candidate in (_SPACED_STOP.sub(".", tail), tail):
            word = _LAST_WORD.search(candidate)
            if word is None:
                continue
            for form in (word[0], word[0].rpartition("-")[2]):
                if form in self.kinds:
                    return self.kinds[form]
                if _INITIALS.fullmatch(form):
                    return "either"
        return None


Judge = Callable[[str, int, Stop, int, Rules], bool]


@cache
def judge(language: Language) -> tuple[Judge, Rules]:
    """The function that tells of a stop whether it ends a sentence, and the rules it wants.

    Called with the text, where the sentence began, the stop, and where the paragraph ends. Takes time that does not
    depend on the length of the text. Not for the end of a paragraph, which always ends a sentence.
    """
    abbreviations = Language.EN if language is Language.KO else language
    kinds = {
        word: kind
        for kind in ("before", "number", "unit", "either")
        for word in tables.words("abbreviations", abbreviations, kind)
    }
    starters, continuers, openers, quoting, speech = (
        tables.words("words", language, kind)
        for kind in ("starter", "continuer", "opener", "quoting", "speech")
    )
    # Up to six words name the speaker: "Kim asked", "the unification minister asked".
    said = re.compile(rf"(?:[\w.'’-]{{1,20}},? ){{1,6}}?(?:{'|'.join(speech)})\b") if speech else None
    rules = Rules(kinds, starters, continuers, openers, quoting, said)
    return (_ends_korean if language is Language.KO else _ends_alphabetic), rules


def _ends_alphabetic(text: str, start: int, stop: Stop, limit: int, rules: Rules) -> bool:
    marks = text[stop.begin : stop.end]
    if stop.following == stop.end:
        return marks == "." and _is_glued(text, stop)
    opening = _OPENING.match(text, stop.end, limit)
    at = stop.following if opening is None else opening.end()
    if at >= limit or text[at] in _GOING_ON:
        return False
    if text[at].islower() and not text[at + 1 : at + 2].isupper():  # but "iPhone" may begin a sentence
        return False
    quote_closed = not _QUOTE_ENDS.isdisjoint(marks)
    if "?" in marks or "!" in marks:
        asked = rules.speech if quote_closed else None
        return asked is None or asked.match(text, at, min(limit, at + _LOOK)) is None
    kind = None if marks.startswith(("..", "…")) or quote_closed else rules.kind(text, start, stop)
    if kind is None:
        return _LIST_NUMBER.fullmatch(text, start, stop.begin) is None
    return _abbreviation_ends(kind, text, start, stop, at, rules)


def _abbreviation_ends(kind: str, text: str, start: int, stop: Stop, at: int, rules: Rules) -> bool:
    if kind == "before":
        return False
    if text[at].isdigit() or text[stop.following] == "(":
        return False
    if kind == "number":
        return True
    word = _WORD.match(text, at, at + _LOOK)
    following = "" if word is None else word[0]
    if kind == "unit" and _follows_figure(text, start, stop):
        goes_on = following in rules.continuers or _TIME_ZONE.match(text, at, at + _LOOK) is not None
        return not goes_on and not _is_opening_phrase(text, start, stop, rules)
    is_initial = len(following) == 1 and text[at + 1 : at + 2] == "."
    return following in rules.starters and not is_initial


def _follows_figure(text: str, start: int, stop: Stop) -> bool:
    tail = text[max(start, stop.begin - _LOOK) : stop.begin]
    word = _LAST_WORD.search(tail)
    return word is not None and (word[0][0].isdigit() or _FIGURE.search(tail[: word.start()]) is not None)


def _is_opening_phrase(text: str, start: int, stop: Stop, rules: Rules) -> bool:
    if stop.begin - start > _LOOK:
        return False
    words = text[start : stop.begin].split()
    return len(words) <= _OPENING_PHRASE and words[0].strip("\"'“«„(") in rules.openers


def _is_glued(text: str, stop: Stop) -> bool:
    """Whether a space has been lost after the stop: "Wednesday.The talks"."""
    before, after = text[max(0, stop.begin - 3) : stop.begin], text[stop.end : stop.end + 2]
    return len(before) == 3 and before.isalpha() and before.islower() and after.isalpha() and after.istitle()


def _ends_korean(text: str, start: int, stop: Stop, limit: int, rules: Rules) -> bool:
    marks = text[stop.begin : stop.end]
    before = text[stop.begin - 1 : stop.begin] if stop.begin > start else ""
    quote_closed = not _QUOTE_ENDS.isdisjoint(marks)
    word = _WORD.match(text, stop.following, min(limit, stop.following + _LOOK))
    following = "" if word is None else word[0]
    if stop.following == stop.end:  # "말했다.그는"
        is_end = not quote_closed and _KOREAN_END.match(before) is not None
        return is_end and following not in rules.quoting and _HANGUL.match(following) is not None
    if quote_closed and following in rules.quoting:
        return False
    if "?" in marks or "!" in marks:
        return True
    if marks.startswith(("..", "…")):
        return _KOREAN_END.match(before) is not None
    if before.isdigit() or _LIST_NUMBER.fullmatch(text, start, stop.begin):  # "2025. 6. 4.", "1.", "가."
        return False
    return _HANGUL.match(before) is not None or rules.kind(text, start, stop) is None
