"""Goes through a source's terms: which are right in the target, which can be put right, which cannot."""

from collections import defaultdict, deque
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from newsbrief_models.fidelity.applying.locate import Finder, Sought, strangers
from newsbrief_models.fidelity.applying.russian_case import miscased
from newsbrief_models.fidelity.applying.wanted import Origin, Wanted, wanted, written
from newsbrief_models.fidelity.applying.writing import Edit, write
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.fidelity.naming import kin, known, unknown
from newsbrief_models.fidelity.naming.side import NAMED, Side, side_of
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.types import Language, Span


@dataclass(frozen=True, slots=True)
class AppliedTerm:
    """A term that stands in the text, its spans in the source and in the text returned; `replaced` is what stood there
    before, empty where it was right.
    """

    entry: str
    origin: Origin
    source_span: Span
    target_span: Span
    text: str
    repaired: bool
    replaced: str = ""


@dataclass(frozen=True, slots=True)
class TermResult:
    """The text with its terms, each of them in the order of the text, and what could not be or had to be put right."""

    text: str
    applied: tuple[AppliedTerm, ...]
    findings: tuple[Finding, ...]


def apply_terms(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    *,
    matcher: Matcher,
    extra: Matcher | None = None,
    requested: Collection[str] = (),
) -> TermResult:
    """Checks and repairs the terms of `source` in its translation `target`.

    The terms of `extra` (a glossary; those whose entry ids are in `requested` came with the request) must be written
    in their first form. A name of `matcher` may be written in any form it has, and is written in its first where the
    target has none of them. What is replaced is another known form, the source's own word left over, or alone in
    sounding like the term. A Russian term takes the case of what it replaces, a Korean particle is made to fit. Each
    replacement is in `applied` and in `findings`, as repaired. Takes time linear in the texts.
    """
    one, other = side_of(source, source_language, matcher), side_of(target, target_language, matcher)
    work = _Work(one, other, wanted(one, target_language, extra, requested), extra)
    work.settle()
    work.pair()
    return work.result()


