"""The store of jobs: what can be asked of it, each request one transaction; one server at a time works on it."""

import fcntl
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from newsbrief_service.jobs import statements
from newsbrief_service.jobs.statements import JobInfo, Result, Step, Waiting
from newsbrief_service.storage.database import Kind
from newsbrief_service.storage.errors import FullError, InUseError
from newsbrief_service.storage.store import SqliteStore

KIND = Kind("jobs", "newsbrief_service.jobs", 0x6E626A62)  # "nbjb"
# Bytes of results that are reckoned with for each byte of articles that wait: articles are refused where there would be
# no room for their results.
RESULT_FACTOR = 4


class JobStore(SqliteStore):
    """Jobs in `folder`, or in memory when it is None; see `SqliteStore`. Raises InUseError while another has them."""

    def __init__(self, folder: Path | None, max_bytes: int) -> None:
        super().__init__(KIND, folder, max_bytes)
        self._max_bytes = max_bytes
        self._lock: int | None = None

    async def open(self) -> list[JobInfo]:
        """Take the folder; the jobs to go on with, the oldest first. What was still being received is forgotten."""

        def work(connection: sqlite3.Connection) -> list[JobInfo]:
            statements.condemn(connection, "state = ?", [statements.RECEIVING])
            return statements.active(connection)

        await self._writer.run(lambda connection: None)  # makes folder and file
        self._take_folder()
        return await self._write(work)

    async def close(self) -> None:
        """Wait for what is running, and leave the folder to others."""
        await super().close()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def create(self, owner: str, ident: str, options: bytes) -> int:
        """Begin to receive a job; returns its key. Raises ExistsError, FullError."""
        return await self._write(lambda connection: statements.insert(connection, owner, ident, options))

    async def append(self, key: int, articles: Sequence[bytes]) -> None:
        """Add articles to a job that is being received. Raises FullError where their results would find no room."""

        def work(connection: sqlite3.Connection) -> None:
            bytes_waiting = statements.append(connection, key, articles)
            wanted = bytes_used(connection) + RESULT_FACTOR * bytes_waiting
            if wanted > self._max_bytes:
                raise FullError(
                    "nothing was stored: jobs and their results take as much of the disk as they may"
                )

        await self._write(work)

    async def queue(self, key: int) -> JobInfo:
        """The job has been received whole: it is there from now on. Raises ExistsError."""
        return await self._write(lambda connection: statements.queue(connection, key))

    async def give_up(self, key: int) -> None:
        """The job will not be received whole. Nothing happens to one that has been."""
        gone = (key, statements.RECEIVING)
        await self._write(lambda connection: statements.condemn(connection, "key = ? AND state = ?", gone))

    async def get(self, owner: str, ident: str) -> JobInfo:
        """Raises NotFoundError."""
        return await self.read(lambda connection: statements.info(connection, owner, ident))

    async def jobs(self, owner: str, before: int, limit: int) -> list[JobInfo]:
        """Up to `limit` jobs with keys below `before`, the newest first."""
        return await self.read(lambda connection: statements.infos(connection, owner, before, limit))

    async def cancel(self, owner: str, ident: str) -> JobInfo:
        """End a job; one that has ended stays as it is. Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> JobInfo:
            job = statements.info(connection, owner, ident)
            statements.end(connection, job.key, statements.CANCELLED)
            return statements.by_key(connection, job.key)

        return await self._write(work)

    async def delete(self, owner: str, ident: str) -> JobInfo:
        """Delete a job; returns what it was. Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> JobInfo:
            job = statements.info(connection, owner, ident)
            statements.condemn(connection, "key = ?", [job.key])
            return job

        return await self._write(work)

    async def expire(self, ended_before: int) -> None:
        """Delete the jobs that ended before a time in microseconds since 1970."""
        ended = (statements.SUCCEEDED, statements.CANCELLED, ended_before)
        await self._write(
            lambda connection: statements.condemn(connection, "state IN (?, ?) AND ended < ?", ended)
        )

    async def sweep(self) -> bool:
        """Free some of what deleted jobs take; whether there is more."""
        return await self._write(statements.sweep)

    async def waiting(self, key: int, after: int, limit: int) -> list[Waiting]:
        """Up to `limit` articles without results, numbered above `after`."""
        return await self.read(lambda connection: statements.waiting(connection, key, after, limit))

    async def write(self, steps: Sequence[Step]) -> list[JobInfo | None]:
        """Take `steps`, all in one transaction; what each returned."""
        return await self._write(lambda connection: [step(connection) for step in steps])

    async def results(
        self, owner: str, ident: str, start: int, max_bytes: int
    ) -> tuple[JobInfo, list[Result]]:
        """A job, and its results from the place `start` on, about `max_bytes` at most. Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> tuple[JobInfo, list[Result]]:
            job = statements.info(connection, owner, ident)
            return job, statements.results(connection, job.key, start, max_bytes)

        return await self.read(work)

    def _take_folder(self) -> None:
        """SQLite would let two servers work on the same jobs; each article would be briefed by both."""
        if self._file is None or self._lock is not None:
            return
        try:
            lock = os.open(self._file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise KIND.fault(error) or error from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise InUseError("another server has the jobs of this folder, and has not stopped yet") from None
        self._lock = lock


def bytes_used(connection: sqlite3.Connection) -> int:
    """What the file holds, without what is free in it."""
    size, pages, free = (
        connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_size", "page_count", "freelist_count")
    )
    return int(size * (pages - free))
