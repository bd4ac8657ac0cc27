"""Counts faults that need no reader: loops, cut ends, wrong script, copies, lost numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from . import filters
from .augment.numerals import values
from .translate import Output

_TOKEN = re.compile(r"\w+|[^\w\s]")


def repetitive(text: str) -> bool:
    """A word four times running, a phrase of up to six words three times running, or three words thrice anywhere."""
    words = _TOKEN.findall(text.lower())
    for size in range(1, 7):
        times = 4 if size == 1 else 3
        for i in range(len(words) - times * size + 1):
            phrase = words[i : i + size]
            if any(w.isalpha() for w in phrase) and words[i : i + times * size] == phrase * times:
                return True
    runs = Counter(tuple(words[i : i + 3]) for i in range(len(words) - 2))
    return any(count >= 3 and any(w.isalpha() for w in run) for run, count in runs.items())


def cut(source: str, output: Output) -> bool:
    """Ended by the length limit, or a small part of what its source would need."""
    if output.truncated:
        return True
    return len(source) > 60 and len(output.text) < 0.2 * len(source)


def wrong_script(text: str, lang: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", text)) and not filters.right_script(text, lang, 0.5)


def copied(source: str, text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", source)) and source.strip() == text.strip()


@dataclass
class Faults:
    """Shares of a set's outputs; numbers: of the lines whose reference keeps numbers of the source in digits."""

    repetitive: float
    cut: float
    wrong_script: float
    copied: float
    numbers_kept: float | None
    lines_with_numbers: int


def count(sources: list[str], references: list[str], outputs: list[Output], way: tuple[str, str]) -> Faults:
    source_lang, lang = way
    total = len(outputs)
    kept = with_numbers = 0
    for source, reference, output in zip(sources, references, outputs, strict=True):
        due = Counter(values(source, source_lang)) & Counter(values(reference, lang))
        if due:
            with_numbers += 1
            kept += not due - Counter(values(output.text, lang))
    return Faults(
        sum(repetitive(o.text) for o in outputs) / total,
        sum(cut(s, o) for s, o in zip(sources, outputs, strict=True)) / total,
        sum(wrong_script(o.text, lang) for o in outputs) / total,
        sum(copied(s, o.text) for s, o in zip(sources, outputs, strict=True)) / total,
        kept / with_numbers if with_numbers else None,
        with_numbers,
    )
