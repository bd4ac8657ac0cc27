"""What checks found, as messages: findings, applied terms, a brief's quality, and the facts across briefs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypedDict

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.fidelity.check import Check
from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.findings import Finding
from newsbrief_models.fidelity.terms import AppliedTerm
from newsbrief_models.types import Language, Span
from newsbrief_service.glossaries.resolve import Origin, origin_of
from newsbrief_service.messages import spans
from newsbrief_service.pipeline import FinishedBrief, FinishedCheck
from newsbrief_service.translation import Rendered

_FACT_KINDS = {
    FactKind.FIGURE: types_pb2.FACT_KIND_FIGURE,
    FactKind.DATE: types_pb2.FACT_KIND_DATE,
    FactKind.NAME: types_pb2.FACT_KIND_NAME,
}


_ORIGINS = {
    Origin.REQUEST: types_pb2.TERM_ORIGIN_REQUEST,
    Origin.GLOSSARY: types_pb2.TERM_ORIGIN_GLOSSARY,
    Origin.GAZETTEER: types_pb2.TERM_ORIGIN_GAZETTEER,
}


class _About(TypedDict):
    findings: list[types_pb2.FidelityFinding]
    applied_terms: list[types_pb2.AppliedTerm]


def about(rendered: Rendered, origins: spans.Origins) -> _About:
    """What is told of a sentence beside its text."""
    return {
        "findings": findings(rendered.revision.check.findings, origins),
        "applied_terms": [_applied(term, origins) for term in rendered.revision.terms],
    }


def findings(found: Iterable[Finding], origins: spans.Origins) -> list[types_pb2.FidelityFinding]:
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


def _applied(term: AppliedTerm, origins: spans.Origins) -> types_pb2.AppliedTerm:
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


def facts_across(briefs: Mapping[Language, FinishedBrief]) -> list[types_pb2.Fact]:
    """Each fact of the chosen sentences and how it stands in each brief, in the article's order.

    A name that can be looked for in one translation only is left out: nothing could be said of the others.
    """
    found = {language: _facts_of(brief) for language, brief in briefs.items()}
    translated = [facts for language, facts in found.items() if briefs[language].model]
    keys = set.intersection(*map(set, translated)) if translated else set().union(*found.values())
    messages = []
    for key in sorted(keys, key=lambda key: (key.sentence, key.span.start, key.kind)):
        value = next(facts[key].value for facts in found.values() if key in facts)
        forms = [
            _form(key, value, language, brief, found[language].get(key)) for language, brief in briefs.items()
        ]
        messages.append(
            types_pb2.Fact(
                kind=_FACT_KINDS[key.kind],
                value=value,
                source_sentence_index=key.sentence,
                forms=forms,
                agreed=all(form.text for form in forms),
            )
        )
    return messages


class _Key(NamedTuple):
    """A fact of the source: the index of its sentence, what it is, and where it stands there."""

    sentence: int
    kind: FactKind
    span: Span


def _facts_of(brief: FinishedBrief) -> dict[_Key, Fact]:
    return {
        _Key(sentence.source_index, fact.kind, fact.source_span): fact
        for sentence in brief.sentences
        for fact in sentence.rendered.revision.check.facts
    }


def _form(
    key: _Key, value: str, language: Language, brief: FinishedBrief, fact: Fact | None
) -> types_pb2.FactForm:
    """How a fact stands in `brief`; in the article's own language it stands where it was found."""
    span = key.span if not brief.model else fact.target_span if fact else None
    if span is None:
        return types_pb2.FactForm(language_code=language)
    if span.start == span.end:  # told in passing, as 한러 tells of two states
        return types_pb2.FactForm(language_code=language, text=value)
    text = next(s.rendered.text for s in brief.sentences if s.source_index == key.sentence)
    return types_pb2.FactForm(language_code=language, text=span.of(text), span=spans.message(span))
