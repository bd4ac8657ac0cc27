"""A real `newsbrief-server serve` with the bundled model, as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

SERVER = Path(sys.executable).parent / "newsbrief-server"
# What stands in the command lines of real and of stub processes.
ENGINES, TEXT_WORKERS = "engine", "text_worker"
GREETING = "newsbrief-server listening on "


def start_server(*options: str, **environ: str) -> "subprocess.Popen[str]":
    """Start serving on a free port; the caller reads the greeting from its standard output."""
    command = [str(SERVER), "serve", "--port", "0", "--linger", "0", *options]
    # Nothing is left in, or read from, the data folder of whoever runs this.
    env = {**os.environ, "NEWSBRIEF_DATA_DIR": ":memory:", **environ}
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


def target_of(process: "subprocess.Popen[str]") -> str:
    """Wait until the server listens and is warm; returns HOST:PORT."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(GREETING), line
    return line.removeprefix(GREETING).strip()


def children(pid: int, kind: str) -> list[psutil.Process]:
    """The processes that the server `pid` has for one kind of work: `ENGINES` or `TEXT_WORKERS`."""
    found = []
    for child in psutil.Process(pid).children():
        with suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if any(kind in part for part in child.cmdline()):
                found.append(child)
    return found


@contextmanager
def running_server(*options: str) -> Iterator[str]:
    """Serve for as long as the context lasts; yields HOST:PORT."""
    process = start_server("--log-level", "error", *options)
    try:
        yield target_of(process)
    finally:
        process.terminate()
        process.communicate(timeout=20)
