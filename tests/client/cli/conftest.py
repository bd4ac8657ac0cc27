"""Running the command line: in this process, as a process, on a terminal."""

import io
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from newsbrief._cli import main
from newsbrief.testing import FakeServer

COMMAND = (sys.executable, "-m", "newsbrief")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def run(
    server: FakeServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Ran]:
    """Runs a command line in this process, against the fake server."""
    monkeypatch.setenv("NEWSBRIEF_SERVER", server.target)

    def run(*argv: str | Path, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(argument) for argument in argv])
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture
def on_terminal(server: FakeServer) -> Callable[..., Ran]:
    """Runs it as a process whose standard output and error are terminals; both come back as `out`."""

    def run(*argv: str | Path, **environment: str) -> Ran:
        parent, child = pty.openpty()
        process = subprocess.Popen(
            [*COMMAND, *argv],
            stdin=subprocess.DEVNULL,
            stdout=child,
            stderr=child,
            env={
                **os.environ,
                "NEWSBRIEF_SERVER": server.target,
                "TERM": "xterm",
                "COLUMNS": "60",
                **environment,
            },
        )
        os.close(child)
        shown = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # Linux: the other end is closed
                break
            if not part:
                break
            shown += part
        os.close(parent)
        return Ran(process.wait(30), shown.decode().replace("\r\n", "\n"), "")

    return run


@pytest.fixture
def file(tmp_path: Path, article: str) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(article, "utf-8")
    return path
