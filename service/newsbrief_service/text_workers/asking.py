"""The Executor of a text worker: text work is done here, work for models is asked of the server."""

import asyncio
import itertools
import threading
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from functools import partial
from typing import TypeVar

from google.rpc import status_pb2

from newsbrief_models.errors import AbstractionError, DirectionError
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.types import (
    ABSTRACTION,
    ENDPOINT,
    TRANSLATION,
    Document,
    Language,
    ModelInfo,
    Selection,
    TranslatedRow,
    TranslationRow,
)
from newsbrief_service.engine import messages
from newsbrief_service.errors import ServiceError
from newsbrief_service.text_threads import TextThreads
from newsbrief_service.text_workers.link import Link
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb

T = TypeVar("T")

# The call that the current task answers; 0 outside of calls.
call_id: ContextVar[int] = ContextVar("call_id", default=0)


class AskingExecutor:
    """An `Executor` whose `models` are the server's, at the other end of `link`."""

    def __init__(self, link: Link, models: tuple[ModelInfo, ...]) -> None:
        self.models = models
        self._link = link
        self._summarizer = ExtractiveSummarizer()
        self._translators = _by_direction(models, TRANSLATION)
        self._writers = _by_direction(models, ABSTRACTION)
        self._text = TextThreads()
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[pb.Answer]] = {}
        self.looks: dict[int, int] = {}
        """How often `look` saw each thread at the text it is at."""

    def translator_of(self, source: Language, target: Language) -> ModelInfo:
        """See `Executor`."""
        try:
            return self._translators[source, target]
        except KeyError:
            raise DirectionError(source, target, self._translators) from None

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo:
        """See `Executor`."""
        try:
            return self._writers[source, target]
        except KeyError:
            raise AbstractionError(source, target, self._writers) from None

    async def select(self, document: Document, max_sentences: int) -> Selection:
        """See `Executor`."""
        return await self.run(partial(self._summarizer.select, document, max_sentences))

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `Executor`; raises the ServiceError that the server tells of."""
        wanted = messages.abstract(document, target, max_sentences)
        return tuple((await self._ask(pb.Ask(abstract=wanted))).abstracted.sentences)

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `Executor`; raises the ServiceError that the server tells of."""
        if not rows:
            return []
        return messages.translated_rows(
            (await self._ask(pb.Ask(translate=messages.translate(rows)))).translated
        )

    async def run(self, work: Callable[[], T]) -> T:
        """See `Executor`. The server is told whose text it is, for the case that it ends the process."""
        return await self._text.run(partial(self._at, call_id.get(), work))

    async def close(self) -> None:
        """See `Executor`."""
        await self._text.close()

    def answered(self, answer: pb.Answer) -> None:
        """What came of something asked."""
        future = self._asked.get(answer.number)
        if future is not None and not future.done():
            future.set_result(answer)

    def look(self) -> int:
        """Look at the threads; returns how often the one that is longest at a text was seen at it."""
        for thread in list(self.looks):
            if thread in self.looks:
                self.looks[thread] += 1
        return max(self.looks.values(), default=0)

    def _at(self, call: int, work: Callable[[], T]) -> T:
        thread = threading.get_ident()
        self._link.say(pb.FromWorker(id=call, began=pb.Began(thread=thread)))
        self.looks[thread] = 0
        try:
            return work()
        finally:
            del self.looks[thread]

    async def _ask(self, ask: pb.Ask) -> pb.Answer:
        ask.number = next(self._numbers)
        future: asyncio.Future[pb.Answer] = asyncio.get_running_loop().create_future()
        self._asked[ask.number] = future
        try:
            self._link.say(pb.FromWorker(id=call_id.get(), ask=ask))
            answer = await future
        finally:
            del self._asked[ask.number]
        if answer.HasField("refused"):
            raise ServiceError.of(status_pb2.Status.FromString(answer.refused))
        return answer


def _by_direction(models: Sequence[ModelInfo], task: str) -> dict[tuple[Language, Language], ModelInfo]:
    """The model the server takes for each direction: one behind an endpoint, else the first."""
    ranked = sorted((info for info in models if info.task == task), key=lambda info: info.engine != ENDPOINT)
    return {pair: info for info in reversed(ranked) for pair in info.directions}
