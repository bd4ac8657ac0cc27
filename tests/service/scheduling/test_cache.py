"""The result cache: what is kept, what goes, and what happens when its file or its disk fails."""

import logging
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from newsbrief_service.scheduling.cache import FILE_NAME, ResultCache

LIMIT = 1 << 20


def value(number: int) -> bytes:
    return (f"result {number} " * 20).encode()


def key(number: int) -> bytes:
    return number.to_bytes(32)


@pytest.mark.parametrize("kept_in", ["memory", "file"])
async def test_what_is_put_is_got(kept_in: str, tmp_path: Path) -> None:
    cache = ResultCache(LIMIT, tmp_path if kept_in == "file" else None)
    await cache.put({key(i): value(i) for i in range(3)})
    assert await cache.get([key(1), key(2), key(9), key(1)]) == {key(1): value(1), key(2): value(2)}
    assert cache.hits == 2
    assert await cache.get([key(i) for i in range(2000)]) == {key(i): value(i) for i in range(3)}
    await cache.close()


async def test_a_file_outlives_its_server_and_is_for_us_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "cache"
    for _ in range(2):
        cache = ResultCache(LIMIT, folder)
        await cache.put({key(1): value(1)})
        await cache.close()
    cache = ResultCache(LIMIT, folder)
    assert await cache.get([key(1)]) == {key(1): value(1)}
    await cache.close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_the_size_is_bounded_and_the_unused_go_first(tmp_path: Path) -> None:
    limit = 100 * (200 + len(value(100)))
    cache = ResultCache(limit, tmp_path)
    for i in range(100, 400):
        await cache.put({key(i): value(i)})
        assert await cache.get([key(100)])  # used all the time
    left = await cache.get([key(i) for i in range(100, 400)])
    await cache.close()
    assert 80 <= len(left) <= 100
    assert key(100) in left
    assert key(399) in left
    assert key(101) not in left


async def test_a_broken_value_is_a_miss(tmp_path: Path) -> None:
    cache = ResultCache(LIMIT, tmp_path)
    await cache.put({key(1): value(1), key(2): value(2)})
    await cache.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as database:
        database.execute("UPDATE results SET value = ? WHERE key = ?", (value(3), key(1)))
    database.close()
    cache = ResultCache(LIMIT, tmp_path)
    assert await cache.get([key(1), key(2)]) == {key(2): value(2)}
    await cache.put({key(1): value(1)})
    assert await cache.get([key(1)]) == {key(1): value(1)}
    await cache.close()


async def test_a_value_under_another_key_is_a_miss(tmp_path: Path) -> None:
    cache = ResultCache(LIMIT, tmp_path)
    await cache.put({key(1): value(1)})
    await cache.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as database:
        database.execute("UPDATE results SET key = ?", (key(2),))
    database.close()
    cache = ResultCache(LIMIT, tmp_path)
    assert await cache.get([key(2)]) == {}
    await cache.close()


@pytest.mark.parametrize("content", [b"no database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 5000])
async def test_a_broken_file_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    cache = ResultCache(LIMIT, tmp_path)
    await cache.put({key(1): value(1)})
    assert await cache.get([key(1)]) == {key(1): value(1)}
    await cache.close()


async def test_no_folder_to_be_had_is_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ResultCache(LIMIT, tmp_path / "file")
    for _ in range(3):
        await cache.put({key(1): value(1)})
        assert await cache.get([key(1)]) == {}
    await cache.close()
    assert [r.levelno for r in caplog.records] == [logging.WARNING]


async def test_a_full_disk_is_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """SQLite's own limit on pages stands for the disk's end: the error is the same, "database or disk is full"."""
    cache = ResultCache(1 << 30, tmp_path)
    await cache.put({key(1): value(1)})
    assert cache._database is not None
    await cache._run(lambda: cache._database and cache._database.execute("PRAGMA max_page_count = 20"), None)
    for i in range(2, 50):
        await cache.put({key(i): value(i) * 20})
        assert set(await cache.get([key(i)])) <= {key(i)}
    await cache.close()
    assert len(caplog.records) == 1
    assert "full" in getattr(caplog.records[0], "fields")["problem"]  # noqa: B009 - the record's type has no such field


WRITER = """
import asyncio, sys
from pathlib import Path
from newsbrief_service.scheduling.cache import ResultCache

async def main():
    cache = ResultCache(1 << 30, Path(sys.argv[1]))
    for i in range(1_000_000):
        await cache.put({(i % 500).to_bytes(32): (f"result {i % 500} " * 20).encode()})
        if i == 20:
            print("writing", flush=True)

asyncio.run(main())
"""


async def test_a_writer_killed_again_and_again_leaves_no_wrong_result(tmp_path: Path) -> None:
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        assert writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        writer.communicate()
        cache = ResultCache(1 << 30, tmp_path)
        found = await cache.get([key(i) for i in range(500)])
        await cache.close()
        assert found
        assert all(result == value(int.from_bytes(number)) for number, result in found.items())
        with sqlite3.connect(tmp_path / FILE_NAME) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        database.close()
