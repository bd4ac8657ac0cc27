"""Decides which pairs are worth a place in the mix: right script, like lengths, words rather than code."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_SCRIPT = {"en": re.compile(r"[A-Za-z]"), "ko": re.compile(r"[가-힣]"), "ru": re.compile(r"[А-Яа-яЁё]")}
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(
    r"https?:|www\.|[`{}\\|<>\[\]^~=_#*@]|[a-z][A-Z]|\w\.\w+\(|\w+\(\)|[A-Za-z]\.[A-Za-z]{2,}\b|[/&]\w|\.{2,}\w|;\S"
)
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"\s+")


def clean(text: str) -> str:
    """Spaces folded, invisible characters dropped; everything else is the tokenizer's business."""
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n")
    return _SPACES.sub(" ", text).strip()


def right_script(text: str, lang: str, least: float = 0.5) -> bool:
    """Whether at least this share of the letters belong to the language's script."""
    letters = len(_LETTER.findall(text))
    return letters > 0 and len(_SCRIPT[lang].findall(text)) >= least * letters


def balanced(n1: int, n2: int, ratio: float, slack: int = 6) -> bool:
    """Whether two token counts can be translations of one another."""
    return n1 <= ratio * n2 + slack and n2 <= ratio * n1 + slack


def looks_like_code(text: str) -> bool:
    """Markup, identifiers, paths and calls, which documentation is full of and news is not."""
    return bool(_CODE.search(text))


def words(text: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(text)]


def known_words(lines: Iterable[str], least: int = 1) -> frozenset[str]:
    """The words a set of lines uses at least so often."""
    counts = Counter(w for line in lines for w in words(line))
    return frozenset(w for w, n in counts.items() if n >= least)


def coverage(text: str, known: frozenset[str]) -> float:
    """The share of a line's words that are known: how near documentation comes to general language."""
    found = words(text)
    return sum(w in known for w in found) / len(found) if found else 0.0
