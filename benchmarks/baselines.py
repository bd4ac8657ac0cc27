"""Plain ways of choosing the sentences of a brief, to compare with: each takes a document and a number of sentences."""

import math
from collections.abc import Sequence

from newsbrief_models.summarize.centrality import lexrank
from newsbrief_models.summarize.vectors import cosine, grams, tfidf, words
from newsbrief_models.types import Document

_DAMPING = 0.15
_STEPS = 100
_THRESHOLD = 0.1  # of the cosine from which two sentences are linked; Erkan and Radev's best


def lead(document: Document, count: int) -> list[int]:
    """The first sentences."""
    return list(range(min(count, len(document.sentences))))


def lexrank_trigrams(document: Document, count: int) -> list[int]:
    """Continuous LexRank over the same word pieces as the product's."""
    return _best(lexrank(tfidf(grams(sentence.text) for sentence in document.sentences)), count)


def lexrank_words(document: Document, count: int) -> list[int]:
    """LexRank as published (Erkan and Radev 2004): words, a threshold on the cosine, links without weight."""
    vectors = tfidf(words(sentence.text) for sentence in document.sentences)
    return _best(_walk([[float(cosine(a, b) > _THRESHOLD) for b in vectors] for a in vectors]), count)


def textrank(document: Document, count: int) -> list[int]:
    """TextRank (Mihalcea and Tarau 2004): shared words over the logarithms of the two lengths."""
    bags = [words(sentence.text) for sentence in document.sentences]
    return _best(_walk([[_overlap(a, b) for b in bags] for a in bags]), count)


def _overlap(one: list[str], other: list[str]) -> float:
    scale = math.log(max(1, len(one))) + math.log(max(1, len(other)))
    return len(set(one) & set(other)) / scale if scale else 0.0


def _walk(links: list[list[float]]) -> list[float]:
    """The stationary distribution of a damped walk over `links`, symmetric; no sentence links to itself."""
    size = len(links)
    degree = [sum(row) - row[i] for i, row in enumerate(links)]
    share = [1 / size] * size
    for _ in range(_STEPS):
        jump = sum(share[i] for i in range(size) if not degree[i]) / size
        share = [
            _DAMPING / size
            + (1 - _DAMPING)
            * (jump + sum(share[j] * links[j][i] / degree[j] for j in range(size) if j != i and degree[j]))
            for i in range(size)
        ]
    return share


def _best(scores: Sequence[float], count: int) -> list[int]:
    return sorted(sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:count])
