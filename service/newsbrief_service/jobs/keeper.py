"""The jobs of a server from its start to its end: opened once no other server has them, gone on with, drained."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from newsbrief_service.interceptor import fault
from newsbrief_service.jobs import statements
from newsbrief_service.jobs.runner import Runner
from newsbrief_service.jobs.store import JobStore
from newsbrief_service.logs import log
from newsbrief_service.settings import Settings
from newsbrief_service.storage.errors import DamagedError, InUseError, StoreError, UnavailableError
from newsbrief_service.storage.times import now
from newsbrief_service.texts import Briefer

# Seconds between tries to open the store: while another server stops, and while something else is wrong.
_IN_USE_PAUSE, _TROUBLE_PAUSE = 1.0, 30.0
_SWEEP_SECONDS = 60.0
_DAY = 86_400_000_000  # microseconds


class Keeper:
    """`store` and `runner` as the settings want them; neither is used before `ready` returns."""

    def __init__(self, settings: Settings, briefing: Briefer) -> None:
        self.store = JobStore(settings.data_folder, settings.job_mb << 20)
        # Models in this process have no queue, in which bulk work would wait.
        self.runner = Runner(self.store, briefing, 1 if settings.in_process else settings.job_parallel)
        self.keep = int(settings.job_days * _DAY)
        """Microseconds that a job is kept after its end."""
        self.stopping = False
        """Whether streams of results are to end."""
        self._wanted = settings.jobs
        self._tried = asyncio.Event()
        self._trouble: StoreError | None = None
        self._deleted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, opened: Callable[[], Awaitable[None]]) -> None:
        """Open the store in the background, and go on with its jobs; `opened` is called then."""
        if self._wanted:
            self._task = asyncio.create_task(self._run(opened))
        else:
            self._trouble = UnavailableError("this server keeps no jobs")
            self._tried.set()

    async def ready(self) -> None:
        """Wait until the store was tried to be opened; raises StoreError where it was in vain so far."""
        await self._tried.wait()
        if self._trouble is not None:
            raise self._trouble

    def sweep_soon(self) -> None:
        """A job was deleted."""
        self._deleted.set()

    def drain(self) -> None:
        """Begin no more articles."""
        self.runner.drain()

    @property
    def busy(self) -> bool:
        """Whether articles are being briefed."""
        return self.runner.busy

    def end_streams(self) -> None:
        """Let those who follow results ask another server, or this one once it is there again."""
        self.stopping = True
        self.runner.tell_all()

    async def close(self) -> None:
        """Give up what is under way, store what is done, close the store."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.runner.close()
        await self.store.close()

    def readings(self) -> dict[str, float]:
        """What there is to measure, by the names of `prometheus.READINGS`."""
        jobs = list(self.runner.active.values())
        running = sum(job.state == statements.RUNNING for job in jobs)
        return {
            "newsbrief_jobs_queued": len(jobs) - running,
            "newsbrief_jobs_running": running,
            "newsbrief_job_articles_waiting": sum(job.articles - job.done for job in jobs),
            "newsbrief_job_articles_done_total": self.runner.done,
            "newsbrief_job_articles_failed_total": self.runner.failed,
        }

    async def _run(self, opened: Callable[[], Awaitable[None]]) -> None:
        while not await self._open():
            in_use = isinstance(self._trouble, InUseError)
            await asyncio.sleep(_IN_USE_PAUSE if in_use else _TROUBLE_PAUSE)
        if self._trouble is None:
            await opened()
            await self._sweep()

    async def _open(self) -> bool:
        """Whether there is nothing more to try."""
        before = self._trouble
        try:
            jobs = await self.store.open()
        except StoreError as error:
            self._trouble = error
        except Exception as error:
            self._trouble = UnavailableError(str(fault(error)))
        else:
            self._trouble = None
            self.runner.start(jobs)
        if self._trouble is not None and type(before) is not type(self._trouble):
            log(logging.WARNING, "jobs wait", problem=str(self._trouble))
        self._tried.set()
        return self._trouble is None or isinstance(self._trouble, DamagedError)

    async def _sweep(self) -> None:
        """Delete what has been kept long enough, and free what deleted jobs take, in steps that hold up nobody."""
        while True:
            self._deleted.clear()
            try:
                await self.store.expire(now() - self.keep)
                while await self.store.sweep():
                    await asyncio.sleep(0)
            except StoreError:
                pass  # logged where it came from, and tried again
            try:
                async with asyncio.timeout(_SWEEP_SECONDS):
                    await self._deleted.wait()
            except TimeoutError:
                continue
