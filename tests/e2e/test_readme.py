"""Every example of the README runs, against a real server in place of the one it tells the reader to start."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.serving import running_server

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
BIN = Path(sys.executable).parent
ADDRESS = "127.0.0.1:50051"
SETUP = ("make ", ".venv/bin/newsbrief-server serve")  # this test's own run, and the fixture below
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in re.findall(r"^\$ (.*)$", block, re.MULTILINE)
    if not line.startswith(SETUP)
]


@pytest.fixture(scope="module")
def target() -> Iterator[str]:
    with running_server() as address:
        yield address


def run(command: list[str], target: str) -> str:
    environ = {**os.environ, "NEWSBRIEF_SERVER": target, "PATH": f"{BIN}:{os.environ['PATH']}"}
    return subprocess.run(
        command, check=True, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    ).stdout


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_python(code: str, target: str) -> None:
    run([sys.executable, "-W", "error", "-c", code.replace(ADDRESS, target)], target)


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, target: str) -> None:
    if command.startswith("grpcurl") and not (shutil.which("grpcurl") or (BIN / "grpcurl").exists()):
        pytest.skip("no grpcurl for this platform")
    line = command.replace(ADDRESS, target).replace(".venv/bin/", f"{BIN}/")
    assert run(["bash", "-o", "pipefail", "-c", line], target).strip()


def test_there_is_an_example_of_each_kind() -> None:
    assert len(PYTHON) == 5
    assert {command.split()[0] for command in COMMANDS} == {".venv/bin/newsbrief", "cat", "grpcurl"}
    assert README.index("make demo") < README.index("make test") < README.index("pip install")
