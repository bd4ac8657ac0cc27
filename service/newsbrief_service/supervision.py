"""Keeps a number of processes alive: starts them together, and one anew, with growing pauses, whenever one ends."""

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from newsbrief_service.logs import log

_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
# A process that worked, or lived this long, did not end because of how it was started.
_LIVED_SECONDS = 10.0


class Supervised(Protocol):
    """A process that is ready to work."""

    pid: int
    why: str
    worked: bool
    ended: asyncio.Event

    async def close(self) -> None: ...


P = TypeVar("P", bound=Supervised)


class Supervision(ABC, Generic[P]):
    """`count` processes, `kind` in the log. `changed`, once set, is called whenever one becomes ready or ends."""

    def __init__(self, kind: str, count: int) -> None:
        self._kind = kind
        self._count = count
        self.changed: Callable[[], None] = lambda: None
        self._up = asyncio.Event()  # while one is ready
        self._turn = 0
        self._live: list[P] = []
        self._keepers: list[asyncio.Task[None]] = []
        self.restarts = 0

    @abstractmethod
    async def _start(self) -> P:
        """A process that is ready."""

    @abstractmethod
    async def _start_again(self) -> P | None:
        """One in place of one that ended; None where that failed, which was logged."""

    async def ready(self) -> tuple[P, ...]:
        """Those that are ready, at least one; waits while there is none."""
        while not (live := self.live):
            self._up.clear()
            await self._up.wait()
        return live

    @property
    def live(self) -> tuple[P, ...]:
        """Those that are ready."""
        return tuple(each for each in self._live if not each.ended.is_set())

    async def any(self) -> P:
        """One that is ready, in turn; waits while there is none."""
        live = await self.ready()
        self._turn += 1
        return live[self._turn % len(live)]

    async def start(self) -> None:
        """Start all and wait until they are ready; raises what the first that fails does."""
        starts = [asyncio.create_task(self._start()) for _ in range(self._count)]
        results = await asyncio.gather(*starts, return_exceptions=True)
        self._live = [result for result in results if not isinstance(result, BaseException)]
        for result in results:
            if isinstance(result, BaseException):
                await self.close()
                raise result
        self._keepers = [asyncio.create_task(self._keep(each)) for each in self._live]

    async def close(self) -> None:
        """End all."""
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        await asyncio.gather(*(each.close() for each in self._live))

    async def _keep(self, process: P) -> None:
        pause, ready = _FIRST_PAUSE, time.monotonic()
        while True:
            await process.ended.wait()
            self._live.remove(process)
            self.changed()
            if process.worked or time.monotonic() - ready > _LIVED_SECONDS:
                pause = _FIRST_PAUSE
            log(logging.WARNING, f"{self._kind} ended", pid=process.pid, why=process.why, restart_in=pause)
            process, pause = await self._again(pause)
            ready = time.monotonic()
            self.restarts += 1
            self._live.append(process)
            log(logging.WARNING, f"{self._kind} restarted", pid=process.pid)
            self._up.set()
            self.changed()

    async def _again(self, pause: float) -> tuple[P, float]:
        """A process in place of one that ended, and the pause to make before the next."""
        while True:
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
            if process := await self._start_again():
                return process, pause
