"""Where model code runs: the Executor seam, and the executor that uses threads of this process."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from newsbrief_models.abstractive.long import retell
from newsbrief_models.abstractive.stepwise import NotWantedError, Stepwise
from newsbrief_models.errors import AbstractionError, DirectionError
from newsbrief_models.protocols import AbstractiveSummarizer, Summarizer, Translator
from newsbrief_models.types import Document, Language, ModelInfo, Selection, TranslatedRow, TranslationRow
from newsbrief_service.outside import Outside, split
from newsbrief_service.text_threads import TextThreads

T = TypeVar("T")

# Rows handed to a model at once. What runs cannot be called back, so this bounds the work a cancelled call still costs,
# and it lets the workers share one article's sentences.
ROWS_A_BATCH = 8


class Executor(Protocol):
    """Runs summarizers and translators off the event loop. Cancelling the awaiting task gives up what has not begun."""

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """What is loaded."""
        ...

    def translator_of(self, source: Language, target: Language) -> ModelInfo:
        """The model that translates `source` to `target`.

        Raises:
            DirectionError: none does.
        """
        ...

    async def select(self, document: Document, max_sentences: int) -> Selection:
        """See `Summarizer.select`."""
        ...

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo:
        """The model that writes abstractive summaries in `target` of articles in `source`.

        Raises:
            AbstractionError: none does.
        """
        ...

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """Sentences that a model writes about `document`, unchecked; see `abstractive.long.retell`.

        Raises:
            AbstractionError: no model does.
        """
        ...

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `Translator.translate`; rows may need different models."""
        ...

    async def run(self, work: Callable[[], T]) -> T:
        """Run text work that needs no model (cleaning, sentence splitting) off the event loop."""
        ...

    async def close(self) -> None:
        """Wait for what is running and give the workers back."""
        ...


class InProcessExecutor:
    """Runs models in `workers` threads; CTranslate2 releases the interpreter's lock while it works.

    What `outside` translates is translated there.
    """

    def __init__(
        self,
        summarizer: Summarizer,
        translators: Sequence[Translator],
        workers: int,
        outside: Outside | None = None,
        writers: Sequence[AbstractiveSummarizer] = (),
    ) -> None:
        self._summarizer = summarizer
        self._outside = outside or Outside()
        self._translators = {pair: t for t in reversed(translators) for pair in t.info.directions}
        self._writers = {pair: w for w in reversed(writers) for pair in w.info.directions}
        own = (summarizer.info, *(t.info for t in translators), *(w.info for w in writers))
        self.models = (*own, *self._outside.models)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="newsbrief-model")
        # Text work has threads of its own: it is short, and must not wait behind translations.
        self._text = TextThreads()

    def translator_of(self, source: Language, target: Language) -> ModelInfo:
        return self._outside.translator_of(source, target) or self._translator(source, target).info

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo:
        return self._outside.summarizer_of(source, target) or self._writer(source, target).info

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        if self._outside.summarizer_of(document.language, target):
            return await self._outside.abstract(document, target, max_sentences)
        given_up = threading.Event()

        def step() -> None:
            if given_up.is_set():
                raise NotWantedError

        writer = Stepwise(self._writer(document.language, target), step)
        work = partial(retell, document, target, max_sentences, writer)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except asyncio.CancelledError:
            given_up.set()
            raise

    async def select(self, document: Document, max_sentences: int) -> Selection:
        return await self.run(lambda: self._summarizer.select(document, max_sentences))

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        return await split(rows, self._outside, self._translate_here)

    async def _translate_here(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        by_model: dict[str, list[int]] = {}
        for index, row in enumerate(rows):
            by_model.setdefault(self._translator(row.source, row.target).info.name, []).append(index)
        batches = [
            indices[start : start + ROWS_A_BATCH]
            for indices in by_model.values()
            for start in range(0, len(indices), ROWS_A_BATCH)
        ]
        results = await asyncio.gather(
            *(self._translate_batch([rows[i] for i in batch]) for batch in batches)
        )
        done = {
            i: row
            for batch, result in zip(batches, results, strict=True)
            for i, row in zip(batch, result, strict=True)
        }
        return [done[i] for i in range(len(rows))]

    async def run(self, work: Callable[[], T]) -> T:
        return await self._text.run(work)

    async def close(self) -> None:
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)
        await self._text.close()
        await self._outside.close()

    async def _translate_batch(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        translator = self._translator(rows[0].source, rows[0].target)
        return await asyncio.get_running_loop().run_in_executor(self._pool, translator.translate, rows)

    def _writer(self, source: Language, target: Language) -> AbstractiveSummarizer:
        try:
            return self._writers[source, target]
        except KeyError:
            raise AbstractionError(source, target, self._writers) from None

    def _translator(self, source: Language, target: Language) -> Translator:
        try:
            return self._translators[source, target]
        except KeyError:
            raise DirectionError(source, target, self._translators) from None
