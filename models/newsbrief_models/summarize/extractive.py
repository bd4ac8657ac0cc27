"""A summarizer that takes an article's own sentences: no training data at run time, any of the three languages.

Each sentence is scored by a small logistic model over what an editor looks at (where it stands, how central it is, the
headline, figures, names, its length, whether it is someone's words), fitted on briefs picked by hand. Sentences are
then taken one by one, best first, each marked down for repeating what is already taken (maximal marginal relevance,
Carbonell and Goldstein 1998) and for leaning on a sentence that is not.
"""

from collections.abc import Sequence
from importlib import resources

from newsbrief_models.summarize.features import Analysis, Features, analyze
from newsbrief_models.summarize.vectors import cosine
from newsbrief_models.summarize.weights import Weights, bundled_weights, probability
from newsbrief_models.types import Document, ModelInfo, Reason, Selection, SentenceScore

_DATA = ("weights.toml", "cues.toml")


class ExtractiveSummarizer:
    """Chooses sentences by `weights` (the package's own by default). A pure function of the document."""

    def __init__(self, weights: Weights | None = None) -> None:
        self._weights = weights or bundled_weights()
        size = sum(
            len(resources.files("newsbrief_models.summarize").joinpath(name).read_bytes()) for name in _DATA
        )
        self._info = ModelInfo("newsbrief-extractive", "summarization", "1", "python", "Apache-2.0", (), size)

    @property
    def info(self) -> ModelInfo:
        return self._info

    def select(self, document: Document, max_sentences: int) -> Selection:
        """Score every sentence and choose at most `max_sentences` (>= 1), all when there are no more than that.

        A score is the chance (0..1) that an editor would take the sentence, so it means the same in every article.
        Fewer than `max_sentences` are chosen when what is left repeats what is taken. Takes time linear in the
        document's length times `max_sentences`.
        """
        analysis = analyze(document)
        logits = [self._weights.logit(features) for features in analysis.features]
        if len(logits) <= max_sentences:
            chosen = list(range(len(logits)))
        else:
            chosen = self._choose(analysis, logits, max_sentences)
        scores = tuple(
            SentenceScore(probability(logit), self._reasons(features, index in chosen))
            for index, (logit, features) in enumerate(zip(logits, analysis.features, strict=True))
        )
        return Selection(scores, tuple(chosen))

    def _choose(self, analysis: Analysis, logits: Sequence[float], count: int) -> list[int]:
        weights, vectors = self._weights, analysis.vectors
        chosen: set[int] = set()
        alike = [0.0] * len(logits)  # to the most similar sentence chosen
        left = list(range(len(logits)))

        def worth(index: int) -> float:
            supported = analysis.features[index].leaning and index - 1 in chosen
            return logits[index] + weights.leaning * supported - weights.redundancy * alike[index]

        while left and len(chosen) < count:
            best = max(left, key=worth)  # the earliest of equals
            chosen.add(best)
            for index in left:
                alike[index] = max(alike[index], cosine(vectors[best], vectors[index]))
            left = [index for index in left if index != best and alike[index] < weights.same]
        return sorted(chosen)

    def _reasons(self, features: Features, chosen: bool) -> tuple[Reason, ...]:
        """What lifts the sentence above an average one, strongest first; a chosen one has at least its best side."""
        lifts = self._weights.contributions(features)
        held = [reason for reason in Reason if _present(features, reason)]
        ranked = sorted(held, key=lambda reason: -lifts[reason])
        return tuple(reason for reason in ranked if lifts[reason] > 0) or tuple(ranked[:chosen])


def _present(features: Features, reason: Reason) -> bool:
    """Whether a sentence can claim `reason` at all: no figures without a digit, no names without a name."""
    if reason in (Reason.POSITION, Reason.CENTRALITY):
        return True
    return bool(getattr(features, reason))
