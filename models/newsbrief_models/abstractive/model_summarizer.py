"""Retells texts with a summarizer of the hub that an engine of ours runs: mT5 XL-Sum and CrossSum, BART, T5."""

import re
from collections.abc import Sequence
from dataclasses import replace

from newsbrief_models.errors import AbstractionError
from newsbrief_models.store.manifest import Manifest
from newsbrief_models.text.sentences import split
from newsbrief_models.translate.families import families
from newsbrief_models.translate.sentence_translator import SentenceTranslator
from newsbrief_models.types import ABSTRACTION, Language, SummaryRow, TranslationRow

# What was written is counted anew, which may come to a few tokens less than the model wrote.
_MISCOUNT = 4
_STOPPED = re.compile(r"[.!?…。！？][\"'’”»)\]}」』】]*\Z")


class ModelSummarizer:
    """An `AbstractiveSummarizer` on `model`, whose task is summarization; its window is counted in tokens."""

    def __init__(self, model: SentenceTranslator) -> None:
        self._model = model
        self.window = model.about.decoding.max_source_tokens
        self.info = replace(model.info, task=ABSTRACTION, directions=directions(model.about))

    def measure(self, text: str) -> int:
        """Tokens."""
        return self._model.count(_line(text))

    def summarize(self, rows: Sequence[SummaryRow]) -> list[tuple[str, ...]]:
        """See `AbstractiveSummarizer.summarize`.

        How many sentences a summary has is what the model was trained to, not what a row asks for. A last sentence
        that breaks off where the model's output has to end is left out, unless it is the only one.
        """
        for row in rows:
            if (row.source, row.target) not in self.info.directions:
                raise AbstractionError(row.source, row.target, self.info.directions)
        written = self._model.write([TranslationRow(_line(row.text), row.source, row.target) for row in rows])
        return [self._sentences(done.text, row.target) for done, row in zip(written, rows, strict=True)]

    def _sentences(self, text: str, language: Language) -> tuple[str, ...]:
        sentences = [span.of(text) for span in split(text, language)]
        longest = self._model.about.decoding.max_target_tokens - _MISCOUNT
        if len(sentences) > 1 and not _STOPPED.search(text) and self._model.count(text) >= longest:
            sentences.pop()
        return tuple(sentences)


def directions(about: Manifest) -> tuple[tuple[Language, Language], ...]:
    """What a summarizer makes of a text in each of its languages: a summary in the same, or in any where it is told
    which to write.
    """
    told = families()[about.family].tags_targets
    return tuple((s, t) for s in about.languages for t in about.languages if told or s is t)


def _line(text: str) -> str:
    """`text` as the models were trained to see it: paragraphs and all on one line."""
    return " ".join(text.split())
