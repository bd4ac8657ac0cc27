"""Finds the paragraphs of a plain text: by blank lines, by line breaks, or across the line breaks of wrapped lines."""

import re
import sys
from dataclasses import dataclass
from itertools import groupby, pairwise

from newsbrief_models.text.clean import INVISIBLE
from newsbrief_models.types import Span

BLANK = rf"\s{INVISIBLE}"  # what shows as nothing, as the inside of a regular-expression class

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|$)")
_SEEN = re.compile(rf"[^{BLANK}]")
_WIDE = re.compile(
    r"[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]"
)
_FIRST_WORD = re.compile(r"\S{1,100}")
_STOPPED = re.compile(r"[.!?…。！？:;]['\"’”»)\]}」』】]{0,4}\Z")
_LOWER = re.compile(r"[a-zа-яё]")

_WIDEST_WRAP = 120  # columns; nobody wraps lines wider than that, so longer lines are paragraphs
_UNWRAPPED = sys.maxsize
_SHORTEST_BROKEN = 30  # columns; a shorter line is no broken line but a line of its own


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of `text` in order, without blank space at their ends; nothing else is left out.

    A blank line ends a paragraph. So does a line break, unless the lines are wrapped: then a break counts only where
    the next word would still have had room on the line. Linear in the length of `text`.
    """
    grouped = groupby(_lines(text), key=lambda line: line is None)
    blocks = [
        _Block.of(text, [line for line in block if line is not None]) for blank, block in grouped if not blank
    ]
    # One paragraph of two lines may as well be a headline and its text; a longer one tells how wide lines are.
    width = max((block.widest for block in blocks if block.is_wrapped), default=0)
    return [paragraph for block in blocks for paragraph in block.joined(width)]


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines with no blank line between them; the lists speak of each line but the last, and of its break."""

    lines: list[Span]
    needed: list[int]  # columns the line would take with the next word on it
    stopped: list[bool]  # a sentence may end here
    lower: list[bool]  # the next line begins in lower case
    widest: int  # columns

    @classmethod
    def of(cls, text: str, lines: list[Span]) -> "_Block":
        widths = [_width(text, line) for line in lines]
        breaks = list(pairwise(lines))
        return cls(
            lines,
            [widths[i] + 1 + _width(text, _first_word(text, after)) for i, (_, after) in enumerate(breaks)],
            [
                _STOPPED.search(text, max(line.start, line.end - 5), line.end) is not None
                for line, _ in breaks
            ],
            [
                widths[i] >= _SHORTEST_BROKEN and _LOWER.match(text, after.start) is not None
                for i, (_, after) in enumerate(breaks)
            ],
            max(widths),
        )

    @property
    def is_wrapped(self) -> bool:
        """Whether the block itself shows that its lines are wrapped: by full lines that end within sentences."""
        full = [needed > self.widest for needed in self.needed]
        broken = sum(f and not s for f, s in zip(full, self.stopped, strict=True))
        return self.widest <= _WIDEST_WRAP and broken >= 2 and 2 * sum(full) >= len(full)

    def joined(self, width: int) -> list[Span]:
        """The block's paragraphs, where the text elsewhere is wrapped at `width` columns (0: it is not)."""
        if self.is_wrapped:
            width = self.widest
        elif self.widest > width:
            width = _UNWRAPPED
        result = [self.lines[0]]
        for line, needed, stopped, lower in zip(
            self.lines[1:], self.needed, self.stopped, self.lower, strict=True
        ):
            # A greedy wrapper breaks a line only where the next word does not fit.
            if needed > width or (lower and not stopped):
                result[-1] = Span(result[-1].start, line.end)
            else:
                result.append(line)
        return result


def _lines(text: str) -> list[Span | None]:
    return [
        _trimmed(text, match.start(), match.end())
        for match in _LINE.finditer(text)
        if match.end() > match.start()
    ]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    first = _SEEN.search(text, start, end)
    if first is None:
        return None
    while _SEEN.match(text, end - 1) is None:
        end -= 1
    return Span(first.start(), end)


def _first_word(text: str, line: Span) -> Span:
    word = _FIRST_WORD.match(text, line.start, line.end)
    return Span(line.start, line.start if word is None else word.end())


def _width(text: str, span: Span) -> int:
    """Columns `span` takes in a monospaced font: East Asian letters take two."""
    return span.end - span.start + len(_WIDE.findall(text, span.start, span.end))


def next_seen(text: str, start: int, end: int) -> int:
    """Where the first character that shows stands in ``text[start:end]``; `end` if none does."""
    found = _SEEN.search(text, start, end)
    return end if found is None else found.start()
