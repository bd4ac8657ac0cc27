"""Tells in which case a name stands in a Russian sentence: by the form it has now and by the words before it.

This is no parser. The word before the name decides, as grammars put it: a preposition or verb governs, an adjective,
title or noun in apposition agrees, another noun takes the genitive (ru_governors.toml). Where that leaves a choice the
present form does.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from newsbrief_models.fidelity.applying.governors import (
    agreeing_cases,
    finite,
    nouns,
    prepositions,
    verb_case,
    words_of,
)
from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Form, Kind
from newsbrief_models.terms.russian import Case
from newsbrief_models.types import Span

_WORD = re.compile(r"[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_REACH = 90  # code points before a name that are looked at
_JOINT = 12  # code points between two names that are listed together
_LONGEST_PREPOSITION = 20  # code points
_CHAIN = 3  # words between a title and the name that belongs to it
_FAR = 5  # words before a preposition that may tell a direction
_QUOTES = " «\"“„'("


class Trust(IntEnum):
    """How far the words around a name tell its case."""

    NONE = 0
    WEAK = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """Cases a name may stand in, likelier first, and how sure that is."""

    cases: tuple[Case, ...]
    trust: Trust


def case_at(text: str, span: Span, term: Form, kind: Kind, earlier: tuple[Span, Case] | None = None) -> Case:
    """The case in which `term` is to be written at `span` of `text`; `earlier` is the last name
    before it and the case of that.

    A form that is not the nominative tells its case, and the words before only choose between like forms; one that
    looks like the nominative, or is in other letters, may be uninflected: there the words decide.
    """
    own = own_cases(span.of(text), term)
    context = read(text, span, kind, earlier)
    if own and Case.NOM not in own:
        return next((case for case in context.cases if case in own), own[0])
    return context.cases[0]


def miscased(text: str, span: Span, term: Form, kind: Kind) -> bool:
    """Whether what stands at `span` is `term` in a case that the preposition before it rules out: из Киев.

    Titles and nouns rule out none: секретарь президента Дмитрий Песков, в городе Тында.
    """
    before = text[max(0, span.start - _LONGEST_PREPOSITION) : span.start].split()
    own = russian.cases(term, span.of(text))
    if not own or not before or before[-1].lower() not in prepositions():
        return False
    return frozenset(own).isdisjoint(read(text, span, kind).cases)


def own_cases(surface: str, term: Form) -> tuple[Case, ...]:
    """The cases whose form of `term` is nearest to `surface`; all where it is not in Cyrillic and so says nothing."""
    if not "\u0400" <= surface[-1:] <= "\u04ff":
        return tuple(Case)
    far = {
        case: _differences(surface.lower().split(), russian.inflect(term, case).lower().split())
        for case in Case
    }
    least = min(far.values())
    return tuple(case for case in Case if far[case] == least)


def _differences(one: list[str], other: list[str]) -> int:
    """How far the words differ: each from its own where there are as many, else the last from the last."""
    pairs = zip(one, other, strict=True) if len(one) == len(other) else [(one[-1], other[-1])]
    return sum(_difference(a, b) for a, b in pairs)


def _difference(one: str, other: str) -> int:
    """Levenshtein's distance, the last letters counting most: they are the ending."""
    one, other = one[-24:], other[-24:]
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        above, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            weight = 2 if len(one) - i < 2 or len(other) - j < 2 else 1
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (weight if a != b else 0))
    return row[-1]


def read(text: str, span: Span, kind: Kind, earlier: tuple[Span, Case] | None = None) -> Reading:
    """What the words around `span` tell of the case of a name that stands there."""
    start = span.start
    before = text[max(0, start - _REACH) : start]
    quoted = before.rstrip(" ").endswith(("«", '"', "“", "„"))
    tail = before.rstrip(_QUOTES)
    if not tail or tail[-1] in ".!?…:;—–)":
        return Reading((Case.NOM,), Trust.WEAK)
    if tail[-1] == ",":
        return _listed(text, start, earlier) or Reading((Case.NOM,), Trust.NONE)
    words = [match[0] for match in _WORD.finditer(tail)]
    if not words or not tail.endswith(words[-1]):
        return Reading((Case.NOM,), Trust.NONE)
    clause = re.split(r"[.!?…:;,—–]\s", tail)[-1].split()
    following = _WORD.match(text[span.end : span.end + _REACH].lstrip(_QUOTES + "»”"))
    if kind is Kind.PERSON and following and finite(following[0].lower()) and _opening(clause):
        return Reading((Case.NOM,), Trust.WEAK)
    return _by_words(words, kind, quoted, _listed(text, start, earlier))


