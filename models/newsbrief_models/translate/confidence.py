"""Turns a translation's score into a confidence, calibrated where the model's manifest says how."""

import math
from collections.abc import Mapping

from newsbrief_models.types import Language

# Padding moves a confidence in its eighth digit (measured: by 6e-8 at most, texts equal, 120 news sentences
# alone and in batches of 8 and 120, beams 1, 2 and 4), so digits beyond these are rounded off.
DIGITS = 4


class Confidence:
    """Scores to confidences, by direction.

    A manifest's ``[confidence]`` holds ``slope_en-ko`` and ``intercept_en-ko``: a logistic curve (Platt, 1999) from the
    mean log-probability of the written tokens to the share of such sentences that were good on development text. A
    direction without them gets the probability itself, which compares sentences of one model only.
    """

    def __init__(self, calibration: Mapping[str, float]) -> None:
        self._calibration = calibration

    def of(self, source: Language, target: Language, score: float) -> float:
        """The confidence, 0..1, of a sentence whose tokens have the mean log-probability `score` (<= 0)."""
        slope = self._calibration.get(f"slope_{source}-{target}")
        intercept = self._calibration.get(f"intercept_{source}-{target}")
        if slope is None or intercept is None:
            return round(min(1.0, math.exp(score)), DIGITS)
        return round(1 / (1 + math.exp(-max(-500.0, min(500.0, slope * score + intercept)))), DIGITS)
