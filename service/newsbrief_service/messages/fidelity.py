"""What checks found, as messages: findings, applied terms, and a brief's quality."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.fidelity.check import Check
from newsbrief_models.fidelity.facts import FactKind
from newsbrief_models.fidelity.findings import Finding
from newsbrief_models.fidelity.terms import AppliedTerm
from newsbrief_service.glossaries.resolve import Origin, origin_of
from newsbrief_service.messages import spans
from newsbrief_service.pipeline import FinishedCheck
from newsbrief_service.translation import Rendered

_ORIGINS = {
    Origin.REQUEST: types_pb2.TERM_ORIGIN_REQUEST,
    Origin.GLOSSARY: types_pb2.TERM_ORIGIN_GLOSSARY,
    Origin.GAZETTEER: types_pb2.TERM_ORIGIN_GAZETTEER,
}


AnyOrigins = spans.Origins | spans.Sentences


class _About(TypedDict):
    findings: list[types_pb2.FidelityFinding]
    applied_terms: list[types_pb2.AppliedTerm]


def about(rendered: Rendered, origins: AnyOrigins) -> _About:
    """What is told of a sentence beside its text."""
    return {
        "findings": findings(rendered.revision.check.findings, origins),
        "applied_terms": [_applied(term, origins) for term in rendered.revision.terms],
    }


def findings(found: Iterable[Finding], origins: AnyOrigins) -> list[types_pb2.FidelityFinding]:
    """Findings in the order given; `origins` leads their source spans back."""
    return [
        types_pb2.FidelityFinding(
            kind=types_pb2.FindingKind.Value(f"FINDING_KIND_{finding.kind.name}"),
            severity=types_pb2.Severity.Value(f"SEVERITY_{finding.severity.name}"),
            source_span=origins.of(finding.source_span) if finding.source_span else None,
            target_span=spans.message(finding.target_span) if finding.target_span else None,
            expected=finding.expected,
            actual=finding.actual,
            repaired=finding.repaired,
        )
        for finding in found
    ]


def _applied(term: AppliedTerm, origins: AnyOrigins) -> types_pb2.AppliedTerm:
    origin, glossary = origin_of(term.entry)
    return types_pb2.AppliedTerm(
        source_text=origins.text_of(term.source_span),
        target_text=term.text,
        target_span=spans.message(term.target_span),
        origin=_ORIGINS[origin],
        glossary=glossary,
        repaired=term.repaired,
    )


def quality(checks: Sequence[Check]) -> types_pb2.BriefQuality:
    """What several checks came to together."""
    worst = max((check.severity for check in checks if check.severity), default=None)
    facts = [fact for check in checks for fact in check.facts]
    names = sum(fact.kind is FactKind.NAME for fact in facts)
    return types_pb2.BriefQuality(
        severity=types_pb2.Severity.Value(f"SEVERITY_{worst.name}")
        if worst
        else types_pb2.SEVERITY_UNSPECIFIED,
        figures_checked=len(facts) - names,
        names_checked=names,
    )


def checked(finished: FinishedCheck, source: str) -> pb.CheckFidelityResponse:
    """The answer of CheckFidelity; `source` is the text compared with."""
    return pb.CheckFidelityResponse(
        findings=findings(finished.check.findings, spans.Origins(source, source)),
        source_language_code=finished.source,
        target_language_code=finished.target,
        quality=quality([finished.check]),
    )