class _Work:
    """One application: what is right, what to change, and what is lost."""

    def __init__(self, source: Side, target: Side, terms: list[Wanted], extra: Matcher | None) -> None:
        self._source = source
        self._target = target
        self._terms = terms
        self._asked_here = extra.find(target.text, target.language) if extra else ()
        self._kept: list[tuple[Wanted, Span]] = []
        self._edits: list[tuple[Wanted, Span]] = []
        self._lost: list[Wanted] = []
        self._used: set[Span] = set()
        self._hopeless: set[str] = set()

    def settle(self) -> None:
        """Decides on each term."""
        places = {entry: deque(spans) for entry, spans in self._right.items()}
        for want in self._terms:
            right = places[want.entry.id]
            while right and right[0] in self._used:
                right.popleft()
            if right:
                self._used.add(right[0])
                self._kept.append((want, right.popleft()))
            elif want.asked or not self._named_otherwise(want):
                self._mend(want)

    def _named_otherwise(self, want: Wanted) -> bool:
        """Whether a name is in the target already, or what may stand for it: 북한 for Pyongyang."""
        met = bool(self._right[want.entry.id])
        return met or not kin.related(want.mention.entries).isdisjoint(self._target.idents)

    def _mend(self, want: Wanted) -> None:
        if not want.asked and want.entry.id in self._hopeless:
            return  # one search for a name that nobody asked for is enough
        place = self._finder.find(Sought(want.mention, want.entry, want.asked), self._other_forms(want))
        if place:
            place = _absorbed(self._target.text, place, want.form.text)
            self._finder.take(place)
            self._edits.append((want, place))
        elif not self._right[want.entry.id]:
            self._lost.append(want)
            self._hopeless.add(want.entry.id)

    @cached_property
    def _right(self) -> dict[str, list[Span]]:
        """Where the target has each term as it is to be, by the id of its entry."""
        found: dict[str, list[Span]] = {}
        asked = defaultdict[str, list[Span]](list)
        for mention in self._asked_here:
            for entry in mention.entries:
                asked[entry.id].append(mention.span)
        for want in self._terms:
            if want.entry.id in found:
                continue
            text, language = self._target.text, self._target.language
            if want.asked:
                own = asked[want.entry.id]
                found[want.entry.id] = [s for s in own if written(want.form, s.of(text), language)]
            else:
                found[want.entry.id] = self._spans(want.same)
        return found

    def _spans(self, entries: Collection[str]) -> list[Span]:
        """Where the gazetteer finds any of `entries` by name in the target, in order."""
        found = (m for ident in entries for m in self._target.by_ident.get(ident, ()))
        return sorted({m.span for m in found if m.entry.kind in NAMED}, key=lambda span: span.start)

    def _other_forms(self, want: Wanted) -> list[Span]:
        """Other forms of a term that was asked for, and of what the gazetteer knows under its name."""
        if not want.asked:
            return []
        own = [m for m in self._asked_here if want.entry.id in {entry.id for entry in m.entries}]
        known_as = [m for ident in want.same for m in self._target.by_ident.get(ident, ())]
        return [m.span for m in (*own, *known_as) if m.strength is not Strength.DERIVED]

    @cached_property
    def _finder(self) -> Finder:
        """Made when the first term is not right: most often none is needed."""
        same = frozenset[str]().union(*(want.same for want in self._terms))
        taken = [span for spans in self._right.values() for span in spans]
        taken += [
            m.span
            for m in self._target.mentions
            if m.strength is not Strength.WEAK
            and m.entry.kind in NAMED
            and same.isdisjoint(entry.id for entry in m.entries)
        ]
        facts, _, _ = unknown.compare(self._source, self._target)
        asked = self._source.indices(want.mention.span for want in self._terms if want.asked)
        for fact in facts:
            if fact.target_span and asked.isdisjoint(self._source.between(fact.source_span)):
                taken.append(fact.target_span)
        return Finder(self._source, self._target, taken)

    def pair(self) -> None:
        """Writes the one lost name, a person's or one asked for, where the target has one name the source has not."""
        lost = [want for want in self._lost if want.entry.kind in NAMED]
        if len(lost) != 1 or not (lost[0].asked or lost[0].entry.kind is Kind.PERSON):
            return
        _, missing, more = unknown.compare(self._source, self._target)
        _, _, extra = known.compare(self._source, self._target)
        own = frozenset(self._source.between(lost[0].mention.span))
        if any(own.isdisjoint(self._source.between(one.span)) for one in missing):
            return
        settled = self._target.indices(span for _, span in (*self._edits, *self._kept))
        strange = [
            one.span
            for one in (*extra, *more)
            if (lost[0].asked or one.kind in ("", lost[0].entry.kind.value))
            and settled.isdisjoint(self._target.between(one.span))
        ]
        if not strange and lost[0].asked:
            strange = [
                span for span in strangers(self._target) if settled.isdisjoint(self._target.between(span))
            ]
        if len(strange) == 1:
            self._lost.remove(lost[0])
            self._edits.append((lost[0], strange[0]))

    def _decline(self) -> None:
        """Has terms rewritten that stand in a Russian case they cannot stand in, as a model copies them."""
        if self._target.language is not Language.RU:
            return
        text = self._target.text
        wrong = [(want, s) for want, s in self._kept if miscased(text, s, want.form, want.entry.kind)]
        self._kept = [each for each in self._kept if each not in wrong]
        self._edits += wrong

    def result(self) -> TermResult:
        """The text with its changes made."""
        target = self._target
        self._decline()
        edits = [Edit(span, want.form, want.entry.kind) for want, span in self._edits]
        new = write(target.text, target.language, edits, [(span, want.form) for want, span in self._kept])
        applied = [_applied(want, new.moved(span), new.text, "") for want, span in self._kept]
        applied += [_applied(want, new.spans[p], new.text, p.of(target.text)) for want, p in self._edits]
        found = [_mended(term) for term in applied if term.repaired] + [_lost(want) for want in self._lost]
        applied.sort(key=lambda term: (term.target_span.start, term.source_span.start))
        found.sort(key=lambda finding: finding.source_span.start if finding.source_span else 0)
        return TermResult(new.text, tuple(applied), tuple(found))


def _absorbed(text: str, span: Span, name: str) -> Span:
    """The span with what stands beside it in the text and is of the name too: 통신 behind what is to be 타스 통신."""
    words = name.split(" ")
    for size in range(len(words) - 1, 0, -1):
        tail, head = " " + " ".join(words[-size:]), " ".join(words[:size]) + " "
        if text.startswith(tail, span.end):
            return Span(span.start, span.end + len(tail))
        if text.endswith(head, 0, span.start):
            return Span(span.start - len(head), span.end)
    return span


def _applied(want: Wanted, span: Span, text: str, replaced: str) -> AppliedTerm:
    new = span.of(text)
    replaced = "" if replaced == new else replaced
    return AppliedTerm(want.entry.id, want.origin, want.mention.span, span, new, bool(replaced), replaced)


def _mended(term: AppliedTerm) -> Finding:
    named = term.origin is Origin.GAZETTEER
    kind = FindingKind.NAME_INCONSISTENT if named else FindingKind.TERM_NOT_APPLIED
    spans = (term.source_span, term.target_span)
    return Finding(kind, Severity.INFO, *spans, term.text, term.replaced, repaired=True)


def _lost(want: Wanted) -> Finding:
    kind = FindingKind.TERM_NOT_APPLIED if want.asked else FindingKind.NAME_MISSING
    severity = Severity.WARNING if want.asked else Severity.INFO
    return Finding(kind, severity, want.mention.span, None, want.form.text)
