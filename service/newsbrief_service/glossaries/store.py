"""The store of glossaries: what can be asked of it, each request one transaction on the thread that reads or writes."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

from newsbrief.v1.types_pb2 import GlossaryTerm
from newsbrief_service.glossaries import statements
from newsbrief_service.glossaries.record import Record
from newsbrief_service.glossaries.statements import GlossaryInfo, StoredEntry
from newsbrief_service.storage.database import Kind
from newsbrief_service.storage.errors import NotFoundError
from newsbrief_service.storage.store import SqliteStore

MAX_BYTES = 4 << 30  # of the file
_PAGE_BYTES = 1 << 20  # of the terms on one page; a client takes messages of 4 MiB
KIND = Kind("glossaries", "newsbrief_service.glossaries", 0x6E627266)  # "nbrf"


class Store(SqliteStore):
    """Glossaries in `folder`, or in memory when it is None; see `SqliteStore`."""

    def __init__(self, folder: Path | None, max_bytes: int = MAX_BYTES) -> None:
        super().__init__(KIND, folder, max_bytes)

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
