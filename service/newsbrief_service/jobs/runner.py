"""Works jobs off: a bounded number of articles at once, as bulk work; what is done is stored before it counts.

An article may end the server that works on it. So each start is counted in the store before the work begins. What was
begun before, without an outcome, is worked on alone, so that nothing else is suspected too; after MAX_STARTS it fails.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from weakref import WeakValueDictionary

from newsbrief.v1.news_brief_service_pb2 import BriefOutcome
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import invalid
from newsbrief_service.jobs import statements
from newsbrief_service.jobs.line import Line
from newsbrief_service.jobs.statements import JobInfo, Waiting
from newsbrief_service.jobs.store import JobStore
from newsbrief_service.jobs.writer import Writer
from newsbrief_service.logs import log
from newsbrief_service.scheduling.caller import Caller, enter
from newsbrief_service.storage.errors import StoreError
from newsbrief_service.texts import Briefer

MAX_STARTS = 3  # of an article, without an outcome
# Engines lost, or a queue that is full: an article is tried again after each of these pauses, in seconds.
_PAUSES = (1.0, 5.0, 20.0)
_TRANSIENT = {8, 14}  # RESOURCE_EXHAUSTED, UNAVAILABLE of google.rpc.Code
_STORE_PAUSE = 2.0  # seconds between tries while the store cannot be read
_NOBODY = "jobs"  # the tenant whose work it is, where the server asks nobody who they are


class Runner:
    """Briefs the articles of `store`'s jobs, `parallel` at once. Results are kept until they can be stored."""

    def __init__(self, store: JobStore, briefing: Briefer, parallel: int) -> None:
        self._briefing = briefing
        self._slots = asyncio.Semaphore(parallel)
        self._line = Line(store.waiting)
        self._added = asyncio.Event()
        self._changes = WeakValueDictionary[int, asyncio.Event]()
        self._feeder: asyncio.Task[None] | None = None
        self._writer = Writer(store, self._stands)
        self._tasks: dict[asyncio.Task[None], Waiting] = {}  # what is being briefed
        self.active: dict[int, JobInfo] = {}
        """Jobs with results to come, by key, as they stand."""
        self.done = self.failed = 0
        """Results so far, and those of them that are errors."""

    @property
    def busy(self) -> bool:
        """Whether articles are being briefed."""
        return bool(self._tasks)

    def start(self, jobs: Sequence[JobInfo]) -> None:
        """Go on with `jobs`."""
        for job in jobs:
            self.add(job)
        if jobs:
            waiting = sum(job.articles - job.done for job in jobs)
            log(logging.INFO, "jobs go on", jobs=len(jobs), articles=waiting)
        self._feeder = asyncio.create_task(self._feed())

    def add(self, job: JobInfo) -> None:
        """A job has been stored."""
        self.active[job.key] = job
        self._line.add(job)
        self._added.set()

    def end(self, key: int) -> None:
        """A job was cancelled or deleted: give up what is being done for it."""
        self._line.remove(key)
        self.active.pop(key, None)
        for task, waiting in self._tasks.items():
            if waiting.job == key:
                task.cancel()
        self._tell(key)

    def change(self, key: int) -> asyncio.Event:
        """Set when there is a new result of that job, or it ends; get it before reading how the job stands."""
        event = self._changes.get(key)
        if event is None:
            event = self._changes[key] = asyncio.Event()
        return event

    def tell_all(self) -> None:
        """Set every event that `change` gave out."""
        for key in list(self._changes):
            self._tell(key)

    def drain(self) -> None:
        """Begin no more articles; those begun go on."""
        if self._feeder is not None:
            self._feeder.cancel()

    async def close(self) -> None:
        """Give up what is being briefed, which the next start begins anew; store what is done."""
        self.drain()
        given_up = dict(self._tasks)
        for task in given_up:
            task.cancel()
        tasks = [task for task in (self._feeder, *given_up) if task]
        await asyncio.gather(*tasks, return_exceptions=True)
        for waiting in given_up.values():
            self._writer.write(partial(statements.take_back, waiting=waiting))
        await self._writer.close()

    async def _feed(self) -> None:
        while True:
            await self._slots.acquire()
            job, waiting = await self._next()
            if waiting.starts and self._tasks:
                await asyncio.wait(self._tasks)
            task = asyncio.create_task(self._work(job, waiting))
            self._tasks[task] = waiting
            task.add_done_callback(self._ended)
            if waiting.starts:
                await asyncio.wait([task])

    async def _next(self) -> tuple[JobInfo, Waiting]:
        while True:
            self._added.clear()
            try:
                if taken := await self._line.take():
                    return taken
            except StoreError:  # logged where it came from
                await asyncio.sleep(_STORE_PAUSE)
                continue
            await self._added.wait()

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._tasks[task]
        self._slots.release()
        if not task.cancelled():
            task.result()  # a fault of ours is seen

    async def _work(self, job: JobInfo, waiting: Waiting) -> None:
        enter(Caller(job.owner or _NOBODY, bulk=True, owner=job.owner))
        if waiting.starts >= MAX_STARTS:
            log(logging.WARNING, "article fails", job=job.id, article=waiting.number, starts=waiting.starts)
            outcome = _fatal(waiting)
        elif await self._writer.write(partial(statements.start, waiting=waiting)):
            outcome = await self._brief(job, waiting)
        else:  # its job has ended meanwhile
            return
        await self._writer.write(partial(statements.finish, waited=waiting, outcome=outcome))

    async def _brief(self, job: JobInfo, waiting: Waiting) -> BriefOutcome:
        options = job.read_options()
        outcome = await self._briefing.outcome(waiting.article, options)
        for pause in _PAUSES:
            if outcome.error.code not in _TRANSIENT:
                break
            await asyncio.sleep(pause)
            outcome = await self._briefing.outcome(waiting.article, options)
        return outcome

    def _stands(self, job: JobInfo) -> None:
        before = self.active.get(job.key)
        if job == before:
            return
        if before:
            self.done += job.done - before.done
            self.failed += job.failed - before.failed
        if job.active:
            self.active[job.key] = job
        else:
            self.active.pop(job.key, None)
            log(logging.INFO, "job done", job=job.id, articles=job.articles, failed=job.failed)
        self._tell(job.key)

    def _tell(self, key: int) -> None:
        if event := self._changes.pop(key, None):
            event.set()


def _fatal(waiting: Waiting) -> BriefOutcome:
    problem = (
        f"it was begun {waiting.starts} times, and each time the server ended before there was an outcome; "
        "it is not tried again"
    )
    field = f"articles[{waiting.number}]"
    error = invalid(field, ErrorReason.ERROR_REASON_UNPROCESSABLE, problem, starts=waiting.starts)
    return BriefOutcome(article_id=waiting.article.article_id, error=error.status())
