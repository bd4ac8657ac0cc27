"""The engines of a cluster: as many as the work wants, between two bounds; one that ends is replaced."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from newsbrief_models.errors import ModelFolderError
from newsbrief_service.cluster.errors import ClusterLostError
from newsbrief_service.cluster.link import Link
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.process import Command, EngineProcess
from newsbrief_service.engine.supervisor import Supervisor
from newsbrief_service.logs import log

_LOOK_SECONDS = 0.5
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 5.0
# Without an engine for so long, the models count as gone, though the cluster is there. An actor is missed after the
# watchdog's 10 s at the latest, and another is ready in 2 to 5.
_GONE_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """What there is to do: seconds of work that wait, and rows that wait or run."""

    seconds: float = 0.0
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Bounds:
    """`fewest` to `most` engines of `workers` batches each.

    One is added while more than `grow_seconds` of work wait, one taken away when for `idle_seconds` there were no more
    rows than the others have workers.
    """

    fewest: int
    most: int
    workers: int
    grow_seconds: float = 2.0
    idle_seconds: float = 60.0


class Fleet(Supervisor):
    """Engines in actors that come over `link`. `load` is asked how much there is to do."""

    def __init__(self, link: Link, bounds: Bounds) -> None:
        super().__init__(Command(()), bounds.fewest)
        self._link = link
        self._bounds = bounds
        self.load: Callable[[], Load] = Load
        self.presence: Callable[[bool], Awaitable[None]] = _nobody
        """Called with False when there is nothing that models could run on, and with True when there is again."""
        self.away = asyncio.Event()
        """Set as long as there is nothing that models could run on."""
        self._slots: dict[asyncio.Task[None], EngineProcess | None] = {}
        self._first: asyncio.Future[EngineProcess] | None = None
        self._lookout: asyncio.Task[None] | None = None
        self._lost = False  # the cluster itself, when it was last asked for an engine
        self._seen = self._wanted = time.monotonic()  # when there was an engine, and when all were

    async def start(self) -> None:
        """Ask for the fewest engines, and wait until one is ready; the others come as they come.

        Raises:
            ClusterLostError: there is no cluster.
            ModelFolderError: the models cannot be used.
            EngineDiedError: no node has room, or the engine ends.
        """
        self._first = asyncio.get_running_loop().create_future()
        for _ in range(self._bounds.fewest):
            self._add()
        try:
            engine = await self._first
        except BaseException:
            await self.close()
            raise
        self.models, self.fingerprint = engine.models, engine.fingerprint
        self._lookout = asyncio.create_task(self._look_out())

    async def close(self) -> None:
        """End all engines and leave the cluster."""
        tasks = [*self._slots, *([self._lookout] if self._lookout else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(engine.close() for engine in self._live))
        await self._link.drop()

    def _add(self) -> None:
        task = asyncio.create_task(self._fill())
        self._slots[task] = None
        task.add_done_callback(lambda done: self._slots.pop(done, None))

    async def _fill(self) -> None:
        """Have an engine, and another when it ends, until cancelled."""
        slot = asyncio.current_task()
        assert slot is not None  # noqa: S101
        pause, again = _FIRST_PAUSE, False
        while True:
            engine = await self._engine()
            if engine is None:
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            self.restarts += again
            self._slots[slot] = engine
            self._live.append(engine)
            self._seen, self._lost = time.monotonic(), False
            log(logging.INFO, "actor is ready", actor=engine.pid, actors=len(self.engines))
            self._up.set()
            self.changed()
            await engine.ended.wait()
            self._slots[slot] = None
            self._live.remove(engine)
            self.changed()
            log(logging.WARNING, "actor ended", actor=engine.pid, why=engine.why)
            again = True
            pause = _FIRST_PAUSE if engine.worked else pause

    async def _engine(self) -> EngineProcess | None:
        """Another engine; None where none is to be had, which the log says."""
        try:
            engine = await self._link.engine()
        except (ModelFolderError, EngineDiedError) as error:
            if self._first and not self._first.done():
                self._first.set_exception(error)
            else:
                log(logging.ERROR, "actor does not start", problem=str(error))
            self._lost = isinstance(error, ClusterLostError)
            if not self.engines and not self._lost:
                await self._link.drop()  # it may be what keeps engines from coming up
            return None
        if self._first and not self._first.done():
            self._first.set_result(engine)
        elif engine.fingerprint != self.fingerprint:
            # Results of two models must not mix, in a brief or in the cache.
            await engine.kill("its model is another one")
            log(logging.ERROR, "a node has another model than the first that answered")
            return None
        return engine

    async def _look_out(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            await self._notice(time.monotonic())
            await self._fit(time.monotonic())

    async def _notice(self, now: float) -> None:
        """Whether there is anything that models could run on."""
        if self.engines:
            self._seen = now
        there = bool(self.engines) or not (self._lost or now - self._seen > _GONE_SECONDS)
        if there == self.away.is_set():
            log(logging.WARNING, "the cluster is there again" if there else "the cluster is lost")
            (self.away.clear if there else self.away.set)()
            await self.presence(there)

    async def _fit(self, now: float) -> None:
        """Have one engine more, or one fewer, where the load says so."""
        load, count = self.load(), len(self._slots)
        if load.rows > (count - 1) * self._bounds.workers:
            self._wanted = now
        coming = len(self.engines) < count
        if load.seconds > self._bounds.grow_seconds and count < self._bounds.most and not coming:
            self._add()
        elif count > self._bounds.fewest and now - self._wanted > self._bounds.idle_seconds:
            self._wanted = now
            await self._retire()

    async def _retire(self) -> None:
        """End the youngest engine that has nothing to do."""
        for slot, engine in reversed(self._slots.items()):
            if engine is None or not engine.busy:
                slot.cancel()
                self._slots.pop(slot, None)
                if engine in self._live:
                    self._live.remove(engine)
                    await engine.close()
                log(logging.INFO, "actor is given back", actors=len(self.engines))
                return


async def _nobody(_: bool) -> None:
    """Nobody wants to know."""
