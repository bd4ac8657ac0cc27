"""The articles a server briefs in the background, for the blocking client."""

from collections.abc import Generator, Iterable, Iterator
from typing import Protocol, TypeVar, Unpack

from newsbrief._calls import Call, Making
from newsbrief._calls import jobs as calls
from newsbrief._calls.jobs import AnyJob
from newsbrief._errors import DeadlineExceeded, Unavailable
from newsbrief._types import Article, Job, JobResult

Result = TypeVar("Result")


class Send(Protocol):
    """How a client makes a call."""

    def __call__(self, call: Call[Result], timeout: float | None) -> Result: ...


class Follow(Protocol):
    """How a client makes a call that answers with a stream."""

    def __call__(self, call: Call[Result | None], timeout: float | None) -> Generator[Result, None, None]: ...


class Jobs:
    """`Client.jobs`: many articles, briefed by a server that may be restarted meanwhile.

    A job goes by its id ("archive-2026"), its name ("jobs/archive-2026") or its value. What has returned is
    stored. `timeout` is for each call; a list and the results take several.

    Raises `NotFound` and `Conflict` (a job of that id is there already) beside the other errors.
    """

    def __init__(self, send: Send, follow: Follow) -> None:
        self._send = send
        self._follow = follow

    def create(
        self,
        articles: Iterable[str | Article],
        *,
        job_id: str | None = None,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> Job:
        """Stores articles to be briefed, all or none; options are as for `Client.brief`, the same for all.

        An id has 1 to 63 of a-z, 0-9 and "-"; None makes one up. Give your own where you may be cut off:
        when you ask again with it, `Conflict` says that the call before was heard.
        """
        return self._send(calls.create(articles, job_id or calls.new_id(), to, sentences, **making), timeout)

    def get(self, job: AnyJob, *, timeout: float | None = None) -> Job:
        """The job as it stands."""
        return self._send(calls.get(job), timeout)

    def list(self, *, timeout: float | None = None) -> Iterator[Job]:
        """Your jobs, the newest first."""
        page = self._send(calls.jobs(""), timeout)
        yield from page.items
        while page.next_token:
            page = self._send(calls.jobs(page.next_token), timeout)
            yield from page.items

    def cancel(self, job: AnyJob, *, timeout: float | None = None) -> Job:
        """Ends the job; the results it has are kept. One that has ended stays as it is."""
        return self._send(calls.cancel(job), timeout)

    def delete(self, job: AnyJob, *, timeout: float | None = None) -> None:
        """Deletes the job, its articles and its results."""
        self._send(calls.delete(job), timeout)

    def results(
        self, job: AnyJob, *, start: int = 0, timeout: float | None = None
    ) -> Generator[JobResult, None, None]:
        """The results from the offset `start` on, as they come, until the job has ended.

        Goes on by itself where a call ends before the job does: after its `timeout`, or with a server that
        is back at once. Otherwise ask again with `start`: the last offset you have, plus 1.
        """
        while True:
            asked = start
            try:
                for result in self._follow(calls.results(job, start), timeout):
                    start = result.offset + 1
                    yield result
                return
            except DeadlineExceeded:
                self.get(job, timeout=timeout)  # raises where nobody answers any more
            except Unavailable:
                if start == asked:
                    raise
