"""A store over one SQLite file: each request one transaction, on the thread that reads or the one that writes."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from newsbrief_service.storage.database import Database, Kind, transaction

T = TypeVar("T")


class SqliteStore:
    """What is kept in `folder`, or in memory when it is None. Safe to use from many tasks: one thread
    writes, one reads.

    Every method raises UnavailableError when the file cannot be used, methods that write FullError when it can hold no
    more; nothing has been stored then.
    """

    def __init__(self, kind: Kind, folder: Path | None, max_bytes: int) -> None:
        self._file = folder / kind.file_name if folder else None
        self._writer = Database(kind, self._file, max_bytes)
        self._reader = Database(kind, self._file, max_bytes, query_only=True) if folder else self._writer
        self._opened = False

    async def check(self) -> None:
        """Open the file if there is one; raises UnavailableError."""
        if self._file is not None and self._file.exists():
            await self._open()

    async def close(self) -> None:
        """Wait for what is running."""
        await self._writer.close()
        if self._reader is not self._writer:
            await self._reader.close()

    async def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work`, which only reads, on the reading thread; it sees one state of the store."""
        if not self._opened:
            await self._open()
        return await self._reader.run(lambda connection: _within(connection, work, write=False))

    async def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        return await self._writer.run(lambda connection: _within(connection, work, write=True))

    async def _open(self) -> None:
        """Have the writer open the file, which checks and migrates it."""
        await self._writer.run(lambda connection: None)
        self._opened = True


def _within(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], T], *, write: bool) -> T:
    with transaction(connection, write=write):
        return work(connection)
