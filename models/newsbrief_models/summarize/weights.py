"""What each feature of a sentence counts for, read from weights.toml."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources

from newsbrief_models.summarize.features import Features

MEASURED = tuple(field.name for field in fields(Features) if field.name != "leaning")


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic model of an editor's choice, and two rules of the desk that are not fitted."""

    intercept: float
    slopes: Mapping[str, float]  # logits per unit of each feature in MEASURED
    means: Mapping[str, float]  # of the features over the sentences fitted on
    leaning: float  # logits off for a sentence that needs the one before it, unless that is in the brief
    redundancy: float  # logits off per unit of cosine with the most similar sentence already in the brief
    same: float  # the cosine from which two sentences say the same, so that only one can be in a brief

    def contributions(self, features: Features) -> dict[str, float]:
        """Logits each measured feature adds over a sentence average in it; an unknown feature adds 0."""
        values = {name: getattr(features, name) for name in MEASURED}
        return {
            name: 0.0 if value is None else self.slopes[name] * (value - self.means[name])
            for name, value in values.items()
        }

    def logit(self, features: Features) -> float:
        """How much speaks for a sentence on its own."""
        return self.intercept + sum(self.contributions(features).values()) - self.leaning * features.leaning


def bundled_weights() -> Weights:
    """The weights that come with the package."""
    table = tomllib.loads(
        resources.files("newsbrief_models.summarize").joinpath("weights.toml").read_text("utf-8")
    )
    return Weights(
        intercept=table["intercept"],
        slopes={name: table["slopes"][name] for name in MEASURED},
        means={name: table["means"][name] for name in MEASURED},
        **table["desk"],
    )


def probability(logit: float) -> float:
    """The logistic function, safe for any finite `logit`."""
    return 1 / (1 + math.exp(-logit)) if logit >= 0 else math.exp(logit) / (1 + math.exp(logit))
