"""One engine process, seen from the server: its start, the work it is given, its watchdog, its end."""

import asyncio
import contextlib
import itertools
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from google.protobuf.message import DecodeError

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.types import Document, Language, ModelInfo, Selection, TranslatedRow, TranslationRow
from newsbrief_service.engine import messages
from newsbrief_service.engine.errors import EngineDiedError, EngineFaultError
from newsbrief_service.engine.frames import FrameError, frame, read_frame
from newsbrief_service.engine.v1 import engine_pb2 as pb

# Loading and verifying a large model from a cold disk.
_START_SECONDS = 120.0
_LEAVE_SECONDS = 2.0
_SELECT_SECONDS = 30.0
# For a step of retelling: a few windows of text. The largest models that a CPU runs take a tenth of it.
_STEP_SECONDS = 120.0
# The watchdog looks this often while an engine may be silent once. It counts its own looks, not the clock: when the
# server itself was stopped or starved, no time has passed for the engine either.
_LOOKS = 8


@dataclass(eq=False)
class _Job:
    answer: "asyncio.Future[pb.FromEngine]"
    limit: float  # seconds, from when it, or its last step, is begun
    begun: bool = False
    seconds: float = 0.0


@dataclass(frozen=True)
class Command:
    """How engines are started: `arguments` are completed by ``--fd N``; `silence` is the watchdog's, in seconds."""

    arguments: Sequence[str]
    silence: float = 10.0


class EngineProcess:
    """A process that is ready to work. Made by `start`."""

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        silence: float,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self._silence = silence
        self._jobs: dict[int, _Job] = {}
        self._ids = itertools.count(1)
        self._heard = True
        self.why = "it was closed"
        self._killed = False
        self._tasks: list[asyncio.Task[None]] = []
        self.pid = process.pid
        self.worked = False  # once it has answered anything
        self.models: tuple[ModelInfo, ...] = ()
        self.fingerprint = ""
        self.ended = asyncio.Event()

    @classmethod
    async def start(cls, command: Command) -> "EngineProcess":
        """Start a process and wait until its models are loaded.

        Raises:
            ModelFolderError: it refuses the model folder.
            EngineDiedError: it ended, said nothing of ours, or took too long.
        """
        ours, its = socket.socketpair()
        try:
            # Not asyncio's own: its watcher and its kill() race for the exit code of a process that is just ending.
            process = subprocess.Popen(  # noqa: S603 - our own program
                [*command.arguments, "--fd", str(its.fileno())],
                pass_fds=(its.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # a terminal's Ctrl-C is for the server
            )
        except OSError as error:
            ours.close()
            raise EngineDiedError(f"cannot be started: {error.strerror}", begun=False) from None
        finally:
            its.close()
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        engine = cls(process, reader, writer, command.silence)
        try:
            await engine._become_ready()
        except BaseException:
            await engine.kill("it did not become ready")
            raise
        return engine

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
                cancel = pb.ToEngine(id=request.id, cancel=pb.Cancel())
                self._writer.write(frame(cancel.SerializeToString()))
            raise

    async def kill(self, why: str) -> None:
        """End the process now; whoever waits for work of it is told."""
        if self.ended.is_set():
            return
        if not self._killed:
            self._killed, self.why = True, why
        self._process.kill()
        await self._bury()

    async def close(self) -> None:
        """Let the process end by itself, or kill it when it does not."""
        self._writer.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(self._process.wait, _LEAVE_SECONDS)
        await self.kill(self.why)

    async def _become_ready(self) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                first = await self._receive()
        except TimeoutError:
            raise EngineDiedError("it took too long to load its models", begun=False) from None
        except (FrameError, DecodeError) as error:
            raise EngineDiedError(f"it said nothing of ours: {error}", begun=False) from None
        if first is not None and first.HasField("refused"):
            raise ModelFolderError(Path(first.refused.path), first.refused.problem)
        if first is None or not first.HasField("ready"):
            raise EngineDiedError("it ended before it was ready", begun=False)
        self.models = tuple(map(messages.info, first.ready.models))
        self.fingerprint = first.ready.fingerprint
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._watch())]

    async def _do(self, request: pb.ToEngine, limit: float) -> pb.FromEngine:
        if self.ended.is_set():
            raise EngineDiedError(self.why, begun=False)
        request.id = next(self._ids)
        try:
            framed = frame(request.SerializeToString())
        except FrameError as error:
            raise EngineFaultError(type(error).__name__) from None
        job = _Job(asyncio.get_running_loop().create_future(), limit)
        self._jobs[request.id] = job
        self._writer.write(framed)
        answer = await job.answer
        if answer.HasField("failed"):
            raise EngineFaultError(answer.failed.kind)
        return answer

    async def _receive(self) -> pb.FromEngine | None:
        message = await read_frame(self._reader)
        return None if message is None else pb.FromEngine.FromString(message)

    async def _listen(self) -> None:
        try:
            while (message := await self._receive()) is not None:
                self._heard = True
                if message.HasField("started"):
                    if job := self._jobs.get(message.id):
                        job.begun, job.seconds = True, 0.0
                elif message.id and (job := self._jobs.pop(message.id, None)) and not job.answer.done():
                    self.worked = True
                    job.answer.set_result(message)
            why = "it ended by itself"
        except (FrameError, DecodeError) as error:
            why = f"it said nothing of ours: {error}"
        await self.kill(why)

    async def _watch(self) -> None:
        interval, silent = self._silence / _LOOKS, 0.0
        while True:
            await asyncio.sleep(interval)
            silent = 0.0 if self._heard else silent + interval
            self._heard = False
            for job in self._jobs.values():
                job.seconds += interval if job.begun else 0.0
            if silent >= self._silence:
                return await self.kill(f"it was silent for {silent:.1f} s")
            if any(job.seconds >= job.limit for job in self._jobs.values()):
                return await self.kill("it took too long with a batch")

    async def _bury(self) -> None:
        self._writer.close()
        await asyncio.to_thread(self._process.wait)
        self.ended.set()
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        jobs, self._jobs = self._jobs, {}
        for job in jobs.values():
            if not job.answer.done():
                job.answer.set_exception(EngineDiedError(self.why, job.begun))
