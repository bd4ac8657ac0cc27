"""As a process: pipes, signals, terminals, locales."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief._cli._layout import cells
from newsbrief.testing import FakeServer

COMMAND = (sys.executable, "-m", "newsbrief")


Terminal = Callable[..., tuple[int, str, str]]


def process(
    *argv: str | Path, server: FakeServer, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*COMMAND, *argv],
        env={**os.environ, "NEWSBRIEF_SERVER": server.target, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
    )


def test_output_and_exit_code(server: FakeServer, file: Path) -> None:
    done = process("brief", file, "--format", "json", "--to", "ko", server=server)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["briefs"][0]["languageCode"] == "ko"
    done = process("brief", file, "--to", "xx", server=server)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (4, b"", 1)


def test_no_server_is_one_line(server: FakeServer, file: Path) -> None:
    """And none of gRPC's own log between."""
    done = process("brief", file, "--server", server.target, "--tls", server=server)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (3, b"", 1)


def test_a_reader_that_leaves(server: FakeServer, file: Path) -> None:
    """`newsbrief ... | head -1`: nothing is said, as `cat` says nothing."""
    with subprocess.Popen(
        [*COMMAND, *[file] * 200, "--format", "json"],
        env={**os.environ, "NEWSBRIEF_SERVER": server.target},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline()
        running.stdout.close()
        assert (running.stderr.read(), running.wait(60)) == (b"", 141)


@pytest.mark.parametrize(("closed", "code"), [("<&-", 4), (">&-", 0), ("2>&-", 0)])
def test_closed_streams(server: FakeServer, file: Path, closed: str, code: int) -> None:
    source = "-" if closed == "<&-" else str(file)
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *COMMAND, "brief", source],
        env={**os.environ, "NEWSBRIEF_SERVER": server.target},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_a_full_disk(server: FakeServer, file: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "brief", file],
            env={**os.environ, "NEWSBRIEF_SERVER": server.target},
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert (done.returncode, done.stderr) == (1, b"newsbrief: No space left on device\n")


@pytest.mark.parametrize("stream", [[], ["--stream"]])
def test_ctrl_c(server: FakeServer, file: Path, stream: list[str]) -> None:
    server.delay = 60
    with subprocess.Popen(
        [*COMMAND, "brief", file, *stream],
        env={**os.environ, "NEWSBRIEF_SERVER": server.target},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        started = time.monotonic()
        while not server.requests:
            assert time.monotonic() - started < 30
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        assert running.communicate(timeout=30) == (b"", b"")
        assert running.returncode == 130


def test_an_ascii_locale(server: FakeServer, file: Path) -> None:
    ascii_only = {"PYTHONIOENCODING": "ascii"}
    done = process("brief", file, "--to", "ko", server=server, **ascii_only)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"[ko] Kim visited" in done.stdout
    file.write_text("한국어 기사다.", "utf-8")
    done = process("brief", file, "--to", "ko", "--format", "json", server=server, **ascii_only)
    assert json.loads(done.stdout)["briefs"][0]["text"] == "한국어 기사다."


def test_a_terminal_gets_colour_and_its_width(on_terminal: Terminal, file: Path) -> None:
    code, out, _ = on_terminal("brief", str(file), "--to", "ko", "--title", "Title")
    assert code == 0
    assert "\x1b[1m[ko] Title\x1b[0m" in out
    shown = re.sub(r"\x1b\[\dm", "", out)
    heading = next(line for line in shown.splitlines() if "─" in line)
    assert cells(heading.rpartition("\x1b[K")[2]) == 60
    assert f"briefing {file} …\r" in shown


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour(on_terminal: Terminal, file: Path, environment: dict[str, str]) -> None:
    _, out, _ = on_terminal("brief", str(file), "--to", "ko", **environment)
    assert "\x1b[1m" not in out
    assert "\x1b[2m" not in out


def test_empty_no_color_is_no_wish(on_terminal: Terminal, file: Path) -> None:
    assert "\x1b[2m" in on_terminal("brief", str(file), NO_COLOR="")[1]


def test_json_for_a_person_is_indented(on_terminal: Terminal, file: Path) -> None:
    _, out, _ = on_terminal("brief", str(file), "--format", "json")
    assert '\n  "briefs": [\n' in out
    _, out, _ = on_terminal("brief", str(file), str(file), "--format", "json")
    assert '\n  "briefs"' not in out


def test_help_names_what_it_obeys(server: FakeServer) -> None:
    out = process("brief", "--help", server=server, COLUMNS="200").stdout.decode()
    for words in (
        "$NEWSBRIEF_SERVER",
        "$NEWSBRIEF_TOKEN",
        "127.0.0.1:50051",
        "JSON Lines",
        "exit codes: 0 ok",
    ):
        assert words in out
    out = process("--help", server=server).stdout.decode()
    for command in ("brief", "translate", "check", "names", "glossary", "detect", "models", "health", "demo"):
        assert re.search(rf"^    {command}\s", out, re.MULTILINE)


def test_version(server: FakeServer) -> None:
    assert re.fullmatch(rb"newsbrief \d+\S*\n", process("--version", server=server).stdout)
