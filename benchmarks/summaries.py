"""Compares the extractive summarizer with plain ways of summarizing on an editor's picks, and prints the table.

    python -m benchmarks.summaries DEV_DIR TRAIN_DIR > benchmarks/results/summaries.md

Folders are as benchmarks/written.py describes. DEV_DIR holds articles the packaged weights were not fitted on;
TRAIN_DIR those they were, to refit without a feature and to cross-validate. Takes a few minutes.
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import mean

from benchmarks.baselines import lead, lexrank_trigrams, lexrank_words, textrank
from benchmarks.fit_summarizer import fit_weights
from benchmarks.written import Article, read_articles
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.summarize.weights import MEASURED, Weights
from newsbrief_models.types import Document, Language

Chooser = Callable[[Document, int], Sequence[int]]
BASELINES: Mapping[str, Chooser] = {
    "Lead": lead,
    "LexRank, trigrams": lexrank_trigrams,
    "LexRank, words, threshold 0.1": lexrank_words,
    "TextRank, words": textrank,
}
OURS = "newsbrief-extractive"
_SENTENCES = 3
_FOLDS = 5
_RESAMPLES = 10_000
_CHRF_ORDER, _CHRF_BETA = 6, 2.0

# Of a system: an article's (F1, chrF) with 3 sentences and (F1, chrF) with as many as the editor picked, by language.
Figures = list[dict[Language, tuple[float, float, float, float]]]


def chosen_by(weights: Weights | None = None) -> Chooser:
    """The extractive summarizer with `weights`, the packaged ones by default."""
    summarizer = ExtractiveSummarizer(weights)
    return lambda document, count: summarizer.select(document, count).chosen


def f1(chosen: Sequence[int], picks: Sequence[int]) -> float:
    """Harmonic mean of precision and recall of sentences, 0..1."""
    return 2 * len(set(chosen) & set(picks)) / (len(chosen) + len(picks))


def chrf(hypothesis: str, reference: str) -> float:
    """chrF2 (Popović 2015), 0..100: character n-grams up to 6, white space left out, recall counting twice."""
    precisions, recalls = [], []
    hypothesis, reference = "".join(hypothesis.split()), "".join(reference.split())
    for order in range(1, _CHRF_ORDER + 1):
        ours, theirs = _ngrams(hypothesis, order), _ngrams(reference, order)
        if ours and theirs:
            common = (ours & theirs).total()
            precisions.append(common / ours.total())
            recalls.append(common / theirs.total())
    precision, recall = (mean(precisions), mean(recalls)) if precisions else (0.0, 0.0)
    weighted = _CHRF_BETA**2 * precision + recall
    return 100 * (1 + _CHRF_BETA**2) * precision * recall / weighted if weighted else 0.0


def _ngrams(text: str, order: int) -> Counter[str]:
    return Counter(text[i : i + order] for i in range(len(text) - order + 1))


def measure(chooser: Chooser, articles: Sequence[Article]) -> Figures:
    """How well `chooser` agrees with the picks in each of `articles`."""
    return [
        {
            language: (
                *_agreement(chooser, document, article.picks, _SENTENCES),
                *_agreement(chooser, document, article.picks, len(article.picks)),
            )
            for language, document in article.documents.items()
        }
        for article in articles
    ]


def _agreement(chooser: Chooser, document: Document, picks: Sequence[int], count: int) -> tuple[float, float]:
    chosen = chooser(document, count)
    brief, gold = (" ".join(document.sentences[i].text for i in indices) for indices in (chosen, picks))
    return f1(chosen, picks), chrf(brief, gold)


def cross_validate(articles: Sequence[Article]) -> Figures:
    """The summarizer on each fold of `articles` with weights fitted on the others; figures in the articles' order."""
    figures: Figures = [{} for _ in articles]
    for fold in range(_FOLDS):
        rest = [article for i, article in enumerate(articles) if i % _FOLDS != fold]
        figures[fold::_FOLDS] = measure(chosen_by(fit_weights(rest)), articles[fold::_FOLDS])
    return figures


