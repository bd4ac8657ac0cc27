"""The fleet's bookkeeping without a cluster: growing, shrinking, replacing, and saying when there is nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_service.cluster.errors import ClusterLostError
from newsbrief_service.cluster.fleet import Bounds, Fleet, Load
from newsbrief_service.cluster.link import Link
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.process import EngineProcess
from tests.service.engine.conftest import command


class ProcessLink(Link):
    """Leads to stub engines on this machine; `trouble`, where set, is what asking for one raises."""

    def __init__(self) -> None:
        super().__init__((), "127.0.0.1:1")
        self.trouble: Exception | None = None
        self.dropped = 0

    async def engine(self) -> EngineProcess:
        if self.trouble:
            raise self.trouble
        return await EngineProcess.start(command())

    async def drop(self) -> None:
        self.dropped += 1


@pytest.fixture
async def fleets() -> AsyncIterator[Callable[..., Fleet]]:
    """A factory: `fleets(Bounds(...))`; not started yet."""
    made: list[Fleet] = []

    def factory(bounds: Bounds) -> Fleet:
        made.append(Fleet(ProcessLink(), bounds))
        return made[-1]

    yield factory
    for fleet in made:
        await fleet.close()


async def reach(fleet: Fleet, count: int) -> None:
    async with asyncio.timeout(60):
        while len(fleet.engines) != count:
            await asyncio.sleep(0.05)


async def test_grows_while_work_waits_and_shrinks_when_idle(fleets: Callable[..., Fleet]) -> None:
    fleet = fleets(Bounds(1, 3, workers=1, grow_seconds=1.0, idle_seconds=0.6))
    await fleet.start()
    assert len(fleet.engines) == 1
    fleet.load = lambda: Load(seconds=5.0, rows=40)
    await reach(fleet, 3)
    fleet.load = lambda: Load(seconds=0.1, rows=3)
    await asyncio.sleep(1.5)
    assert len(fleet.engines) == 3  # each of the rows has a worker of its own
    fleet.load = Load
    await reach(fleet, 1)
    await asyncio.sleep(1.5)
    assert len(fleet.engines) == 1


async def test_replaces_what_ended(fleets: Callable[..., Fleet]) -> None:
    fleet = fleets(Bounds(2, 2, workers=1))
    await fleet.start()
    await reach(fleet, 2)
    await fleet.engines[0].kill("the test wants it")
    await reach(fleet, 2)
    assert fleet.restarts == 1


async def test_says_when_the_cluster_is_lost_and_when_it_is_back(fleets: Callable[..., Fleet]) -> None:
    fleet = fleets(Bounds(1, 1, workers=1))
    await fleet.start()
    said: list[bool] = []

    async def listen(there: bool) -> None:
        said.append(there)

    fleet.presence = listen
    link = fleet._link
    assert isinstance(link, ProcessLink)
    link.trouble = ClusterLostError("127.0.0.1:1", "no answer")
    await fleet.engines[0].kill("the test wants it")
    async with asyncio.timeout(30):
        await fleet.away.wait()
    link.trouble = None
    async with asyncio.timeout(60):
        while said != [False, True]:
            await asyncio.sleep(0.05)
    assert not fleet.away.is_set()


@pytest.mark.parametrize(
    "trouble",
    [
        ClusterLostError("127.0.0.1:1", "no answer"),
        ModelFolderError(Path("/models/x"), "is missing"),
        EngineDiedError("it took too long", begun=False),
    ],
)
async def test_a_start_that_fails_says_why(fleets: Callable[..., Fleet], trouble: Exception) -> None:
    fleet = fleets(Bounds(2, 2, workers=1))
    link = fleet._link
    assert isinstance(link, ProcessLink)
    link.trouble = trouble
    with pytest.raises(type(trouble), match=str(trouble)):
        await fleet.start()
    assert link.dropped
