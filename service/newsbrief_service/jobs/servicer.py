"""The methods of BriefJobService: read the request, ask the store and the runner, word the answer."""

import asyncio
from collections.abc import AsyncIterator

import grpc

from newsbrief.v1 import job_service_pb2 as pb
from newsbrief.v1 import job_service_pb2_grpc as pb_grpc
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError, invalid
from newsbrief_service.glossaries.names import after_token, checked_id, page_token
from newsbrief_service.glossaries.requests import page_size
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import note
from newsbrief_service.jobs.keeper import Keeper
from newsbrief_service.jobs.statements import JobInfo
from newsbrief_service.scheduling.caller import current
from newsbrief_service.storage.errors import about
from newsbrief_service.storage.times import timestamp
from newsbrief_service.texts import Briefer

_PREFIX = "jobs/"
_NEWEST = (1 << 63) - 1  # above every key
_PAGE_BYTES = 256 << 10  # of results read at once
_RETRY_SECONDS = 1.0


class BriefJobServicer(pb_grpc.BriefJobServiceServicer):
    """Answers calls from the store and the runner of `keeper`; a job has at most `max_articles` articles.

    Errors leave as ServiceError; `interceptor.Guard` turns them into statuses.
    """

    def __init__(self, keeper: Keeper, briefing: Briefer, max_articles: int) -> None:
        self._keeper = keeper
        self._store = keeper.store
        self._briefing = briefing
        self._max_articles = max_articles

    async def CreateBriefJob(
        self, request_iterator: AsyncIterator[pb.CreateBriefJobRequest], context: Context
    ) -> pb.CreateBriefJobResponse:
        first = await anext(request_iterator, pb.CreateBriefJobRequest())
        ident = checked_id(first.job_id, "job_id")
        note(job=ident)
        await self._briefing.check_options(first.options)
        options = first.options.SerializeToString()
        with about(None, clash="job_id"):
            await self._keeper.ready()
            key = await self._store.create(current().owner, ident, options)
            try:
                await self._receive(key, first, request_iterator)
                # Shielded, so that what is stored is begun as well, whether the caller still waits or not.
                job = await asyncio.shield(self._begin(key))
            except BaseException:
                await asyncio.shield(self._store.give_up(key))
                raise
        note(articles=job.articles)
        return pb.CreateBriefJobResponse(brief_job=self._message(job))

    async def GetBriefJob(self, request: pb.GetBriefJobRequest, context: Context) -> pb.GetBriefJobResponse:
        ident = _id(request.name)
        with about("name"):
            await self._keeper.ready()
            job = await self._store.get(current().owner, ident)
        return pb.GetBriefJobResponse(brief_job=self._message(job))

    async def ListBriefJobs(
        self, request: pb.ListBriefJobsRequest, context: Context
    ) -> pb.ListBriefJobsResponse:
        size, before = page_size(request.page_size), after_token(request.page_token, _NEWEST, "jobs")
        with about(None):
            await self._keeper.ready()
            jobs = await self._store.jobs(current().owner, int(before), size + 1)
        more = page_token(jobs[size - 1].key, "jobs") if len(jobs) > size else ""
        return pb.ListBriefJobsResponse(brief_jobs=map(self._message, jobs[:size]), next_page_token=more)

    async def CancelBriefJob(
        self, request: pb.CancelBriefJobRequest, context: Context
    ) -> pb.CancelBriefJobResponse:
        ident = _id(request.name)
        note(job=ident)
        with about("name"):
            await self._keeper.ready()
            job = await self._store.cancel(current().owner, ident)
        self._keeper.runner.end(job.key)
        return pb.CancelBriefJobResponse(brief_job=self._message(job))

    async def DeleteBriefJob(
        self, request: pb.DeleteBriefJobRequest, context: Context
    ) -> pb.DeleteBriefJobResponse:
        ident = _id(request.name)
        note(job=ident)
        with about("name"):
            await self._keeper.ready()
            job = await self._store.delete(current().owner, ident)
        self._keeper.runner.end(job.key)
        self._keeper.sweep_soon()
        return pb.DeleteBriefJobResponse()

    async def StreamBriefJobResults(
        self, request: pb.StreamBriefJobResultsRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefJobResultsResponse]:
        ident, owner, place = _id(request.name), current().owner, request.offset
        if place < 0:
            raise invalid("offset", ErrorReason.ERROR_REASON_OUT_OF_RANGE, f"got {place}", minimum=0)
        note(job=ident, offset=place)
        with about("name"):
            await self._keeper.ready()
            job = await self._store.get(owner, ident)
        while True:
            change = self._keeper.runner.change(job.key)
            with about("name"):
                job, results = await self._store.results(owner, ident, place, _PAGE_BYTES)
            for result in results:
                yield pb.StreamBriefJobResultsResponse(
                    offset=result.place, article_index=result.number, outcome=result.outcome
                )
                place = result.place + 1
            if self._keeper.stopping:
                raise _stopping()
            if not results and not job.active:
                return
            if not results:
                await change.wait()

    async def _receive(
        self, key: int, first: pb.CreateBriefJobRequest, rest: AsyncIterator[pb.CreateBriefJobRequest]
    ) -> None:
        last, count = first, await self._append(key, first, 0)
        async for request in rest:
            last, count = request, await self._append(key, request, count)
        # When a client goes away in the middle of its stream, the stream may look as if it had ended.
        if last.article_count != count:
            problem = f"the last message says {last.article_count}, and {count} came"
            raise invalid("article_count", ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem)
        if not count:
            raise self._wrong_count("no articles")

    async def _append(self, key: int, request: pb.CreateBriefJobRequest, before: int) -> int:
        count = before + len(request.articles)
        if count > self._max_articles:
            raise self._wrong_count(f"{count} articles and more")
        if request.articles:
            await self._store.append(key, [article.SerializeToString() for article in request.articles])
        return count

    def _wrong_count(self, got: str) -> ServiceError:
        problem = f"got {got}; from 1 to {self._max_articles} are allowed"
        limits = {"minimum": 1, "maximum": self._max_articles}
        return invalid("articles", ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, **limits)

    async def _begin(self, key: int) -> JobInfo:
        job = await self._store.queue(key)
        self._keeper.runner.add(job)
        return job

    def _message(self, job: JobInfo) -> pb.BriefJob:
        return pb.BriefJob(
            name=_PREFIX + job.id,
            state=job.state,
            options=job.read_options(),
            article_count=job.articles,
            done_count=job.done,
            failed_count=job.failed,
            create_time=timestamp(job.created),
            start_time=timestamp(job.started),
            end_time=timestamp(job.ended),
            expire_time=timestamp(job.ended + self._keeper.keep if job.ended else None),
        )


def _id(name: str) -> str:
    ident = name.removeprefix(_PREFIX)
    if ident == name:
        problem = "must be the name of a job, as in jobs/archive-2026"
        raise invalid("name", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    return checked_id(ident, "name")


def _stopping() -> ServiceError:
    return ServiceError(
        grpc.StatusCode.UNAVAILABLE,
        ErrorReason.ERROR_REASON_SERVER_STOPPING,
        "the server is stopping; its jobs go on when it is started again",
        retry_after=_RETRY_SECONDS,
    )
