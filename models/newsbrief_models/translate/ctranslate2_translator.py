"""Translates with CTranslate2 on the CPU: one model, many directions, the target's tag as first token."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import ctranslate2

from newsbrief_models.errors import DirectionError, ModelFolderError
from newsbrief_models.store import files, manifest
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest
from newsbrief_models.translate.clauses import split_clauses
from newsbrief_models.translate.confidence import DIGITS, Confidence
from newsbrief_models.translate.tokenizer import Tokenizer
from newsbrief_models.types import Hint, ModelInfo, TranslatedRow, TranslationRow

ENGINE = "ctranslate2"
TOKENIZER = "sentencepiece.model"
VOCABULARY = "shared_vocabulary.json"
ENGINE_FILES = ("config.json", "model.bin", VOCABULARY)
# Padded source tokens a batch. Throughput hardly grows beyond, but the wait for a running batch does.
MAX_BATCH_TOKENS = 1024
# A translation may be this many times as long as its source, and a little more for short ones; a model that
# loops is stopped here.
LENGTH_RATIO, LENGTH_MARGIN = 2, 32
# Rows are decoded together with rows of their length class (source tokens, upper bounds), which alone sets
# the longest output. So a row's result is the same whatever other rows come with it.
LENGTH_CLASSES = (24, 48, 96, 192, 384)
# How a row is decoded that came out broken: more hypotheses, and no three tokens twice.
CAREFUL_BEAM, CAREFUL_NGRAM = 4, 3


@dataclass(frozen=True, slots=True)
class _Part:
    """A row, or a clause of one too long, as the model gets it."""

    text: str
    tokens: tuple[str, ...]  # without tag; empty when there is nothing to translate


class CTranslate2Translator:
    """A `Translator` on a model folder. Safe to call from several threads at once."""

    def __init__(
        self, about: Manifest, engine: ctranslate2.Translator, tokenizer: Tokenizer, beam_size: int
    ) -> None:
        self._manifest = about
        self._engine = engine
        self._tokenizer = tokenizer
        self._beam_size = beam_size
        self._confidence = Confidence(about.confidence)
        self._info = ModelInfo(
            about.name,
            about.task,
            about.version,
            about.engine,
            about.license,
            about.directions,
            about.size_bytes,
            about.takes_hints,
        )

    @classmethod
    def open(
        cls, folder: Path, *, workers: int = 1, threads: int = 1, beam_size: int | None = None
    ) -> "CTranslate2Translator":
        """Load the model in `folder`; no file is parsed before its hash matches the manifest.

        `workers` batches run at once, `threads` threads each. `beam_size` (>= 1) overrides the manifest's.

        Raises:
            ModelFolderError: the folder is not what its manifest says, or not a model for this engine.
        """
        about = manifest.load(folder)
        if about.engine != ENGINE:
            raise ModelFolderError(folder / MANIFEST_NAME, f"engine is {about.engine!r}, expected {ENGINE!r}")
        for name in (*ENGINE_FILES, TOKENIZER):
            if name not in about.files:
                raise ModelFolderError(folder / MANIFEST_NAME, f"files lacks {name}, which {ENGINE} needs")
        contents = files.read_verified(folder, about)
        try:
            tokenizer = Tokenizer(contents[TOKENIZER], about.language_tags.values())
        except ValueError as error:
            raise ModelFolderError(folder / TOKENIZER, str(error)) from None
        if about.takes_hints and not tokenizer.has_marks:
            raise ModelFolderError(
                folder / TOKENIZER, "lacks the marks of hints, which the manifest promises"
            )
        _check_vocabulary(folder / VOCABULARY, contents[VOCABULARY], tokenizer)
        engine = _load(folder, {name: contents[name] for name in ENGINE_FILES}, workers, threads)
        return cls(about, engine, tokenizer, beam_size or about.decoding.beam_size)

    @property
    def info(self) -> ModelInfo:
        """What the model's manifest says of it."""
        return self._info

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """Translate `rows`; see `protocols.Translator.translate`.

        The confidence comes from the probabilities of the written tokens; see `confidence`. A row without letters
        (blank, figures, emoji) comes back as it is, with confidence 1. A sentence longer than the manifest's
        ``max_source_tokens`` is translated clause by clause; its confidence is the mean weighted by length.
        """
        for row in rows:
            if (row.source, row.target) not in self._info.directions:
                raise DirectionError(row.source, row.target, self._info.directions)
        parts = [self._parts(row) for row in rows]
        sources = [
            [self._manifest.language_tags[row.target], *part.tokens]
            for row, row_parts in zip(rows, parts, strict=True)
            for part in row_parts
            if part.tokens
        ]
        translated = [row for row, row_parts in zip(rows, parts, strict=True) for p in row_parts if p.tokens]
        written = iter(self._decode(sources, translated))
        return [
            _joined([(part, next(written) if part.tokens else None) for part in row_parts])
            for row_parts in parts
        ]

    def _parts(self, row: TranslationRow) -> list[_Part]:
        clauses = split_clauses(row.text, self._tokenizer.count, self._manifest.decoding.max_source_tokens)
        ends = accumulate(map(len, clauses))
        return [
            _Part(clause, self._encoded(clause, _inside(row.hints, end - len(clause), end)))
            for clause, end in zip(clauses, ends, strict=True)
        ]

    def _encoded(self, clause: str, hints: list[Hint]) -> tuple[str, ...]:
        if not any(map(str.isalpha, clause)):
            return ()
        if not hints or not self._manifest.takes_hints:
            return tuple(self._tokenizer.encode(clause))
        pieces = self._tokenizer.encode_hinted(clause, hints)
        # Hints make a source longer, but never past the model's positions.
        fits = len(pieces) <= self._manifest.decoding.max_target_tokens
        return tuple(pieces if fits else self._tokenizer.encode(clause))

    def _decode(self, sources: list[list[str]], rows: list[TranslationRow]) -> list[TranslatedRow]:
        """The translation of each tagged token list, a part of its row, in order; the classes share the workers."""
        classes: dict[tuple[int, bool], list[int]] = {}
        for index, source in enumerate(sources):
            classes.setdefault((self._longest_output(len(source)), rows[index].careful), []).append(index)
        running = [
            (index, result)
            for (longest, carefully), indices in classes.items()
            for index, result in zip(
                indices, self._submit([sources[i] for i in indices], longest, carefully), strict=True
            )
        ]
        written = {index: self._read(result.result(), rows[index]) for index, result in running}
        return [written[index] for index in range(len(sources))]

    def _longest_output(self, source_tokens: int) -> int:
        bound = next((bound for bound in LENGTH_CLASSES if source_tokens <= bound), source_tokens)
        return min(LENGTH_RATIO * bound + LENGTH_MARGIN, self._manifest.decoding.max_target_tokens)

    def _submit(self, sources: list[list[str]], longest: int, careful: bool) -> list[Any]:
        decoding = self._manifest.decoding
        results: list[Any] = self._engine.translate_batch(
            sources,
            asynchronous=True,
            max_batch_size=MAX_BATCH_TOKENS,
            batch_type="tokens",
            beam_size=max(CAREFUL_BEAM, self._beam_size) if careful else self._beam_size,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=CAREFUL_NGRAM if careful else decoding.no_repeat_ngram_size,
            disable_unk=True,
            max_input_length=0,
            max_decoding_length=longest,
            return_scores=True,
        )
        return results

    def _read(self, result: ctranslate2.TranslationResult, row: TranslationRow) -> TranslatedRow:
        # The score is the mean log-probability of the tokens (length penalty 1).
        confidence = self._confidence.of(row.source, row.target, result.scores[0])
        return TranslatedRow(self._tokenizer.decode(result.hypotheses[0]), confidence)


