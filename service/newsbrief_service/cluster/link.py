"""The bridge to a Ray cluster, seen from the server: its start, engines asked for over it, and its end."""

import asyncio
import contextlib
import itertools
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path

from google.protobuf.message import DecodeError

from newsbrief_models.errors import ModelFolderError
from newsbrief_service.cluster.errors import ClusterLostError
from newsbrief_service.engine.frames import FrameError, read_frame
from newsbrief_service.engine.process import EngineProcess
from newsbrief_service.engine.v1 import engine_pb2 as pb

_REACH_SECONDS = 3.0  # for the cluster's port to take a connection
_CONNECT_SECONDS = 60.0  # for Ray to be loaded and to get into the cluster; 2 to 4 on a quiet machine


class Lease:
    """What stands for an actor: it ends once its engine's socket is closed, which whoever kills or closes it does."""

    _numbers = itertools.count(1)

    def __init__(self) -> None:
        self.pid = next(self._numbers)
        """Not a process's: the engine's number in our log."""

    def kill(self) -> None:
        """Nothing to do."""

    def wait(self, timeout: float | None = None) -> int:
        """Nothing to wait for."""
        return 0


class Link:
    """A way into the cluster at `address`, HOST:PORT, over a process that `command` starts.

    It is started when it is needed, and anew when it has ended. `silence` is the watchdog's, in seconds.
    """

    def __init__(self, command: Sequence[str], address: str, silence: float = 10.0) -> None:
        self._command = command
        self._silence = silence
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._connecting = asyncio.Lock()
        self.address = address

    async def engine(self) -> EngineProcess:
        """An engine on a node of the cluster; waits until its models are loaded.

        Raises:
            ClusterLostError: the cluster cannot be reached, or is not what it should be.
            ModelFolderError: the models cannot be used, here or there.
            EngineDiedError: no node has room for it in time, or it ended.
        """
        async with self._connecting:
            control = await self._connected()
        ours, its = socket.socketpair()
        try:
            socket.send_fds(control, [b"\0"], [its.fileno()])
        except OSError:
            ours.close()
            raise ClusterLostError(self.address, "the connection ended") from None
        finally:
            its.close()
        return await EngineProcess.living_in(Lease(), ours, self._silence)

    async def drop(self) -> None:
        """End the bridge, and with it its engines; the next engine starts another."""
        process, control = self._process, self._control
        self._process = self._control = None
        if control:
            control.close()
        if process:
            process.kill()
            await asyncio.to_thread(process.wait)

    async def _connected(self) -> socket.socket:
        if self._control and self._process and self._process.poll() is None:
            return self._control
        await self.drop()
        await self._reach()
        ours, its = socket.socketpair()
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*self._command, "--fd", str(its.fileno())],
                pass_fds=(its.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",  # Ray has actors look for modules where its driver was started
                start_new_session=True,  # a terminal's Ctrl-C is for the server
            )
        except OSError as error:
            ours.close()
            raise ClusterLostError(self.address, f"cannot start a process: {error.strerror}") from None
        finally:
            its.close()
        self._control = ours
        try:
            await self._greeted(ours)
        except BaseException:
            await self.drop()
            raise
        return ours

    async def _reach(self) -> None:
        """Whether anything answers; Ray itself would try for a minute."""
        host, _, port = self.address.rpartition(":")
        try:
            async with asyncio.timeout(_REACH_SECONDS):
                _, writer = await asyncio.open_connection(host.strip("[]"), int(port))
        except TimeoutError:
            raise ClusterLostError(self.address, f"no answer in {_REACH_SECONDS:g} s") from None
        except OSError as error:
            raise ClusterLostError(self.address, error.strerror or "it cannot be reached") from None
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()

    async def _greeted(self, control: socket.socket) -> None:
        reader, writer = await asyncio.open_unix_connection(sock=control.dup())
        try:
            async with asyncio.timeout(_CONNECT_SECONDS):
                data = await read_frame(reader)
            first = pb.FromEngine.FromString(data or b"")
        except TimeoutError:
            raise ClusterLostError(
                self.address, f"Ray did not get into it in {_CONNECT_SECONDS:g} s"
            ) from None
        except (FrameError, DecodeError) as error:
            raise ClusterLostError(self.address, f"the bridge said nothing of ours: {error}") from None
        finally:
            writer.close()
        if first.refused.path and first.refused.path != self.address:
            raise ModelFolderError(Path(first.refused.path), first.refused.problem)
        if not first.HasField("ready"):
            raise ClusterLostError(self.address, first.refused.problem or "what connects to it ended")
