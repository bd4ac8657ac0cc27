"""How the fake knows terms: it finds their forms as they are written, and writes the other language's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from newsbrief._types import AppliedTerm, Span, Term, TermMatch


@dataclass(frozen=True, slots=True)
class KnownTerm:
    """A term and where it was found: with the request, or in a stored glossary."""

    term: Term
    origin: str = "request"
    glossary: str = ""
    entry: str = ""


def find(text: str, to: str, source: str, known: Iterable[KnownTerm]) -> list[tuple[KnownTerm, TermMatch]]:
    """Where terms stand, none overlapping; the longer wins, then the one named first."""
    found: list[tuple[KnownTerm, TermMatch]] = []
    free = text
    pairs = [(each, each.term[source]) for each in known if source in each.term and to in each.term]
    spellings = [(spelling, each) for each, form in pairs for spelling in (form.text, *form.aliases)]
    for spelling, each in sorted(spellings, key=lambda pair: -len(pair[0])):
        start = free.find(spelling) if spelling else -1
        while start >= 0:
            span = Span(start, start + len(spelling))
            match = TermMatch(spelling, span, each.term[to].text, each.origin, each.entry)
            found.append((each, match))
            free = free[: span.start] + "\0" * len(spelling) + free[span.end :]
            start = free.find(spelling, span.end)
    return sorted(found, key=lambda pair: pair[1].span.start)


def write(
    sentence: str, mark: str, to: str, source: str, known: Sequence[KnownTerm]
) -> tuple[str, tuple[AppliedTerm, ...]]:
    """`mark` and the sentence with every term in the language `to`, and where those stand."""
    written, end = mark, 0
    applied = []
    for each, match in find(sentence, to, source, known):
        written += sentence[end : match.span.start]
        span = Span(len(written), len(written) + len(match.text))
        applied.append(AppliedTerm(match.source, match.text, span, each.origin, each.glossary, repaired=True))
        written, end = written + match.text, match.span.end
    return written + sentence[end:], tuple(applied)


def fake_match(text: str, to: str, source: str, terms: Iterable[Term] = ()) -> list[TermMatch]:
    """Where `terms` stand in `text`, letter for letter."""
    return [match for _, match in find(text, to, source, [KnownTerm(term) for term in terms])]
