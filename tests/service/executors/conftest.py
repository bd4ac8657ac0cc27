"""The three executors, each over the same stub models, and servers before them."""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
import pytest_asyncio

from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief_models.testing import FakeSummarizer
from newsbrief_service.cluster.executor import RayExecutor
from newsbrief_service.cluster.fleet import Bounds
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.executor import Executor, InProcessExecutor
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.server import Server
from newsbrief_service.settings import Settings
from tests.service.cluster.clusters import RayCluster, link, on_ray, until
from tests.service.engine.conftest import command
from tests.service.engine.stub import StubTranslator

KINDS = ["in-process", "engines", pytest.param("ray", marks=on_ray)]


@dataclass
class Subject:
    """An executor of one kind, and how a process that runs its models is killed; in-process there is none."""

    kind: str
    executor: Executor
    kill: Callable[[], None] | None
    ended: Callable[[], int]
    """How many of those processes were replaced."""


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def cluster(kind: str, request: pytest.FixtureRequest) -> RayCluster | None:
    """The cluster, for who needs one."""
    return request.getfixturevalue("ray_nodes") if kind == "ray" else None


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def subject(kind: str, cluster: RayCluster | None) -> AsyncIterator[Subject]:
    """An executor with two workers, for all tests of the module."""
    if kind == "in-process":
        local = InProcessExecutor(FakeSummarizer(), [StubTranslator(0.0)], workers=2)
        yield Subject(kind, local, None, lambda: 0)
        await local.close()
        return
    processes: ProcessExecutor
    if cluster is None:
        processes = await ProcessExecutor.start(command(), 2, 1)
    else:
        processes = await RayExecutor.join(link(cluster), Bounds(2, 2, 1))

    def kill() -> None:
        pids = [engine.pid for engine in processes.supervisor.engines]
        if cluster:
            pids = [process.pid for process in until(cluster.actors)]
        os.kill(pids[0], signal.SIGKILL)

    yield Subject(kind, processes, kill, lambda: processes.supervisor.restarts)
    await processes.close()


@dataclass
class Serving:
    """A server that runs, and a channel to it."""

    server: Server
    channel: Any
    stub: Any


Serve = Callable[..., Awaitable[Serving]]


@pytest.fixture
def lent(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> Executor:
    """The executor; it outlives the servers that use it."""

    async def stays() -> None:
        """Nothing."""

    monkeypatch.setattr(subject.executor, "close", stays)
    return subject.executor


@pytest_asyncio.fixture(loop_scope="module")
async def serve(lent: Executor) -> AsyncIterator[Serve]:
    """A factory: `await serve(max_calls=2)`."""
    running: list[Serving] = []

    async def factory(**settings: Any) -> Serving:
        wanted = Settings(**{"port": 0, "grace": 5.0, "data_dir": ":memory:", "jobs": False, **settings})
        door = Admission(lambda: 1e6, 10.0, 1_000_000)
        server = Server(wanted, lent, door)
        await server.start()
        channel = grpc.aio.insecure_channel(server.target)
        running.append(Serving(server, channel, pb_grpc.NewsBriefServiceStub(channel)))
        return running[-1]

    yield factory
    for each in running:
        await each.channel.close()
        await each.server.stop()
