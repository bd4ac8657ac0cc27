"""A summarizer and a translator on an instruction model: each answer is checked, and asked for again if of no use."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from newsbrief_models.errors import AbstractionError, DirectionError, EndpointOutputError
from newsbrief_models.llm import answers, prompts
from newsbrief_models.llm.answers import Answer
from newsbrief_models.llm.endpoint import Endpoint
from newsbrief_models.llm.prompts import Prompt
from newsbrief_models.translate.confidence import DIGITS
from newsbrief_models.types import (
    ABSTRACTION,
    ENDPOINT,
    TRANSLATION,
    UNKNOWN,
    Language,
    ModelInfo,
    SummaryRow,
    TranslatedRow,
    TranslationRow,
)

T = TypeVar("T")

WINDOW = 12_000  # characters: some 4,000 tokens of English, 8,000 of Korean
_EVERY = tuple((source, target) for source in Language for target in Language)
_SENTENCE_TOKENS = 200  # a sentence of a summary has at most
_LEAST = (
    10.0**-DIGITS
)  # that a known confidence is told as: less would round to what says that it is not known
_TOKENS_A_CHAR, _MARGIN = 3, 100  # of a translation, by its source's length; Korean has most


class EndpointSummarizer:
    """An `AbstractiveSummarizer` that asks `endpoint`; its window is counted in characters."""

    def __init__(self, endpoint: Endpoint, window: int = WINDOW) -> None:
        self._endpoint = endpoint
        self.window = window
        self.info = _info(endpoint, ABSTRACTION, _EVERY)

    def measure(self, text: str) -> int:
        """Characters."""
        return len(text)

    def summarize(self, rows: Sequence[SummaryRow]) -> list[tuple[str, ...]]:
        """See `AbstractiveSummarizer.summarize`; a row takes a call, two where the first answer is of no use."""
        return [self._summarize(row) for row in rows]

    def _summarize(self, row: SummaryRow) -> tuple[str, ...]:
        if (row.source, row.target) not in self.info.directions:
            raise AbstractionError(row.source, row.target, self.info.directions)
        return _twice(
            self._endpoint,
            lambda again: prompts.summary(row, again=again),
            _SENTENCE_TOKENS * row.max_sentences,
            lambda answer: answers.sentences(answer.value, row.target, row.max_sentences),
        )


class EndpointTranslator:
    """A `Translator` that asks `endpoint`, in all six directions; it takes hints."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        pairs = tuple((source, target) for source, target in _EVERY if source is not target)
        self.info = _info(endpoint, TRANSLATION, pairs, takes_hints=True)

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `Translator.translate`; a row takes a call, two where the first answer is of no use.

        The confidence is how likely the translation's tokens were, UNKNOWN where the server does not tell. A row
        without letters comes back as it is, with confidence 1.

        Raises:
            EndpointError: the model did not answer as it should.
        """
        return [self._translate(row) for row in rows]

    def _translate(self, row: TranslationRow) -> TranslatedRow:
        if (row.source, row.target) not in self.info.directions:
            raise DirectionError(row.source, row.target, self.info.directions)
        if not any(map(str.isalpha, row.text)):
            return TranslatedRow(row.text, 1.0)
        text, probability = _twice(
            self._endpoint,
            lambda again: prompts.translation(row, again=again or row.careful),
            _TOKENS_A_CHAR * len(row.text) + _MARGIN,
            lambda answer: (answers.translation(answer.value, row.text, row.target), answer.probability),
        )
        if probability is None:
            return TranslatedRow(text, UNKNOWN)
        return TranslatedRow(text, max(_LEAST, round(probability, DIGITS)))


def _twice(
    endpoint: Endpoint, prompt: Callable[[bool], Prompt], max_tokens: int, read: Callable[[Answer], T]
) -> T:
    """What `read` makes of the answer, or of a second one."""
    try:
        return read(endpoint.ask(prompt(False), max_tokens))
    except EndpointOutputError:
        return read(endpoint.ask(prompt(True), max_tokens, again=True))


def _info(
    endpoint: Endpoint,
    task: str,
    directions: tuple[tuple[Language, Language], ...],
    *,
    takes_hints: bool = False,
) -> ModelInfo:
    # Nothing is known of its licence and size but to those who run it.
    name = endpoint.model.rsplit("/", 1)[-1]
    return ModelInfo(name, task, "", ENDPOINT, "", directions, 0, takes_hints)
