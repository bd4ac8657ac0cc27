"""Joins two or three neighbouring sentences, so that the model learns input longer than one."""

from __future__ import annotations

import random
from collections.abc import Iterator

from ..corpora import LANGUAGES, Article


def joined(
    article: Article, rng: random.Random, share: float = 0.5, longest: int = 420
) -> Iterator[dict[str, str]]:
    """Some of an article's runs of two and three sentences, none longer than so many English characters."""
    count = len(article.lines["en"])
    for size in (2, 3):
        # Line 0 is the headline; it is joined to nothing.
        for start in range(1, count - size + 1):
            if rng.random() >= share / (size - 1):
                continue
            lines = {lang: " ".join(article.lines[lang][start : start + size]) for lang in LANGUAGES}
            if len(lines["en"]) <= longest:
                yield lines
