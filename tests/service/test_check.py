"""`newsbrief-server check`: a line for each thing, and one exit code for all."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsbrief_bundled
from newsbrief_service import checking
from newsbrief_service.__main__ import main
from newsbrief_service.exits import EXIT_CONFIG
from newsbrief_service.logs import LOGGER, JsonFormatter
from newsbrief_service.security.tokens import TokenFile
from tests.service.security.pki import Authority

Lines = dict[str, tuple[str, str]]


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The command silences the log; the tests after these want to see it."""
    level = LOGGER.level
    yield
    LOGGER.setLevel(level)
    for handler in logging.getLogger().handlers[:]:
        if isinstance(handler.formatter, JsonFormatter):
            logging.getLogger().removeHandler(handler)


def checked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, Lines]:
    """The exit code, and each line as its name, mark and text."""
    code = main(["check", *options])
    out, err = capsys.readouterr()
    assert err == ""
    lines: Lines = {}
    for line in out.splitlines():
        mark, rest = line[:6].strip(), line[8:]
        name, _, said = rest.partition(": ")
        lines[name] = mark, said
    return code, lines


def test_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificate, key = Authority().issue().write(tmp_path)
    TokenFile(tmp_path).add("desk")
    files = ("--tls-cert", str(certificate), "--tls-key", str(key))
    code, lines = checked(capsys, "--auth", "tokens", "--data-dir", str(tmp_path), *files)
    assert code == 0
    assert {mark for mark, _ in lines.values()} == {"ok"}
    parts = ["address", "certificates", "tokens", "storage", "cache", "engines", "text workers", "models"]
    assert list(lines) == parts
    assert lines["address"][1] == "127.0.0.1:50051, TLS, with a token"
    assert lines["certificates"][1].startswith("CN=localhost, server until ")
    assert lines["tokens"][1] == "1, of 1 tenants"
    for direction in ("en-ko", "en-ru", "ko-en", "ko-ru", "ru-en", "ru-ko"):
        assert direction in lines["models"][1]


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves the model out, for tests of something else."""
    monkeypatch.delitem(checking._PARTS, "models")


@pytest.mark.usefixtures("no_model")
def test_everything_that_is_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tokens.json").write_text("broken")
    (tmp_path / "glossaries.sqlite3").write_text("broken" * 1000)
    missing = str(tmp_path / "none.pem")
    code, lines = checked(
        capsys, "--auth", "tokens", "--data-dir", str(tmp_path), "--tls-cert", missing, "--tls-key", missing
    )
    assert code == EXIT_CONFIG
    assert [name for name, (mark, _) in lines.items() if mark == "failed"] == [
        "certificates",
        "tokens",
        "storage",
    ]
    assert missing in lines["certificates"][1]


@pytest.mark.usefixtures("no_model")
def test_tokens_that_nobody_has_yet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = checked(capsys, "--auth", "tokens", "--data-dir", str(tmp_path / "data"))
    assert code == 0
    assert "nobody can call" in lines["tokens"][1]
    assert not (tmp_path / "data").exists()  # looking changes nothing


@pytest.mark.usefixtures("no_model")
def test_storage_in_the_way_of_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    code, lines = checked(capsys, "--data-dir", str(tmp_path / "file" / "data"))
    assert (code, lines["storage"][0]) == (EXIT_CONFIG, "failed")


@pytest.mark.usefixtures("no_model")
def test_an_address_for_everybody(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = checked(capsys, "--host", "10.0.0.1", "--insecure-bind", "--data-dir", ":memory:")
    assert code == 0
    assert (
        lines["address"][1] == "10.0.0.1:50051, no TLS, anybody may call, and other machines may reach it so"
    )


def test_a_model_that_changed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = Path(shutil.copytree(newsbrief_bundled.path(), tmp_path / "model"))
    weights = model / "model.bin"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    code, lines = checked(capsys, "--data-dir", ":memory:", "--model", str(model))
    assert code == EXIT_CONFIG
    assert lines["models"][0] == "failed"
    assert "model.bin" in lines["models"][1]


def test_settings_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--port", "x"]) == EXIT_CONFIG
    assert "--port is 'x'" in capsys.readouterr().err
