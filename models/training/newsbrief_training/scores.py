"""chrF2, chrF2++ and BLEU by sacrebleu, each with the signature that says how it was computed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from sacrebleu.metrics import BLEU, CHRF


@dataclass
class Scores:
    chrf: float
    chrfpp: float
    bleu: float


def bleu_metric(lang: str) -> BLEU:
    """Korean is cut into morphemes where mecab-ko is installed, else at spaces; the signature tells which."""
    if lang == "ko" and find_spec("mecab_ko"):
        return BLEU(tokenize="ko-mecab")
    return BLEU(tokenize="13a")


def score(outputs: list[str], references: list[str], lang: str) -> tuple[Scores, dict[str, str]]:
    """The scores, and the signatures by metric."""
    metrics = {"chrf": CHRF(), "chrfpp": CHRF(word_order=2), "bleu": bleu_metric(lang)}
    results = {name: metric.corpus_score(outputs, [references]).score for name, metric in metrics.items()}
    signatures = {name: str(metric.get_signature()) for name, metric in metrics.items()}
    return Scores(**{name: round(value, 2) for name, value in results.items()}), signatures
