"""What the tests of jobs share: articles, and calls with their answers."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import job_service_pb2_grpc as pb_grpc
from newsbrief.v1.types_pb2 import Article, BriefOptions
from newsbrief_models.testing import FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from tests.service.conftest import Running

JOB = "jobs/archive"
SUCCEEDED, CANCELLED = pb.BriefJob.STATE_SUCCEEDED, pb.BriefJob.STATE_CANCELLED
# Batches of an article: two other languages, each once more with care, as the fake writes no Korean and no Russian.
AN_ARTICLE = 4


def stub_of(running: Running) -> Any:
    """A stub of BriefJobService."""
    return pb_grpc.BriefJobServiceStub(running.channel)


def article(number: int) -> Article:
    """An article that no other is like."""
    body = f"Ship number {number} left the port on Monday. It carried {number} tons of rice to the north."
    return Article(article_id=f"a-{number}", body=body)


def articles(count: int) -> list[Article]:
    """Articles 0 to `count` - 1."""
    return [article(number) for number in range(count)]


async def pieces(
    sent: Sequence[Article], ident: str = "archive", options: BriefOptions | None = None, size: int = 7
) -> AsyncIterator[pb.CreateBriefJobRequest]:
    """A job as it is sent, `size` articles a message."""
    yield pb.CreateBriefJobRequest(job_id=ident, options=options, articles=sent[:size])
    for start in range(size, len(sent), size):
        yield pb.CreateBriefJobRequest(articles=sent[start : start + size])
    yield pb.CreateBriefJobRequest(article_count=len(sent))


async def create(stub: Any, sent: Sequence[Article], ident: str = "archive", **more: Any) -> pb.BriefJob:
    """Create a job."""
    answer = await stub.CreateBriefJob(pieces(sent, ident, **more))
    job: pb.BriefJob = answer.brief_job
    return job


async def results(stub: Any, name: str = JOB, offset: int = 0) -> list[pb.StreamBriefJobResultsResponse]:
    """All results from `offset` on, once the job has ended."""
    request = pb.StreamBriefJobResultsRequest(name=name, offset=offset)
    async with asyncio.timeout(60):
        return [result async for result in stub.StreamBriefJobResults(request)]


async def get(stub: Any, name: str = JOB) -> pb.BriefJob:
    """A job as it stands."""
    job: pb.BriefJob = (await stub.GetBriefJob(pb.GetBriefJobRequest(name=name))).brief_job
    return job


def each_once(found: Iterable[pb.StreamBriefJobResultsResponse], count: int) -> None:
    """Every article has one result, its own, at the offsets 0 to `count` - 1."""
    found = list(found)
    assert [result.offset for result in found] == list(range(count))
    assert sorted(result.article_index for result in found) == list(range(count))
    for result in found:
        assert result.outcome.article_id == f"a-{result.article_index}"
        korean = next(b for b in result.outcome.response.briefs if b.language_code == "ko")
        assert f" {result.article_index} " in korean.sentences[0].text


class GatedTranslator(FakeTranslator):
    """Once `shut`, translates the batches it is let translate, and waits before others."""

    def __init__(self) -> None:
        super().__init__()
        self._gate: threading.Semaphore | None = None

    def shut(self, free: int = 0) -> None:
        """Let `free` more batches through."""
        self._gate = threading.Semaphore(free)

    def let(self, batches: int = 10_000) -> None:
        """Let some more through."""
        if self._gate is not None:
            self._gate.release(batches)

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        if self._gate is not None:
            assert self._gate.acquire(timeout=30)
        return super().translate(rows)
