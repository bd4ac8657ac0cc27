"""What can be seen of a sentence that tells whether an editor would take it into a brief."""

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief_models.summarize.centrality import lexrank
from newsbrief_models.summarize.cues import Cues, count_names, cues_of, leans, split_speech
from newsbrief_models.summarize.vectors import Vector, cosine, grams, stems, tfidf
from newsbrief_models.types import Document

_FIGURE = re.compile(r"\d+(?:[.,:\u00a0 조억만천]\d+)*")
_MOST_FIGURES, _MOST_NAMES = 3, 4
_SHORTEST, _LONGEST = -2.0, math.log(2)  # longer than twice the usual says no more


@dataclass(frozen=True, slots=True)
class Features:
    """A sentence as numbers. The first five can speak for it; the others set it right."""

    position: float  # -ln of its number in the article: 0 for the first sentence, falling
    centrality: float  # ln of its LexRank: 0 for an average sentence of the article, at least -1.9
    headline: float | None  # 0..1, cosine with the headline over word stems; None when there is no headline
    figures: float  # figures in it, up to 3
    names: float  # names outside quotations in it, up to 4
    length: float  # ln of its length over the article's median: -2..0.69
    quotation: float  # 0..1, share of it in quotation marks
    leaning: bool  # needs the sentence before it to be understood


@dataclass(frozen=True, slots=True)
class Analysis:
    """Features of an article's sentences, and their vectors, to tell by `cosine` how much two of them say the same."""

    features: tuple[Features, ...]
    vectors: tuple[Vector, ...]


def analyze(document: Document) -> Analysis:
    """The features of every sentence of `document`, in order. Takes time linear in its length."""
    texts = [sentence.text for sentence in document.sentences]
    vectors = tfidf(map(grams, texts))
    overlaps = _headline_overlaps(document.headline.text if document.headline else "", texts)
    usual_length = statistics.median(map(len, texts))
    cues = cues_of(document.language)
    features = [
        _features(number, text, central, overlap, len(text) / max(1, usual_length), cues)
        for number, (text, central, overlap) in enumerate(
            zip(texts, lexrank(vectors), overlaps, strict=True), 1
        )
    ]
    return Analysis(tuple(features), tuple(vectors))


def _features(
    number: int, text: str, central: float, overlap: float | None, relative_length: float, cues: Cues
) -> Features:
    narration, quoted = split_speech(text)
    names = count_names(narration, cues)
    return Features(
        position=-math.log(number),
        centrality=math.log(central),
        headline=overlap,
        figures=float(min(len(_FIGURE.findall(text)), _MOST_FIGURES)),
        names=float(min(names, _MOST_NAMES)),
        length=min(_LONGEST, math.log(max(relative_length, math.exp(_SHORTEST)))),
        quotation=quoted,
        leaning=leans(narration, quoted, names, cues),
    )


def _headline_overlaps(headline: str, texts: Sequence[str]) -> list[float | None]:
    if not stems(headline):
        return [None] * len(texts)
    title, *vectors = tfidf(map(stems, [headline, *texts]))
    return [cosine(title, vector) for vector in vectors]
