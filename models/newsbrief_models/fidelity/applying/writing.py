"""Writes terms into a text: in the case a Russian sentence asks for, with the particle a Korean one needs."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsbrief_models.fidelity.applying.russian_case import case_at
from newsbrief_models.terms import korean, russian
from newsbrief_models.terms.entries import Form, Kind
from newsbrief_models.terms.russian import Case
from newsbrief_models.types import Language, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """A term to write where something else stands; `now` is the form of what stands there, where that is known."""

    span: Span
    form: Form
    kind: Kind
    now: Form | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A text after edits: where each edited span now is, and how far what follows has moved."""

    text: str
    spans: dict[Span, Span]
    starts: tuple[int, ...]  # where the edits begin in the old text, ascending
    shifts: tuple[int, ...]  # how far text before the first has moved, which is 0, then after each

    def moved(self, span: Span) -> Span:
        """Where a span of the old text that no edit touches is now."""
        by = self.shifts[bisect_right(self.starts, span.start)]
        return Span(span.start + by, span.end + by)


def write(
    text: str, language: Language, edits: Sequence[Edit], kept: Sequence[tuple[Span, Form]] = ()
) -> Written:
    """`text` with `edits` made, which must not overlap; `kept` are terms already right, whose case tells that of others
    listed with them. Linear in the text.
    """
    ordered = sorted(edits, key=lambda edit: edit.span.start)
    news = _russian(text, ordered, kept) if language is Language.RU else [edit.form.text for edit in ordered]
    pieces = [text[: ordered[0].span.start] if ordered else text]
    spans: dict[Span, Span] = {}
    grown: list[int] = []
    at = len(pieces[0])
    for index, (edit, new) in enumerate(zip(ordered, news, strict=True)):
        end = ordered[index + 1].span.start if index + 1 < len(ordered) else len(text)
        piece = text[edit.span.start : end]
        size = edit.span.end - edit.span.start
        if language is Language.KO:
            piece, _ = korean.repair(piece, Span(0, size), new)
        else:
            piece = new + piece[size:]
        spans[edit.span] = Span(at, at + len(new))
        at += len(piece)
        grown.append(len(piece) - (end - edit.span.start))
        pieces.append(piece)
    starts = tuple(edit.span.start for edit in ordered)
    return Written("".join(pieces), spans, starts, tuple(accumulate(grown, initial=0)))


def _russian(text: str, edits: Sequence[Edit], kept: Sequence[tuple[Span, Form]]) -> list[str]:
    """Each term in its case, found from left to right so that listed terms agree."""
    known = sorted(
        ((span, cases[0]) for span, form in kept if (cases := russian.cases(form, span.of(text)))),
        key=lambda item: item[0].start,
    )
    found: list[str] = []
    last: tuple[Span, Case] | None = None
    at = 0
    for edit in edits:
        while at < len(known) and known[at][0].start < edit.span.start:
            last, at = known[at], at + 1
        case = case_at(text, edit.span, edit.now or edit.form, edit.kind, last)
        last = (edit.span, case)
        found.append(russian.inflect(edit.form, case))
    return found
