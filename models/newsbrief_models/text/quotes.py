"""Finds quotations, so that a quoted statement of several sentences is not torn from who said it."""

import re

from newsbrief_models.types import Span

_LONGEST = 300  # code points; a longer quotation reads as sentences of its own, and an unbalanced mark swallows no more
_MARK = re.compile('["“”„«»「」『』]')
_OPENERS = {"”": "“„", "“": "„", "»": "«„", "」": "「", "』": "『"}  # by what closes them
_BEFORE_OPENING = frozenset("([{«“„‘'—–-/:=…")


def quotations(text: str, within: Span) -> list[Span]:
    """The outermost quotations of up to 300 code points `within` a part of `text`, with their marks, ascending.

    Knows “ ”, „ “, « », 「 」, 『 』 and straight double quotes, of which a mark before a word opens and one after a
    word closes. A mark without its partner is passed over.
    """
    found: list[Span] = []
    opened: list[int] = []
    straight: int | None = None
    for match in _MARK.finditer(text, within.start, within.end):
        at, mark = match.start(), match[0]
        if mark == '"':
            if straight is not None and not text[at - 1].isspace():
                found.append(Span(straight, at + 1))
                straight = None
            elif at == within.start or text[at - 1].isspace() or text[at - 1] in _BEFORE_OPENING:
                straight = at
        elif opened and text[opened[-1]] in _OPENERS.get(mark, ""):
            found.append(Span(opened.pop(), at + 1))
        elif mark in "“„«「『":
            opened.append(at)
    return _outermost([quotation for quotation in found if quotation.end - quotation.start <= _LONGEST])


def _outermost(quotations: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for quotation in sorted(quotations, key=lambda span: (span.start, -span.end)):
        if not kept or quotation.start >= kept[-1].end:
            kept.append(quotation)
    return kept
