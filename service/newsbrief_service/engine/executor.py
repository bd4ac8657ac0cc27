"""The Executor of a server that serves: models run in engine processes, rows of all articles in shared batches."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from newsbrief_models.errors import AbstractionError, DirectionError
from newsbrief_models.types import (
    ABSTRACTION,
    TRANSLATION,
    Document,
    Language,
    ModelInfo,
    Selection,
    TranslatedRow,
    TranslationRow,
)
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.process import Command
from newsbrief_service.engine.retelling import Retelling
from newsbrief_service.engine.supervisor import Supervisor
from newsbrief_service.outside import Outside, split
from newsbrief_service.scheduling.cache import ResultCache
from newsbrief_service.scheduling.queue import MAX_ROWS
from newsbrief_service.scheduling.refusals import engine_lost
from newsbrief_service.scheduling.results import Results
from newsbrief_service.scheduling.scheduler import Scheduler
from newsbrief_service.text_threads import TextThreads
from newsbrief_service.tracing.spans import active

T = TypeVar("T")

# Engines that may end with a selection under way before it is given up.
_SELECT_TRIES = 4


class ProcessExecutor:
    """Works with the engines of `supervisor`. Made by `start`.

    While engines restart, work waits; the call's own deadline bounds how long.
    """

    def __init__(
        self,
        supervisor: Supervisor,
        scheduler: Scheduler,
        results: Results,
        outside: Outside,
        retelling: Retelling,
    ) -> None:
        self.supervisor = supervisor
        self.scheduler = scheduler
        self.models = (*supervisor.models, *outside.models)
        self._outside = outside
        self.results = results
        self._retelling = retelling
        self._translators = _by_direction(supervisor.models, TRANSLATION)
        self._writers = _by_direction(supervisor.models, ABSTRACTION)
        self._text = TextThreads()
        supervisor.changed = scheduler.wake

    @classmethod
    async def start(
        cls,
        command: Command,
        count: int,
        workers: int,
        *,
        max_rows: int = MAX_ROWS,
        cache: ResultCache | None = None,
        ease: float = math.inf,
        outside: Outside | None = None,
        queue_seconds: float = math.inf,
    ) -> "ProcessExecutor":
        """Start `count` engines that run `workers` batches each, and wait until they are ready.

        `max_rows` bounds a batch; 1 turns batching off. For `ease` see `Scheduler`, for `queue_seconds` `Retelling`.
        `cache` is closed with the executor. `outside` has what engines do not run.

        Raises:
            ModelFolderError: the model folder cannot be used.
            EngineDiedError: an engine does not come up.
        """
        supervisor = Supervisor(command, count)
        await supervisor.start()
        results = Results(supervisor.fingerprint, cache)
        scheduler = Scheduler(lambda: supervisor.engines, workers, max_rows, results, command.silence, ease)
        retelling = Retelling(supervisor, count * workers, queue_seconds)
        return cls(supervisor, scheduler, results, outside or Outside(), retelling)

    def translator_of(self, source: Language, target: Language) -> ModelInfo:
        """See `Executor`."""
        if asked := self._outside.translator_of(source, target):
            return asked
        try:
            return self._translators[source, target]
        except KeyError:
            raise DirectionError(source, target, self._translators) from None

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo:
        """See `Executor`."""
        if asked := self._outside.summarizer_of(source, target):
            return asked
        try:
            return self._writers[source, target]
        except KeyError:
            raise AbstractionError(source, target, self._writers) from None

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `Executor`, `Outside.abstract` and `Retelling.abstract`."""
        with active().part("abstract", sentences=len(document.sentences)):
            if self._outside.summarizer_of(document.language, target):
                return await self._outside.abstract(document, target, max_sentences)
            self.summarizer_of(document.language, target)
            return await self._retelling.abstract(document, target, max_sentences)

    async def select(self, document: Document, max_sentences: int) -> Selection:
        """See `Executor`. Not queued: it takes milliseconds, and engines have a thread for it.

        Raises:
            ServiceError: ENGINE_LOST.
        """
        with active().part("select", sentences=len(document.sentences)):
            for _ in range(_SELECT_TRIES):
                engine = await self.supervisor.any()
                try:
                    return await engine.select(document, max_sentences)
                except EngineDiedError:
                    continue
        raise engine_lost()

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See `Executor` and `Scheduler.translate`."""
        for row in rows:
            self.translator_of(row.source, row.target)
        with active().part("translate", rows=len(rows)):
            return await split(rows, self._outside, self.scheduler.translate)

    async def run(self, work: Callable[[], T]) -> T:
        """See `Executor`."""
        with active().part("text", function=_name(work)):
            return await self._text.run(work)

    async def close(self) -> None:
        """See `Executor`."""
        await self.scheduler.close()
        await self.supervisor.close()
        await self.results.close()
        await self._text.close()


def _by_direction(models: Sequence[ModelInfo], task: str) -> dict[tuple[Language, Language], ModelInfo]:
    """Which of the `models` for `task` has a direction; of several the first."""
    return {pair: info for info in reversed(models) if info.task == task for pair in info.directions}


def _name(work: Callable[[], object]) -> str:
    """What `work` does: the name of our function."""
    function = work.func if isinstance(work, partial) else work
    return str(getattr(function, "__name__", ""))
