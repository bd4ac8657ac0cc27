"""One engine process: what it is allowed, when it ends, and the real one with the bundled model."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from newsbrief_models.testing import ALL_DIRECTIONS
from newsbrief_models.types import Language, TranslationRow
from newsbrief_service.engine import messages
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.frames import frame, frames
from newsbrief_service.engine.process import Command, EngineProcess
from newsbrief_service.engine.v1 import engine_pb2 as pb
from tests.service.engine.conftest import STUB, command, expected, row
from tests.service.engine.stub import HANG

REAL = Command(
    (sys.executable, "-P", "-m", "newsbrief_service.engine", "--model", "bundled", "--workers", "1")
)


async def gone(pid: int) -> None:
    """Wait until no process has `pid`, or only its body is left."""
    async with asyncio.timeout(10):
        while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.02)


async def test_an_engine_ends_when_its_server_dies(tmp_path: Path) -> None:
    """Even in the middle of a batch."""
    starter = tmp_path / "server.py"
    starter.write_text(
        "import os, socket, subprocess, sys, time\n"
        "ours, its = socket.socketpair()\n"
        f"engine = subprocess.Popen([sys.executable, {str(STUB)!r}, '--seconds-a-row', '60', '--fd',\n"
        "    str(its.fileno())], pass_fds=[its.fileno()])\n"
        "its.close()\n"
        "ours.recv(4)\n"
        f"ours.sendall({_a_batch()!r})\n"
        "print(engine.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    server = subprocess.Popen([sys.executable, str(starter)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    pid = int(await asyncio.to_thread(server.stdout.readline))
    assert psutil.pid_exists(pid)
    await asyncio.sleep(0.2)
    server.kill()
    server.communicate()
    await gone(pid)


def _a_batch() -> bytes:
    return frame(pb.ToEngine(id=1, translate=messages.translate([row("slow")])).SerializeToString())


async def test_signals_meant_for_the_server_leave_an_engine_alone() -> None:
    engine = await EngineProcess.start(command())
    for sign in (signal.SIGINT, signal.SIGTERM):
        os.kill(engine.pid, sign)
    rows, _ = await engine.translate([row("still here")], 10)
    assert rows == [expected(row("still here"))]
    process = psutil.Process(engine.pid)
    assert process.nice() >= 10
    if (autogroup := Path(f"/proc/{engine.pid}/autogroup")).exists():
        assert autogroup.read_text().endswith("nice 10\n")
    if hasattr(process, "rlimit"):
        assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    await engine.close()
    await gone(engine.pid)
    with pytest.raises(EngineDiedError):
        await engine.translate([row("too late")], 10)


async def test_a_batch_that_takes_too_long_ends_the_engine() -> None:
    engine = await EngineProcess.start(command("--seconds-a-row", "60", silence=2.0))
    begun = asyncio.create_task(engine.translate([row("endless")], 1.0))
    waiting = asyncio.create_task(engine.translate([row("behind it")], 60))
    results = await asyncio.gather(begun, waiting, return_exceptions=True)
    assert [isinstance(r, EngineDiedError) and r.begun for r in results] == [True, False]
    await gone(engine.pid)


async def test_a_stopped_engine_is_silent() -> None:
    engine = await EngineProcess.start(command(silence=1.0))
    with pytest.raises(EngineDiedError, match="silent"):
        await engine.translate([row(HANG)], 60)
    await gone(engine.pid)


async def test_a_starved_server_blames_no_engine() -> None:
    engine = await EngineProcess.start(command(silence=1.2))
    time.sleep(2)  # the event loop stands still, as in a process that was stopped
    await asyncio.sleep(0.3)
    assert not engine.ended.is_set()
    await engine.close()


@pytest.mark.parametrize("sent", [b"\xff" * 64, frame(b"\xff" * 64), b"\0\0"])
def test_an_engine_that_hears_nonsense_ends(sent: bytes) -> None:
    ours, its = socket.socketpair()
    with ours:
        with its:
            arguments = [sys.executable, str(STUB), "--fd", str(its.fileno())]
            process = subprocess.Popen(arguments, pass_fds=[its.fileno()], stderr=subprocess.PIPE)
        assert pb.FromEngine.FromString(next(frames(ours))).HasField("ready")
        ours.sendall(sent)
        ours.shutdown(socket.SHUT_WR)
        process.communicate(timeout=10)
    assert process.returncode == 1


async def test_the_real_engine_with_the_bundled_model() -> None:
    engine = await EngineProcess.start(REAL)
    rows = [TranslationRow("1,200 tons of aid had arrived.", s, t) for s, t in ALL_DIRECTIONS]
    careful = TranslationRow("The ministry said so on Monday.", Language.EN, Language.RU, careful=True)
    done, seconds = await engine.translate([*rows, careful], 60)
    assert all(result.text for result in done)
    assert 0 < seconds < 60
    assert [info.task for info in engine.models] == ["summarization", "translation"]
    assert len(engine.fingerprint) == 64
    await engine.close()


async def test_an_engine_out_of_memory_fails_the_batch_or_ends_but_does_not_grow() -> None:
    arguments = (*REAL.arguments, "--memory-mb", "16")
    with pytest.raises(EngineDiedError):
        await EngineProcess.start(Command(arguments))
