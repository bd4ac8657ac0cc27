"""All text workers of a server: who gets a call, and what becomes of one whose worker dies."""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from google.protobuf.message import Message

from newsbrief_service.child import Command
from newsbrief_service.engine import messages
from newsbrief_service.executor import Executor
from newsbrief_service.logs import log
from newsbrief_service.scheduling.caller import current
from newsbrief_service.scheduling.refusals import unreadable
from newsbrief_service.supervision import Supervision
from newsbrief_service.text_workers.answering import answer
from newsbrief_service.text_workers.errors import TextWorkerDiedError
from newsbrief_service.text_workers.process import TextProcess, Work
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb
from newsbrief_service.tracing.spans import active

M = TypeVar("M", bound=Message)

WARM = "--warm"  # what a worker is told that is to have its word lists before its first call
# What a death of its worker counts for a call: more where the worker was at its text. From so much on it is answered by
# a worker of its own, so that it takes nobody with it, and after so many deaths there it is given up.
_SUSPECT, _BYSTANDER, _ALONE, _ALONE_DEATHS = 8, 1, 16, 2
_QUARANTINED = 10_000


class TextPool(Supervision[TextProcess]):
    """`count` text workers, which ask `executor` for models.

    With `warm`, their word lists are loaded before they get calls.
    """

    def __init__(self, command: Command, count: int, executor: Executor, *, warm: bool = True) -> None:
        super().__init__("text worker", count)
        self._command = command
        self._warm = replace(command, arguments=(*command.arguments, WARM)) if warm else command
        self._hello = pb.Hello(models=map(messages.model_info, executor.models))
        self._answer = partial(answer, executor)
        self._apart = asyncio.Semaphore(1)
        self._quarantine: OrderedDict[bytes, None] = OrderedDict()

    @property
    def calls(self) -> int:
        """Calls that workers have."""
        return sum(process.calls for process in self.live)

    async def ask(
        self,
        method: str,
        request: Message,
        response: type[M],
        event: Callable[[bytes], None] = lambda _: None,
    ) -> M:
        """Have `request` answered on behalf of the current caller; see `methods.REQUESTS`.

        `event` gets the messages of a stream; when a worker died meanwhile, those it had sent come again.

        Raises:
            ServiceError: the call fails; UNPROCESSABLE when its text ends workers.
        """
        key = _key(request)
        if key in self._quarantine:
            raise unreadable()
        caller = current()
        call = pb.Call(
            method=method,
            request=request.SerializeToString(),
            tenant=caller.tenant,
            bulk=caller.bulk,
            arrived=caller.arrived,
            deadline=caller.deadline,
        )
        with active().part("text", method=method):
            return response.FromString(await self._outlived(Work(call, self._answer, event), key))

    async def _start(self) -> TextProcess:
        return await TextProcess.start(self._warm, self._hello)

    async def _start_again(self) -> TextProcess | None:
        try:
            return await self._start()
        except TextWorkerDiedError as error:
            log(logging.ERROR, "text worker does not start", problem=str(error))
            return None

    async def _outlived(self, work: Work, key: bytes) -> bytes:
        """Give `work` to one worker after the other, for as long as they die."""
        counted = 0
        while counted < _ALONE:
            process = min(await self.ready(), key=lambda each: each.calls)
            try:
                return await process.do(work)
            except TextWorkerDiedError as death:
                counted += _SUSPECT if death.suspect else _BYSTANDER
        async with self._apart:
            for _ in range(_ALONE_DEATHS):
                try:
                    return await self._done_alone(work)
                except TextWorkerDiedError:
                    continue
        self._quarantine[key] = None
        if len(self._quarantine) > _QUARANTINED:
            self._quarantine.popitem(last=False)
        log(logging.ERROR, "text in quarantine", text=key.hex())
        raise unreadable()

    async def _done_alone(self, work: Work) -> bytes:
        process = await TextProcess.start(self._command, self._hello)
        try:
            return await process.do(work)
        finally:
            await process.close()


def _key(request: Message) -> bytes:
    """What is equal for calls about the same text: of an article, whatever is asked about it."""
    about = getattr(request, "article", request)
    return hashlib.sha256(about.SerializeToString(deterministic=True)).digest()
