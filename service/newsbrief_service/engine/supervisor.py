"""Keeps a number of engines alive: starts them together, and one anew, with growing pauses, whenever one ends."""

import asyncio
import logging
import time
from collections.abc import Callable

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.types import ModelInfo
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.process import Command, EngineProcess
from newsbrief_service.logs import log

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
# An engine that worked, or lived this long, did not end because of how it was started.
_LIVED_SECONDS = 10.0


class Supervisor:
    """`count` engines. `changed`, once it is set, is called whenever one becomes ready or ends."""

    def __init__(self, command: Command, count: int) -> None:
        self._command = command
        self._count = count
        self.changed: Callable[[], None] = lambda: None
        self._up = asyncio.Event()  # while one is ready
        self._turn = 0
        self._live: list[EngineProcess] = []
        self._keepers: list[asyncio.Task[None]] = []
        self.models: tuple[ModelInfo, ...] = ()
        self.fingerprint = ""
        self.restarts = 0

    @property
    def engines(self) -> tuple[EngineProcess, ...]:
        """Those that are ready."""
        return tuple(engine for engine in self._live if not engine.ended.is_set())

    async def any(self) -> EngineProcess:
        """One that is ready, in turn; waits while there is none."""
        while not self.engines:
            self._up.clear()
            await self._up.wait()
        self._turn += 1
        return self.engines[self._turn % len(self.engines)]

    async def start(self) -> None:
        """Start all engines and wait until they are ready.

        Raises:
            ModelFolderError: the model folder cannot be used.
            EngineDiedError: an engine does not come up.
        """
        starts = [asyncio.create_task(EngineProcess.start(self._command)) for _ in range(self._count)]
        results = await asyncio.gather(*starts, return_exceptions=True)
        self._live = [result for result in results if isinstance(result, EngineProcess)]
        for result in results:
            if isinstance(result, BaseException):
                await self.close()
                raise result
        self.models, self.fingerprint = self._live[0].models, self._live[0].fingerprint
        self._keepers = [asyncio.create_task(self._keep(engine)) for engine in self._live]

    async def close(self) -> None:
        """End all engines."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(engine.close() for engine in self._live))

    async def _keep(self, engine: EngineProcess) -> None:
        pause, ready = _FIRST_PAUSE, time.monotonic()
        while True:
            await engine.ended.wait()
            self._live.remove(engine)
            self.changed()
            if engine.worked or time.monotonic() - ready > _LIVED_SECONDS:
                pause = _FIRST_PAUSE
            log(logging.WARNING, "engine ended", pid=engine.pid, why=engine.why, restart_in=pause)
            engine, pause = await self._again(pause)
            ready = time.monotonic()
            self.restarts += 1
            self._live.append(engine)
            log(logging.WARNING, "engine restarted", pid=engine.pid)
            self._up.set()
            self.changed()

    async def _again(self, pause: float) -> tuple[EngineProcess, float]:
        """An engine in place of one that ended, and the pause to make before the next."""
        while True:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            try:
                engine = await EngineProcess.start(self._command)
            except (ModelFolderError, EngineDiedError) as error:
                log(logging.ERROR, "engine does not start", problem=str(error), again_in=pause)
                continue
            if engine.fingerprint == self.fingerprint:
                return engine, pause
            # Results of two models must not mix, in a brief or in the cache.
            await engine.kill("its model is another one")
            log(logging.ERROR, "the model changed; restart the server to use it", again_in=pause)
