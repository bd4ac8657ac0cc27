"""What checks found, as messages."""

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb


def span(value: t.Span) -> pb.TextSpan:
    """A range of code points."""
    return pb.TextSpan(start=value.start, end=value.end)


def finding(value: t.Finding) -> pb.FidelityFinding:
    """One disagreement."""
    return pb.FidelityFinding(
        kind=_enums.value(pb.FindingKind, value.kind),
        severity=_enums.value(pb.Severity, value.severity),
        source_span=span(value.source_span) if value.source_span else None,
        target_span=span(value.target_span) if value.target_span else None,
        expected=value.expected,
        actual=value.actual,
        repaired=value.repaired,
    )


def applied_term(value: t.AppliedTerm) -> pb.AppliedTerm:
    """A term that stands as it should."""
    return pb.AppliedTerm(
        source_text=value.source,
        target_text=value.text,
        target_span=span(value.span),
        origin=_enums.value(pb.TermOrigin, value.origin),
        glossary=value.glossary,
        repaired=value.repaired,
    )


def quality(value: t.Quality) -> pb.BriefQuality:
    """What checks came to."""
    return pb.BriefQuality(
        severity=_enums.value(pb.Severity, value.severity),
        figures_checked=value.figures_checked,
        names_checked=value.names_checked,
    )


def fact(value: t.Fact) -> pb.Fact:
    """A fact across the briefs."""
    return pb.Fact(
        kind=_enums.value(pb.FactKind, value.kind),
        value=value.value,
        source_sentence_index=value.source_index,
        forms=[
            pb.FactForm(
                language_code=form.language, text=form.text, span=span(form.span) if form.span else None
            )
            for form in value.forms
        ],
        agreed=value.agreed,
    )


def check(value: t.Check) -> service_pb.CheckFidelityResponse:
    """What comparing two texts found."""
    return service_pb.CheckFidelityResponse(
        findings=[finding(each) for each in value.findings],
        source_language_code=value.source_language,
        target_language_code=value.target_language,
        quality=quality(value.quality),
    )
