"""One engine process, seen from the server: the work it is given, and how long that may take."""

import asyncio
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.types import Document, Language, ModelInfo, Selection, TranslatedRow, TranslationRow
from newsbrief_service.child import Child, Command
from newsbrief_service.engine import messages
from newsbrief_service.engine.errors import EngineDiedError, EngineFaultError
from newsbrief_service.engine.frames import FrameError
from newsbrief_service.engine.v1 import engine_pb2 as pb

__all__ = ["Command", "EngineProcess"]

_SELECT_SECONDS = 30.0
# For a step of retelling: a few windows of text. The largest models that a CPU runs take a tenth of it.
_STEP_SECONDS = 120.0


@dataclass(eq=False)
class _Job:
    answer: "asyncio.Future[pb.FromEngine]"
    limit: float  # seconds, from when it, or its last step, is begun
    begun: bool = False
    seconds: float = 0.0


class EngineProcess(Child):
    """A process that is ready to work. Made by `start`."""

    def __init__(self, *of_a_child: Any) -> None:
        super().__init__(*of_a_child)
        self._jobs: dict[int, _Job] = {}
        self._ids = itertools.count(1)
        self.models: tuple[ModelInfo, ...] = ()
        self.fingerprint = ""

    @classmethod
    async def start(cls, command: Command) -> "EngineProcess":
        """Start a process and wait until its models are loaded.

        Raises:
            ModelFolderError: it refuses the model folder.
            EngineDiedError: it ended, said nothing of ours, or took too long.
        """
        return await cls.begin(command)

    @property
    def busy(self) -> bool:
        """Whether it has anything to do."""
        return bool(self._jobs)

    async def translate(
        self, rows: Sequence[TranslationRow], limit: float
    ) -> tuple[list[TranslatedRow], float]:
        """Translate; returns the seconds it took besides. Works longer than `limit` seconds only if it is hung.

        Raises:
            EngineDiedError: the engine ended before it was done.
            EngineFaultError: the models raised an exception.
        """
        answer = await self._do(pb.ToEngine(translate=messages.translate(rows)), limit)
        return messages.translated_rows(answer.translated), answer.translated.seconds

    async def select(self, document: Document, max_sentences: int) -> Selection:
        """See `Summarizer.select`; raises as `translate`."""
        request = pb.ToEngine(select=messages.select(document, max_sentences))
        return messages.selection((await self._do(request, _SELECT_SECONDS)).selected)

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        """See `Executor.abstract`; raises as `translate`. Cancelled, the engine stops after the step it is at."""
        request = pb.ToEngine(abstract=messages.abstract(document, target, max_sentences))
        try:
            return tuple((await self._do(request, _STEP_SECONDS)).abstracted.sentences)
        except asyncio.CancelledError:
            if not self.ended.is_set():
                self._say(pb.ToEngine(id=request.id, cancel=pb.Cancel()).SerializeToString())
            raise

    @staticmethod
    def _unready(why: str) -> Exception:
        return EngineDiedError(why, begun=False)

    def _begun(self, first: bytes) -> None:
        message = pb.FromEngine.FromString(first)
        if message.HasField("refused"):
            raise ModelFolderError(Path(message.refused.path), message.refused.problem)
        if not message.HasField("ready"):
            raise EngineDiedError("it worked before it was ready", begun=False)
        self.models = tuple(map(messages.info, message.ready.models))
        self.fingerprint = message.ready.fingerprint

    async def _do(self, request: pb.ToEngine, limit: float) -> pb.FromEngine:
        if self.ended.is_set():
            raise EngineDiedError(self.why, begun=False)
        request.id = next(self._ids)
        job = _Job(asyncio.get_running_loop().create_future(), limit)
        try:
            self._say(request.SerializeToString())
        except FrameError as error:
            raise EngineFaultError(type(error).__name__) from None
        self._jobs[request.id] = job
        answer = await job.answer
        if answer.HasField("failed"):
            raise EngineFaultError(answer.failed.kind)
        return answer

    def _hear(self, message: bytes) -> None:
        said = pb.FromEngine.FromString(message)
        if said.HasField("started"):
            if job := self._jobs.get(said.id):
                job.begun, job.seconds = True, 0.0
        elif said.id and (job := self._jobs.pop(said.id, None)) and not job.answer.done():
            self.worked = True
            job.answer.set_result(said)

    def _overdue(self, seconds: float) -> str:
        for job in self._jobs.values():
            job.seconds += seconds if job.begun else 0.0
        late = any(job.seconds >= job.limit for job in self._jobs.values())
        return "it took too long with a batch" if late else ""

    def _lose(self) -> None:
        jobs, self._jobs = self._jobs, {}
        for job in jobs.values():
            if not job.answer.done():
                job.answer.set_exception(EngineDiedError(self.why, job.begun))
