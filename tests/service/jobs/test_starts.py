"""Articles that end the server that works on them: begun three times, alone after the first, and then failed."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2

from newsbrief.v1 import job_service_pb2_grpc as pb_grpc
from newsbrief.v1.job_service_pb2 import StreamBriefJobResultsResponse
from newsbrief.v1.news_brief_service_pb2 import BriefOutcome
from newsbrief.v1.types_pb2 import Article
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.jobs import statements
from newsbrief_service.jobs.runner import MAX_STARTS
from newsbrief_service.jobs.store import JobStore
from tests.service.conftest import Start
from tests.service.jobs.jobs import GatedTranslator, articles, create, each_once, get, results, stub_of
from tests.service.jobs.mortal_server import FATAL

SERVER = Path(__file__).with_name("mortal_server.py")


@asynccontextmanager
async def mortal(data: Path) -> AsyncIterator[Any]:
    """A stub of a server of its own, which may be dead at the end."""
    process = subprocess.Popen((sys.executable, SERVER, data), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        target = (await asyncio.to_thread(process.stdout.readline)).strip()
        async with grpc.aio.insecure_channel(target) as channel:
            yield pb_grpc.BriefJobServiceStub(channel)
    finally:
        process.terminate()
        await asyncio.to_thread(process.communicate)


async def test_an_article_that_kills_the_server_fails_and_no_other(tmp_path: Path) -> None:
    sent = articles(9)
    sent[5] = Article(article_id="a-5", body=f"The ship {FATAL} left the port on Monday with rice.")
    deaths, found = 0, list[StreamBriefJobResultsResponse]()
    while not found:
        async with mortal(tmp_path) as stub:
            try:
                if not deaths:
                    await create(stub, sent)
                found = await results(stub)
                job = await get(stub)
            except grpc.aio.AioRpcError:  # even the creating may get no answer
                deaths += 1
                assert deaths <= MAX_STARTS
    assert deaths == MAX_STARTS
    assert (job.done_count, job.failed_count) == (9, 1)
    outcomes = {result.article_index: result.outcome for result in found}
    assert len(found) == len(outcomes) == 9
    assert [number for number, outcome in outcomes.items() if outcome.HasField("error")] == [5]
    told(outcomes[5])


def told(outcome: BriefOutcome) -> None:
    """The error names the article and says why."""
    info, request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    assert outcome.error.details[0].Unpack(info)
    assert outcome.error.details[1].Unpack(request)
    assert outcome.article_id == "a-5"
    assert outcome.error.message.startswith("articles[5]: it was begun 3 times")
    assert (info.reason, info.metadata["starts"]) == ("UNPROCESSABLE", "3")
    assert request.field_violations[0].field == "articles[5]"


class HeldUp(GatedTranslator):
    """Holds up the articles of jobs, and not what warms a server up."""

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See the class."""
        held = any("Ship number" in row.text for row in rows)
        return super().translate(rows) if held else FakeTranslator.translate(self, rows)


async def begun_before(folder: Path, starts: dict[int, int]) -> None:
    """Leave a job of six articles, of which some were begun so often by servers that were killed."""
    store = JobStore(folder, 1 << 30)
    await store.open()
    key = await store.create("", "archive", b"")
    await store.append(key, [article.SerializeToString() for article in articles(6)])
    await store.queue(key)
    for _ in range(max(starts.values())):
        waiting = [
            each for each in await store.waiting(key, -1, 6) if each.starts < starts.get(each.number, 0)
        ]
        await store.write([partial(statements.start, waiting=each) for each in waiting])
    await store.close()


async def starts_in(folder: Path) -> list[int]:
    """How often each article that waits was begun."""
    store = JobStore(folder, 1 << 30)
    (job,) = await store.open()
    waiting = await store.waiting(job.key, -1, 10)
    await store.close()
    return [each.starts for each in waiting]


@pytest.mark.parametrize(
    ("starts", "at_once"),
    [({0: 1, 1: 1}, 1), ({2: 2}, 2), ({5: 1}, 4)],  # those before the first that is suspected go together
)
async def test_one_that_is_suspected_is_worked_on_alone(
    start: Start, tmp_path: Path, starts: dict[int, int], at_once: int
) -> None:
    await begun_before(tmp_path, starts)
    translator = HeldUp()
    translator.shut()
    executor = InProcessExecutor(FakeSummarizer(), [translator], workers=2)
    running = await start(executor, data_dir=str(tmp_path), job_parallel=4)
    runner = running.server._jobs.runner
    async with asyncio.timeout(10):
        while len(runner._tasks) < at_once:
            await asyncio.sleep(0.01)
    for _ in range(100):  # time enough to begin others
        await asyncio.sleep(0)
    assert len(runner._tasks) == at_once
    translator.let()
    each_once(await results(stub_of(running)), 6)


async def test_a_stop_in_order_counts_no_start(start: Start, tmp_path: Path) -> None:
    await begun_before(tmp_path, {4: 1})
    translator = HeldUp()
    translator.shut()
    executor = InProcessExecutor(FakeSummarizer(), [translator], workers=2)
    running = await start(executor, data_dir=str(tmp_path), job_parallel=3, grace=0.1)
    store = running.server._jobs.store
    counted = "SELECT sum(starts) FROM article"
    async with asyncio.timeout(10):
        while await store.read(lambda c: c.execute(counted).fetchone()[0]) != 1 + 3:
            await asyncio.sleep(0.01)
    stopping = asyncio.ensure_future(running.server.stop())
    async with asyncio.timeout(10):
        while running.server._jobs.busy:
            await asyncio.sleep(0.01)
    translator.let()  # too late
    await stopping
    assert await starts_in(tmp_path) == [0, 0, 0, 0, 1, 0]


async def test_after_three_starts_it_is_not_begun_again(start: Start, tmp_path: Path) -> None:
    await begun_before(tmp_path, {5: 3})
    running = await start(data_dir=str(tmp_path))
    found = {result.article_index: result.outcome for result in await results(stub_of(running))}
    told(found[5])
    assert all(found[number].HasField("response") for number in range(5))
    rows = [row.text for batch in running.translator.history for row in batch]
    assert any("number 4 " in row for row in rows)
    assert not any("number 5 " in row for row in rows)
