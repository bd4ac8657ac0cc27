"""Jobs that are refused, that break off on their way, and a server that keeps none."""

import asyncio
from collections.abc import AsyncIterator

import grpc
import pytest
from grpc_health.v1 import health_pb2

from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1.types_pb2 import BriefOptions, GlossaryConfig
from newsbrief_service.server import JOB_SERVICE_NAME
from tests.service.conftest import Start
from tests.service.glossaries.test_trouble import health_of, refused
from tests.service.jobs.jobs import JOB, articles, create, each_once, get, pieces, results, stub_of
from tests.service.test_bad_input import alive, details


@pytest.mark.parametrize(
    ("call", "reason", "field"),
    [
        (pieces(articles(1), "No Id"), "MALFORMED_VALUE", "job_id"),
        (pieces([]), "OUT_OF_RANGE", "articles"),
        (pieces(articles(6)), "OUT_OF_RANGE", "articles"),
        (
            pieces(articles(1), options=BriefOptions(max_sentences=11)),
            "OUT_OF_RANGE",
            "options.max_sentences",
        ),
        (
            pieces(articles(1), options=BriefOptions(target_language_codes=["ja"])),
            "LANGUAGE_UNSUPPORTED",
            "options.target_language_codes[0]",
        ),
    ],
)
async def test_what_is_refused(
    start: Start, call: AsyncIterator[pb.CreateBriefJobRequest], reason: str, field: str
) -> None:
    running = await start(job_articles=5)
    stub = stub_of(running)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await stub.CreateBriefJob(call)
    info, request = details(caught.value)
    assert (info.reason, request.field_violations[0].field) == (reason, field)
    assert not (await stub.ListBriefJobs(pb.ListBriefJobsRequest())).brief_jobs
    await alive(running)


async def test_a_glossary_that_is_not_there(start: Start) -> None:
    stub = stub_of(await start())
    options = BriefOptions(glossary_config=GlossaryConfig(glossaries=["glossaries/none"]))
    call = stub.CreateBriefJob(pieces(articles(1), options=options))
    assert await refused(call) == ("NOT_FOUND", "NOT_FOUND")


async def test_an_id_is_taken_once(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub, articles(1))
    assert await refused(stub.CreateBriefJob(pieces(articles(2)))) == ("ALREADY_EXISTS", "ALREADY_EXISTS")
    assert (await get(stub)).article_count == 1


async def test_an_upload_that_breaks_off_leaves_nothing(start: Start) -> None:
    running = await start()
    stub = stub_of(running)

    async def endless() -> AsyncIterator[pb.CreateBriefJobRequest]:
        yield pb.CreateBriefJobRequest(job_id="archive", articles=articles(3))
        await asyncio.sleep(60)

    call = stub.CreateBriefJob(endless())
    async with asyncio.timeout(10):
        while not running.server.calls:
            await asyncio.sleep(0.01)
        call.cancel()
        while running.server.calls:
            await asyncio.sleep(0.01)
    assert not (await stub.ListBriefJobs(pb.ListBriefJobsRequest())).brief_jobs
    await create(stub, articles(2))
    each_once(await results(stub), 2)


async def test_a_count_that_is_not_the_articles(start: Start) -> None:
    stub = stub_of(await start())
    for sent in (
        pb.CreateBriefJobRequest(job_id="archive", articles=articles(2)),
        pb.CreateBriefJobRequest(job_id="archive", articles=articles(2), article_count=3),
    ):
        call = stub.CreateBriefJob(iter([sent]))
        assert await refused(call) == ("INVALID_ARGUMENT", "OUT_OF_RANGE")
    sent = pb.CreateBriefJobRequest(job_id="archive", articles=articles(2), article_count=2)
    await stub.CreateBriefJob(iter([sent]))
    each_once(await results(stub), 2)


@pytest.mark.parametrize("name", ["", "archive", "jobs/", "jobs/No", "glossaries/archive"])
async def test_names_that_are_none(start: Start, name: str) -> None:
    stub = stub_of(await start())
    call = stub.GetBriefJob(pb.GetBriefJobRequest(name=name))
    assert await refused(call) == ("INVALID_ARGUMENT", "MALFORMED_VALUE")


async def test_an_offset_below_zero(start: Start) -> None:
    stub = stub_of(await start())
    call = stub.StreamBriefJobResults(pb.StreamBriefJobResultsRequest(name=JOB, offset=-1)).read()
    assert await refused(call) == ("INVALID_ARGUMENT", "OUT_OF_RANGE")


async def test_health_and_a_server_that_keeps_no_jobs(start: Start) -> None:
    with_jobs, without = await start(), await start(jobs=False)
    await get_none(stub_of(with_jobs))
    serving = health_pb2.HealthCheckResponse.SERVING
    assert await health_of(with_jobs, JOB_SERVICE_NAME) == serving
    assert await health_of(without, JOB_SERVICE_NAME) == health_pb2.HealthCheckResponse.NOT_SERVING
    call = stub_of(without).CreateBriefJob(pieces(articles(1)))
    assert await refused(call) == ("FAILED_PRECONDITION", "STORAGE_UNAVAILABLE")
    await alive(without)


async def get_none(stub: object) -> None:
    assert await refused(stub.GetBriefJob(pb.GetBriefJobRequest(name=JOB))) == ("NOT_FOUND", "NOT_FOUND")  # type: ignore[attr-defined]
