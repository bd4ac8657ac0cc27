"""Sentences through a translation model, whatever runs it: clauses, language control, batches by length, joining."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Protocol

from newsbrief_models.errors import DirectionError
from newsbrief_models.store.manifest import Manifest
from newsbrief_models.translate.clauses import split_clauses
from newsbrief_models.translate.confidence import DIGITS, Confidence
from newsbrief_models.translate.families import Family, families
from newsbrief_models.translate.fast_tokenizer import FastTokenizer
from newsbrief_models.translate.glosses import Glosses
from newsbrief_models.translate.tokenizer import Tokenizer
from newsbrief_models.types import Hint, ModelInfo, TranslatedRow, TranslationRow

# A translation may be this many times as long as its source, and a little more for short ones; a model that
# loops is stopped here.
LENGTH_RATIO, LENGTH_MARGIN = 2, 32
# Rows are decoded together with rows of their length class (source tokens, upper bounds), which alone sets
# the longest output. So a row's result is the same whatever other rows come with it.
LENGTH_CLASSES = (24, 48, 96, 192, 384)
# How a row is decoded that came out broken: more hypotheses, and no three tokens twice.
CAREFUL_BEAM, CAREFUL_NGRAM = 4, 3


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model gets for a clause: the tokens it reads, and those its output must begin with."""

    source: list[str]
    forced: list[str]


@dataclass(frozen=True, slots=True)
class Output:
    """The tokens a model wrote, and their mean log-probability."""

    tokens: Sequence[str]
    score: float


class Pending(Protocol):
    """A clause that is being translated."""

    def result(self) -> Output: ...


@dataclass(frozen=True, slots=True)
class _Part:
    """A row, or a clause of one too long, as the model gets it."""

    text: str
    tokens: tuple[str, ...]  # without tags; empty when there is nothing to translate
    plain: int  # tokens of the text alone, without hints and glosses


