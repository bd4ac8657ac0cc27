"""Servers as processes of their own, with stub engines or the bundled model, and how to look at them from outside."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import grpc
import psutil

from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from tests.e2e.serving import ENGINES, GREETING, SERVER, TEXT_WORKERS, children
from tests.reliability.record import Run
from tests.service.metrics.scraping import Samples, scrape, value

REAL = (str(SERVER), "serve")
STUB = (sys.executable, str(Path(__file__).with_name("stub_server.py")))
_BASE = ("--host", "127.0.0.1", "--log-level", "warning", "--cache-mb", "0", "--linger", "0")


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a process holds: resident bytes, and how many threads, file descriptors and tasks of asyncio."""

    rss: int
    threads: int
    fds: int
    tasks: int


class Served:
    """A server process that listens at `target`."""

    def __init__(self, command: tuple[str, ...], log: Path, environ: Mapping[str, str]) -> None:
        self._command = command
        self._log = log
        self._environ = environ
        self._process: subprocess.Popen[str]
        self.target = ""

    async def start(self) -> None:
        """Start it, and wait until it serves."""
        env = {**os.environ, "NEWSBRIEF_DATA_DIR": ":memory:", **self._environ}
        with self._log.open("a") as log:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=log, text=True, env=env
            )
        line = await self._line()
        if not line.startswith(GREETING):
            await self.wait()
            raise RuntimeError(f"no server: {self.log()[-2000:]}")
        self.target = line.removeprefix(GREETING).strip()

    @property
    def pid(self) -> int:
        """Of the server's own process."""
        return self._process.pid

    def engines(self) -> list[psutil.Process]:
        """Its engine processes."""
        return children(self.pid, ENGINES)

    def text_workers(self) -> list[psutil.Process]:
        """Its text workers."""
        return children(self.pid, TEXT_WORKERS)

    def log(self) -> str:
        """What it logged so far."""
        return self._log.read_text()

    def send(self, sign: signal.Signals) -> None:
        """Send it a signal."""
        self._process.send_signal(sign)

    async def wait(self, seconds: float = 30.0) -> int:
        """Wait until it has ended; returns its exit code."""
        code = await asyncio.to_thread(self._process.wait, seconds)
        if self._process.stdout:
            self._process.stdout.close()
        return code

    async def stop(self) -> int:
        """End it as a service manager does; returns its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            return await self.wait()
        except subprocess.TimeoutExpired:
            self._process.kill()
            await self.wait()
            raise

    def rss(self) -> int:
        """Resident bytes of the server's own process."""
        return int(psutil.Process(self.pid).memory_info().rss)

    async def footprint(self) -> Footprint:
        """What the server's own process holds; its tasks only with stub engines."""
        process, tasks = psutil.Process(self.pid), 0
        if self._command[: len(STUB)] == STUB:
            self.send(signal.SIGUSR1)
            tasks = json.loads(await self._line())["tasks"]
        return Footprint(process.memory_info().rss, process.num_threads(), process.num_fds(), tasks)

    async def _line(self) -> str:
        assert self._process.stdout is not None
        return await asyncio.wait_for(asyncio.to_thread(self._process.stdout.readline), 60)


@asynccontextmanager
async def stub_server(
    run: Run, *options: str, environ: Mapping[str, str] = MappingProxyType({})
) -> AsyncIterator[Served]:
    """A server with stub engines for as long as the context lasts; see `stub_server.py` for the options.

    `environ` are more variables of its environment.
    """
    async with _served(run, (*STUB, *_BASE, *options), environ) as server:
        yield server


@asynccontextmanager
async def real_server(run: Run, *options: str) -> AsyncIterator[Served]:
    """A server with the bundled model."""
    async with _served(run, (*REAL, *_BASE, *options), {}) as server:
        yield server


@asynccontextmanager
async def _served(run: Run, command: tuple[str, ...], environ: Mapping[str, str]) -> AsyncIterator[Served]:
    log = run.folder / f"server-{len(list(run.folder.glob('server-*')))}.log"
    if "--port" not in command:
        command = (*command, "--port", "0")
    server = Served(command, log, environ)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


@asynccontextmanager
async def calling(target: str, channels: int = 1) -> AsyncIterator[list[Any]]:
    """Stubs of plain gRPC, which retry nothing and hide no status, each on a connection of its own."""
    options = (("grpc.use_local_subchannel_pool", 1), ("grpc.enable_retries", 0))
    opened = [grpc.aio.insecure_channel(target, options) for _ in range(channels)]
    try:
        yield [pb_grpc.NewsBriefServiceStub(channel) for channel in opened]
    finally:
        await asyncio.gather(*(channel.close() for channel in opened))


async def idle(port: int, seconds: float = 20.0) -> float:
    """Wait until a server whose metrics are on `port` has no call and no row; returns how many seconds that took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        samples = await scrape(port)
        if not holding(samples):
            break
        await asyncio.sleep(0.01)
    return time.monotonic() - began


def holding(samples: Samples) -> int:
    """Calls and rows that a server holds."""
    return int(value(samples, "newsbrief_calls") + value(samples, "newsbrief_queue_rows"))


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
