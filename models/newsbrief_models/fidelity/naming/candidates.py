"""Finds what may be names in English and Russian text: capitalised words that are no ordinary ones."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief_models.fidelity.naming.tokens import (
    Word,
    family_name,
    korean_given,
    korean_surname,
    ordinary,
    particle,
    small_word,
    surname_like,
)
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Span

MAX_WORDS = 6
_QUOTED = 4  # words of a firm's name behind the one that is no ordinary word
_TINY = 2  # letters of a later word of a name that is too short to be looked up: Tai Po
_HYPHENS = ("-", "\u2010", "\u2011")
_JOINTS = frozenset(" -\u2010\u2011\u00a0'’.")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name. `korean`: shaped as a Korean person's; `firm`: it can hardly be anything but a name."""

    words: tuple[Word, ...]
    first: int  # index of its first word in the text
    korean: bool
    firm: bool

    @property
    def span(self) -> Span:
        return Span(self.words[0].start, self.words[-1].start + len(self.words[-1].bare))

    @property
    def names(self) -> list[str]:
        return [word.bare for word in self.words]


def candidates(words: Sequence[Word], mentions: Sequence[Mention]) -> list[Candidate]:
    """The candidates among `words` outside what `mentions` name for certain, in order."""
    covered = _covered(words, mentions)
    found: list[Candidate] = []
    at = 0
    while at < len(words):
        if not words[at].capital:
            at += 1
            continue
        size = _korean(words, covered, at)
        if size:
            found.append(Candidate(tuple(words[at : at + size]), at, korean=True, firm=True))
            at += size
            continue
        size = _run(words, covered, at)
        if size:
            run = tuple(words[at : at + size])
            firm = size > 1 or not run[0].opens or surname_like(run[0].bare) or _quoted(words, at, size)
            found.append(Candidate(run, at, korean=False, firm=firm))
        at += max(1, size)
    return found


def _covered(words: Sequence[Word], mentions: Sequence[Mention]) -> set[int]:
    """Indices of the words that a mention is sure of; none is of Kim Song in Kim Song-chol."""
    starts = [word.start for word in words]
    cut = {word.start - 1 for word in words if word.gap in _HYPHENS}
    sure = (
        m.span
        for m in mentions
        if m.strength is not Strength.WEAK and not (m.entry.kind is Kind.PERSON and m.span.end in cut)
    )
    return {i for span in sure for i in range(bisect_left(starts, span.start), bisect_left(starts, span.end))}


def _korean(words: Sequence[Word], covered: set[int], at: int) -> int:
    """How many words from here are a Korean person's name in full; 0 when they are not."""
    surname = words[at]
    small = surname.opens and small_word(surname.text)  # На Ким Чен Ына: a preposition, not the surname Na
    if small or not surname.capital or not korean_surname(surname.text) or at + 1 >= len(words):
        return 0
    given = words[at + 1]
    if given.gap not in (" ", "\u00a0") or not given.capital or at in covered:
        return 0
    third = words[at + 2] if at + 2 < len(words) else None
    joined = third is not None and third.gap in _HYPHENS
    if given.text[0].isascii():
        return 3 if third and korean_given(given.text, third.text, joined=joined) else 0
    if (
        third
        and third.gap == " "
        and third.capital
        and korean_given(given.text, None, joined=False)
        and len(third.text) <= 6
    ):
        return 3
    return 0


def _run(words: Sequence[Word], covered: set[int], at: int) -> int:
    size = 0
    for index in range(at, min(len(words), at + MAX_WORDS)):
        word = words[index]
        if index in covered or not word.capital or word.acronym:
            break
        part = particle(word.bare) and not word.opens
        later = size > 0 and (family_name(word.bare) or (len(word.bare) == _TINY and not word.opens))
        if ordinary(word.bare) and not part and not later:
            break
        if size and not (word.gap and set(word.gap) <= _JOINTS and len(word.gap) <= 2):
            break
        size += 1
    return 0 if all(particle(word.bare) for word in words[at : at + size]) else size


def _quoted(words: Sequence[Word], at: int, size: int) -> bool:
    """Whether a quotation begins with these words and soon ends, as Russian writes names of firms and clubs:
    «Фламенго», «Вижн инвест».
    """
    behind = (words[index].gap for index in range(at + size, min(len(words), at + size + _QUOTED)))
    return words[at].gap.endswith("«") and any(gap.startswith("»") for gap in behind)
