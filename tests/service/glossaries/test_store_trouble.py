"""The store: kills, full disks, folders and files it cannot use."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from newsbrief_service.storage.errors import (
    DamagedError,
    FullError,
    UnavailableError,
)
from tests.service.glossaries.conftest import Opened
from tests.service.glossaries.terms import record, records


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "data" / "glossaries.sqlite3"


async def test_a_full_disk_stores_nothing_and_reading_goes_on(opened: Opened) -> None:
    store = opened(max_bytes=200_000)
    await store.create("desk", "", records(10))
    with pytest.raises(FullError, match="nothing was stored"):
        await store.add("desk", records(20_000), replace=False)
    assert (await store.get("desk")).entry_count == 10
    await store.create_entry("desk", record("Seoul", "서울"))
    assert (await store.get("desk")).entry_count == 11


async def test_a_folder_that_cannot_be_made(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = opened(folder=tmp_path / "file" / "data")
    await store.check()
    for call in (store.get("desk"), store.create("desk", "", [])):
        with pytest.raises(UnavailableError) as caught:
            await call
        assert str(tmp_path) not in str(caught.value)
    (tmp_path / "file").unlink()
    await store.create("desk", "", [])  # what was in the way is gone: no restart is needed


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
async def test_a_folder_that_cannot_be_written(opened: Opened, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o500)
    with pytest.raises(UnavailableError):
        await opened().create("desk", "", [])
    folder.chmod(0o700)


async def test_a_file_that_may_only_be_read_is_read(opened: Opened, tmp_path: Path) -> None:
    store = opened()
    await store.create("desk", "", records(2))

    def refuse(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA query_only=ON")

    await store._writer.run(refuse)  # what SQLite says of a file system mounted read-only
    with pytest.raises(UnavailableError):
        await store.create_entry("desk", record("Seoul", "서울"))
    assert (await store.get("desk")).entry_count == 2


BROKEN = {
    "no database": b"once upon a time " * 1000,
    "cut short": None,
    "pages overwritten": None,
}


@pytest.mark.parametrize("how", BROKEN)
async def test_a_damaged_file_is_told_of_and_left_alone(opened: Opened, tmp_path: Path, how: str) -> None:
    store = opened()
    await store.create("desk", "", records(2000))
    await store.close()
    file = file_of(tmp_path)
    content = file.read_bytes()
    if how == "no database":
        content = BROKEN[how] or b""
    elif how == "cut short":
        content = content[: len(content) // 2]
    else:
        content = content[:8192] + b"\xa5" * 40_000 + content[48_192:]
    file.write_bytes(content)
    again = opened()
    with pytest.raises(DamagedError, match="damaged"):
        await again.check()
    for call in (again.get("desk"), again.create("other", "", [])):
        with pytest.raises(DamagedError):
            await call
    assert file.read_bytes() == content


async def test_somebody_elses_database_is_not_written_into(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    with sqlite3.connect(file_of(tmp_path)) as connection:
        connection.execute("CREATE TABLE addresses (name TEXT)")
    connection.close()
    with pytest.raises(DamagedError):
        await opened().check()
    connection = sqlite3.connect(file_of(tmp_path))
    assert [row[0] for row in connection.execute("SELECT name FROM sqlite_master")] == ["addresses"]
    connection.close()


async def test_a_file_of_a_newer_version_is_not_touched(opened: Opened, tmp_path: Path) -> None:
    store = opened()
    await store.create("desk", "", [])
    await store.close()
    connection = sqlite3.connect(file_of(tmp_path))
    connection.execute("PRAGMA user_version=1000")
    connection.close()
    with pytest.raises(UnavailableError, match="newer version"):
        await opened().check()


WRITER = """
import asyncio, sys
from pathlib import Path
from newsbrief_service.glossaries.store import Store
from tests.service.glossaries.terms import record

async def main():
    store = Store(Path(sys.argv[1]))
    await store.create("desk", "", [])
    number = 0
    while True:
        await store.add("desk", [record(f"Term {number + i}", f"용어{number + i}") for i in range(20)], replace=False)
        number += 20
        print(number, flush=True)

asyncio.run(main())
"""


async def test_what_was_acknowledged_survives_a_kill(opened: Opened, tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "data")], stdout=subprocess.PIPE, text=True, cwd=root
    )
    assert process.stdout is not None
    for _ in range(25):
        acknowledged = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.communicate(timeout=20)[0].split()
    acknowledged = int(rest[-1]) if rest else acknowledged
    assert process.returncode == -signal.SIGKILL

    store = opened()
    kept = (await store.get("desk")).entry_count
    assert kept in (acknowledged, acknowledged + 20)  # a write may have been finished and not told
    last, _ = await store.entries("desk", kept - 1, 10, "")
    assert [entry.term.forms["en"].text for entry in last] == [f"Term {kept - 1}"]
    check = await store.read(lambda c: c.execute("PRAGMA integrity_check").fetchall())
    assert check == [("ok",)]