class SentenceTranslator(ABC):
    """A `Translator` on a model, which a subclass runs. Safe to call from several threads at once."""

    def __init__(
        self,
        about: Manifest,
        tokenizer: Tokenizer | FastTokenizer,
        beam_size: int | None,
        glosses: Glosses | None = None,
    ) -> None:
        self._manifest = about
        self._tokenizer = tokenizer
        self._glosses = glosses or Glosses({})
        self._family: Family = families()[about.family]
        self._own = self._family.tokens(about.language_tags)
        self._beam_size = beam_size or about.decoding.beam_size
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

    @property
    def info(self) -> ModelInfo:
        """What the model's manifest says of it."""
        return self._info

    @property
    def about(self) -> Manifest:
        """The model's manifest."""
        return self._manifest

    def count(self, text: str) -> int:
        """How many tokens the model sees in `text`, those that tell it what to do not counted; linear in its length."""
        return self._tokenizer.count(text)

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """Translate `rows`; see `protocols.Translator.translate`.

        The confidence comes from the probabilities of the written tokens; see `confidence`. A row without letters
        (blank, figures, emoji) comes back as it is, with confidence 1. A sentence longer than the manifest's
        ``max_source_tokens`` is translated clause by clause; its confidence is the mean weighted by length.
        """
        for row in rows:
            if (row.source, row.target) not in self._info.directions:
                raise DirectionError(row.source, row.target, self._info.directions)
        return self.write(rows)

    def write(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """What the model makes of `rows`, whatever its task: the way `translate` works, for any pair of languages."""
        parts = [self._parts(row) for row in rows]
        asked = [
            (part, row)
            for row, row_parts in zip(rows, parts, strict=True)
            for part in row_parts
            if part.tokens
        ]
        written = iter(self._decode([part for part, _ in asked], [row for _, row in asked]))
        joined = [
            _joined([(part, next(written) if part.tokens else None) for part in row_parts])
            for row_parts in parts
        ]
        return [
            replace(result, reduced=True)
            if self._beams(row) < self._beam_size and any(part.tokens for part in row_parts)
            else result
            for row, row_parts, result in zip(rows, parts, joined, strict=True)
        ]

    @abstractmethod
    def _submit(self, prompts: list[Prompt], longest: int, like: TranslationRow) -> Sequence[Pending]:
        """Begin to translate `prompts` into at most `longest` tokens each, with the care that `like` asks for."""

    def _parts(self, row: TranslationRow) -> list[_Part]:
        clauses = split_clauses(row.text, self._tokenizer.count, self._manifest.decoding.max_source_tokens)
        ends = accumulate(map(len, clauses))
        return [
            _Part(clause, *self._encoded(clause, _inside(row.hints, end - len(clause), end), row))
            for clause, end in zip(clauses, ends, strict=True)
        ]

    def _encoded(self, clause: str, hints: list[Hint], row: TranslationRow) -> tuple[tuple[str, ...], int]:
        """The clause's pieces with all that the model can be told, and how many they are without."""
        if not any(map(str.isalpha, clause)):
            return (), 0
        plain = tuple(self._tokenizer.encode(clause))
        if not self._manifest.takes_hints or not isinstance(self._tokenizer, Tokenizer):
            return plain, len(plain)
        glosses = self._glosses.suggest(clause, row.source, row.target, hints)
        # What is told makes a source longer, but never past the model's positions.
        for told in (glosses, ()):
            pieces = self._tokenizer.encode_told(clause, hints, told)
            if len(pieces) <= self._manifest.decoding.max_target_tokens:
                return tuple(pieces), len(plain)
        return plain, len(plain)

    def _prompt(self, part: _Part, row: TranslationRow) -> Prompt:
        family, tags = self._family, self._manifest.language_tags
        tokens = [token for token in part.tokens if token not in self._own]
        if family.is_told_in_words and isinstance(self._tokenizer, FastTokenizer):
            marks = self._tokenizer.marks_in(family.worded("", row.source, row.target, tags))
            text = family.worded(self._tokenizer.neutral(part.text.strip()), row.source, row.target, tags)
            tokens = self._tokenizer.encode_worded(text, marks)
        before, after, forced = (
            family.filled(parts, (row.source, row.target), tags, self._tokenizer.encode)
            for parts in (family.before, family.after, family.forced)
        )
        return Prompt([*before, *tokens, *after], forced)

    def _decode(self, parts: list[_Part], rows: list[TranslationRow]) -> list[TranslatedRow]:
        """The translation of each part of its row, in order; the classes share the workers."""
        classes: dict[tuple[int, bool, bool], list[int]] = {}
        for index, part in enumerate(parts):
            longest = self._longest_output(1 + part.plain)
            classes.setdefault((longest, rows[index].careful, rows[index].quick), []).append(index)
        running = []
        for (longest, _, _), indices in classes.items():
            prompts = [self._prompt(parts[i], rows[i]) for i in indices]
            running += list(zip(indices, self._submit(prompts, longest, rows[indices[0]]), strict=True))
        written = {index: self._read(pending.result(), rows[index]) for index, pending in running}
        return [written[index] for index in range(len(parts))]

    def _longest_output(self, source_tokens: int) -> int:
        if self._manifest.task != "translation":
            return self._manifest.decoding.max_target_tokens
        bound = next((bound for bound in LENGTH_CLASSES if source_tokens <= bound), source_tokens)
        return min(LENGTH_RATIO * bound + LENGTH_MARGIN, self._manifest.decoding.max_target_tokens)

    def _beams(self, row: TranslationRow) -> int:
        if row.careful:
            return max(CAREFUL_BEAM, self._beam_size)
        return 1 if row.quick else self._beam_size

    def _no_repeat(self, row: TranslationRow) -> int:
        return CAREFUL_NGRAM if row.careful else self._manifest.decoding.no_repeat_ngram_size

    def _read(self, output: Output, row: TranslationRow) -> TranslatedRow:
        tokens = [token for token in output.tokens if token not in self._own]
        text = (
            self._tokenizer.decode(tokens, first_line=self._family.first_line)
            if isinstance(self._tokenizer, FastTokenizer)
            else self._tokenizer.decode(tokens)
        )
        return TranslatedRow(text, self._confidence.of(row.source, row.target, output.score))


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
