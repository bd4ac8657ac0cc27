"""The Executor of a server whose models run on a Ray cluster: as with engine processes, unless the cluster is lost."""

import asyncio
import math
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from newsbrief_models.types import Document, Language, Selection, TranslatedRow, TranslationRow
from newsbrief_service.cluster.errors import cluster_lost
from newsbrief_service.cluster.fleet import Bounds, Fleet, Load
from newsbrief_service.cluster.link import Link
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.engine.retelling import Retelling
from newsbrief_service.outside import Outside
from newsbrief_service.scheduling import caller as callers
from newsbrief_service.scheduling.cache import ResultCache
from newsbrief_service.scheduling.queue import MAX_ROWS
from newsbrief_service.scheduling.results import Results
from newsbrief_service.scheduling.scheduler import Scheduler

T = TypeVar("T")


class RayExecutor(ProcessExecutor):
    """Works with the engines of `fleet`. Made by `join`.

    While the cluster is lost, a call fails at once, and work that nobody set a time (a job's) waits.
    """

    fleet: Fleet

    @classmethod
    async def join(
        cls,
        link: Link,
        bounds: Bounds,
        *,
        silence: float = 10.0,
        max_rows: int = MAX_ROWS,
        cache: ResultCache | None = None,
        ease: float = math.inf,
        outside: Outside | None = None,
        queue_seconds: float = math.inf,
    ) -> "RayExecutor":
        """Have engines on the cluster that `link` leads to, and wait until one is ready; see `ProcessExecutor.start`.

        Raises:
            ClusterLostError: there is no cluster.
            ModelFolderError: the models cannot be used.
            EngineDiedError: no engine comes up.
        """
        fleet = Fleet(link, bounds)
        await fleet.start()
        results = Results(fleet.fingerprint, cache)
        scheduler = Scheduler(lambda: fleet.engines, bounds.workers, max_rows, results, silence, ease)
        retelling = Retelling(fleet, bounds.fewest * bounds.workers, queue_seconds)
        executor = cls(fleet, scheduler, results, outside or Outside(), retelling)
        executor.fleet = fleet
        fleet.load = lambda: Load(scheduler.seconds_waiting, scheduler.rows_under_way)
        return executor

    async def select(self, document: Document, max_sentences: int) -> Selection:
        """See `ProcessExecutor`; raises ServiceError ENGINE_LOST while the cluster is lost, as the others do."""
        return await self._while_there(super().select(document, max_sentences))

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `ProcessExecutor`."""
        return await self._while_there(super().translate(rows))

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `ProcessExecutor`."""
        return await self._while_there(super().abstract(document, target, max_sentences))

    async def _while_there(self, work: Coroutine[Any, Any, T]) -> T:
        if callers.current().deadline == math.inf:
            return await work
        doing, lost = asyncio.ensure_future(work), asyncio.ensure_future(self.fleet.away.wait())
        try:
            await asyncio.wait((doing, lost), return_when=asyncio.FIRST_COMPLETED)
            if not doing.done():
                raise cluster_lost()
            return doing.result()
        finally:
            doing.cancel()
            lost.cancel()
