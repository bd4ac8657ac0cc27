"""Splits plain text into sentences by rules, paragraph by paragraph."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from newsbrief_models.text.clean import INVISIBLE
from newsbrief_models.text.endings import Stop, judge
from newsbrief_models.text.layout import BLANK, paragraphs
from newsbrief_models.text.quotes import quotations
from newsbrief_models.types import Language, Span

_CLOSING = r"\"'’”»)\]}」』】〉》"
_STOP = re.compile(rf"[.!?…。！？][.!?…。！？{_CLOSING}{INVISIBLE}]*")
_GAP = re.compile(rf"[{BLANK}]*")


def split(text: str, language: Language) -> list[Span]:
    """The sentences of `text`, ascending, in code points; each code point that shows is in one of them.

    A paragraph end (`layout.paragraphs`) always ends a sentence. A quotation of up to 300 code points stays in one
    piece, so that its sentences keep who said them. What has no stop is one sentence however long. Linear in the
    length of `text`.
    """
    return [
        sentence for paragraph in paragraphs(text) for sentence in split_paragraph(text, paragraph, language)
    ]


def split_paragraph(text: str, paragraph: Span, language: Language) -> list[Span]:
    """The sentences of ``text[paragraph.start:paragraph.end]``, which neither begins nor ends with blank space."""
    ends, rules = judge(language)
    quoted = quotations(text, paragraph)
    closes = [quotation.end for quotation in quoted]
    sentences: list[Span] = []
    start = paragraph.start
    for stop in _stops(text, paragraph):
        i = bisect_left(closes, stop.end + 1)  # the quotation that closes after the stop
        inside = i < len(quoted) and quoted[i].start < stop.begin
        if not inside and ends(text, start, stop, paragraph.end, rules):
            sentences.append(Span(start, stop.end))
            start = stop.following
    sentences.append(Span(start, paragraph.end))
    return sentences


def _stops(text: str, paragraph: Span) -> Iterator[Stop]:
    for match in _STOP.finditer(text, paragraph.start, paragraph.end):
        gap = _GAP.match(text, match.end(), paragraph.end)
        following = match.end() if gap is None else gap.end()
        if following < paragraph.end:
            yield Stop(match.start(), match.end(), following)
