"""One article's way from text to briefs: read, select, translate; and the same for plain translation."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias, TypeVar

from newsbrief_models.abstractive.verifying import CheckedSentence
from newsbrief_models.errors import DirectionError, TextError
from newsbrief_models.fidelity.check import Check
from newsbrief_models.fidelity.texts import check_texts
from newsbrief_models.text import document as reader
from newsbrief_models.text import language as languages
from newsbrief_models.text.clean import printed
from newsbrief_models.types import Document, Language, Selection, Sentence, TranslationRow
from newsbrief_service.abstracting import Written, write, written_brief
from newsbrief_service.choices import SummaryMode, SummaryRoute
from newsbrief_service.errors import from_direction_error, from_text_error
from newsbrief_service.executor import Executor
from newsbrief_service.translation import Manner, Rendered, as_it_is, render, render_rows, rows_of
from newsbrief_service.validation import BriefOrder, FidelityOrder, TranslationOrder

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SourceAnalyzed:
    """The article is read and its sentences are chosen."""

    document: Document
    selection: Selection


@dataclass(frozen=True, slots=True)
class FinishedSentence:
    """A sentence of a brief, its place there, and the index of its source sentence.

    Of an abstractive brief it is made of `written`, which tells of all its sources.
    """

    language: Language
    index: int
    count: int
    rendered: Rendered
    source_index: int
    written: CheckedSentence | None = None


@dataclass(frozen=True, slots=True)
class FinishedBrief:
    """A brief; `headline` is None when the article has none, `model` empty when nothing had to be translated.

    `written` is there of an abstractive brief.
    """

    language: Language
    headline: Rendered | None
    sentences: tuple[FinishedSentence, ...]
    model: str
    written: Written | None = None


@dataclass(frozen=True, slots=True)
class FinishedCheck:
    """What comparing two texts came to, and the languages they were read in."""

    source: Language
    target: Language
    check: Check


Events: TypeAlias = AsyncIterator[FinishedSentence | FinishedBrief]


async def brief(order: BriefOrder, executor: Executor, manner: Manner) -> tuple[SourceAnalyzed, Events]:
    """Read an article and choose its sentences, or have a model write about it; the briefs come as they are made.

    Of each language its sentences come first, in order, then its brief; languages come as they finish.

    Raises:
        ServiceError: the text cannot be worked with, a direction is not installed, or no model writes.
    """
    read = partial(reader.read, order.body, order.title, order.language)
    document = await _read(executor, read, "article.body")
    models = {target: _model_name(executor, document.language, target) for target in order.targets}
    selection = await executor.select(document, order.max_sentences)
    if order.mode is SummaryMode.ABSTRACTIVE:
        asked = (document, selection, order.targets, order.max_sentences, executor, manner)
        written = await write(*asked, direct=order.route is SummaryRoute.DIRECT)
        selection = replace(selection, chosen=written.sources)
        makers = [_written_in(target, model, written, executor, manner) for target, model in models.items()]
        return SourceAnalyzed(document, selection), _as_they_finish(makers)
    analyzed = SourceAnalyzed(document, selection)
    headline = [document.headline.text] if document.headline else []
    texts = headline + [document.sentences[i].text for i in selection.chosen]
    foreign = [target for target in order.targets if target is not document.language]
    rows = await rows_of(texts, document.language, foreign, executor, manner) if foreign else {}
    makers = [
        _brief_in(target, model, order.body, analyzed, rows.get(target, []), executor, manner)
        for target, model in models.items()
    ]
    return analyzed, _as_they_finish(makers)


async def _as_they_finish(makers: Sequence[Coroutine[None, None, FinishedBrief]]) -> Events:
    tasks = [asyncio.ensure_future(maker) for maker in makers]
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
    target: Language,
    model: str,
    body: str,
    analyzed: SourceAnalyzed,
    rows: Sequence[TranslationRow],
    executor: Executor,
    manner: Manner,
) -> FinishedBrief:
    document, chosen = analyzed.document, analyzed.selection.chosen
    headline = [document.headline.text] if document.headline else []
    if target is document.language:
        texts = [printed(document.sentences[i].span.of(body)) for i in chosen]
        rendered = await as_it_is(headline + texts, target, executor, manner)
    else:
        rendered = await render_rows(rows, executor, manner)
    sentences = tuple(
        FinishedSentence(target, n, len(chosen), each, chosen[n])
        for n, each in enumerate(rendered[len(headline) :])
    )
    return FinishedBrief(target, rendered[0] if headline else None, sentences, model)


async def _written_in(
    target: Language, model: str, written: Written, executor: Executor, manner: Manner
) -> FinishedBrief:
    document = written.document
    headline = [document.headline.text] if document.headline else []
    done = await written_brief(written, target, headline, executor, manner)
    checked = written.of(target).sentences
    sentences = tuple(
        FinishedSentence(target, n, len(checked), each, checked[n].best, checked[n])
        for n, each in enumerate(done[len(headline) :])
    )
    return FinishedBrief(target, done[0] if headline else None, sentences, model, written)


@dataclass(frozen=True, slots=True)
class FinishedTranslation:
    """A text's translation: its sentences with their translations, and the layout kept between them."""

    source: Language
    text: str
    sentences: tuple[tuple[Sentence, Rendered], ...]
    model: str