def _inside(hints: Sequence[Hint], start: int, end: int) -> list[Hint]:
    """The hints of a clause that is the row's text from `start` to `end`, counted from its own beginning."""
    return [
        replace(hint, span=hint.span.moved(-start))
        for hint in hints
        if start <= hint.span.start and hint.span.end <= end
    ]


def _joined(parts: list[tuple[_Part, TranslatedRow | None]]) -> TranslatedRow:
    """One row of the translations of its parts; a part that was not translated stands for itself."""
    if len(parts) == 1 and parts[0][1] is None:
        return TranslatedRow(parts[0][0].text, 1.0)
    text = ""
    total = weight = 0.0
    for part, written in parts:
        text += written.text if written else part.text.strip()
        # A cut inside a word leaves no white space at the end of the part, and none is put there.
        text += " " if part.text[-1:].isspace() else ""
        if written:
            total += written.confidence * len(part.tokens)
            weight += len(part.tokens)
    confidence = round(total / weight, DIGITS) if weight else 1.0
    return TranslatedRow(" ".join(text.split()), confidence)


def _check_vocabulary(path: Path, data: bytes, tokenizer: Tokenizer) -> None:
    """A tokenizer of another model would turn every sentence into unknown tokens without an error."""
    try:
        vocabulary = json.loads(data)
    except ValueError:
        raise ModelFolderError(path, "is not JSON") from None
    if not isinstance(vocabulary, list):
        raise ModelFolderError(path, "is not a list of tokens")
    missing = set(tokenizer.pieces).difference(map(str, vocabulary))
    if missing:
        raise ModelFolderError(
            path, f"lacks {len(missing):,} of the {len(tokenizer.pieces):,} pieces of {TOKENIZER}"
        )


def _load(folder: Path, contents: dict[str, bytes], workers: int, threads: int) -> ctranslate2.Translator:
    # Where int8 is slow or missing, "default" lets the engine choose the nearest type.
    compute = "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "default"
    try:
        return ctranslate2.Translator(
            str(folder),
            device="cpu",
            compute_type=compute,
            inter_threads=workers,
            intra_threads=threads,
            files=contents,
        )
    except (RuntimeError, ValueError) as error:
        raise ModelFolderError(folder, f"{ENGINE} cannot load the model: {error}") from None
