"""The articles a server briefs in the background, for the asynchronous client: the methods of `_jobs`, awaited."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from typing import Protocol, TypeVar, Unpack

from newsbrief._async_glossaries import Send
from newsbrief._calls import Call, Making
from newsbrief._calls import jobs as calls
from newsbrief._calls.jobs import AnyJob
from newsbrief._errors import DeadlineExceeded, Unavailable
from newsbrief._types import Article, Job, JobResult

Result = TypeVar("Result")


class Follow(Protocol):
    """How a client makes a call that answers with a stream."""

    def __call__(self, call: Call[Result | None], timeout: float | None) -> AsyncGenerator[Result, None]: ...


class AsyncJobs:
    """`AsyncClient.jobs`: arguments, methods and errors as `Jobs`; lists and results are for ``async for``."""

    def __init__(self, send: Send, follow: Follow) -> None:
        self._send = send
        self._follow = follow

    async def create(
        self,
        articles: Iterable[str | Article],
        *,
        job_id: str | None = None,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> Job:
        """See `Jobs.create`."""
        call = calls.create(articles, job_id or calls.new_id(), to, sentences, **making)
        return await self._send(call, timeout)

    async def get(self, job: AnyJob, *, timeout: float | None = None) -> Job:
        """See `Jobs.get`."""
        return await self._send(calls.get(job), timeout)

    async def list(self, *, timeout: float | None = None) -> AsyncIterator[Job]:
        """See `Jobs.list`; iterate with ``async for``."""
        page = await self._send(calls.jobs(""), timeout)
        for job in page.items:
            yield job
        while page.next_token:
            page = await self._send(calls.jobs(page.next_token), timeout)
            for job in page.items:
                yield job

    async def cancel(self, job: AnyJob, *, timeout: float | None = None) -> Job:
        """See `Jobs.cancel`."""
        return await self._send(calls.cancel(job), timeout)

    async def delete(self, job: AnyJob, *, timeout: float | None = None) -> None:
        """See `Jobs.delete`."""
        await self._send(calls.delete(job), timeout)

    async def results(
        self, job: AnyJob, *, start: int = 0, timeout: float | None = None
    ) -> AsyncGenerator[JobResult, None]:
        """See `Jobs.results`; iterate with ``async for``."""
        while True:
            asked = start
            try:
                async for result in self._follow(calls.results(job, start), timeout):
                    start = result.offset + 1
                    yield result
                return
            except DeadlineExceeded:
                await self.get(job, timeout=timeout)
            except Unavailable:
                if start == asked:
                    raise