def compare(ours: Figures, theirs: Figures, column: int) -> tuple[float, float, float, float]:
    """Mean difference, its 95% interval, and the share of resamples in which ours is not better.

    Paired bootstrap (Koehn 2004) over articles: the three languages of an article are one observation.
    """
    gaps = [
        mean(a[language][column] - b[language][column] for language in a)
        for a, b in zip(ours, theirs, strict=True)
    ]
    chance = random.Random(1)
    means = sorted(mean(chance.choices(gaps, k=len(gaps))) for _ in range(_RESAMPLES))
    low, high = means[_RESAMPLES // 40], means[-_RESAMPLES // 40]
    return mean(gaps), low, high, sum(value <= 0 for value in means) / _RESAMPLES


def table(systems: Mapping[str, Figures]) -> str:
    """A Markdown table of the systems' figures: F1 in percent and chrF, over all and by language."""
    lines = [
        "| system | F1 at 3 | en | ko | ru | chrF at 3 | en | ko | ru | F1 at n | chrF at n |",
        "|---|" + "---:|" * 10,
    ]
    for name, figures in systems.items():
        cells = [
            *_means(figures, 0, 100),
            *_means(figures, 1, 1),
            _means(figures, 2, 100)[0],
            _means(figures, 3, 1)[0],
        ]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.1f}" for cell in cells) + " |")
    return "\n".join(lines)


def _means(figures: Figures, column: int, scale: float) -> list[float]:
    """The mean of one column over everything, then by language."""
    values = [[article[language][column] for article in figures] for language in Language]
    return [scale * mean(map(mean, values)), *(scale * mean(row) for row in values)]


def significance(systems: Mapping[str, Figures]) -> str:
    """How far ours is ahead of the first two baselines, with three sentences."""
    lines = []
    for name in list(BASELINES)[:2]:
        for metric, column, scale in (("F1", 0, 100), ("chrF", 1, 1)):
            gap, low, high, worse = compare(systems[OURS], systems[name], column)
            interval = f"95% interval {scale * low:+.1f} to {scale * high:+.1f}"
            p = f"p = {worse:.4f}" if worse else f"p < {1 / _RESAMPLES:.4f}"
            lines.append(f"- {metric} against {name}: {scale * gap:+.1f} ({interval}; {p})")
    return "\n".join(lines)


def calibration(articles: Sequence[Article]) -> str:
    """A Markdown table: of the sentences scored within a fifth of 0..1 by the packaged weights, the share picked."""
    summarizer = ExtractiveSummarizer()
    picked: list[list[bool]] = [[] for _ in range(5)]
    for article in articles:
        for document in article.documents.values():
            for index, score in enumerate(summarizer.select(document, _SENTENCES).scores):
                picked[min(4, int(5 * score.score))].append(index in article.picks)
    rows = (
        f"| {i / 5:.1f} to {(i + 1) / 5:.1f} | {len(row)} | {mean(row):.2f} |"
        for i, row in enumerate(picked)
        if row
    )
    return "\n".join(["| score | sentences | picked |", "|---|---:|---:|", *rows])


def _sizes(articles: Sequence[Article]) -> str:
    counts = Counter(len(article.picks) for article in articles)
    return ", ".join(f"{size} in {counts[size]} articles" for size in sorted(counts))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dev", type=Path, metavar="DEV_DIR")
    parser.add_argument("train", type=Path, metavar="TRAIN_DIR")
    folders = parser.parse_args()
    dev, train = read_articles(folders.dev), read_articles(folders.train)
    on_dev = {name: measure(chooser, dev) for name, chooser in BASELINES.items()}
    on_dev[OURS] = measure(chosen_by(), dev)
    for left_out in MEASURED:
        kept = [name for name in MEASURED if name != left_out]
        on_dev[f"– without {left_out}"] = measure(chosen_by(fit_weights(train, kept)), dev)
    on_train = {name: measure(chooser, train) for name, chooser in BASELINES.items()}
    on_train[OURS] = cross_validate(train)
    print(_REPORT.format(
        dev=len(dev), train=len(train), sizes=_sizes(dev + train), folds=_FOLDS, resamples=_RESAMPLES,
        dev_table=table(on_dev), dev_gap=significance(on_dev), calibration=calibration(dev),
        train_table=table(on_train), train_gap=significance(on_train),
    ))  # fmt: skip


_REPORT = """\
# Extractive summarizer against an editor's picks

Made by `python -m benchmarks.summaries DEV_DIR TRAIN_DIR`. Written news articles of 9 to 13 sentences, each in English,
Korean and Russian, with the sentences an editor picked ({sizes}).
F1 is that of the chosen sentences in percent; chrF (chrF2) compares the chosen sentences, joined, with the picked ones.
Means over articles, with 3 sentences chosen ("at 3": over all, then by language) and with as many as were picked
("at n"). Differences: at 3, paired bootstrap over articles, {resamples} resamples; p is the share of resamples in which
ours is not better.

## Articles not used in fitting ({dev})

{dev_table}

No weight was fitted on these; briefs of some were read while the word lists were made. "Without" a feature: refitted on
the other articles without it.

{dev_gap}

What a score means:

{calibration}

## Articles fitted on ({train}), by {folds}-fold cross-validation

{train_table}

{train_gap}
"""

if __name__ == "__main__":
    main()
