"""The README's way to a secured server, command by command, and what it keeps out."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsbrief
from tests.e2e.serving import target_of
from tests.service.security.pki import Authority

ROOT = Path(__file__).parents[2]
SECTION = (ROOT / "README.md").read_text("utf-8").partition("## Securing it")[2].partition("\n## ")[0]
LINES = [line for block in re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run: with the certificate they speak of, and data of its own."""
    folder = tmp_path_factory.mktemp("secured")
    authority = Authority()
    authority.issue().write(folder)
    (folder / "ca.pem").write_bytes(authority.certificate)
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(Path(sys.executable).parent)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    return folder


def start(line: str, folder: Path) -> "subprocess.Popen[str]":
    # The README's server is there for other machines; a test's is not.
    line = line.replace("--host 0.0.0.0", "--host 127.0.0.1")
    line = line.replace(" serve ", " serve --port 0 --linger 0 ")
    environ = {**os.environ, "NEWSBRIEF_DATA_DIR": str(folder / "data"), "NEWSBRIEF_TOKEN": ""}
    return subprocess.Popen(
        ["bash", "-c", f"exec {line}"],
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(line: str, folder: Path) -> str:
    process = start(line, folder)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


@pytest.fixture(scope="module")
def target(folder: Path) -> Iterator[str]:
    """The server that the first block starts, after what comes before it."""
    before = [line for line in LINES if "newsbrief-server" in line]
    for line in before[:-1]:
        run(line, folder)
    process = start(before[-1], folder)
    yield target_of(process)
    process.terminate()
    process.communicate(timeout=20)


def test_the_caller_gets_its_brief(target: str, folder: Path) -> None:
    (line,) = (line for line in LINES if "newsbrief brief" in line)
    assert "news.example:50051" in line
    assert run(line.replace("news.example:50051", target), folder).strip()


def test_what_the_tokens_are_for(target: str, folder: Path) -> None:
    def client(name: str) -> newsbrief.Client:
        token = (folder / f"{name}.token").read_text().strip() if name else ""
        return newsbrief.Client(target, ca_cert=folder / "ca.pem", token=token)

    with client("archive") as archive:
        assert archive.detect("The ministry said on Monday that talks went on.")
        with pytest.raises(newsbrief.PermissionDenied) as denied:
            archive.models()
        assert denied.value.reason == "METHOD_NOT_PERMITTED"
    with client("") as nobody:
        with pytest.raises(newsbrief.Unauthenticated):
            nobody.models()
        assert nobody.health() == "SERVING"


def test_who_may_call(target: str, folder: Path) -> None:
    listed = run(".venv/bin/newsbrief-server tokens list", folder)
    assert [line.split()[0] for line in listed.splitlines()] == ["NAME", "archive", "desk"]
    assert (folder / "desk.token").read_text().strip() not in listed
