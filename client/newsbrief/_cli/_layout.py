"""Text on a terminal: made harmless, measured in cells, wrapped."""

import re
import unicodedata
from collections.abc import Sequence

# Control characters drive terminals (ECMA-48); bidirectional controls reorder what is read (UTR 36).
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_GLUE = "\u00a0"
_NARROWEST_COLUMN = 4
_SEPARATORS = re.compile("[\u2028\u2029]")


def harmless(text: str) -> str:
    """`text` without bidirectional controls, control characters as U+FFFD; newlines and tabs stay."""
    text = _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n"))
    return _SEPARATORS.sub("\n", _BIDI.sub("", text))


def one_line(text: str) -> str:
    """`text` made harmless, white space folded."""
    return " ".join(harmless(text).split())


def cells(text: str) -> int:
    """Columns `text` takes: 2 for East Asian wide characters (UAX 11), 0 for what joins the one before."""
    return sum(map(_cells_of, text))


def _cells_of(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0  # marks, joiners, and Hangul vowels and finals that follow a leading consonant
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def wrap(text: str, width: int, *, indent: str = "") -> str:
    """`text` broken at spaces into lines of at most `width` columns, indented; longer words are cut.

    Only U+0020 is a place to break: U+00A0 keeps words together.
    """
    room = max(width - cells(indent), 2)
    lines: list[str] = []
    line, used = "", 0
    for word in _pieces(text, room):
        size = cells(word)
        if line and used + 1 + size > room:
            lines.append(indent + line)
            line, used = "", 0
        line, used = (f"{line} {word}", used + 1 + size) if line else (word, size)
    if line:
        lines.append(indent + line)
    return "\n".join(lines)


def table(rows: Sequence[Sequence[str]], width: int | None) -> list[str]:
    """Lines of `rows` in columns, two spaces apart.

    Where `width` is too small the widest columns are cut, with "…", though not below 4.
    """
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    room = sum(widths) if width is None else width - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widths[widths.index(max(widths))] -= 1
    return ["  ".join(map(_cell, row, widths)).rstrip() for row in rows]


def cut(text: str, width: int) -> str:
    """`text` in `width` columns at most, "…" in the place of what is left out."""
    if cells(text) <= width:
        return text
    return _pieces(text.replace(" ", _GLUE), width - 1)[0].replace(_GLUE, " ") + "…"


def _cell(text: str, width: int) -> str:
    """`text` in exactly `width` columns."""
    text = cut(text, width)
    return text + " " * (width - cells(text))


def _pieces(text: str, room: int) -> list[str]:
    """The words of `text`, those wider than `room` cut to fit."""
    pieces: list[str] = []
    for word in filter(None, text.split(" ")):
        start = used = 0
        for position, character in enumerate(word):
            size = _cells_of(character)
            if used + size > room:
                pieces.append(word[start:position])
                start, used = position, 0
            used += size
        pieces.append(word[start:])
    return pieces
