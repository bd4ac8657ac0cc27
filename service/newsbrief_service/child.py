"""A process of ours, seen from the server: its start over a socket pair, its heartbeat, its watchdog, its end."""

import asyncio
import contextlib
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from google.protobuf.message import DecodeError

from newsbrief_service.engine.frames import FrameError, frame, read_frame

C = TypeVar("C", bound="Child")

# Loading and verifying a large model from a cold disk.
_START_SECONDS = 120.0
_LEAVE_SECONDS = 2.0
# The watchdog looks this often while a process may be silent once. It counts its own looks, not the clock: when the
# server itself was stopped or starved, no time has passed for the process either.
_LOOKS = 8


@dataclass(frozen=True)
class Command:
    """How processes are started: `arguments` are completed by ``--fd N``; `silence` is the watchdog's, in seconds."""

    arguments: Sequence[str]
    silence: float = 10.0


class Host(Protocol):
    """What a child lives in: a process, or what stands for one elsewhere."""

    pid: int

    def kill(self) -> None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Child(ABC):
    """A process that is ready to work. Made by `begin` or `living_in`; subclasses say what is told and heard."""

    def __init__(
        self,
        host: Host,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        silence: float,
    ) -> None:
        self._process = host
        self._reader = reader
        self._writer = writer
        self._silence = silence
        self._heard = True
        self.why = "it was closed"
        self._killed = False
        self._tasks: list[asyncio.Task[None]] = []
        self.pid = host.pid
        self.worked = False  # once it has answered anything
        self.ended = asyncio.Event()

    @classmethod
    async def begin(cls: type[C], command: Command, hello: bytes = b"") -> C:
        """Start a process, say `hello` to it, and wait until it is ready.

        Raises:
            what `_unready` makes: it ended, said nothing of ours, or took too long.
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
            raise cls._unready(f"cannot be started: {error.strerror}") from None
        finally:
            its.close()
        return await cls.living_in(process, ours, command.silence, hello)

    @classmethod
    async def living_in(
        cls: type[C], host: Host, sock: socket.socket, silence: float, hello: bytes = b""
    ) -> C:
        """Say `hello` over `sock` to what lives in `host`, and wait until it is ready; raises as `begin`."""
        reader, writer = await asyncio.open_unix_connection(sock=sock)
        child = cls(host, reader, writer, silence)
        try:
            if hello:
                child._say(hello)
            await child._become_ready()
        except BaseException:
            await child.kill("it did not become ready")
            raise
        child._tasks = [asyncio.create_task(child._listen()), asyncio.create_task(child._watch())]
        return child

    @staticmethod
    @abstractmethod
    def _unready(why: str) -> Exception:
        """The error for a process that does not become ready."""

    @abstractmethod
    def _begun(self, first: bytes) -> None:
        """The first message; raises DecodeError, or what `_unready` makes, where it is not what it should be."""

    @abstractmethod
    def _hear(self, message: bytes) -> None:
        """A message came; raises DecodeError where it is none of ours."""

    @abstractmethod
    def _overdue(self, seconds: float) -> str:
        """`seconds` have passed: why the process counts as hung, empty where it does not."""

    @abstractmethod
    def _lose(self) -> None:
        """The process ended because of `why`: tell whoever waits for it."""

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

    def _say(self, message: bytes) -> None:
        """Send `message`; raises FrameError when it is too long."""
        self._writer.write(frame(message))

    async def _become_ready(self) -> None:
        try:
            async with asyncio.timeout(_START_SECONDS):
                first = await read_frame(self._reader)
            if first is None:
                raise self._unready("it ended before it was ready")
            self._begun(first)
        except TimeoutError:
            raise self._unready("it took too long to become ready") from None
        except (FrameError, DecodeError) as error:
            raise self._unready(f"it said nothing of ours: {error}") from None

    async def _listen(self) -> None:
        try:
            while (message := await read_frame(self._reader)) is not None:
                self._heard = True
                self._hear(message)
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
            if silent >= self._silence:
                return await self.kill(f"it was silent for {silent:.1f} s")
            if why := self._overdue(interval):
                return await self.kill(why)

    async def _bury(self) -> None:
        self._writer.close()
        await asyncio.to_thread(self._process.wait)
        self.ended.set()
        for task in self._tasks:
            if task is not asyncio.current_task():
                task.cancel()
        self._lose()
