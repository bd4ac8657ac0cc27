"""Holds a summarizer's sentences against the article: aligned, checked, and kept, replaced or left out."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from newsbrief_models.abstractive.aligning import Aligner, Alignment
from newsbrief_models.abstractive.claims import Claim, Standing
from newsbrief_models.abstractive.crossing import align_facts
from newsbrief_models.abstractive.figure_claims import figure_claims
from newsbrief_models.abstractive.name_claims import name_claims
from newsbrief_models.abstractive.passage import Passage
from newsbrief_models.fidelity import cues
from newsbrief_models.fidelity.facts import FactKind
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.types import Document, Language, Span

# With something in its place a claim is changed, without it is added.
_KINDS = {
    FactKind.FIGURE: (FindingKind.NUMBER_CHANGED, FindingKind.NUMBER_ADDED),
    FactKind.DATE: (FindingKind.DATE_CHANGED, FindingKind.NUMBER_ADDED),
    FactKind.NAME: (FindingKind.NAME_INCONSISTENT, FindingKind.NAME_ADDED),
}


class Origin(StrEnum):
    """Where the text of a brief's sentence comes from."""

    EXTRACTED = "extracted"  # the article's own
    WRITTEN = "written"  # a summarizer's
    SUBSTITUTED = (
        "substituted"  # the article's own, for one of a summarizer that said what the article does not
    )


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of an abstractive brief.

    `sources` are indices of the article's sentences, ascending, and `best` the one that has most of it. Source spans,
    of findings and of `evidence`, count in the article's sentences joined by spaces; target spans in `text`. `evidence`
    tells of each supported figure and name of `text` where the article has it. `language` is the article's where the
    sentence was substituted.
    """

    text: str
    language: Language
    origin: Origin
    best: int
    sources: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    evidence: Mapping[Span, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Abstraction:
    """What is left of a summary; `dropped` says why sentences were left out, one tuple for each of them."""

    sentences: tuple[CheckedSentence, ...]
    dropped: tuple[tuple[Finding, ...], ...] = ()


class Verifier:
    """Checks sentences about `document`. `reference` is the day it was published, `lexicon` what names are known."""

    def __init__(self, document: Document, lexicon: Lexicon, reference: datetime.date | None = None) -> None:
        self._document = document
        self._lexicon = lexicon
        self._reference = reference
        self._aligner = Aligner(document)
        self._whole = self._passage(range(len(document.sentences)))

    def verify(self, drafts: Sequence[str], target: Language, max_sentences: int) -> Abstraction:
        """Hold `drafts`, written in `target`, against the article.

        A sentence that rests on none of the article's, or tells a figure or name that the article does not have, gives
        way to the sentence of the article it is nearest to, once; else it is left out. One whose figure or name stands
        in the article, but not where the rest of it does, is kept with a warning. Of sentences that say the same, and
        of more than `max_sentences`, the first are kept. Takes time linear in the article's length for each sentence.
        """
        kept: list[CheckedSentence] = []
        dropped: list[tuple[Finding, ...]] = []
        said: set[str] = set()
        for draft in drafts:
            if len(kept) == max_sentences:
                break
            checked = self._check(draft, target)
            if any(finding.severity is Severity.ERROR for finding in checked.findings):
                instead = self._substitute(checked, kept)
                if instead is None:
                    dropped.append(checked.findings)
                    continue
                checked = instead
            if checked.text.casefold() not in said:
                said.add(checked.text.casefold())
                kept.append(checked)
        return Abstraction(tuple(kept), tuple(dropped))

    def extract(self, chosen: Sequence[int]) -> tuple[CheckedSentence, ...]:
        """The article's own sentences in place of a summary of which nothing is left."""
        return tuple(self._own(index) for index in chosen)

    def _check(self, draft: str, target: Language) -> CheckedSentence:
        written = Passage([draft], [0], target, self._lexicon, self._reference)
        alignment, claims = self._aligned(written)
        if not alignment.sources:
            unsupported = Finding(
                FindingKind.SENTENCE_UNSUPPORTED, Severity.ERROR, target_span=Span(0, len(draft))
            )
            return CheckedSentence(draft, target, Origin.WRITTEN, -1, (), (unsupported,))
        sources = tuple(sorted(alignment.sources))
        near = self._passage(sources)
        elsewhere = claims if target is not self._document.language else None
        findings, evidence = list[Finding](), dict[Span, Span]()
        for claim in _claims(written, near):
            if claim.standing is Standing.SUPPORTED and claim.source:
                evidence[claim.span] = self._place(claim.source, near)
            elif claim.standing is not Standing.SUPPORTED:
                if elsewhere is None:
                    elsewhere = _claims(written, self._whole)
                findings.append(self._finding(claim, near, elsewhere))
        findings += self._cues(written, near, alignment.sources[0])
        return CheckedSentence(
            draft, target, Origin.WRITTEN, alignment.sources[0], sources, tuple(findings), evidence
        )

    def _aligned(self, written: Passage) -> tuple[Alignment, list[Claim]]:
        """The sources of a sentence; across languages also what the whole article says of its claims."""
        if written.language is self._document.language:
            facts = [figure.span for figure in written.figures]
            facts += [mention.span for mention in written.side.mentions]
            facts += [candidate.span for candidate in written.side.candidates]
            return self._aligner.align(written.text, facts), []
        claims = _claims(written, self._whole)
        return align_facts(claims, self._whole), claims

    def _finding(self, claim: Claim, near: Passage, everywhere: Sequence[Claim]) -> Finding:
        """What is wrong with a claim that its sources do not support, and how much: see `verify`."""
        there = next((other for other in everywhere if other.span == claim.span), None)
        absent = claim.standing is Standing.ABSENT and there is not None and there.standing is Standing.ABSENT
        changed, added = _KINDS[claim.kind]
        place = self._place(claim.instead, near) if claim.instead else None
        return Finding(
            changed if claim.expected else added,
            Severity.ERROR if absent and not claim.soft else Severity.WARNING,
            source_span=place if claim.expected else there.source if there else None,
            target_span=claim.span,
            expected=claim.expected,
            actual=claim.value,
        )

    def _cues(self, written: Passage, near: Passage, best: int) -> list[Finding]:
        """Negation that only one side has, and who said so; the sentence's own against all of its sources."""
        first = self._passage([best])
        own = (written.text, written.language)
        added = [_turned(each) for each in cues.negation(*own, near.text, near.language) if each.source_span]
        lost = cues.negation(first.text, first.language, *own) if not added else []
        lost = [each for each in lost if each.source_span]
        untold = cues.attribution(first.text, first.language, *own)
        return added + [
            replace(each, source_span=self._place(each.source_span, first))
            for each in lost + untold
            if each.source_span
        ]

    def _substitute(
        self, rejected: CheckedSentence, kept: Sequence[CheckedSentence]
    ) -> CheckedSentence | None:
        """The sentence that `rejected` is nearest to; None where it has none or the brief tells it already."""
        if rejected.best < 0 or any(rejected.best in sentence.sources for sentence in kept):
            return None
        told = tuple(replace(each, target_span=None, repaired=True) for each in rejected.findings)
        return replace(self._own(rejected.best), findings=told)

    def _own(self, index: int) -> CheckedSentence:
        document = self._document
        return CheckedSentence(
            document.sentences[index].text, document.language, Origin.SUBSTITUTED, index, (index,)
        )

    def _passage(self, numbers: Sequence[int]) -> Passage:
        texts = [self._document.sentences[number].text for number in numbers]
        return Passage(texts, numbers, self._document.language, self._lexicon, self._reference)

    def _place(self, span: Span, passage: Passage) -> Span:
        """Where `span` of `passage` stands in the whole article."""
        number, within = passage.place(span)
        return within.moved(self._whole.start(number))


def _claims(written: Passage, source: Passage) -> list[Claim]:
    return figure_claims(written, source) + name_claims(written, source)


def _turned(finding: Finding) -> Finding:
    """A finding about what only the first text has, told of the second."""
    return replace(
        finding, source_span=None, target_span=finding.source_span, expected="", actual=finding.expected
    )
