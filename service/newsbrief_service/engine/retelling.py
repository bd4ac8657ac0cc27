"""Articles for engines to retell: whose turn it is, what is refused, and what happens when an engine ends."""

import asyncio
import hashlib
import heapq
import itertools
import logging
import time
from collections import Counter, OrderedDict
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Protocol

from newsbrief_models.types import Document, Language
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.logs import log
from newsbrief_service.scheduling import caller as callers
from newsbrief_service.scheduling.refusals import deadline_unreachable, engine_lost, queue_full, unprocessable

# Engines that may end with an article begun before it is blamed for it, and in all before it is given up.
_DEATHS, _TRIES = 4, 8
_QUARANTINE = 10_000
# How much of a new measurement goes into the seconds that a character is reckoned at.
_NEW_SHARE = 0.2
_RETRY_SECONDS = (0.2, 10.0)


class Engine(Protocol):
    """What retells articles; see `engine.process.EngineProcess`."""

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]: ...


class Engines(Protocol):
    """Where there are engines; see `engine.supervisor.Supervisor`."""

    @property
    def engines(self) -> Collection[Engine]: ...

    async def any(self) -> Engine: ...


class Retelling:
    """Has articles retold on `engines`, `places` at once: first those of interactive calls, in the order they came.

    What would wait longer than `queue_seconds`, or than its call has left, is refused at once, as far as the articles
    so far tell how long that is.
    """

    def __init__(self, engines: Engines, places: int, queue_seconds: float) -> None:
        self._engines = engines
        self._places = places
        self._queue_seconds = queue_seconds
        self._free = places
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._loads: Counter[int] = Counter()
        self._chars = 0  # of articles that wait or run
        self._pace = 0.0  # seconds a character, of one place; 0 until an article was retold
        self._quarantine: OrderedDict[bytes, None] = OrderedDict()

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `Executor.abstract`. Cancelled, an article that waits is forgotten; one that runs ends at its next step.

        Raises:
            ServiceError: RESOURCE_EXHAUSTED as QUEUE_FULL or DEADLINE_UNREACHABLE; UNPROCESSABLE for an article that
                ends engines; ENGINE_LOST.
            EngineFaultError: the model raised an exception.
        """
        key = _key(document, target)
        if key in self._quarantine:
            raise unprocessable()
        chars = sum(len(sentence.text) for sentence in document.sentences)
        self._refuse_late(chars)
        self._chars += chars
        try:
            async with self._place():
                return await self._outliving(key, chars, document, target, max_sentences)
        finally:
            self._chars -= chars

    def _refuse_late(self, chars: int) -> None:
        ahead = self._chars * self._pace / self._places
        caller = callers.current()
        left = caller.deadline - time.monotonic()
        retry = min(max(ahead / 2, _RETRY_SECONDS[0]), _RETRY_SECONDS[1])
        if ahead > self._queue_seconds:
            raise queue_full(retry)
        if self._chars and ahead + chars * self._pace > left:
            raise deadline_unreachable(ahead, left, retry)

    async def _outliving(
        self, key: bytes, chars: int, document: Document, target: Language, max_sentences: int
    ) -> tuple[str, ...]:
        deaths = 0
        for _ in range(_TRIES):
            await self._engines.any()
            engine = min(self._engines.engines, key=lambda each: self._loads[id(each)])
            self._loads[id(engine)] += 1
            started = time.monotonic()
            try:
                told = await engine.abstract(document, target, max_sentences)
            except EngineDiedError as death:
                deaths += death.begun
                if deaths == _DEATHS:
                    self._blame(key)
                    raise unprocessable() from None
            else:
                self._learn(chars, time.monotonic() - started)
                return told
            finally:
                self._loads[id(engine)] -= 1
                self._loads += Counter()  # engines that have ended are forgotten
        raise engine_lost()

    def _learn(self, chars: int, seconds: float) -> None:
        pace = seconds / max(1, chars)
        self._pace += (pace - self._pace) * (_NEW_SHARE if self._pace else 1.0)

    def _blame(self, key: bytes) -> None:
        self._quarantine[key] = None
        if len(self._quarantine) > _QUARANTINE:
            self._quarantine.popitem(last=False)
        log(logging.ERROR, "article in quarantine", article=key.hex())

    @asynccontextmanager
    async def _place(self) -> AsyncIterator[None]:
        """One of the places, in turn."""
        if self._free:
            self._free -= 1
        else:
            turn = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (callers.current().bulk, next(self._numbers), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():  # given and given up in the same moment
                    self._pass_on()
                raise
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            *_, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _key(document: Document, target: Language) -> bytes:
    digest = hashlib.sha256(f"{document.language}\0{target}\0".encode())
    for sentence in document.sentences:
        digest.update(sentence.text.encode() + b"\0")
    return digest.digest()
