"""Checks a translation against its source: figures, dates, names, attribution, negation, and whether it broke down."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from newsbrief_models.fidelity import cues, figure_findings
from newsbrief_models.fidelity.degeneration import degeneration
from newsbrief_models.fidelity.facts import Fact
from newsbrief_models.fidelity.findings import Finding, Severity
from newsbrief_models.fidelity.lexicon import Lexicon, builtin
from newsbrief_models.fidelity.names import compare_names
from newsbrief_models.types import Language


@dataclass(frozen=True, slots=True)
class Check:
    """What a check came to: disagreements in the order of the source, and what became of each fact of the source."""

    findings: tuple[Finding, ...]
    facts: tuple[Fact, ...]

    @property
    def severity(self) -> Severity | None:
        """The worst of the findings that are not repaired; None without any."""
        return max((f.severity for f in self.findings if not f.repaired), default=None)


def check(
    source: str,
    source_language: Language,
    target: str,
    target_language: Language,
    *,
    lexicon: Lexicon | None = None,
    reference: datetime.date | None = None,
) -> Check:
    """Compare a sentence with its translation, whoever made it.

    `lexicon` is what names are known, the gazetteer unless given; `reference` the day the source was published.

    Takes time linear in the length of both texts and needs no model.
    """
    pair = (source, source_language, target, target_language)
    lexicon = lexicon or builtin()
    findings, facts = figure_findings.compare(*pair, reference)
    names = compare_names(*pair, matcher=lexicon.names, extra=lexicon.glossary)
    findings += names.findings
    facts += names.facts
    findings += cues.negation(*pair) + cues.attribution(*pair) + degeneration(*pair)
    return Check(in_order(findings), tuple(sorted(facts, key=lambda fact: fact.source_span.start)))


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """As they stand in the source; what only the target has comes last."""

    def place(finding: Finding) -> tuple[bool, int]:
        span = finding.source_span or finding.target_span
        return finding.source_span is None, span.start if span else 0

    return tuple(sorted(findings, key=place))
