"""Models that this process asks and no engine runs: language models behind an endpoint."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from newsbrief_models.abstractive.long import retell
from newsbrief_models.errors import EndpointError
from newsbrief_models.protocols import AbstractiveSummarizer, Translator
from newsbrief_models.types import Document, Language, ModelInfo, TranslatedRow, TranslationRow
from newsbrief_service.errors import from_endpoint_error

T = TypeVar("T")


class Outside:
    """Asks `summarizers` and `translators`, each `parallel` times at once; they wait in threads, off the event loop.

    Of several models for one direction the first is asked.
    """

    def __init__(
        self,
        summarizers: Sequence[AbstractiveSummarizer] = (),
        translators: Sequence[Translator] = (),
        parallel: int = 8,
    ) -> None:
        self._summarizers = {pair: s for s in reversed(summarizers) for pair in s.info.directions}
        self._translators = {pair: t for t in reversed(translators) for pair in t.info.directions}
        self.models: tuple[ModelInfo, ...] = (*(s.info for s in summarizers), *(t.info for t in translators))
        self._pool = ThreadPoolExecutor(parallel, thread_name_prefix="newsbrief-outside")

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo | None:
        """The model to ask for a summary; None where none is."""
        summarizer = self._summarizers.get((source, target))
        return summarizer.info if summarizer else None

    def translator_of(self, source: Language, target: Language) -> ModelInfo | None:
        """The model to ask for a translation; None where none is."""
        translator = self._translators.get((source, target))
        return translator.info if translator else None

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `Executor`; for a direction that `summarizer_of` knows.

        Raises:
            ServiceError: ENDPOINT_UNAVAILABLE, ENDPOINT_REFUSED or ENDPOINT_OUTPUT.
        """
        summarizer = self._summarizers[document.language, target]
        return await self._ask(partial(retell, document, target, max_sentences, summarizer))

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """Translate rows of directions that `translator_of` knows, each in a call of its own; raises as `abstract`."""
        asked = [
            self._ask(partial(self._translators[row.source, row.target].translate, [row])) for row in rows
        ]
        return [done for (done,) in await asyncio.gather(*asked)]

    async def close(self) -> None:
        """Wait for the calls under way and give up those that wait."""
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)

    async def _ask(self, work: Callable[[], T]) -> T:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        except EndpointError as error:
            raise from_endpoint_error(error) from None


async def split(
    rows: Sequence[TranslationRow],
    outside: Outside,
    here: Callable[[Sequence[TranslationRow]], Awaitable[list[TranslatedRow]]],
) -> list[TranslatedRow]:
    """Have `outside` translate the rows of its directions, and `here` the others; results in the rows' order."""
    asked = [outside.translator_of(row.source, row.target) is not None for row in rows]
    if not any(asked):
        return await here(rows)
    theirs = [row for row, out in zip(rows, asked, strict=True) if out]
    ours = [row for row, out in zip(rows, asked, strict=True) if not out]
    done = await asyncio.gather(outside.translate(theirs), here(ours) if ours else _nothing())
    parts = {True: iter(done[0]), False: iter(done[1])}
    return [next(parts[out]) for out in asked]


async def _nothing() -> list[TranslatedRow]:
    return []
