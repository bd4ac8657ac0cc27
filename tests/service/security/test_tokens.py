"""The file of tokens: what is in it, who may read it, what becomes of a broken one; and how a server follows it."""

import hashlib
import json
import logging
import os
import stat
import threading
from pathlib import Path

import pytest

from newsbrief_service.security.errors import SecurityFileError, TokenNameError
from newsbrief_service.security.known import KnownTokens
from newsbrief_service.security.tokens import MAX_TOKENS, Token, TokenFile

METHOD = "/newsbrief.v1.NewsBriefService/BriefArticle"


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "data")


def test_a_token_is_kept_as_its_hash(file: TokenFile) -> None:
    secret = file.add("desk", "foreign", (METHOD,), 3)
    (token,) = file.read()
    assert token == Token(
        name="desk",
        tenant="foreign",
        sha256=hashlib.sha256(secret.encode()).hexdigest(),
        methods=(METHOD,),
        max_calls=3,
        created=token.created,
    )
    assert secret not in file.path.read_text()
    assert len(secret) > 40


def test_only_the_owner_may_read(file: TokenFile) -> None:
    file.add("desk")
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.path.parent.iterdir()] == ["tokens.json"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_what_root_adds_the_servers_user_may_read(file: TokenFile) -> None:
    file.path.parent.mkdir()
    os.chown(file.path.parent, 12345, 12346)
    file.add("desk")
    status = file.path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 12346, 0o600)


def test_secrets_differ_and_names_do_not_repeat(file: TokenFile) -> None:
    assert file.add("b") != file.add("a")
    with pytest.raises(TokenNameError, match="'a' already"):
        file.add("a")
    assert [token.name for token in file.read()] == ["a", "b"]


def test_revoked(file: TokenFile) -> None:
    file.add("a")
    file.add("b")
    file.revoke("a")
    assert [token.name for token in file.read()] == ["b"]
    with pytest.raises(TokenNameError, match="no token 'a'"):
        file.revoke("a")


@pytest.mark.parametrize("name", ["", ".a", "a b", "ä", "a" * 65, "a\n", "../a"])
def test_names_that_are_none(file: TokenFile, name: str) -> None:
    for arguments in ((name, "x"), ("x", name or " ")):
        with pytest.raises(TokenNameError, match="is no name"):
            file.add(*arguments)
    assert file.read() == ()


@pytest.mark.parametrize("calls", [-1, 10_001])
def test_bounds_that_are_none(file: TokenFile, calls: int) -> None:
    with pytest.raises(TokenNameError, match="max_calls"):
        file.add("a", max_calls=calls)


def test_no_more_than_can_be_compared(file: TokenFile) -> None:
    file.add("last")
    document = json.loads(file.path.read_text())
    entry = document["tokens"][0]
    document["tokens"] = [{**entry, "name": f"t{i}"} for i in range(MAX_TOKENS)]
    file.path.write_text(json.dumps(document))
    with pytest.raises(TokenNameError, match="1000"):
        file.add("another")


def test_commands_at_once_lose_nothing(file: TokenFile) -> None:
    threads = [threading.Thread(target=file.add, args=(f"t{i}",)) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(file.read()) == 20


BROKEN = [
    b"",
    b"[]",
    b"\xff",
    b"null",
    b'{"version": 2, "tokens": []}',
    b'{"version": 1, "tokens": [{"name": "a"}]}',
    b'{"version": 1, "tokens": [{"name": "a", "tenant": "a", "sha256": "00", "methods": []}]}',
    b'{"version": 1, "tokens": [{"name": "a", "tenant": "a", "sha256": "%s", "methods": [1]}]}' % (b"0" * 64),
]


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_is_not_ours_is_left_alone(file: TokenFile, content: bytes) -> None:
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    for attempt in (file.read, lambda: file.add("a"), lambda: file.revoke("a")):
        with pytest.raises(SecurityFileError, match=r"tokens\.json"):
            attempt()
    assert file.path.read_bytes() == content


def test_no_file_no_tokens(file: TokenFile) -> None:
    assert file.read() == ()
    assert len(KnownTokens(file)) == 0


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SecurityFileError, match="file/data"):
        TokenFile(tmp_path / "file" / "data").add("a")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_changes_are_seen_a_second_later(file: TokenFile) -> None:
    clock = Clock()
    secret = file.add("desk")
    known = KnownTokens(file, clock)
    assert (known.find(secret) or pytest.fail("unknown")).name == "desk"
    assert known.find(secret + "x") is None
    assert known.find("") is None

    second = file.add("archive")
    file.revoke("desk")
    clock.now = 0.9
    assert known.find(second) is None
    clock.now = 1.0
    assert known.find(secret) is None
    assert (known.find(second) or pytest.fail("unknown")).name == "archive"

    file.path.unlink()
    clock.now = 2.0
    assert known.find(second) is None


def test_a_file_broken_later_changes_nothing(file: TokenFile, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "newsbrief.server")
    clock = Clock()
    secret = file.add("desk")
    known = KnownTokens(file, clock)
    file.path.write_text("broken")
    for clock.now in (1.0, 2.0, 3.0):
        assert known.find(secret)
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_a_server_does_not_start_on_a_broken_file(file: TokenFile) -> None:
    file.path.parent.mkdir()
    file.path.write_text("broken")
    with pytest.raises(SecurityFileError):
        KnownTokens(file)
