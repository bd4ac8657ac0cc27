"""Fits the extractive summarizer's weights on an editor's picks and prints the TOML that goes into the package.

    python -m benchmarks.fit_summarizer TRAIN_DIR > models/newsbrief_models/summarize/weights.toml

Logistic regression by Newton's method over all sentences of all languages, one set of slopes for the three; the
desk's own rules (see DESK) are set by hand and held fixed. TRAIN_DIR is as benchmarks/written.py describes.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.written import Article, read_articles
from newsbrief_models.summarize.features import analyze
from newsbrief_models.summarize.weights import MEASURED, Weights

# Set by hand, not fitted: a brief must stand alone and not repeat itself, whatever the picks say. In cross-validation,
# leaning from 0 to 2 and redundancy from 0 to 4 move F1 by less than 0.2 points.
DESK = {"leaning": 1.0, "redundancy": 2.0, "same": 0.8}
_RIDGE = 1e-3  # keeps a feature that never varies from making the equations singular
_STEPS = 12


def fit_weights(articles: Sequence[Article], measured: Sequence[str] = MEASURED) -> Weights:
    """The most likely weights given the picks in `articles`; features not in `measured` get none."""
    rows, leaning, picked = _table(articles)
    means = rows.mean(axis=0)
    kept = [MEASURED.index(name) for name in measured]
    design = np.column_stack([np.ones(len(rows)), (rows - means)[:, kept]])
    solution = _newton(design, picked, offset=-DESK["leaning"] * leaning)
    slopes = dict.fromkeys(MEASURED, 0.0) | dict(zip(measured, map(float, solution[1:]), strict=True))
    return Weights(float(solution[0]), slopes, dict(zip(MEASURED, map(float, means), strict=True)), **DESK)


def _table(
    articles: Sequence[Article],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    rows, leaning, picked = [], [], []
    for article in articles:
        for document in article.documents.values():
            for index, features in enumerate(analyze(document).features):
                rows.append([getattr(features, name) for name in MEASURED])
                leaning.append(features.leaning)
                picked.append(index in article.picks)
    return np.array(rows, float), np.array(leaning, float), np.array(picked, float)


def _newton(
    design: NDArray[np.float64], picked: NDArray[np.float64], offset: NDArray[np.float64]
) -> NDArray[np.float64]:
    solution = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ solution - offset))
        gradient = design.T @ (picked - chance) - _RIDGE * solution
        curvature = (design.T * (chance * (1 - chance))) @ design + _RIDGE * np.eye(len(solution))
        solution += np.linalg.solve(curvature, gradient)
    return solution


def _toml(weights: Weights, articles: int) -> str:
    slopes = "".join(f"{name} = {value:.4f}\n" for name, value in weights.slopes.items())
    means = "".join(f"{name} = {value:.4f}\n" for name, value in weights.means.items())
    desk = "".join(f"{name} = {value}\n" for name, value in DESK.items())
    return (
        "# Made by benchmarks/fit_summarizer.py; what each value means: weights.py.\n"
        f"# Fitted on {articles} written news articles with an editor's picks, each in English, Korean and Russian.\n\n"
        f"intercept = {weights.intercept:.4f}\n\n"
        f"# Logits per unit of a feature.\n[slopes]\n{slopes}\n"
        f"# Of the features over the sentences fitted on.\n[means]\n{means}\n"
        f"# Set by hand.\n[desk]\n{desk}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path, metavar="TRAIN_DIR")
    articles = read_articles(parser.parse_args().train)
    print(_toml(fit_weights(articles), len(articles)), end="")


if __name__ == "__main__":
    main()
