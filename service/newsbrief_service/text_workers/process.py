"""One text worker, seen from the server: the calls it is given, and what they ask of models meanwhile."""

import asyncio
import contextvars
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from google.rpc import status_pb2

from newsbrief_service.child import Child, Command
from newsbrief_service.errors import ServiceError
from newsbrief_service.interceptor import note
from newsbrief_service.text_workers.errors import TextWorkerDiedError
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb


@dataclass(frozen=True)
class Work:
    """A call, who answers what it asks of models, and who gets the events of a stream."""

    call: pb.Call
    answer: Callable[[pb.Ask], Awaitable[pb.Answer]]
    event: Callable[[bytes], None]


@dataclass(eq=False)
class _Job:
    work: Work
    done: "asyncio.Future[pb.Done]"
    # What is asked is done on behalf of the call's own caller.
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    asks: "set[asyncio.Task[None]]" = field(default_factory=set)


class TextProcess(Child):
    """A process that is ready to work. Made by `start`."""

    def __init__(self, *of_a_child: Any) -> None:
        super().__init__(*of_a_child)
        self._jobs: dict[int, _Job] = {}
        self._at: dict[int, int] = {}  # the call that each of its threads began with last
        self._ids = itertools.count(1)

    @classmethod
    async def start(cls, command: Command, hello: pb.Hello) -> "TextProcess":
        """Start a process and wait until its word lists are loaded.

        Raises:
            TextWorkerDiedError: it ended, said nothing of ours, or took too long.
        """
        return await cls.begin(command, pb.ToWorker(hello=hello).SerializeToString())

    @property
    def calls(self) -> int:
        """Calls it has."""
        return len(self._jobs)

    async def do(self, work: Work) -> bytes:
        """Have a call answered; cancelled, it is called off there as well.

        Raises:
            ServiceError: the call fails.
            TextWorkerDiedError: the worker ended before it was done.
        """
        if self.ended.is_set():
            raise TextWorkerDiedError(self.why, suspect=False)
        number = next(self._ids)
        job = _Job(work, asyncio.get_running_loop().create_future())
        self._say(pb.ToWorker(id=number, call=work.call).SerializeToString())
        self._jobs[number] = job
        try:
            return _result(await job.done)
        except asyncio.CancelledError:
            if not self.ended.is_set():
                self._say(pb.ToWorker(id=number, cancel=pb.Cancel()).SerializeToString())
            raise
        finally:
            self._jobs.pop(number, None)
            for ask in job.asks:
                ask.cancel()

    @staticmethod
    def _unready(why: str) -> Exception:
        return TextWorkerDiedError(why, suspect=False)

    def _begun(self, first: bytes) -> None:
        if not pb.FromWorker.FromString(first).HasField("ready"):
            raise TextWorkerDiedError("it worked before it was ready", suspect=False)

    def _hear(self, message: bytes) -> None:
        said = pb.FromWorker.FromString(message)
        job = self._jobs.get(said.id)
        match said.WhichOneof("what"):
            case "began":
                self._at[said.began.thread] = said.id
            case "ask" if job:
                task = asyncio.create_task(self._ask(job, said.id, said.ask), context=job.context)
                job.asks.add(task)
                task.add_done_callback(job.asks.discard)
            case "event" if job:
                job.work.event(said.event)
            case "done" if job and not job.done.done():
                self.worked = True
                job.done.set_result(said.done)

    async def _ask(self, job: _Job, number: int, ask: pb.Ask) -> None:
        answer = await job.work.answer(ask)
        answer.number = ask.number
        if not self.ended.is_set():
            self._say(pb.ToWorker(id=number, answer=answer).SerializeToString())

    def _overdue(self, seconds: float) -> str:
        return ""  # it looks at its threads itself

    def _lose(self) -> None:
        jobs, self._jobs = self._jobs, {}
        for number, job in jobs.items():
            if not job.done.done():
                suspect = number in self._at.values()
                job.done.set_exception(TextWorkerDiedError(self.why, suspect))


def _result(done: pb.Done) -> bytes:
    note(**{key: json.loads(value) for key, value in done.notes.items()})
    if done.HasField("refused"):
        raise ServiceError.of(status_pb2.Status.FromString(done.refused))
    return done.response
