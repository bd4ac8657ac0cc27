"""Files reach the server character for character."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief import InvalidInput
from newsbrief._cli import _files
from newsbrief.testing import FakeServer

Run = Callable[..., tuple[int, str, str]]
TEXT = "Первая строка.\r\nВторая — 둘째 줄.\n\n\tThird 👍.\r"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("piped", [False, True])
def test_newlines_and_marks(run: Run, server: FakeServer, tmp_path: Path, encoding: str, piped: bool) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert run("brief", "-", stdin=path.read_bytes())[0] == 0 if piped else run("brief", path)[0] == 0
    assert server.requests[0].article
    assert server.requests[0].article.body == TEXT


@pytest.mark.parametrize(("encoding", "text"), [("cp949", "둘째 줄이다."), ("cp1251", "Первая строка.")])
def test_old_encodings_must_be_named(
    run: Run, server: FakeServer, tmp_path: Path, encoding: str, text: str
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    code, out, err = run("brief", path)
    assert (code, out) == (4, "")
    assert err.startswith(
        f"newsbrief: {path}: not UTF-8 text at byte 0: name its encoding, like --encoding cp949"
    )
    assert run("brief", path, "--encoding", encoding)[0] == 0
    assert server.requests[0].article
    assert server.requests[0].article.body == text


def test_broken_utf_16(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xfea")
    code, _, err = run("brief", path)
    assert (code, "not UTF-16 text" in err) == (4, True)


def test_what_never_ends() -> None:
    with pytest.raises(InvalidInput, match="longer than"):
        _files.read_text("/dev/zero", None)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("-", ""),
        ("dir/a.txt", "dir/a.txt"),
        ("기사.txt", "기사.txt"),
        ("a\udcff", "a\ufffd"),
        ("x" * 257, ""),
    ],
)
def test_article_ids(file: str, name: str) -> None:
    assert _files.article_id(file) == name


def test_folders_and_unreadable_files(run: Run, tmp_path: Path) -> None:
    code, _, err = run("brief", tmp_path)
    assert (code, err) == (1, f"newsbrief: {tmp_path}: Is a directory\n")
