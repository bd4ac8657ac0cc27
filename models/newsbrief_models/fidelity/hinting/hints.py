"""Gathers the hints for a sentence: glossary terms and known names in their press form, figures and dates in digits."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from newsbrief_models.fidelity.applying.wanted import wanted
from newsbrief_models.fidelity.figure_findings import read
from newsbrief_models.fidelity.hinting import rendered
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.naming.side import side_of
from newsbrief_models.types import Hint, Language

MOST = 16  # hints a sentence; more would crowd out its words
_LONGEST = 60  # code points of a hint


def hints(
    text: str,
    source: Language,
    target: Language,
    *,
    lexicon: Lexicon,
    reference: datetime.date | None = None,
    requested: Collection[str] = (),
) -> tuple[Hint, ...]:
    """How the facts of the sentence `text` are to be written in `target`, in order and none overlapping.

    A user's terms come first, then the gazetteer's names, names it does not know where a convention writes them, and
    figures. `requested` are the ids of terms that came with the request. At most `MOST`. Linear in the text.
    """
    side = side_of(text, source, lexicon.names)
    found = [
        Hint(want.mention.span, want.form.text) for want in wanted(side, target, lexicon.glossary, requested)
    ]
    found += rendered.names(side, target)
    found += (
        Hint(span, shown)
        for figure in read(text, source, reference)
        for span, shown in rendered.figures(figure, source, target)
    )
    return tuple(sorted(_apart(found), key=lambda hint: hint.span.start))


def _apart(found: Iterable[Hint]) -> Iterator[Hint]:
    """The hints that no earlier one touches, as many as are allowed."""
    taken: set[int] = set()
    given = 0
    for hint in found:
        places = range(hint.span.start, hint.span.end)
        if given < MOST and len(hint.text) <= _LONGEST and places and taken.isdisjoint(places):
            taken.update(places)
            given += 1
            yield hint
