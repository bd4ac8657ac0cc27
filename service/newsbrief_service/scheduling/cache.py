"""Results kept: an SQLite table bounded in size, the longest unused go first. It may fail; a call never fails by it."""

import asyncio
import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from newsbrief_service.logs import log

T = TypeVar("T")

FILE_NAME = "results.sqlite3"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS results (
    key BLOB PRIMARY KEY, value BLOB NOT NULL, digest BLOB NOT NULL, used INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS results_used ON results (used);
"""
_ROW_BYTES = 200  # what the table and its index take besides the value, about
_KEEP = 0.9  # of the limit, once it was passed
_AT_ONCE = 500  # variables of one statement


class ResultCache:
    """Values by key. `folder` None keeps them in memory; else in a file there, in a folder that only we may open.

    Everything SQLite does runs in one thread. Whatever goes wrong (no folder, full disk, read-only or broken file)
    is logged once as a warning, and from then on nothing is kept.
    """

    def __init__(self, limit_bytes: int, folder: Path | None = None) -> None:
        self._limit = limit_bytes
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsbrief-cache")
        self._database: sqlite3.Connection | None = None
        self._clock = 0  # of uses: grows by one with each
        self._size = 0
        self.hits = 0
        self.failures = 0
        self._thread.submit(self._guarded, lambda: self._open(folder), None)

    async def get(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values there are. A value that is not what was stored counts as missing."""
        wanted = list(dict.fromkeys(keys))
        return await self._run(lambda: self._get(wanted), {})

    async def put(self, values: Mapping[bytes, bytes]) -> None:
        """Keep `values`; once over the limit, forget what was not used for longest."""
        await self._run(lambda: self._put(values), None)

    async def close(self) -> None:
        """Finish what is under way."""
        await self._run(self._close, None)
        await asyncio.to_thread(self._thread.shutdown)

    async def _run(self, work: Callable[[], T], otherwise: T) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._guarded, work, otherwise)

    def _guarded(self, work: Callable[[], T], otherwise: T) -> T:
        try:
            return work()
        except (sqlite3.Error, OSError) as error:
            self.failures += 1
            log(logging.WARNING, "result cache off", kind=type(error).__name__, problem=str(error))
            if self._database is not None:
                database, self._database = self._database, None
                database.close()
            return otherwise

    def _open(self, folder: Path | None) -> None:
        if folder is None:
            path = ":memory:"
        else:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)  # the results are articles' text
            path = str(folder / FILE_NAME)
        try:
            self._database = _opened(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) or folder is None:
                raise
            # Not a database, or a broken one: its content was only a copy of what can be made again.
            log(logging.WARNING, "result cache was broken and is begun anew", problem=str(error))
            for name in (FILE_NAME, FILE_NAME + "-wal", FILE_NAME + "-shm"):
                (folder / name).unlink(missing_ok=True)
            self._database = _opened(path)
        self._clock = self._database.execute("SELECT ifnull(max(used), 0) FROM results").fetchone()[0]
        self._size = self._measured()

    def _get(self, keys: list[bytes]) -> dict[bytes, bytes]:
        if self._database is None:
            return {}
        found, broken = dict[bytes, bytes](), []
        for start in range(0, len(keys), _AT_ONCE):
            part = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(part))
            query = f"SELECT key, value, digest FROM results WHERE key IN ({marks})"  # noqa: S608 - only marks
            for key, value, digest in self._database.execute(query, part):
                if _digest(key, value) == digest:
                    found[key] = value
                else:
                    broken.append((key,))
        if found:
            with self._database:
                self._database.executemany(
                    "UPDATE results SET used = ? WHERE key = ?", [(self._tick(), key) for key in found]
                )
        if broken:
            log(logging.WARNING, "results in the cache were broken", count=len(broken))
            with self._database:
                self._database.executemany("DELETE FROM results WHERE key = ?", broken)
        self.hits += len(found)
        return found

    def _put(self, values: Mapping[bytes, bytes]) -> None:
        if self._database is None:
            return
        rows = [(key, value, _digest(key, value), self._tick()) for key, value in values.items()]
        with self._database:
            self._database.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", rows)
        self._size += sum(_ROW_BYTES + len(value) for value in values.values())
        if self._size > self._limit:
            self._shrink(self._database)

    def _shrink(self, database: sqlite3.Connection) -> None:
        size = self._measured()  # replaced values were counted twice
        keep = int(self._limit * _KEEP)
        stale = []
        for key, length in database.execute("SELECT key, length(value) FROM results ORDER BY used"):
            if size <= keep:
                break
            stale.append((key,))
            size -= length + _ROW_BYTES
        with database:
            database.executemany("DELETE FROM results WHERE key = ?", stale)
        self._size = size

    def _measured(self) -> int:
        assert self._database is not None  # noqa: S101 - callers have it
        query = f"SELECT ifnull(sum(length(value) + {_ROW_BYTES}), 0) FROM results"  # noqa: S608 - a constant
        return int(self._database.execute(query).fetchone()[0])

    def _tick(self) -> int:
        self._clock += 1
        return self._clock

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
            self._database = None


def _opened(path: str) -> sqlite3.Connection:
    # A result lost with the power costs a translation; waiting for the disk at each would cost more.
    database = sqlite3.connect(path, timeout=0.2)
    try:
        for setting in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON"):
            with closing(database.execute(f"PRAGMA {setting}")):
                pass
        database.executescript(_SCHEMA)
        with closing(database.execute("PRAGMA quick_check(1)")) as check:
            if check.fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("quick_check failed")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _digest(key: bytes, value: bytes) -> bytes:
    return hashlib.sha256(key + value).digest()
