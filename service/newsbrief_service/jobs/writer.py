"""Stores what becomes of articles: all that has come by then in one transaction, tried again until it is stored."""

import asyncio
from collections.abc import Callable

from newsbrief_service.interceptor import fault
from newsbrief_service.jobs.statements import JobInfo, Step
from newsbrief_service.jobs.store import JobStore
from newsbrief_service.storage.errors import StoreError

_STORE_PAUSE = 2.0  # seconds between tries while the store fails


class Writer:
    """Takes steps for `store`; `stands` is told how their jobs stand then, before those who wait for the steps."""

    def __init__(self, store: JobStore, stands: Callable[[JobInfo], None]) -> None:
        self._store = store
        self._stands = stands
        self._steps: list[tuple[Step, asyncio.Future[JobInfo | None]]] = []
        self._task: asyncio.Task[None] | None = None

    def write(self, step: Step) -> asyncio.Future[JobInfo | None]:
        """Have `step` stored, whether anybody waits for that or not; what it returned, once it is."""
        stored: asyncio.Future[JobInfo | None] = asyncio.get_running_loop().create_future()
        self._steps.append((step, stored))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write())
        return stored

    async def close(self) -> None:
        """Wait for what is to be stored, not for ever."""
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_STORE_PAUSE)
            self._task.cancel()

    async def _write(self) -> None:
        while batch := self._steps:
            self._steps = []
            try:
                found = await self._store.write([step for step, _ in batch])
            except StoreError:  # logged where it came from
                self._steps = batch + self._steps
                await asyncio.sleep(_STORE_PAUSE)
                continue
            except Exception as error:  # of ours: the next start begins these articles anew, the others go on
                fault(error)
                found = [None] * len(batch)
            for job in {job.key: job for job in found if job}.values():
                self._stands(job)
            for (_, stored), result in zip(batch, found, strict=True):
                if not stored.done():
                    stored.set_result(result)
