"""Goes through a source's terms: which are right in the target, which can be put right, which cannot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from newsbrief_models.fidelity.applying.locate import Finder, Sought
from newsbrief_models.fidelity.applying.writing import Edit, write
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.fidelity.naming import kin, known, unknown
from newsbrief_models.fidelity.naming.side import NAMED, Side
from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Entry, Form, Strength
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span


class Origin(StrEnum):
    """Who asked for a term."""

    REQUEST = "request"
    GLOSSARY = "glossary"
    GAZETTEER = "gazetteer"


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A term of the source: where, what, by whom, the form to write, and the entries whose forms are other forms of it."""

    mention: Mention
    entry: Entry
    origin: Origin
    form: Form
    same: frozenset[str]

    @property
    def asked(self) -> bool:
        return self.origin is not Origin.GAZETTEER


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

    The terms of `extra` (a glossary; those whose entry ids are in `requested` came with the request) must be written in their
    first form; a name of the gazetteer may be written in any form it has, and is written in the press form where it has none
    of them. What is replaced is another known form, the source's own word left over, or alone in sounding like the term. A
    Russian term takes the case of what it replaces, a Korean particle is made to fit. Linear in the texts.
    """
    work = _Work(
        Side(source, source_language, matcher, None), Side(target, target_language, matcher, None), extra
    )
    for want in work.wanted(matcher, requested):
        work.settle(want)
    work.pair()
    return work.result()


class _Work:
    """One application: what is right, what to change, and what is lost."""

    def __init__(self, source: Side, target: Side, extra: Matcher | None) -> None:
        self._source = source
        self._target = target
        self._extra = extra
        self._asked_here = extra.find(target.text, target.language) if extra else ()
        self._kept: list[tuple[_Wanted, Span]] = []
        self._edits: list[tuple[_Wanted, Span]] = []
        self._lost: list[_Wanted] = []
        self._used: set[Span] = set()
        self._finder: Finder | None = None
        self._wanted: list[_Wanted] = []

    def wanted(self, matcher: Matcher, requested: Collection[str]) -> list[_Wanted]:
        """The terms of the source, a user's own first where one contains or equals the gazetteer's."""
        asked = self._extra.find(self._source.text, self._source.language) if self._extra else ()
        spans = [mention.span for mention in asked]
        found = []
        for mention in asked:
            same = [m for m in self._source.mentions if m.span == mention.span]
            origin = Origin.REQUEST if mention.entry.id in requested else Origin.GLOSSARY
            found.append((mention, origin, [mention.entry, *(entry for m in same for entry in m.entries)]))
        for mention in self._source.named:
            clear = mention.strength is Strength.FULL and not any(
                _overlap(mention.span, span) for span in spans
            )
            if clear:
                found.append((mention, Origin.GAZETTEER, list(mention.entries)))
        self._wanted = [
            _Wanted(m, m.entry, origin, form, frozenset(entry.id for entry in same))
            for m, origin, same in sorted(found, key=lambda item: item[0].span.start)
            if (form := _form(m.entry, self._target.language))
        ]
        return self._wanted

    def settle(self, want: _Wanted) -> None:
        """Decides on one term."""
        right = self._right(want)
        free = next((span for span in right if span not in self._used), None)
        if free:
            self._used.add(free)
            self._kept.append((want, free))
            return
        if not want.asked and (right or kin.related(want.mention.entries) & self._target.idents):
            return  # named before, or called something else that is right: Pyongyang, 북한
        place = self.finder.find(Sought(want.mention, want.entry, want.asked), self._aliases(want))
        if place and _changes(want, place.of(self._target.text)):
            self._change(want, place)
        elif not right:
            self._lost.append(want)

    @property
    def finder(self) -> Finder:
        """Made when the first term is not right: most often none is needed."""
        if self._finder is None:
            same = frozenset().union(*(want.same for want in self._wanted))
            taken = [span for want in self._wanted for span in self._right(want)]
            taken += [
                m.span for m in self._target.mentions if _certain(m) and not same & {e.id for e in m.entries}
            ]
            facts, _, _ = unknown.compare(self._source, self._target)
            spans = [want.mention.span for want in self._wanted if want.asked]
            taken += [
                f.target_span
                for f in facts
                if f.target_span and not any(_overlap(f.source_span, s) for s in spans)
            ]
            self._finder = Finder(self._source, self._target, taken)
        return self._finder

    def _change(self, want: _Wanted, place: Span) -> None:
        place = _absorbed(self._target.text, place, want.form.text)
        self.finder.take(place)
        self._edits.append((want, place))

    def _right(self, want: _Wanted) -> list[Span]:
        """Where the target has the term as it is to be."""
        if not want.asked:
            return [m.span for m in self._target.named if want.same & {e.id for e in m.entries}]
        own = (m for m in self._asked_here if want.entry.id in {e.id for e in m.entries})
        return [
            m.span for m in own if _written(want.form, m.span.of(self._target.text), self._target.language)
        ]

    def _aliases(self, want: _Wanted) -> list[Span]:
        """Other forms of a term that was asked for, and of what the gazetteer knows under its name."""
        if not want.asked:
            return []
        mentions = [*self._asked_here, *self._target.mentions]
        return [
            m.span
            for m in mentions
            if m.strength is not Strength.DERIVED and want.same & {e.id for e in m.entries}
        ]

    def pair(self) -> None:
        """Writes the one lost person or asked name where the target has one name that the source has not."""
        lost = [
            w for w in self._lost if w.entry.kind in NAMED and (w.asked or w.entry.kind.value == "person")
        ]
        if len(lost) != 1 or len(lost) != len([w for w in self._lost if w.entry.kind in NAMED]):
            return
        _, missing, more = unknown.compare(self._source, self._target)
        _, _, extra = known.compare(self._source, self._target)
        others = [m for m in missing if not _overlap(m.span, lost[0].mention.span)]
        strange = [
            e
            for e in (*extra, *more)
            if e.kind in ("", lost[0].entry.kind.value) and not self._edited(e.span)
        ]
        if len(strange) == 1 and not others:
            self._lost.remove(lost[0])
            self._edits.append((lost[0], strange[0].span))

    def _edited(self, span: Span) -> bool:
        return any(_overlap(span, other) for _, other in (*self._edits, *self._kept))

    def result(self) -> TermResult:
        """The text with its changes made."""
        target = self._target
        edits = [Edit(span, want.form, want.entry.kind) for want, span in self._edits]
        written = write(target.text, target.language, edits, [(span, want.form) for want, span in self._kept])
        applied = [_applied(want, written.moved(span), written.text, "") for want, span in self._kept]
        found = [finding for want in self._lost if (finding := _not_applied(want))]
        for want, place in self._edits:
            term = _applied(want, written.spans[place], written.text, place.of(target.text))
            applied.append(term)
            if not term.repaired:
                continue
            kind = FindingKind.TERM_NOT_APPLIED if want.asked else FindingKind.NAME_INCONSISTENT
            spans = (want.mention.span, term.target_span)
            found.append(Finding(kind, Severity.INFO, *spans, term.text, term.replaced, repaired=True))
        applied.sort(key=lambda term: (term.target_span.start, term.source_span.start))
        found.sort(key=lambda finding: finding.source_span.start if finding.source_span else 0)
        return TermResult(written.text, tuple(applied), tuple(found))


def _form(entry: Entry, language: Language) -> Form | None:
    """The form to write; a Russian one knows how it inflects."""
    forms: Sequence[Form] = entry.forms.get(language, ())
    if not forms:
        return None
    if language is Language.RU and not forms[0].inflection:
        return replace(forms[0], inflection=russian.guess_code(forms[0].text, entry.kind))
    return forms[0]


def _written(form: Form, surface: str, language: Language) -> bool:
    """Whether `surface` is the form itself: letter for letter but for capitals, in any case of Russian."""
    texts = russian.forms(form) if language is Language.RU else frozenset({form.text})
    return surface in texts if form.exact_case else surface.casefold() in {text.casefold() for text in texts}


def _changes(want: _Wanted, surface: str) -> bool:
    return surface != want.form.text


def _absorbed(text: str, span: Span, name: str) -> Span:
    """The span with what follows or precedes it in the text and is a part of the name too: 타스 and 통신 of 타스 통신."""
    words = name.split(" ")
    for size in range(len(words) - 1, 0, -1):
        tail, head = " " + " ".join(words[-size:]), " ".join(words[:size]) + " "
        if text.startswith(tail, span.end):
            return Span(span.start, span.end + len(tail))
        if text.endswith(head, 0, span.start):
            return Span(span.start - len(head), span.end)
    return span


def _certain(mention: Mention) -> bool:
    return mention.strength is not Strength.WEAK and mention.entry.kind in NAMED


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _applied(want: _Wanted, span: Span, text: str, replaced: str) -> AppliedTerm:
    new = span.of(text)
    replaced = "" if replaced == new else replaced
    return AppliedTerm(want.entry.id, want.origin, want.mention.span, span, new, bool(replaced), replaced)


def _not_applied(want: _Wanted) -> Finding | None:
    span = want.mention.span
    if want.asked:
        return Finding(FindingKind.TERM_NOT_APPLIED, Severity.WARNING, span, None, want.form.text)
    return Finding(FindingKind.NAME_MISSING, Severity.INFO, span, None, want.form.text)
