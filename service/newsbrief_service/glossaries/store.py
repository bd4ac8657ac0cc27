"""The store of glossaries: what can be asked of it, each request one transaction on the thread that reads or writes."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from newsbrief.v1.types_pb2 import GlossaryTerm
from newsbrief_service.glossaries import statements
from newsbrief_service.glossaries.database import Database, transaction
from newsbrief_service.glossaries.errors import NotFoundError
from newsbrief_service.glossaries.record import Record
from newsbrief_service.glossaries.statements import GlossaryInfo, StoredEntry

T = TypeVar("T")

MAX_BYTES = 4 << 30  # of the file
_PAGE_BYTES = 1 << 20  # of the terms on one page; a client takes messages of 4 MiB
_FILE = "glossaries.sqlite3"


class Store:
    """Glossaries in `folder`, or in memory when it is None. Safe to use from many tasks: one thread writes, one reads.

    Every method raises UnavailableError when the file cannot be used, methods that write FullError when it can hold no
    more; nothing has been stored then.
    """

    def __init__(self, folder: Path | None, max_bytes: int = MAX_BYTES) -> None:
        self._file = folder / _FILE if folder else None
        self._writer = Database(self._file, max_bytes)
        self._reader = Database(self._file, max_bytes, query_only=True) if folder else self._writer
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

    async def create(self, ident: str, display_name: str, records: Sequence[Record]) -> GlossaryInfo:
        """Store a new glossary; raises ExistsError, FullError."""

        def work(connection: sqlite3.Connection) -> GlossaryInfo:
            key = statements.insert(connection, ident, display_name)
            statements.put(connection, key, records)
            return statements.changed(connection, key)

        return await self._write(work)

    async def get(self, ident: str) -> GlossaryInfo:
        """Raises NotFoundError."""
        return await self.read(lambda connection: statements.info(connection, ident)[1])

    async def glossaries(self, after: str, limit: int) -> list[GlossaryInfo]:
        """Up to `limit` glossaries whose ids come after `after`, in their order."""
        return await self.read(lambda connection: statements.infos(connection, after, limit))

    async def rename(self, ident: str, display_name: str, etag: str) -> GlossaryInfo:
        """Change the display name; `etag` must be the current one, or empty. Raises NotFoundError, EtagError."""

        def work(connection: sqlite3.Connection) -> GlossaryInfo:
            key = statements.matching(connection, ident, etag)
            connection.execute("UPDATE glossary SET display_name = ? WHERE key = ?", (display_name, key))
            return statements.changed(connection, key)

        return await self._write(work)

    async def delete(self, ident: str, etag: str) -> None:
        """Delete a glossary and its entries; `etag` as for `rename`. Raises NotFoundError, EtagError."""

        def work(connection: sqlite3.Connection) -> None:
            key = statements.matching(connection, ident, etag)
            connection.execute("DELETE FROM glossary WHERE key = ?", (key,))

        await self._write(work)

    async def add(self, ident: str, records: Sequence[Record], *, replace: bool) -> GlossaryInfo:
        """Store entries: in place of all there are with `replace`, else each in place of one with the same forms.

        Raises:
            NotFoundError, FullError: nothing was stored.
        """

        def work(connection: sqlite3.Connection) -> GlossaryInfo:
            key, _ = statements.info(connection, ident)
            if replace:
                connection.execute("DELETE FROM entry WHERE glossary = ?", (key,))
            statements.put(connection, key, records)
            return statements.changed(connection, key)

        return await self._write(work)

    async def create_entry(self, ident: str, record: Record) -> StoredEntry:
        """Raises NotFoundError, ExistsError, FullError."""

        def work(connection: sqlite3.Connection) -> StoredEntry:
            key, _ = statements.info(connection, ident)
            statements.refuse_same(connection, key, record)
            number = statements.put(connection, key, [record])
            return StoredEntry(number, record.read(), statements.changed(connection, key).updated)

        return await self._write(work)

    async def update_entry(
        self, ident: str, number: int, change: Callable[[GlossaryTerm], Record]
    ) -> StoredEntry:
        """Store what `change` makes of an entry's term. Raises NotFoundError, ExistsError, and what `change` raises."""

        def work(connection: sqlite3.Connection) -> StoredEntry:
            key, _ = statements.info(connection, ident)
            record = change(statements.entry(connection, key, number))
            statements.refuse_same(connection, key, record, number)
            updated = statements.changed(connection, key).updated
            connection.execute(
                "UPDATE entry SET identity = ?, term = ?, search = ?, updated = ? WHERE glossary = ? AND number = ?",
                (record.identity, record.term, record.search, updated, key, number),
            )
            return StoredEntry(number, record.read(), updated)

        return await self._write(work)

    async def delete_entry(self, ident: str, number: int) -> None:
        """Raises NotFoundError."""

        def work(connection: sqlite3.Connection) -> None:
            key, _ = statements.info(connection, ident)
            sql = "DELETE FROM entry WHERE glossary = ? AND number = ?"
            if connection.execute(sql, (key, number)).rowcount != 1:
                raise NotFoundError("there is no such entry")
            statements.changed(connection, key)

        await self._write(work)

    async def entries(self, ident: str, after: int, limit: int, query: str) -> tuple[list[StoredEntry], bool]:
        """Up to `limit` entries, about 1 MiB at most, numbered above `after` and holding `query`; whether more follow.

        Raises:
            NotFoundError: no such glossary.
        """

        def work(connection: sqlite3.Connection) -> tuple[list[StoredEntry], bool]:
            key, _ = statements.info(connection, ident)
            found: list[StoredEntry] = []
            size = 0
            for number, term, updated in statements.rows(connection, key, after, query):
                if len(found) == limit or size > _PAGE_BYTES:
                    return found, True
                size += len(term)
                found.append(StoredEntry(number, GlossaryTerm.FromString(term), updated))
            return found, False

        return await self.read(work)

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