async def translate(order: TranslationOrder, executor: Executor, manner: Manner) -> list[FinishedTranslation]:
    """Translate each text sentence by sentence; texts in one language go to the model together.

    Raises:
        ServiceError: a text cannot be worked with, or a direction is not installed.
    """
    texts: list[tuple[str, Language, tuple[Sentence, ...]]] = []
    for index, text in enumerate(order.contents):
        read = partial(_read_sentences, text, order.source)
        texts.append((text, *await _read(executor, read, f"contents[{index}]")))
    models = {source: _model_name(executor, source, order.target) for _, source, _ in texts}
    rendered = {
        source: iter(await _all_of(source, texts, order.target, executor, manner)) for source in models
    }
    finished = []
    for text, source, sentences in texts:
        pairs = tuple((sentence, next(rendered[source])) for sentence in sentences)
        laid_out = text if source is order.target else _lay_out(text, pairs)
        finished.append(FinishedTranslation(source, laid_out, pairs, models[source]))
    return finished


async def _all_of(
    source: Language,
    texts: Sequence[tuple[str, Language, tuple[Sentence, ...]]],
    target: Language,
    executor: Executor,
    manner: Manner,
) -> list[Rendered]:
    """The sentences of all `texts` in `source`, rendered in order."""
    rows = [sentence.text for _, language, sentences in texts if language is source for sentence in sentences]
    if source is target:
        return await as_it_is(rows, source, executor, manner)
    return await render(rows, source, target, executor, manner)


def _read_sentences(text: str, source: Language | None) -> tuple[Language, tuple[Sentence, ...]]:
    language = source or Language(languages.require(text).code)
    return language, reader.sentences(text, language)


def _lay_out(source: str, pairs: Sequence[tuple[Sentence, Rendered]]) -> str:
    """The translated sentences with what stood between their sources: spaces, line breaks, blank lines."""
    pieces, position = [], 0
    for sentence, rendered in pairs:
        pieces += [source[position : sentence.span.start], rendered.text]
        position = sentence.span.end
    return "".join([*pieces, source[position:]])


async def check_fidelity(order: FidelityOrder, executor: Executor, manner: Manner) -> FinishedCheck:
    """Compare a source text with a target text.

    Raises:
        ServiceError: a text cannot be worked with.
    """
    source = await _language(executor, order.source, order.source_language, "source_text")
    target = await _language(executor, order.target, order.target_language, "target_text")
    checked = await executor.run(
        partial(
            check_texts,
            order.source,
            source,
            order.target,
            target,
            lexicon=manner.lexicon,
            reference=manner.reference,
        )
    )
    return FinishedCheck(source, target, checked)


async def _language(executor: Executor, text: str, named: Language | None, field: str) -> Language:
    if named:
        return named
    guess = await _read(executor, partial(languages.require, text), field)
    return Language(guess.code)


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