def _opening(clause: list[str]) -> bool:
    """Whether the words before a name are an adverbial phrase, after which the subject comes: По окончании встречи."""
    low = [word.lower() for word in clause]
    return (
        len(low) > 1
        and low[0] in prepositions()
        and low[-1] not in prepositions()
        and not any(map(finite, low))
    )


def _by_words(words: list[str], kind: Kind, quoted: bool, listed: Reading | None) -> Reading:
    last = words[-1].lower()
    if last in ("и", "или") and listed:
        return listed
    governed = prepositions().get(last)
    if governed:
        return Reading(_directed(governed, words[-1 - _FAR : -1], last), Trust.STRONG)
    if any(last.startswith(stem) for stem in words_of("fixed", "stems")):
        return Reading((Case.NOM,), Trust.STRONG if quoted else Trust.WEAK)
    verb = verb_case(last)
    agreeing = () if verb is Case.INS else agreeing_cases(last, kind)
    if agreeing:
        return _narrowed(agreeing, words[:-1])
    if verb is Case.NOM and kind is Kind.ORGANIZATION and _subject(words[:-1]):
        return Reading((Case.DAT,), Trust.WEAK)
    if verb:
        return Reading((verb,), Trust.WEAK if verb is Case.NOM else Trust.STRONG)
    if last in words_of("silent", "words"):
        if last in words_of("silent", "subject") or len(words) == 1:
            return Reading((Case.NOM,), Trust.WEAK)
        return (
            _by_words(words[:-1], kind, False, listed) if len(words) > 1 else Reading((Case.NOM,), Trust.NONE)
        )
    if words[-1][0].isupper() and len(words) > 1 and not words[-1].isupper():
        return _by_words(words[:-1], kind, False, listed)
    if finite(last) or last.endswith(("ть", "ться")):
        return Reading((Case.NOM, Case.ACC), Trust.NONE)
    titled = _titled(words[:-1]) if kind is Kind.PERSON else ()
    return Reading(titled, Trust.STRONG) if titled else Reading((Case.GEN,), Trust.WEAK)


def _subject(before: list[str]) -> bool:
    """Whether the one word before a verb is its subject, so that an agency after it is told: Источник сообщил ТАСС."""
    return len(before) == 1 and before[0].lower() not in words_of("silent", "words") | frozenset(
        prepositions()
    )


def _titled(before: list[str]) -> tuple[Case, ...]:
    """The case of a title with a genitive between it and the name: секретарь совета Лебедев."""
    for word in reversed(before[-_CHAIN:]):
        low = word.lower()
        noun = nouns(True).get(low)
        if noun:
            return noun
        if finite(low) or low in prepositions():
            return ()
    return ()


def _directed(cases: tuple[Case, ...], before: list[str], preposition: str) -> tuple[Case, ...]:
    """Пройдет в Москве, but прибыл в Москву; with neither both, and вернулся с Сахалина is left to the form."""
    if _any_begins(before, "direction") and Case.ACC in cases:
        return (Case.ACC, *(case for case in cases if case is not Case.ACC))
    if _any_begins(before, "rest") and Case.LOC in cases:
        return (Case.LOC,)
    return (*cases, Case.GEN) if preposition in ("с", "со") else cases


def _any_begins(words: list[str], table: str) -> bool:
    stems = tuple(words_of(table, "stems"))
    return any(word.lower().startswith(stems) for word in words)


def _narrowed(agreeing: tuple[Case, ...], before: list[str]) -> Reading:
    """An agreeing word may be in two cases (президента): a preposition or verb before it decides."""
    for word in reversed(before[-3:]):
        governed = prepositions().get(word.lower()) or (
            (verb,) if (verb := verb_case(word.lower())) else None
        )
        kept = tuple(case for case in governed or () if case in agreeing)
        if kept:
            return Reading((*kept, *(case for case in agreeing if case not in kept)), Trust.STRONG)
    return Reading(agreeing, Trust.STRONG)


def _listed(text: str, start: int, earlier: tuple[Span, Case] | None) -> Reading | None:
    """In "X и Y" and "X, Y" the second stands as the first does."""
    if earlier is None or not 0 <= start - earlier[0].end <= _JOINT:
        return None
    between = text[earlier[0].end : start].strip(' «»"“”')
    return Reading((earlier[1],), Trust.STRONG) if between in ("и", ",", "или", ", и", "а также") else None
