"""One article's way from text to briefs: read, select, translate; and the same for plain translation."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias, TypeVar

from newsbrief_models.errors import DirectionError, TextError
from newsbrief_models.text import document as reader
from newsbrief_models.text import language as languages
from newsbrief_models.text.clean import printed
from newsbrief_models.types import (
    Document,
    Language,
    Selection,
    Sentence,
    TranslatedRow,
    TranslationRow,
)
from newsbrief_service.errors import from_direction_error, from_text_error
from newsbrief_service.executor import Executor
from newsbrief_service.validation import BriefOrder, TranslationOrder

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceAnalyzed:
    """The article is read and its sentences are chosen."""

    document: Document
    selection: Selection


@dataclass(frozen=True, slots=True)
class FinishedSentence:
    """A sentence of a brief: its text in the target language, and the index of its source sentence."""

    language: Language
    index: int
    count: int
    text: str
    confidence: float
    source_index: int


@dataclass(frozen=True, slots=True)
class FinishedBrief:
    """A brief; `model` is empty when nothing had to be translated."""

    language: Language
    headline: str
    sentences: tuple[FinishedSentence, ...]
    model: str


Events: TypeAlias = AsyncIterator[FinishedSentence | FinishedBrief]


async def brief(order: BriefOrder, executor: Executor) -> tuple[SourceAnalyzed, Events]:
    """Read an article and choose its sentences; the briefs come as they are made.

    Of each language its sentences come first, in order, then its brief; languages come as they finish.

    Raises:
        ServiceError: the text cannot be worked with, or a direction is not installed.
    """
    read = partial(reader.read, order.body, order.title, order.language)
    document = await _read(executor, read, "article.body")
    models = {target: _model_name(executor, document.language, target) for target in order.targets}
    analyzed = SourceAnalyzed(document, await executor.select(document, order.max_sentences))
    return analyzed, _briefs(order.body, analyzed, models, executor)


async def _briefs(
    source: str, analyzed: SourceAnalyzed, models: Mapping[Language, str], executor: Executor
) -> Events:
    tasks = [
        asyncio.ensure_future(_brief_in(target, model, source, analyzed, executor))
        for target, model in models.items()
    ]
    try:
        for finished in asyncio.as_completed(tasks):
            result = await finished
            for sentence in result.sentences:
                yield sentence
            yield result
    finally:
        for task in tasks:
            task.cancel()


async def _brief_in(
    target: Language, model: str, source: str, analyzed: SourceAnalyzed, executor: Executor
) -> FinishedBrief:
    document, selection = analyzed.document, analyzed.selection
    headline = [document.headline.text] if document.headline else []
    chosen = [document.sentences[i] for i in selection.chosen]
    if target is document.language:
        texts = headline + [printed(sentence.span.of(source)) for sentence in chosen]
        rows = [TranslatedRow(text, 1.0) for text in texts]
    else:
        texts = headline + [sentence.text for sentence in chosen]
        rows = await executor.translate([TranslationRow(text, document.language, target) for text in texts])
    body = rows[len(headline) :]
    sentences = tuple(
        FinishedSentence(target, n, len(body), row.text, row.confidence, selection.chosen[n])
        for n, row in enumerate(body)
    )
    return FinishedBrief(target, rows[0].text if headline else "", sentences, model)


@dataclass(frozen=True, slots=True)
class FinishedTranslation:
    """A text's translation: its sentences with their translations, and the layout kept between them."""

    source: Language
    text: str
    sentences: tuple[tuple[Sentence, TranslatedRow], ...]
    model: str


async def translate(order: TranslationOrder, executor: Executor) -> list[FinishedTranslation]:
    """Translate each text sentence by sentence; all texts' sentences go to the model together.

    Raises:
        ServiceError: a text cannot be worked with, or a direction is not installed.
    """
    texts: list[tuple[str, Language, tuple[Sentence, ...]]] = []
    for index, text in enumerate(order.contents):
        read = partial(_read_sentences, text, order.source)
        texts.append((text, *await _read(executor, read, f"contents[{index}]")))
    models = {source: _model_name(executor, source, order.target) for _, source, _ in texts}
    rows = [
        TranslationRow(sentence.text, source, order.target)
        for _, source, sentences in texts
        for sentence in sentences
        if source is not order.target
    ]
    translated = iter(await executor.translate(rows))
    finished = []
    for text, source, sentences in texts:
        if source is order.target:
            pairs = tuple((sentence, TranslatedRow(sentence.text, 1.0)) for sentence in sentences)
        else:
            pairs = tuple((sentence, next(translated)) for sentence in sentences)
            text = _lay_out(text, pairs)
        finished.append(FinishedTranslation(source, text, pairs, models[source]))
    return finished


def _read_sentences(text: str, source: Language | None) -> tuple[Language, tuple[Sentence, ...]]:
    language = source or Language(languages.require(text).code)
    return language, reader.sentences(text, language)


def _lay_out(source: str, pairs: Sequence[tuple[Sentence, TranslatedRow]]) -> str:
    """The translated sentences with what stood between their sources: spaces, line breaks, blank lines."""
    pieces, position = [], 0
    for sentence, row in pairs:
        pieces += [source[position : sentence.span.start], row.text]
        position = sentence.span.end
    return "".join([*pieces, source[position:]])


async def _read(executor: Executor, work: Callable[[], T], field: str) -> T:
    try:
        return await executor.run(work)
    except TextError as error:
        raise from_text_error(error, field) from None


def _model_name(executor: Executor, source: Language, target: Language) -> str:
    """The model for a direction; empty when there is nothing to translate."""
    if source is target:
        return ""
    try:
        return executor.translator_of(source, target).name
    except DirectionError as error:
        raise from_direction_error(error) from None
