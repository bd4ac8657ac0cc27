"""`newsbrief batch --ray`: which private server is asked for, and what cannot go with it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from newsbrief._cli import _session
from newsbrief._errors import ServerError
from newsbrief.testing import FakeServer
from tests.client.cli.conftest import Ran

Run = Callable[..., Ran]
ADDRESS = "10.0.0.5:6379"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    file = tmp_path / "articles.jsonl"
    bodies = [f"Seoul and Moscow agreed on day {day} to resume ferry traffic." for day in range(3)]
    file.write_text("".join(json.dumps({"body": body, "id": body[28:33]}) + "\n" for body in bodies), "utf-8")
    return file


def test_a_server_of_its_own_on_the_cluster(
    run: Run, server: FakeServer, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []

    @contextmanager
    def local_server(**settings: Any) -> Iterator[str]:
        asked.append(settings)
        yield server.target

    monkeypatch.setattr(_session, "local_server", local_server)
    monkeypatch.delenv("NEWSBRIEF_SERVER")
    output = tmp_path / "briefs.jsonl"
    assert run("batch", source, "-o", output, "--ray", ADDRESS, "--ray-actors", "4").code == 0
    assert sorted(json.loads(line)["line"] for line in output.read_text("utf-8").splitlines()) == [1, 2, 3]
    assert (asked[0]["executor"], asked[0]["ray_address"], asked[0]["ray_max_actors"]) == ("ray", ADDRESS, 4)


def test_a_cluster_that_is_not_there_leaves_the_run_to_be_gone_on_with(
    run: Run, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def local_server(**settings: Any) -> Iterator[str]:
        raise ServerError(f"the local server did not start: no cluster at {settings['ray_address']}")
        yield ""

    monkeypatch.setattr(_session, "local_server", local_server)
    ran = run("batch", source, "-o", tmp_path / "briefs.jsonl", "--ray", ADDRESS)
    assert ran.code == 1
    assert f"no cluster at {ADDRESS}" in ran.err


@pytest.mark.parametrize("other", [["--local"], ["--server", "127.0.0.1:1"], ["--glossary", "desk"]])
def test_what_does_not_go_with_it(run: Run, source: Path, tmp_path: Path, other: list[str]) -> None:
    ran = run("batch", source, "-o", tmp_path / "briefs.jsonl", "--ray", ADDRESS, *other)
    assert (ran.code, "with --ray there is no server" in ran.err) == (2, True)


@pytest.mark.parametrize("actors", ["0", "-1", "many"])
def test_how_many_actors_make_no_sense(run: Run, source: Path, tmp_path: Path, actors: str) -> None:
    ran = run("batch", source, "-o", tmp_path / "b.jsonl", "--ray", ADDRESS, f"--ray-actors={actors}")
    assert (ran.code, "is not a number from 1" in ran.err) == (2, True)
