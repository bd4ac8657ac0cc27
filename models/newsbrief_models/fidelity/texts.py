"""Checks a whole text against its translation, sentence by sentence where the two have as many."""

import datetime
from collections import Counter
from collections.abc import Iterable

from newsbrief_models.fidelity.check import Check, check, in_order
from newsbrief_models.fidelity.facts import Fact
from newsbrief_models.fidelity.findings import Finding, FindingKind
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.text.sentences import split
from newsbrief_models.types import Language, Span


def check_texts(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    *,
    lexicon: Lexicon,
    reference: datetime.date | None = None,
) -> Check:
    """Compare two texts; spans count in them.

    With as many sentences on both sides each is compared with its own; a figure that only changed sentences is no
    finding. Otherwise the texts are compared as wholes. Takes time linear in their lengths.
    """
    sources, targets = split(source, source_language), split(target, target_language)
    if len(sources) != len(targets):
        sources, targets = [Span(0, len(source))], [Span(0, len(target))]
    findings: list[Finding] = []
    facts: list[Fact] = []
    for one, other in zip(sources, targets, strict=True):
        pair = (one.of(source), source_language, other.of(target), target_language)
        checked = check(*pair, lexicon=lexicon, reference=reference)
        findings += [finding.moved(one.start, other.start) for finding in checked.findings]
        facts += [fact.moved(one.start, other.start) for fact in checked.facts]
    return Check(in_order(_without_moved(findings)), tuple(facts))


def _without_moved(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without figures missing in one sentence and new in another."""
    findings = list(findings)
    missing = Counter(f.expected for f in findings if f.kind is FindingKind.NUMBER_MISSING)
    added = Counter(f.actual for f in findings if f.kind is FindingKind.NUMBER_ADDED)
    moved = missing & added
    left = {FindingKind.NUMBER_MISSING: moved.copy(), FindingKind.NUMBER_ADDED: moved.copy()}
    kept = []
    for finding in findings:
        value = finding.expected or finding.actual
        if finding.kind in left and left[finding.kind][value] > 0:
            left[finding.kind][value] -= 1
        else:
            kept.append(finding)
    return kept
