"""A server over a Ray cluster of two nodes on this machine: nodes and actors that die, and the whole cluster."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief.v1 import job_service_pb2 as job_pb
from newsbrief.v1 import job_service_pb2_grpc as job_pb_grpc
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.cluster.executor import RayExecutor
from newsbrief_service.cluster.fleet import Bounds
from newsbrief_service.errors import ServiceError
from newsbrief_service.server import SERVICE_NAME
from tests.service.articles import EN
from tests.service.cluster.clusters import RayCluster, link, on_ray
from tests.service.conftest import Running, Start
from tests.service.engine.conftest import expected, row
from tests.service.engine.stub import CRASH
from tests.service.test_bad_input import details

pytestmark = on_ray
Join = Callable[..., Awaitable[RayExecutor]]


@pytest.fixture
async def join(ray_nodes: RayCluster) -> AsyncIterator[Join]:
    """A factory: `await join("--seconds-a-row", "0.01", bounds=Bounds(...))`."""
    made: list[RayExecutor] = []

    async def factory(*options: str, bounds: Bounds = Bounds(2, 2, 1), silence: float = 10.0) -> RayExecutor:  # noqa: B008
        made.append(await RayExecutor.join(link(ray_nodes, *options, silence=silence), bounds))
        return made[-1]

    yield factory
    for executor in made:
        await executor.close()


async def translate(running: Running, text: str, timeout: float = 120.0) -> None:
    request = pb.TranslateTextRequest(contents=[text], source_language_code="en", target_language_code="ko")
    answer = await running.stub.TranslateText(request, timeout=timeout)
    assert answer.translations[0].text == f"[ko] {text}"


async def status(running: Running) -> Any:
    stub = health_pb2_grpc.HealthStub(running.channel)
    return (await stub.Check(health_pb2.HealthCheckRequest(service=SERVICE_NAME))).status


async def test_a_killed_node_costs_no_call_and_no_article(
    join: Join, start: Start, ray_nodes: RayCluster
) -> None:
    executor = await join("--seconds-a-row", "0.02")
    running = await start(executor, max_calls=2000)
    async with asyncio.timeout(60):
        while len(executor.supervisor.engines) < 2:
            await asyncio.sleep(0.05)
    jobs: Any = job_pb_grpc.BriefJobServiceStub(running.channel)  # the generated type is the sync channel's
    articles = [types_pb2.Article(body=f"{EN}\nShip {n} follows.", article_id=f"{n}") for n in range(30)]
    order = job_pb.CreateBriefJobRequest(job_id="archive", articles=articles)
    await jobs.CreateBriefJob(iter([order, job_pb.CreateBriefJobRequest(article_count=len(articles))]))

    async def load(number: int) -> None:
        for turn in range(15):
            await translate(running, f"Report {number} of day {turn} came on Monday.")

    loads = [asyncio.create_task(load(number)) for number in range(8)]
    await asyncio.sleep(0.3)
    assert len(ray_nodes.actors()) == 2
    await asyncio.to_thread(ray_nodes.lose_node)
    assert len(ray_nodes.actors()) == 1
    async with asyncio.timeout(120):
        await asyncio.gather(*loads)
        stream = jobs.StreamBriefJobResults(job_pb.StreamBriefJobResultsRequest(name="jobs/archive"))
        outcomes = [result.outcome async for result in stream]
    assert sorted(int(each.article_id) for each in outcomes) == list(range(30))
    assert all(each.HasField("response") for each in outcomes)
    ray_nodes.replace_node()  # Ray wants to be in the main thread for it


async def test_a_row_that_kills_actors_is_told_apart(join: Join) -> None:
    executor = await join()
    fine = [executor.translate([row(f"{i}.{k}") for k in range(4)]) for i in range(3)]
    async with asyncio.timeout(120):
        bad, *good = await asyncio.gather(executor.translate([row(CRASH)]), *fine, return_exceptions=True)
    assert isinstance(bad, ServiceError)
    assert bad.reason == "UNPROCESSABLE"
    assert good == [[expected(row(f"{i}.{k}")) for k in range(4)] for i in range(3)]


async def test_a_hung_actor_is_replaced(join: Join, ray_nodes: RayCluster) -> None:
    executor = await join(bounds=Bounds(1, 1, 1), silence=2.0)
    (hung,) = ray_nodes.actors()
    os.kill(hung.pid, signal.SIGSTOP)
    async with asyncio.timeout(60):
        assert await executor.translate([row("patience")]) == [expected(row("patience"))]
        while hung.is_running() and hung.status() != "zombie":
            await asyncio.sleep(0.05)


async def test_a_lost_cluster_is_told_and_its_return(join: Join, start: Start, ray_nodes: RayCluster) -> None:
    """Runs last in this file: the nodes after it are others."""
    executor = await join(silence=2.0)
    running = await start(executor)
    await translate(running, "All is well.")
    await asyncio.to_thread(ray_nodes.stop)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await translate(running, "Is anybody there?", timeout=60)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert details(caught.value)[0].reason == "ENGINE_LOST"
    assert await status(running) == health_pb2.HealthCheckResponse.NOT_SERVING
    waiting = asyncio.ensure_future(executor.translate([row("nobody set a time")]))
    ray_nodes.start()
    async with asyncio.timeout(90):
        while await status(running) != health_pb2.HealthCheckResponse.SERVING:
            await asyncio.sleep(0.1)
        assert await waiting == [expected(row("nobody set a time"))]
        await translate(running, "All is well again.")
