"""Threads for text work (cleaning, splitting, checking): short, and not to be waited for behind somebody else's."""

import asyncio
import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from newsbrief_service.scheduling.caller import Caller, current

T = TypeVar("T")

# Who had a thread to himself is behind everybody for about so long; who asks for little is before him each time. (The
# virtual counters that engines are shared by let nobody save up, and would have the two take turns.)
_HALF_LIFE = 5.0
_FORGOTTEN = 1e-4


class TextThreads:
    """A thread for calls, and one for bulk work, which so stands before nobody.

    Of those who wait for a thread, the tenant it worked least for lately is next; of a tenant's calls, the oldest.
    """

    def __init__(self) -> None:
        self._lines = {bulk: _Line(f"newsbrief-{'bulk-' * bulk}text") for bulk in (False, True)}

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` on behalf of the current caller."""
        caller = current()
        return await self._lines[caller.bulk].run(work, caller)

    async def close(self) -> None:
        """Wait for what is running; what waits is given up."""
        for line in self._lines.values():
            await line.close()


@dataclass(eq=False)
class _Waiting:
    work: Callable[[], Any]
    caller: Caller
    result: "asyncio.Future[Any]"
    order: int = field(default_factory=itertools.count().__next__)


class _Line:
    """A thread, and the work that waits for it."""

    def __init__(self, name: str) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._waiting: list[_Waiting] = []
        self._used: dict[str, float] = {}  # seconds, by tenant, those past fading
        self._charged = time.monotonic()
        self._busy = False

    async def run(self, work: Callable[[], T], caller: Caller) -> T:
        result = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(work, caller, result))
        self._begin()
        return await result  # type: ignore[no-any-return]

    def _begin(self) -> None:
        self._waiting = [each for each in self._waiting if not each.result.done()]  # but for those given up
        if self._busy or not self._waiting:
            return
        chosen = min(self._waiting, key=self._place)
        self._waiting.remove(chosen)
        self._busy, began = True, time.monotonic()
        running = asyncio.get_running_loop().run_in_executor(self._pool, chosen.work)
        running.add_done_callback(lambda done: self._end(chosen, began, done))

    def _end(self, chosen: _Waiting, began: float, done: "asyncio.Future[Any]") -> None:
        self._busy = False
        self._charge(chosen.caller.tenant, began, time.monotonic())
        if not chosen.result.done():
            if done.cancelled():
                chosen.result.cancel()
            elif error := done.exception():
                chosen.result.set_exception(error)
            else:
                chosen.result.set_result(done.result())
        self._begin()

    def _place(self, each: _Waiting) -> tuple[float, float, int]:
        return self._used.get(each.caller.tenant, 0.0), each.caller.arrived, each.order

    def _charge(self, tenant: str, began: float, now: float) -> None:
        fade = 0.5 ** ((now - self._charged) / _HALF_LIFE)
        self._used = {name: used * fade for name, used in self._used.items() if used * fade > _FORGOTTEN}
        self._used[tenant] = self._used.get(tenant, 0.0) + now - began
        self._charged = now

    async def close(self) -> None:
        for each in self._waiting:
            each.result.cancel()
        await asyncio.to_thread(self._pool.shutdown, wait=True, cancel_futures=True)
