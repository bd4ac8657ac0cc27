"""Translates with an exported folder through CTranslate2, exactly as the service does."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import ctranslate2
import sentencepiece as spm

from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.translate.glosses import GLOSSES, Glosses
from newsbrief_models.translate.marking import mark
from newsbrief_models.types import Language


@dataclass
class Output:
    """One translation: its text, its pieces' mean log-probability and whether it ran into the limit."""

    text: str
    score: float
    truncated: bool


@dataclass(frozen=True)
class Decoding:
    """How hypotheses are searched; the figures of a card belong to one of these."""

    beam: int = 2
    repetition_penalty: float = 1.0
    no_repeat_ngram: int = 0
    length_penalty: float = 1.0
    longest: int = 256
    hints: bool = False  # whether sources carry hints and glosses, as the service gives them

    @staticmethod
    def add_options(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--beam", type=int, default=2)
        parser.add_argument("--repetition-penalty", type=float, default=1.1)
        parser.add_argument("--no-repeat-ngram", type=int, default=4)
        parser.add_argument("--length-penalty", type=float, default=1.5)
        parser.add_argument(
            "--hints",
            action=argparse.BooleanOptionalAction,
            default=True,
            help="mark names and figures in the sources, and gloss their words",
        )

    @classmethod
    def of(cls, args: argparse.Namespace) -> Decoding:
        return cls(
            args.beam, args.repetition_penalty, args.no_repeat_ngram, args.length_penalty, hints=args.hints
        )


class Translator:
    def __init__(self, folder: Path, threads: int = 1, decoding: Decoding | None = None) -> None:
        self.pieces = spm.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
        self.engine = ctranslate2.Translator(str(folder), device="cpu", intra_threads=threads)
        self.decoding = decoding or Decoding()
        dictionary = folder / GLOSSES
        self.glosses = Glosses.parse(dictionary.read_bytes() if dictionary.exists() else b"")
        self.seconds = 0.0
        self.written = 0

    def translate(self, lines: list[str], lang: str, to: str, batch_tokens: int = 1024) -> list[Output]:
        """Translations in the order of the lines; time and target tokens add up to the speed figure."""
        if self.decoding.hints:
            lines = [self._marked(line, Language(lang), Language(to)) for line in lines]
        sources = [[f">>{to}<<", *p] for p in self.pieces.encode(lines, out_type=str)]
        started = time.perf_counter()
        results = self.engine.translate_batch(
            sources,
            beam_size=self.decoding.beam,
            repetition_penalty=self.decoding.repetition_penalty,
            no_repeat_ngram_size=self.decoding.no_repeat_ngram,
            length_penalty=self.decoding.length_penalty,
            disable_unk=True,
            max_batch_size=batch_tokens,
            batch_type="tokens",
            max_decoding_length=self.decoding.longest,
            return_scores=True,
        )
        self.seconds += time.perf_counter() - started
        outputs = []
        for result in results:
            tokens = result.hypotheses[0]
            self.written += len(tokens)
            truncated = len(tokens) >= self.decoding.longest
            # The mean log-probability, as the service has it: see its own translator.
            mean = result.scores[0] * (len(tokens) + 1) ** (self.decoding.length_penalty - 1)
            outputs.append(Output(self.pieces.decode(tokens), mean, truncated))
        return outputs

    def _marked(self, line: str, lang: Language, to: Language) -> str:
        """A source with what the service tells a model that takes hints, and what the model's dictionary says."""
        told = hints(line, lang, to, lexicon=builtin())
        return mark(line, told, self.glosses.suggest(line, lang, to, told))
