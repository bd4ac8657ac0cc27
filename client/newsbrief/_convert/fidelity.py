"""What checks found, read from messages."""

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb


def span(message: pb.TextSpan) -> t.Span:
    """A range of code points."""
    return t.Span(message.start, message.end)


def finding(message: pb.FidelityFinding) -> t.Finding:
    """One disagreement."""
    return t.Finding(
        kind=_enums.name(pb.FindingKind, message.kind),
        severity=_enums.name(pb.Severity, message.severity),
        source_span=span(message.source_span) if message.HasField("source_span") else None,
        target_span=span(message.target_span) if message.HasField("target_span") else None,
        expected=message.expected,
        actual=message.actual,
        repaired=message.repaired,
    )


def applied_term(message: pb.AppliedTerm) -> t.AppliedTerm:
    """A term that stands as it should."""
    return t.AppliedTerm(
        source=message.source_text,
        text=message.target_text,
        span=span(message.target_span),
        origin=_enums.name(pb.TermOrigin, message.origin),
        glossary=message.glossary,
        repaired=message.repaired,
    )


def quality(message: pb.BriefQuality) -> t.Quality:
    """What checks came to."""
    return t.Quality(
        _enums.name(pb.Severity, message.severity), message.figures_checked, message.names_checked
    )


def fact(message: pb.Fact) -> t.Fact:
    """A fact across the briefs."""
    return t.Fact(
        kind=_enums.name(pb.FactKind, message.kind),
        value=message.value,
        source_index=message.source_sentence_index,
        forms=tuple(
            t.FactForm(form.language_code, form.text, span(form.span) if form.HasField("span") else None)
            for form in message.forms
        ),
        agreed=message.agreed,
    )


def check(message: service_pb.CheckFidelityResponse) -> t.Check:
    """What comparing two texts found."""
    return t.Check(
        findings=tuple(finding(each) for each in message.findings),
        source_language=message.source_language_code,
        target_language=message.target_language_code,
        quality=quality(message.quality),
    )
