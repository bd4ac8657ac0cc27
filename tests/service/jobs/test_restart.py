"""Jobs across servers: stopped, started again, with a disk that was full, and two of them on one folder."""

import asyncio
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2

from newsbrief.v1 import job_service_pb2 as pb
from newsbrief_models.testing import FakeSummarizer
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.jobs import runner
from newsbrief_service.server import JOB_SERVICE_NAME
from tests.service.conftest import Start
from tests.service.glossaries.test_trouble import health_of, refused
from tests.service.jobs.jobs import (
    AN_ARTICLE,
    JOB,
    SUCCEEDED,
    GatedTranslator,
    articles,
    create,
    each_once,
    get,
    pieces,
    results,
    stub_of,
)
from tests.service.metrics.scraping import scrape, value
from tests.service.test_bad_input import alive


async def test_a_stopped_server_leaves_the_rest_to_the_next(start: Start, tmp_path: Path) -> None:
    translator = GatedTranslator()
    executor = InProcessExecutor(FakeSummarizer(), [translator], workers=2)
    first = await start(executor, data_dir=str(tmp_path), job_parallel=2)
    translator.shut(free=3 * AN_ARTICLE)
    await create(stub_of(first), articles(10))
    following = asyncio.ensure_future(results(stub_of(first)))
    async with asyncio.timeout(20):
        while (await get(stub_of(first))).done_count < 2:
            await asyncio.sleep(0.01)
    stopping = asyncio.ensure_future(first.server.stop())
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await following
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    translator.let()  # those begun are done
    await stopping
    second = await start(data_dir=str(tmp_path))
    each_once(await results(stub_of(second)), 10)
    assert sum(len(rows) for rows in second.translator.history) < 10 * 2 * AN_ARTICLE


async def test_a_disk_that_is_full_is_waited_for(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "_STORE_PAUSE", 0.01)
    running = await start(data_dir=str(tmp_path), job_parallel=1)
    stub, store = stub_of(running), running.server._jobs.store
    await create(stub, articles(1), "first")
    await results(stub, "jobs/first")

    async def limit(pages: int) -> None:
        await store._writer.run(lambda c: c.execute(f"PRAGMA max_page_count={pages}").fetchall())

    await limit(1)  # no page more than there are
    call = stub.CreateBriefJob(pieces(articles(500), "second"))
    assert await refused(call) == ("RESOURCE_EXHAUSTED", "STORAGE_FULL")
    await alive(running)
    await limit(1 << 20)
    await create(stub, articles(20))
    await limit(1)
    await asyncio.sleep(0.3)
    await limit(1 << 20)
    each_once(await results(stub), 20)


async def test_another_server_on_the_folder_waits_for_its_turn(start: Start, tmp_path: Path) -> None:
    first = await start(data_dir=str(tmp_path))
    await create(stub_of(first), articles(2))
    second = await start(data_dir=str(tmp_path))
    call = stub_of(second).GetBriefJob(pb.GetBriefJobRequest(name=JOB))
    assert await refused(call) == ("UNAVAILABLE", "STORAGE_IN_USE")
    assert await health_of(second, JOB_SERVICE_NAME) == health_pb2.HealthCheckResponse.NOT_SERVING
    await alive(second)
    await results(stub_of(first))
    await first.server.stop()
    async with asyncio.timeout(20):
        while await health_of(second, JOB_SERVICE_NAME) != health_pb2.HealthCheckResponse.SERVING:
            await asyncio.sleep(0.05)
    each_once(await results(stub_of(second)), 2)


async def test_a_damaged_file_stops_no_briefs(start: Start, tmp_path: Path) -> None:
    (tmp_path / "jobs.sqlite3").write_bytes(b"no database " * 1_000)
    running = await start(data_dir=str(tmp_path))
    call = stub_of(running).CreateBriefJob(pieces(articles(1)))
    assert await refused(call) == ("FAILED_PRECONDITION", "STORAGE_UNAVAILABLE")
    assert await health_of(running, JOB_SERVICE_NAME) == health_pb2.HealthCheckResponse.NOT_SERVING
    await alive(running)


async def test_what_prometheus_reads(start: Start) -> None:
    from tests.reliability.serving import free_port

    port = free_port()
    stub = stub_of(await start(metrics_port=port))
    await create(stub, articles(3))
    await results(stub)
    assert (await get(stub)).state == SUCCEEDED
    samples = await scrape(port)
    shown = {
        name: value(samples, f"newsbrief_{name}") for name in ("jobs_running", "job_articles_done_total")
    }
    assert shown == {"jobs_running": 0, "job_articles_done_total": 3}
