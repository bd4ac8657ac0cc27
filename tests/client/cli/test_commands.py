"""The other commands, in this process."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from newsbrief import Finding, NotInstalled
from newsbrief._cli import _samples, _session
from newsbrief.testing import FakeServer

Run = Callable[..., tuple[int, str, str]]


def test_translate(run: Run, server: FakeServer, file: Path) -> None:
    assert run("translate", file, "--to", "ru", "--lang", "en") == (
        0,
        "[ru] Kim visited Vladivostok on Monday. [ru] He stayed two days. "
        "[ru] Talks went on. [ru] A treaty was signed.\n",
        "",
    )
    assert (server.requests[0].to, server.requests[0].source) == (("ru",), "en")
    document = json.loads(run("translate", file, "--to", "ko", "--format", "json")[1])
    assert document["sourceLanguageCode"] == "en"
    assert document["sentences"][0]["sourceSpan"] == {"start": 0, "end": 34}


def test_translate_says_what_is_wrong_beside_the_text(run: Run, server: FakeServer, file: Path) -> None:
    missing = Finding("number_missing", "error", expected="15")
    server.findings = [missing, replace(missing, repaired=True), replace(missing, severity="warning")]
    file.write_text("One. Two.", "utf-8")
    code, out, err = run("translate", file, "--to", "ru")
    assert (code, out) == (0, "[ru] One. [ru] Two.\n")
    assert err == "".join(f"{file}: sentence {n}: ✗ 15 is missing\n" for n in (1, 2))


def test_translate_to_no_language(run: Run, file: Path) -> None:
    code, _, err = run("translate", file, "--to", "xx")
    assert (code, "target_language_code" in err) == (4, True)


def test_detect(run: Run, file: Path) -> None:
    assert run("detect", file, "-", stdin="Привет".encode())[:2] == (
        0,
        f"{file}: en 1.00\nstandard input: ru 1.00\n",
    )
    document = json.loads(run("detect", file, "--format", "json")[1])
    assert document == {"languages": [{"languageCode": "en", "confidence": 1.0, "supported": True}]}


def test_models(run: Run) -> None:
    code, out, _ = run("models")
    assert code == 0
    assert out.startswith("models/fake translation 1 python Apache-2.0 0.0 MB en→ko")
    assert json.loads(run("models", "--format", "json")[1])["models"][0]["task"] == "MODEL_TASK_TRANSLATION"


@pytest.mark.parametrize(("status", "code"), [("SERVING", 0), ("NOT_SERVING", 3)])
def test_health(run: Run, server: FakeServer, status: str, code: int) -> None:
    server.health = status
    assert run("health") == (code, f"{status}\n", "")


def test_health_of_nobody(run: Run) -> None:
    code, out, err = run("health", "--server", "127.0.0.1:1")
    assert (code, out) == (3, "")
    assert err.startswith("newsbrief: no newsbrief server answers")


@pytest.mark.parametrize("command", ["models", "health"])
def test_errors_without_a_file(run: Run, server: FakeServer, command: str) -> None:
    if command == "models":
        server.fail_next("PERMISSION_DENIED", message="not for you")
        assert run(command) == (1, "", "newsbrief: not for you\n")


@pytest.fixture
def local(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for the private server; notes when it starts and stops."""
    happened: list[str] = []

    @contextmanager
    def local_server() -> Iterator[str]:
        happened.append("started")
        yield server.target
        happened.append("stopped")

    monkeypatch.setattr(_session, "local_server", local_server)
    return happened


def test_local(
    run: Run, server: FakeServer, local: list[str], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_SERVER", "127.0.0.1:1")
    monkeypatch.setenv("NEWSBRIEF_TOKEN", "for-another-server")
    assert run("brief", file, file, "--local")[0] == 0
    assert local == ["started", "stopped"]
    assert [call.metadata.get("authorization") for call in server.requests] == [None, None]


def test_local_that_is_not_installed(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def local_server() -> None:
        raise NotInstalled("pip install 'newsbrief[server]'", reason="SERVER_NOT_INSTALLED")

    monkeypatch.setattr(_session, "local_server", local_server)
    assert run("brief", file, "--local") == (
        1,
        "",
        "newsbrief: pip install 'newsbrief[server]' (SERVER_NOT_INSTALLED)\n",
    )


def test_demo_needs_no_server(
    run: Run, server: FakeServer, local: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_SERVER", "127.0.0.1:1")
    code, out, err = run("demo")
    assert (code, err, local) == (0, "", ["started", "stopped"])
    assert "── 한국어 (Korean) · models/fake" in out
    assert server.requests[0].article
    assert server.requests[0].article.id.endswith(".en.txt")


@pytest.mark.parametrize("language", ["en", "ko", "ru"])
def test_demo_in_each_language(run: Run, server: FakeServer, language: str) -> None:
    assert run("demo", "--lang", language, "--server", server.target)[0] == 0
    assert server.requests[0].article
    assert server.requests[0].article.language == language
    assert server.requests[0].article.id.endswith(f".{language}.txt")


def test_demo_in_another_language(run: Run, local: list[str]) -> None:
    code, _, err = run("demo", "--lang", "fr")
    assert (code, err) == (2, "newsbrief: there is no sample article in 'fr'; there are: en, ko, ru\n")


def test_packaged_samples_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "_samples").mkdir()
    for name in ("b.ko.txt", "a.ko.txt", "a.gold.toml", "README.md"):
        (tmp_path / "_samples" / name).write_text(name)
    monkeypatch.setattr(_samples, "files", lambda package: tmp_path)
    assert _samples.sample("ko") == ("a.ko.txt", "a.ko.txt")


def test_bulk_work_is_marked(run: Run, server: FakeServer, file: Path) -> None:
    assert run("brief", file, "--bulk")[0] == 0
    assert server.requests[0].metadata["x-newsbrief-priority"] == "bulk"
