"""The private server is found by its entry point."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, EntryPoints
from typing import Any

import pytest

import newsbrief
from newsbrief import _local
from newsbrief.testing import FakeServer

ended: list[str] = []
received: list[dict[str, Any]] = []


@contextmanager
def served(**settings: Any) -> Iterator[str]:
    received.append(settings)
    with FakeServer() as server:
        yield server.target
        ended.append(server.target)


def needs_more(**settings: Any) -> Any:
    raise ModuleNotFoundError("No module named 'ctranslate2'", name="ctranslate2")


def does_not_start(**settings: Any) -> Any:
    raise RuntimeError("model.bin: sha256 differs")


def provide(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    found = [EntryPoint("default", value, "newsbrief.local_server")] if value else []

    def entry_points(*, group: str, name: str) -> EntryPoints:
        return EntryPoints(found).select(group=group, name=name)

    monkeypatch.setattr(_local, "entry_points", entry_points)


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "local_server_of_the_test", sys.modules[__name__])


def test_it_serves_for_the_length_of_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, "local_server_of_the_test:served")
    with newsbrief.local_server(max_characters=100) as target, newsbrief.Client(target) as client:
        assert client.models()
        assert target not in ended
    assert ended[-1] == target
    assert received[-1] == {"max_characters": 100}


def test_an_error_of_the_block_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, "local_server_of_the_test:served")
    with pytest.raises(ZeroDivisionError), newsbrief.local_server():
        1 / 0  # noqa: B018


@pytest.mark.parametrize(
    "value", [None, "local_server_of_the_test:needs_more", "newsbrief_nowhere.local:local_server"]
)
def test_not_installed_says_how_to_install(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    provide(monkeypatch, value)
    with pytest.raises(newsbrief.NotInstalled) as caught, newsbrief.local_server():
        pass
    assert "pip install 'newsbrief[server]'" in str(caught.value)


def test_one_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    provide(monkeypatch, "local_server_of_the_test:does_not_start")
    with pytest.raises(newsbrief.ServerError, match=r"model\.bin: sha256 differs"), newsbrief.local_server():
        pass
