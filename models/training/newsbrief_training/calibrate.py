"""Fits what a translation's score says about its quality, so that the service can show a confidence.

The score is the mean log-probability of a sentence's pieces. Quality is the sentence's chrF2 against its
reference; "good" is a chrF2 at or over a threshold. A logistic curve from score to the share of good
sentences is fitted on one half of the lines and checked on the other.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
from sacrebleu.metrics import CHRF

from .corpora import read_dev
from .evaluate import directions, shortened
from .translate import Decoding, Translator


def logistic(x: np.ndarray, y: np.ndarray, rounds: int = 50) -> tuple[float, float]:
    """Slope and intercept of the logistic curve through 0/1 outcomes, by Newton's method with a small prior."""
    design = np.stack([x, np.ones_like(x)], 1)
    weights = np.zeros(2)
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (p - y) + 1e-3 * weights
        hessian = (design.T * (p * (1 - p))) @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return float(weights[0]), float(weights[1])


def reliability(p: np.ndarray, y: np.ndarray, bins: int = 10) -> list[dict[str, float]]:
    """Mean confidence beside the share of good sentences, in bins of equal count."""
    order = np.argsort(p)
    return [
        {"confidence": float(p[part].mean()), "good": float(y[part].mean()), "lines": len(part)}
        for part in np.array_split(order, bins)
        if len(part)
    ]


def expected_error(curve: list[dict[str, float]]) -> float:
    """The mean gap between confidence and outcome, weighted by lines."""
    total = sum(b["lines"] for b in curve)
    return sum(b["lines"] * abs(b["confidence"] - b["good"]) for b in curve) / total


def fit(scores: np.ndarray, good: np.ndarray) -> dict:
    """A curve from the even lines and how well it holds on the odd ones."""
    slope, intercept = logistic(scores[::2], good[::2])
    confidence = 1 / (1 + np.exp(-(slope * scores[1::2] + intercept)))
    curve = reliability(confidence, good[1::2])
    return {
        "slope": round(slope, 4),
        "intercept": round(intercept, 4),
        "expected_error": round(expected_error(curve), 4),
        "curve": curve,
        "lines": len(scores),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--dev-written", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--lines", type=int, default=400)
    parser.add_argument("--good", type=float, default=40.0, help="chrF2 from which a line counts as good")
    parser.add_argument(
        "--good-ko", type=float, default=28.0, help="the same in Korean, where equal quality scores lower"
    )
    Decoding.add_options(parser)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    metric, translator = CHRF(), Translator(args.model, args.threads, Decoding.of(args))
    by_way: dict[str, list[tuple[float, float]]] = {}
    for languages in shortened(read_dev(args.dev_written, args.dev), args.lines).values():
        for a, b in directions(languages):
            outputs = translator.translate(languages[a], a, b)
            good = args.good_ko if b == "ko" else args.good
            for output, reference in zip(outputs, languages[b], strict=True):
                quality = metric.sentence_score(output.text, [reference]).score
                if math.isfinite(output.score):
                    by_way.setdefault(f"{a}-{b}", []).append((output.score, float(quality >= good)))
    result: dict = {"good_chrf": args.good, "good_chrf_ko": args.good_ko, "ways": {}}
    for way, rows in by_way.items():
        data = np.array(rows)
        result["ways"][way] = fit(data[:, 0], data[:, 1])
    args.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
