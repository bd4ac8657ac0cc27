"""How the fake checks: it compares figures written in digits, and terms letter for letter."""

import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from newsbrief._types import Brief, Check, Fact, FactForm, Finding, Quality, Source, Span, Term
from newsbrief.testing._terms import KnownTerm, find

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_SEVERITIES = ("", "info", "warning", "error")


def worst(findings: Iterable[Finding]) -> str:
    """The worst severity among findings; "" without any."""
    return max((finding.severity for finding in findings), key=_SEVERITIES.index, default="")


def figures(text: str) -> list[tuple[str, Span]]:
    """Figures in digits, "15,000" as "15000", and where they stand."""
    return [
        (match.group().replace(",", ""), Span(match.start(), match.end())) for match in _FIGURE.finditer(text)
    ]


def fake_check(
    source: str, target: str, source_language: str, target_language: str, terms: Iterable[Term] = ()
) -> Check:
    """Figures in digits that only one side has: pairs of them changed, the rest missing or added.

    A term of `terms` in the source whose form is not in the target is a warning.
    """
    known = [KnownTerm(term) for term in terms]
    return check(source, target, source_language, target_language, known)


def check(
    source: str, target: str, source_language: str, target_language: str, known: Sequence[KnownTerm]
) -> Check:
    """`fake_check`, with terms from wherever they came."""
    matches = [match for _, match in find(source, target_language, source_language, known)]
    lost = [
        Finding("term_not_applied", "warning", match.span, None, match.text)
        for match in matches
        if match.text not in target
    ]
    findings = tuple(
        sorted(
            [*_figure_findings(figures(source), figures(target)), *lost],
            key=lambda finding: finding.source_span.start if finding.source_span else len(source),
        )
    )
    quality = Quality(worst(findings), len(figures(source)), len(matches))
    return Check(findings, source_language, target_language, quality)


def _figure_findings(source: list[tuple[str, Span]], target: list[tuple[str, Span]]) -> Iterable[Finding]:
    there, here = [value for value, _ in target], [value for value, _ in source]
    gone = [(value, span) for value, span in source if value not in there]
    new = [(value, span) for value, span in target if value not in here]
    for old, other in zip_longest(gone, new):
        kind = "number_changed" if old and other else "number_missing" if old else "number_added"
        (expected, source_span), (actual, target_span) = old or ("", None), other or ("", None)
        yield Finding(kind, "error", source_span, target_span, expected, actual)


def facts(source: Source, briefs: Sequence[Brief]) -> tuple[Fact, ...]:
    """The figures of the chosen sentences, and where the briefs have them."""
    found = []
    for index in sorted({sentence.source_index for brief in briefs for sentence in brief.sentences}):
        for value, _ in figures(source.sentences[index].text):
            forms = tuple(_form(value, index, brief) for brief in briefs)
            found.append(Fact("figure", value, index, forms, agreed=all(form.text for form in forms)))
    return tuple(found)


def _form(value: str, index: int, brief: Brief) -> FactForm:
    text = next(sentence.text for sentence in brief.sentences if sentence.source_index == index)
    spans = [span for other, span in figures(text) if other == value]
    return FactForm(brief.language, spans[0].of(text), spans[0]) if spans else FactForm(brief.language, "")
