"""One connection to an SQLite file, on a thread of its own: opened, checked, migrated, its faults typed.

The file is in WAL mode with synchronous=FULL: what has been committed survives a killed process and a lost power supply
(https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_synchronous).
"""

import asyncio
import errno
import logging
import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TypeVar

from newsbrief_service.logs import log
from newsbrief_service.storage.errors import DamagedError, FullError, StoreError, UnavailableError

T = TypeVar("T")

_BUSY_SECONDS = 5.0  # another server on the same folder writes for less than this
_PAGE_BYTES = 4096
_CHECKED_BYTES = 256 << 20


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file holds: its name for people, the package whose migrations/ lead to its schema, and the number it is
    marked with, so that somebody else's database is not written into."""

    name: str
    package: str
    application_id: int

    @property
    def file_name(self) -> str:
        """Of the file in its folder."""
        return f"{self.name}.sqlite3"

    @property
    def damaged(self) -> DamagedError:
        """The file cannot be trusted."""
        return DamagedError(
            f"the file of {self.name} is damaged, or not one of this program's; it is left as it is: put a copy in its "
            "place, or move it away, and start the server anew (its log names the file)"
        )

    def fault(self, error: Exception) -> StoreError | None:
        """What SQLite or the file system says, in our words; None for what is a mistake of this program."""
        full = FullError(
            f"nothing was stored: the disk is full, or the {self.name} take as much of it as they may"
        )
        unreadable = UnavailableError(
            f"{self.name} cannot be read or written here; the server's log says why"
        )
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code == sqlite3.SQLITE_FULL:
                return full
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return self.damaged
            return unreadable if code in _UNAVAILABLE else None
        if isinstance(error, OSError):
            return full if error.errno in (errno.ENOSPC, errno.EDQUOT) else unreadable
        return None


class Database:
    """A connection to `file`, or to a database in memory when it is None. Opened, and the file made, when first used.

    `max_bytes` bounds the file. With `query_only` it refuses to write, and relies on another connection that has
    checked and migrated the file before.
    """

    def __init__(self, kind: Kind, file: Path | None, max_bytes: int, *, query_only: bool = False) -> None:
        self._kind = kind
        self._file = file
        self._max_bytes = max_bytes
        self._query_only = query_only
        self._connection: sqlite3.Connection | None = None
        self._damage: DamagedError | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"newsbrief-{kind.name}")

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Run `work` on the connection's thread.

        Raises:
            UnavailableError: the file cannot be opened, read or written; DamagedError until the server is started anew.
            FullError: the disk is full, or the file as large as it may be.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._run, work)

    async def close(self) -> None:
        """Wait for what is running, and close the file. May be called again."""
        await asyncio.to_thread(self._thread.shutdown)
        self._close()

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._damage is not None:
            raise self._damage
        try:
            if self._connection is None:
                self._connection = self._open()
            return work(self._connection)
        except (sqlite3.Error, OSError) as error:
            fault = self._kind.fault(error)
            if fault is None:
                raise
            self._tell(fault, error)
            raise fault from error
        except UnavailableError as error:
            self._tell(error, error)
            raise

    def _tell(self, fault: StoreError, cause: Exception) -> None:
        """Log it; a damaged file is not opened again, since checking it costs its size each time."""
        log(logging.ERROR, f"{self._kind.name} unavailable", file=str(self._file), problem=str(cause))
        if isinstance(fault, DamagedError):
            self._damage = fault
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._file is not None:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(
                os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
            )  # SQLite would make it readable to all
        connection = sqlite3.connect(
            self._file or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._query_only:
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA query_only=ON")
            return
        # It reads all of the file; damage in a larger one shows when it is met.
        small = self._file is None or self._file.stat().st_size <= _CHECKED_BYTES
        if small and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise self._kind.damaged
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute(f"PRAGMA max_page_count={self._max_bytes // _PAGE_BYTES}")
        _migrate(connection, self._kind)


@contextmanager
def transaction(connection: sqlite3.Connection, *, write: bool) -> Iterator[None]:
    """All statements inside see one state; with `write` all are stored, or, when an exception leaves, none."""
    connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection, kind: Kind) -> None:
    """Bring the schema up to date; each step is stored together with its number."""
    scripts = sorted((resources.files(kind.package) / "migrations").iterdir(), key=lambda path: path.name)
    with transaction(connection, write=True):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        owner = connection.execute("PRAGMA application_id").fetchone()[0]
        if tables and owner != kind.application_id:
            raise kind.damaged
        if version > len(scripts):
            raise UnavailableError(f"the file of {kind.name} was written by a newer version of this program")
        for number, script in enumerate(scripts[version:], start=version + 1):
            # executescript would commit first
            for statement in script.read_text("utf-8").split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version={number}")
        if not tables:
            connection.execute(f"PRAGMA application_id={kind.application_id}")


_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOLFS,
        sqlite3.SQLITE_AUTH,
    }
)
