"""`newsbrief-server tokens`: what it prints, and what it says when it cannot."""

from pathlib import Path

import pytest

from newsbrief_service.__main__ import main
from newsbrief_service.exits import EXIT_CONFIG, EXIT_REFUSED, EXIT_USAGE
from newsbrief_service.security.known import KnownTokens
from newsbrief_service.security.tokens import TokenFile

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWSBRIEF_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments: str) -> int:
    return main(["tokens", *arguments])


def test_added_listed_revoked(folder: Path, capsys: Capture) -> None:
    options = ("--tenant", "foreign", "--allow", "BriefArticle", "GlossaryService", "--max-calls", "3")
    assert run("add", "desk", *options) == 0
    secret = capsys.readouterr().out.strip()
    token = KnownTokens(TokenFile(folder)).find(secret)
    assert token is not None
    assert (token.tenant, token.max_calls) == ("foreign", 3)
    assert "/newsbrief.v1.NewsBriefService/BriefArticle" in token.methods
    assert "/newsbrief.v1.GlossaryService/DeleteGlossary" in token.methods
    assert "/newsbrief.v1.NewsBriefService/TranslateText" not in token.methods

    assert run("add", "wire") == 0
    capsys.readouterr()
    assert run("list") == 0
    title, first, second = capsys.readouterr().out.splitlines()
    assert title.split() == ["NAME", "TENANT", "CALLS", "CREATED", "METHODS"]
    assert first.split()[:3] + first.split()[4:] == [
        "desk",
        "foreign",
        "3",
        "GlossaryService",
        "BriefArticle",
    ]
    assert second.split()[:3] + second.split()[4:] == ["wire", "wire", "-", "all"]
    assert secret not in title + first + second

    assert run("revoke", "desk") == 0
    assert KnownTokens(TokenFile(folder)).find(secret) is None


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "a b"), EXIT_REFUSED, "'a b' is no name"),
        (("add", "desk", "--allow", "Nope"), EXIT_REFUSED, "no method 'Nope'; there are NewsBriefService"),
        (("add", "desk", "--max-calls", "-1"), EXIT_REFUSED, "max_calls is -1"),
        (("revoke", "desk"), EXIT_REFUSED, "no token 'desk'"),
        (("list", "--data-dir", ":memory:"), EXIT_CONFIG, "data_dir is ':memory:'"),
        (("list", "--config", "/nowhere.toml"), EXIT_USAGE, "/nowhere.toml"),
    ],
)
def test_what_cannot_be_done(
    arguments: tuple[str, ...], code: int, said: str, folder: Path, capsys: Capture
) -> None:
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert (captured.out, captured.err.count("\n")) == ("", 1)
    assert not (folder / "tokens.json").exists()


def test_a_broken_file(folder: Path, capsys: Capture) -> None:
    folder.mkdir()
    (folder / "tokens.json").write_text("broken")
    for arguments in (("list",), ("add", "desk"), ("revoke", "desk")):
        assert run(*arguments) == EXIT_CONFIG
        assert "tokens.json" in capsys.readouterr().err
