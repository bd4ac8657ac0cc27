"""Threads for text work: in whose order, and what becomes of work that is given up or fails."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from newsbrief_service.scheduling.caller import Caller, enter
from newsbrief_service.text_threads import TextThreads


class Line:
    """Text threads whose line for calls is held until `go`, and what was done since, in order."""

    def __init__(self) -> None:
        self.threads = TextThreads()
        self.done: list[str] = []
        self._hold = threading.Event()

    async def start(self) -> None:
        self.first = self.ask("first", Caller("crawler"), self._hold.wait)
        await asyncio.sleep(0)

    def ask(self, name: str, caller: Caller, work: object = None) -> "asyncio.Task[str]":
        async def asking() -> str:
            enter(caller)
            return await self.threads.run(lambda: self._do(name, work))

        return asyncio.create_task(asking())

    def _do(self, name: str, work: object) -> str:
        if callable(work):
            work()
        self.done.append(name)
        return name

    def go(self) -> None:
        self._hold.set()


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    line = Line()
    await line.start()
    yield line
    line.go()
    await line.threads.close()


async def test_a_tenant_with_little_does_not_wait_behind_one_with_much(line: Line) -> None:
    dumped = [line.ask(f"crawler {i}", Caller("crawler", arrived=1.0 + i)) for i in range(20)]
    await asyncio.sleep(0)
    desk = line.ask("desk", Caller("desk", arrived=50.0))
    await asyncio.sleep(0)
    line.go()
    await asyncio.gather(*dumped, desk)
    assert line.done.index("desk") <= 2
    assert [name for name in line.done if name != "desk"] == ["first", *(f"crawler {i}" for i in range(20))]


async def test_of_a_tenant_the_older_call_goes_first(line: Line) -> None:
    calls = [line.ask(f"call of {at}", Caller("desk", arrived=at)) for at in (3.0, 1.0, 2.0)]
    await asyncio.sleep(0)
    line.go()
    await asyncio.gather(*calls)
    assert line.done == ["first", "call of 1.0", "call of 2.0", "call of 3.0"]


async def test_bulk_work_stands_before_nobody(line: Line) -> None:
    assert await line.ask("bulk", Caller("archive", bulk=True)) == "bulk"
    assert line.done == ["bulk"]


async def test_what_is_given_up_is_not_done(line: Line) -> None:
    kept, given_up = line.ask("kept", Caller("desk")), line.ask("given up", Caller("desk"))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    line.go()
    await kept
    assert line.done == ["first", "kept"]


async def test_a_failure_is_its_own_callers(line: Line) -> None:
    def fail() -> None:
        raise LookupError("on purpose")

    failing, other = line.ask("failing", Caller("desk"), fail), line.ask("other", Caller("desk"))
    await asyncio.sleep(0)
    line.go()
    with pytest.raises(LookupError):
        await failing
    assert await other == "other"


async def test_closing_gives_up_what_waits() -> None:
    line = Line()
    await line.start()
    waiting = line.ask("waiting", Caller("desk"))
    await asyncio.sleep(0)
    closing = asyncio.create_task(line.threads.close())
    await asyncio.sleep(0)
    line.go()
    await closing
    assert await line.first == "first"
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert line.done == ["first"]
