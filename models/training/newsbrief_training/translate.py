"""Translates with an exported folder through CTranslate2, exactly as the service does."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece as spm


@dataclass
class Output:
    """One translation: its text, its pieces' mean log-probability and whether it ran into the limit."""

    text: str
    score: float
    truncated: bool


class Translator:
    def __init__(self, folder: Path, threads: int = 1) -> None:
        self.pieces = spm.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        self.engine = ctranslate2.Translator(
            str(folder), device="cpu", inter_threads=1, intra_threads=threads
        )
        self.seconds = 0.0
        self.written = 0

    def translate(self, lines: list[str], to: str, beam: int = 2, batch_tokens: int = 2048) -> list[Output]:
        """Translations in the order of the lines; time and target tokens are added up for the speed figure."""
        sources = [[f">>{to}<<", *p] for p in self.pieces.encode(lines, out_type=str)]
        limits = [int(len(s) * 2.5) + 16 for s in sources]
        started = time.perf_counter()
        results = self.engine.translate_batch(
            sources,
            beam_size=beam,
            max_batch_size=batch_tokens,
            batch_type="tokens",
            max_decoding_length=256,
            return_scores=True,
            length_penalty=1.0,
            repetition_penalty=1.0,
        )
        self.seconds += time.perf_counter() - started
        outputs = []
        for result, limit in zip(results, limits, strict=True):
            tokens = result.hypotheses[0]
            self.written += len(tokens)
            truncated = len(tokens) >= min(limit, 256)
            outputs.append(Output(self.pieces.decode(tokens), result.scores[0], truncated))
        return outputs
