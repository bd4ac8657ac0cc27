"""Compares names that the gazetteer does not know, by their sound."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.findings import Severity
from newsbrief_models.fidelity.naming.beside import alone, part, word_by_word
from newsbrief_models.fidelity.naming.candidates import Candidate
from newsbrief_models.fidelity.naming.given import may_be_one
from newsbrief_models.fidelity.naming.korean_names import unlawed
from newsbrief_models.fidelity.naming.loose import Loose
from newsbrief_models.fidelity.naming.search import Match
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.fidelity.naming.tokens import surname_like
from newsbrief_models.terms.entries import Kind
from newsbrief_models.types import Language, Span

ALIKE = 0.22  # how unlike a name may sound in the other script
ALIKE_WORD = 0.24  # the same of one word of several
ALIKE_SHORT = 0.36  # the same of a short name, mostly vowels, where it costs next to nothing: Ohio, Огайо
_SMALL = 0.6
ALIKE_KOREAN = 0.1  # Korean names are spelled by few, regular conventions


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where a candidate stands on the other side, None where it does not, and what stands for a part of it."""

    span: Span | None
    instead: Span | None = None


def compare(source: Side, target: Side) -> tuple[list[Fact], list[Loose], list[Loose]]:
    """As `known.compare`, for the candidates of either side."""
    facts, missing, extra = [], [], []
    met = set[int]()
    for candidate in source.candidates:
        verdict = judge(candidate, source, target)
        if verdict.span or candidate.firm:
            facts.append(Fact(FactKind.NAME, candidate.span.of(source.text), candidate.span, verdict.span))
        if verdict.span is None or verdict.instead:
            missing.append(_loose(candidate, source))
        if verdict.span:
            met.update(target.between(verdict.span))
        if verdict.instead:
            extra.append(_instead(verdict.instead, target))
    answered = source.language is not Language.KO or target.language is Language.KO
    for candidate in target.candidates:
        if met.isdisjoint(range(candidate.first, candidate.first + len(candidate.words))):
            verdict = judge(candidate, target, source)
            if verdict.span is None or verdict.instead:
                extra.append(_loose(candidate, target, extra=answered, added=True))
    return facts, missing, extra


def _loose(candidate: Candidate, side: Side, *, extra: bool = False, added: bool = False) -> Loose:
    named = len(candidate.words) > 1 or surname_like(candidate.names[0])
    firm = Severity.WARNING if candidate.firm else Severity.INFO
    span = candidate.span
    minor = added and not named
    alone = None if extra else Severity.INFO if minor else firm
    return Loose(
        span.of(side.text), span, side.place(span), "", alone, Severity.ERROR if candidate.firm else firm
    )


def _instead(span: Span, side: Side) -> Loose:
    return Loose(span.of(side.text), span, side.place(span), "", None)


def judge(candidate: Candidate, side: Side, other: Side) -> Verdict:
    """Looks for all of the name first, then for its parts and what stands beside them."""
    around = side.place(candidate.span)
    skip = other.certain(Kind.PERSON) if candidate.korean else frozenset[int]()
    whole = _whole(candidate, other, around, skip)
    if whole and candidate.korean and not may_be_one(candidate.names, other.names_of(whole)):
        return Verdict(None, whole.span)
    # A Russian spelling may be two people's, one of them known: Ли Сон Гвон.
    namesake = _whole(candidate, other, around, frozenset()) if skip and not whole else None
    if namesake and may_be_one(candidate.names, other.names_of(namesake)):
        whole = namesake
    if whole:
        return Verdict(whole.span)
    if len(candidate.words) == 1:
        return Verdict(None)
    if candidate.korean:
        surname = other.sounds.find(candidate.names[:1], around, skip=skip, within=ALIKE_KOREAN)
        there = surname and alone(surname, other)
        return Verdict(surname.span if surname and there else None)
    parts = [other.sounds.find([name], around, within=ALIKE) for name in candidate.names]
    return _by_parts(candidate.names, parts, other)


def _whole(candidate: Candidate, other: Side, around: float, skip: frozenset[int]) -> Match | None:
    """All of the name, outside the words `skip`, as it sounds or, in the South, was spelled before."""
    single = ALIKE_SHORT if len(candidate.words) == 1 else ALIKE
    within = ALIKE_KOREAN if candidate.korean else single
    found = [other.sounds.find(candidate.names, around, skip=skip, within=within)]
    if candidate.korean and (kept := unlawed(candidate.names[0])) != candidate.names[0]:
        found.append(other.sounds.find([kept, *candidate.names[1:]], around, skip=skip, within=within))
    whole = min((match for match in found if match), key=lambda match: match.share, default=None)
    if whole is None or not _alike(candidate, whole):
        return None
    same = candidate.korean or word_by_word(candidate.names, whole, other, ALIKE_WORD)
    return whole if same else None


def _alike(candidate: Candidate, match: Match) -> bool:
    return candidate.korean or match.share <= ALIKE or match.cost <= _SMALL


def _by_parts(names: Sequence[str], parts: Sequence[Match | None], other: Side) -> Verdict:
    """Of a name of several words some are there: the verdict on the rest by what stands next to them."""
    met = [part for part in parts if part]
    if not met:
        return Verdict(None)
    for index, lost in enumerate(parts):
        for step in (1, -1):
            beside = parts[index + step] if lost is None and 0 <= index + step < len(parts) else None
            if beside and (instead := part(other, beside.first - 1 if step == 1 else beside.last + 1)):
                return Verdict(beside.span, instead)
    return Verdict(met[-1].span) if parts[-1] else Verdict(None)
