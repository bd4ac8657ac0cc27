"""Jobs through the server: created, worked off, listed, cancelled, deleted."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2 as brief_pb
from newsbrief.v1.types_pb2 import Article
from newsbrief_models.testing import FakeSummarizer
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.scheduling.caller import Caller, current
from newsbrief_service.security.tokens import TokenFile
from tests.service.articles import EN
from tests.service.conftest import Start
from tests.service.glossaries.test_trouble import refused
from tests.service.jobs.jobs import (
    AN_ARTICLE,
    CANCELLED,
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


@pytest.fixture
def translator() -> Iterator[GatedTranslator]:
    """One that is opened before the server stops."""
    made = GatedTranslator()
    yield made
    made.let()


@pytest.fixture
def executor(translator: GatedTranslator) -> InProcessExecutor:
    """Two batches at once, which `translator` lets through."""
    return InProcessExecutor(FakeSummarizer(), [translator], workers=2)


async def test_every_article_gets_its_result_once(start: Start, tmp_path: Path) -> None:
    stub = stub_of(await start(data_dir=str(tmp_path)))
    made = await create(stub, articles(20))
    assert (made.name, made.article_count) == (JOB, 20)
    each_once(await results(stub), 20)
    job = await get(stub)
    assert (job.state, job.done_count, job.failed_count) == (SUCCEEDED, 20, 0)
    assert job.create_time.ToNanoseconds() <= job.start_time.ToNanoseconds() <= job.end_time.ToNanoseconds()
    assert (job.expire_time.ToDatetime() - job.end_time.ToDatetime()).days == 7


async def test_results_go_on_from_any_offset_the_same(start: Start) -> None:
    stub = stub_of(await start())
    await create(stub, articles(8))
    whole = await results(stub)
    for offset in (1, 7, 8, 9):
        assert await results(stub, offset=offset) == whole[offset:]


async def test_results_come_while_the_job_runs(
    start: Start, translator: GatedTranslator, executor: InProcessExecutor
) -> None:
    stub = stub_of(await start(executor, job_parallel=1))
    translator.shut(free=AN_ARTICLE)
    await create(stub, articles(3))
    stream = aiter(stub.StreamBriefJobResults(pb.StreamBriefJobResultsRequest(name=JOB)))
    first = await anext(stream)
    assert first.article_index == 0
    job = await get(stub)
    assert (job.state, job.done_count, job.HasField("end_time")) == (pb.BriefJob.STATE_RUNNING, 1, False)
    translator.let()
    each_once([first, *[result async for result in stream]], 3)


async def test_one_article_costs_the_others_nothing(start: Start) -> None:
    stub = stub_of(await start())
    sent = articles(3)
    sent[1] = Article(article_id="a-1", body="short")
    await create(stub, sent)
    found = {result.article_index: result.outcome for result in await results(stub)}
    assert found[0].HasField("response")
    assert found[2].HasField("response")
    assert (found[1].article_id, found[1].error.code) == ("a-1", grpc.StatusCode.INVALID_ARGUMENT.value[0])
    assert "article.body" in found[1].error.message
    assert (await get(stub)).failed_count == 1


async def test_it_is_bulk_work_of_its_owner(
    start: Start, executor: InProcessExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Caller] = []
    select = executor.select

    async def noting(*arguments: object) -> object:
        seen.append(current())
        return await select(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(executor, "select", noting)
    stub = stub_of(await start(executor))
    await create(stub, articles(2))
    await results(stub)
    assert [(caller.tenant, caller.bulk) for caller in seen] == [("jobs", True)] * 2


async def test_other_calls_are_answered_while_a_job_waits(
    start: Start, translator: GatedTranslator, executor: InProcessExecutor
) -> None:
    running = await start(executor, job_parallel=1)
    stub = stub_of(running)
    translator.shut(free=1)
    await create(stub, articles(100))
    translator.let(20 * AN_ARTICLE)
    await running.stub.BriefArticle(brief_pb.BriefArticleRequest(article=Article(body=EN)))
    assert (await get(stub)).done_count < 25
    translator.let()


async def test_owners_take_turns(
    start: Start, translator: GatedTranslator, executor: InProcessExecutor, tmp_path: Path
) -> None:
    tokens = TokenFile(tmp_path)
    metadata = {name: (("authorization", f"Bearer {tokens.add(name)}"),) for name in ("archive", "desk")}
    running = await start(executor, data_dir=str(tmp_path), auth="tokens", job_parallel=1)
    stub = stub_of(running)
    translator.shut()
    await stub.CreateBriefJob(pieces(articles(100)), metadata=metadata["archive"])
    await stub.CreateBriefJob(pieces(articles(3)), metadata=metadata["desk"])
    translator.let(8 * AN_ARTICLE)
    request = pb.StreamBriefJobResultsRequest(name=JOB)
    found = [result async for result in stub.StreamBriefJobResults(request, metadata=metadata["desk"])]
    each_once(found, 3)
    waiting = await stub.GetBriefJob(pb.GetBriefJobRequest(name=JOB), metadata=metadata["archive"])
    assert waiting.brief_job.done_count < 10
    translator.let()


async def test_nobody_else_sees_a_job(start: Start, tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path)
    own, other = ((("authorization", f"Bearer {tokens.add(name)}"),) for name in ("archive", "desk"))
    stub = stub_of(await start(data_dir=str(tmp_path), auth="tokens"))
    await stub.CreateBriefJob(pieces(articles(1)), metadata=own)
    for call in (
        stub.GetBriefJob(pb.GetBriefJobRequest(name=JOB), metadata=other),
        stub.CancelBriefJob(pb.CancelBriefJobRequest(name=JOB), metadata=other),
        stub.DeleteBriefJob(pb.DeleteBriefJobRequest(name=JOB), metadata=other),
        stub.StreamBriefJobResults(pb.StreamBriefJobResultsRequest(name=JOB), metadata=other).read(),
    ):
        assert await refused(call) == ("NOT_FOUND", "NOT_FOUND")
    assert not (await stub.ListBriefJobs(pb.ListBriefJobsRequest(), metadata=other)).brief_jobs
    made = await stub.CreateBriefJob(pieces(articles(2)), metadata=other)  # ids are each owner's own
    assert made.brief_job.article_count == 2


async def test_cancelling_keeps_the_results_there_are(
    start: Start, translator: GatedTranslator, executor: InProcessExecutor
) -> None:
    stub = stub_of(await start(executor, job_parallel=1))
    translator.shut(free=AN_ARTICLE)
    await create(stub, articles(10))
    following = asyncio.ensure_future(results(stub))
    async with asyncio.timeout(10):
        while not (await get(stub)).done_count:
            await asyncio.sleep(0.01)
    job = (await stub.CancelBriefJob(pb.CancelBriefJobRequest(name=JOB))).brief_job
    translator.let()
    assert (job.state, job.done_count) == (CANCELLED, 1)
    assert [result.article_index for result in await following] == [0]
    assert (await stub.CancelBriefJob(pb.CancelBriefJobRequest(name=JOB))).brief_job == job
    await create(stub, articles(2), "next")
    each_once(await results(stub, "jobs/next"), 2)
    assert await get(stub) == job


async def test_deleting_ends_and_forgets(
    start: Start, translator: GatedTranslator, executor: InProcessExecutor
) -> None:
    running = await start(executor)
    stub = stub_of(running)
    translator.shut(free=AN_ARTICLE)
    await create(stub, articles(1_200))
    await stub.DeleteBriefJob(pb.DeleteBriefJobRequest(name=JOB))
    assert await refused(stub.GetBriefJob(pb.GetBriefJobRequest(name=JOB))) == ("NOT_FOUND", "NOT_FOUND")
    translator.let()
    await create(stub, articles(3))
    each_once(await results(stub), 3)
    store = running.server._jobs.store
    async with asyncio.timeout(10):
        while await store.read(lambda c: c.execute("SELECT count(*) FROM article").fetchone()[0]):
            await asyncio.sleep(0.05)


async def test_jobs_are_deleted_when_their_days_are_over(start: Start) -> None:
    running = await start(job_days=0.0)
    stub = stub_of(running)
    await create(stub, articles(2))
    await results(stub)
    running.server._jobs.sweep_soon()
    async with asyncio.timeout(10):
        while (await stub.ListBriefJobs(pb.ListBriefJobsRequest())).brief_jobs:
            await asyncio.sleep(0.05)


async def test_the_newest_is_listed_first(start: Start) -> None:
    stub = stub_of(await start())
    for number in range(5):
        await create(stub, articles(1), f"job-{number}")
    names, token = [], ""
    while True:
        page = await stub.ListBriefJobs(pb.ListBriefJobsRequest(page_size=2, page_token=token))
        names += [job.name for job in page.brief_jobs]
        if not (token := page.next_page_token):
            break
    assert names == [f"jobs/job-{number}" for number in (4, 3, 2, 1, 0)]
