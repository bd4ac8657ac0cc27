"""Cuts a sentence too long for a model at its clause boundaries; failing those, at spaces or anywhere."""

import math
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files

Measure = Callable[[str], int]

# Every pattern looks at a bounded number of characters before it meets its mark, and eats the white space
# after it: linear on any text. A cut is made where a match ends, so the marks stay with what they close.
# A full stop counts only after a long word: shorter ones are mostly initials and abbreviations.
_STRONG = re.compile(r"""(?:[;:!?…。]|(?<=\w{4})\.)["'»”’)\]]{0,3}\s+|\s(?=[—–]\s)""")
_COMMA = re.compile(r"""[,，、]["'»”’)\]]{0,3}\s+""")
_SPACE = re.compile(r"\s+")


def split_clauses(text: str, measure: Measure, limit: int) -> list[str]:
    """Cut `text` into few, even pieces of at most `limit` by `measure`, as its clauses allow.

    The pieces joined are `text` again; a text that fits is its only piece. Boundaries are tried from strong
    to weak: semicolons, colons, dashes; commas; conjunctions, Korean connective endings; spaces; any place.
    `measure` sees each character a bounded number of times, so the time is linear when `measure` is. A single
    character that measures more than `limit` (>= 1) stays whole.
    """
    if measure(text) <= limit:
        return [text]
    pieces = [piece for piece, _ in _cut(text, measure, limit, 0)]
    # Sizes of joined pieces were added up, not measured; whatever a join made longer is cut once more.
    return [part for piece in pieces for part in _by_characters(piece, measure, limit)]


def _cut(text: str, measure: Measure, limit: int, level: int) -> list[tuple[str, int]]:
    """Pieces with their sizes, cut at boundaries of `level` and weaker ones where those leave too much."""
    size = measure(text)
    patterns = _patterns()
    if size <= limit:
        return [(text, size)]
    if level == len(patterns):
        return [(part, measure(part)) for part in _by_characters(text, measure, limit)]
    ends = [match.end() for match in patterns[level].finditer(text) if match.end() < len(text)]
    if not ends:
        return _cut(text, measure, limit, level + 1)
    parts = (text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True))
    return _pack([piece for part in parts for piece in _cut(part, measure, limit, level + 1)], limit)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    words = tomllib.loads(
        files("newsbrief_models.translate").joinpath("clause_words.toml").read_text("utf-8")
    )
    opening = "|".join(map(re.escape, words["opening"]))
    ending = "|".join(map(re.escape, words["ending"]))
    return _STRONG, _COMMA, re.compile(rf"\s(?=(?:{opening})\s)|(?:{ending})\s+"), _SPACE


def _pack(pieces: list[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """Join neighbours up to `limit`, aiming at equal sizes: a tail of two words translates badly."""
    total = sum(size for _, size in pieces)
    goal = total / max(1, math.ceil(total / limit))
    packed: list[tuple[str, int]] = []
    run: list[str] = []
    run_size = 0
    for piece, size in pieces:
        if run and (run_size >= goal or run_size + size > limit):
            packed.append(("".join(run), run_size))
            run, run_size = [], 0
        run.append(piece)
        run_size += size
    packed.append(("".join(run), run_size))
    return packed


def _by_characters(text: str, measure: Measure, limit: int) -> Iterator[str]:
    """`text` itself if it fits, else slices of it that do."""
    if measure(text) <= limit:
        yield text
        return
    for start in range(0, len(text), limit):
        yield from _halved(text[start : start + limit], measure, limit)


def _halved(text: str, measure: Measure, limit: int) -> Iterator[str]:
    if len(text) <= 1 or measure(text) <= limit:
        yield text
        return
    middle = len(text) // 2
    yield from _halved(text[:middle], measure, limit)
    yield from _halved(text[middle:], measure, limit)
