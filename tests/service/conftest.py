"""A real server on a free port with fake models, in the test's own event loop."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

import grpc
import pytest

from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_service.executor import Executor, InProcessExecutor
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.server import Server
from newsbrief_service.settings import Settings
from tests.service.cluster.clusters import RayCluster, ray_cluster


@dataclass
class Running:
    """A server that runs, and what a test needs to talk to it."""

    server: Server
    channel: Any  # also takes raw bytes, which its stubs do not know
    stub: Any  # the generated stub's types are those of the sync channel
    translator: FakeTranslator


Start = Callable[..., Awaitable[Running]]


@pytest.fixture(scope="session")
def ray_nodes() -> Iterator[RayCluster]:
    """A Ray cluster with two nodes for models. Who kills one adds another."""
    with ray_cluster() as cluster:
        yield cluster


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """A factory: `await start(max_calls=2)` serves with these settings, with fakes or with the executor given."""
    running: list[Running] = []

    async def factory(
        executor: Executor | None = None, admission: Admission | None = None, **settings: Any
    ) -> Running:
        translator = FakeTranslator()
        executor = executor or InProcessExecutor(FakeSummarizer(), [translator], workers=2)
        wanted = Settings(**{"port": 0, "grace": 1.0, "data_dir": ":memory:", **settings})
        server = Server(wanted, executor, admission)
        await server.start()
        translator.history.clear()
        channel = grpc.aio.insecure_channel(server.target)
        running.append(Running(server, channel, pb_grpc.NewsBriefServiceStub(channel), translator))
        return running[-1]

    yield factory
    for each in running:
        await each.channel.close()
        await each.server.stop()
