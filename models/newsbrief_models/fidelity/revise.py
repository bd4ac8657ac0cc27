"""Revises a model's translation of a sentence: house style, figures and names put right where that is safe."""

import datetime
from dataclasses import dataclass, replace

from newsbrief_models.fidelity import figure_repair
from newsbrief_models.fidelity.check import Check, check, in_order
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.terms import AppliedTerm, apply_terms
from newsbrief_models.style.numbers import NumberStyle, restyle
from newsbrief_models.style.register import Register, rewrite
from newsbrief_models.types import Language

_BROKEN = (FindingKind.UNTRANSLATED, FindingKind.REPETITION, FindingKind.TRUNCATION)


@dataclass(frozen=True, slots=True)
class Style:
    """How Korean is to be written; None leaves numbers as they are."""

    register: Register = Register.NEWSPAPER
    numbers: NumberStyle | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """A sentence as it goes out, what was checked and mended in it, and which terms stand in it."""

    text: str
    check: Check
    terms: tuple[AppliedTerm, ...] = ()

    @property
    def is_broken(self) -> bool:
        """Whether it is no translation: left as it was, looping, or cut short."""
        return any(f.kind in _BROKEN and f.severity is Severity.ERROR for f in self.check.findings)

    @property
    def faults(self) -> tuple[bool, int, int]:
        """How bad it is; they compare: whether it is broken, then how many facts are wrong, then how many may be."""
        left = [f.severity for f in self.check.findings if not f.repaired]
        return self.is_broken, left.count(Severity.ERROR), left.count(Severity.WARNING)


def revise(
    source: str,
    source_language: Language,
    draft: str,
    target_language: Language,
    *,
    lexicon: Lexicon,
    style: Style,
    reference: datetime.date | None = None,
) -> Revision:
    """Revise `draft`, a translation of the sentence `source`, and check what comes of it.

    Takes time linear in the length of both.
    """
    text = draft
    if target_language is Language.KO:
        text = rewrite(text, style.register)
    text, repaired = figure_repair.repair(source, source_language, text, target_language, reference)
    if target_language is Language.KO and style.numbers:
        text = restyle(text, style.numbers)
    terms = apply_terms(
        source, source_language, text, target_language, matcher=lexicon.names, extra=lexicon.glossary
    )
    checked = check(
        source, source_language, terms.text, target_language, lexicon=lexicon, reference=reference
    )
    # What the terms say of missing names, the check says too.
    told = [finding for finding in terms.findings if finding.kind is not FindingKind.NAME_MISSING]
    findings = [*checked.findings, *told, *_placed(repaired, checked)]
    return Revision(terms.text, replace(checked, findings=in_order(findings)), terms.applied)


def _placed(repaired: list[Finding], checked: Check) -> list[Finding]:
    """The mended figures with the spans they have in the end."""
    places = {fact.source_span: fact.target_span for fact in checked.facts}
    return [
        replace(finding, target_span=places.get(finding.source_span))
        for finding in repaired
        if finding.source_span
    ]
