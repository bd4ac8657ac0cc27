"""The SQL that the store's methods share; all of it runs inside a transaction, on the connection's thread."""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbrief.v1.types_pb2 import GlossaryTerm
from newsbrief_service.glossaries.record import Record
from newsbrief_service.storage.errors import EtagError, ExistsError, FullError, NotFoundError
from newsbrief_service.storage.times import now

MAX_GLOSSARIES = 1_000
MAX_ENTRIES = 100_000  # of one glossary

_COLUMNS = "id, display_name, entry_count, created, updated, etag"


@dataclass(frozen=True, slots=True)
class GlossaryInfo:
    """A stored glossary; times are microseconds since 1970, UTC."""

    id: str
    display_name: str
    entry_count: int
    created: int
    updated: int
    etag: str


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry; `number` is its own within the glossary, `updated` in microseconds since 1970."""

    number: int
    term: GlossaryTerm
    updated: int


def info(connection: sqlite3.Connection, ident: str) -> tuple[int, GlossaryInfo]:
    """The key and the rest of a glossary; raises NotFoundError."""
    sql = f"SELECT key, {_COLUMNS} FROM glossary WHERE id = ?"  # noqa: S608 - a constant
    row = connection.execute(sql, (ident,)).fetchone()
    if row is None:
        raise NotFoundError("there is no such glossary")
    return row[0], GlossaryInfo(*row[1:])


def infos(connection: sqlite3.Connection, after: str, limit: int) -> list[GlossaryInfo]:
    """Up to `limit` glossaries whose ids come after `after`, in their order."""
    sql = f"SELECT {_COLUMNS} FROM glossary WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608 - a constant
    return [GlossaryInfo(*row) for row in connection.execute(sql, (after, limit))]


def matching(connection: sqlite3.Connection, ident: str, etag: str) -> int:
    """The key of a glossary whose etag is `etag`, or any when that is empty; raises NotFoundError, EtagError."""
    key, current = info(connection, ident)
    if etag and etag != current.etag:
        raise EtagError("the glossary has changed since that etag was read")
    return key


def insert(connection: sqlite3.Connection, ident: str, display_name: str) -> int:
    """The key of a new glossary; raises ExistsError, FullError."""
    if connection.execute("SELECT 1 FROM glossary WHERE id = ?", (ident,)).fetchone():
        raise ExistsError("a glossary of that id is there already")
    if connection.execute("SELECT count(*) FROM glossary").fetchone()[0] >= MAX_GLOSSARIES:
        raise FullError(f"there are {MAX_GLOSSARIES:,} glossaries already; that is the limit")
    cursor = connection.execute(
        "INSERT INTO glossary (id, display_name, etag, created, updated, entry_count, last_number) "
        "VALUES (?, ?, '', ?, 0, 0, 0)",
        (ident, display_name, now()),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - SQLite says so of every INSERT
    return cursor.lastrowid


def changed(connection: sqlite3.Connection, key: int) -> GlossaryInfo:
    """Count a glossary's entries anew, and give it its new time and etag."""
    connection.execute(
        "UPDATE glossary SET etag = ?, updated = max(?, updated + 1), "
        "entry_count = (SELECT count(*) FROM entry WHERE glossary = key) WHERE key = ?",
        (secrets.token_hex(8), now(), key),
    )
    sql = f"SELECT {_COLUMNS} FROM glossary WHERE key = ?"  # noqa: S608 - a constant
    return GlossaryInfo(*connection.execute(sql, (key,)).fetchone())


def put(connection: sqlite3.Connection, key: int, records: Sequence[Record]) -> int:
    """Store records, each in place of an entry with the same forms, if any; returns the last number given.

    Raises:
        FullError: the glossary would have more entries than it may.
    """
    first = connection.execute("SELECT last_number FROM glossary WHERE key = ?", (key,)).fetchone()[0] + 1
    updated = now()
    connection.executemany(
        "INSERT INTO entry (glossary, number, identity, term, search, updated) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (glossary, identity) DO UPDATE SET term = excluded.term, search = excluded.search, "
        "updated = excluded.updated",
        (
            (key, number, record.identity, record.term, record.search, updated)
            for number, record in enumerate(records, start=first)
        ),
    )
    last: int = first + len(records) - 1
    connection.execute("UPDATE glossary SET last_number = ? WHERE key = ?", (last, key))
    count = connection.execute("SELECT count(*) FROM entry WHERE glossary = ?", (key,)).fetchone()[0]
    if count > MAX_ENTRIES:
        raise FullError(f"the glossary would have {count:,} entries; the limit is {MAX_ENTRIES:,}")
    return last


def refuse_same(connection: sqlite3.Connection, key: int, record: Record, number: int = 0) -> None:
    """Raise ExistsError when an entry other than `number` has the record's forms."""
    sql = "SELECT number FROM entry WHERE glossary = ? AND identity = ? AND number != ?"
    other = connection.execute(sql, (key, record.identity, number)).fetchone()
    if other:
        raise ExistsError(f"entry {other[0]} has the same forms")


def entry(connection: sqlite3.Connection, key: int, number: int) -> GlossaryTerm:
    """The term of an entry; raises NotFoundError."""
    sql = "SELECT term FROM entry WHERE glossary = ? AND number = ?"
    row = connection.execute(sql, (key, number)).fetchone()
    if row is None:
        raise NotFoundError("there is no such entry")
    return GlossaryTerm.FromString(row[0])


def rows(
    connection: sqlite3.Connection, key: int, after: int = 0, query: str = ""
) -> Iterator[tuple[int, bytes, int]]:
    """(number, term, updated) of a glossary's entries above `after`; `query` must be folded as Record.search is."""
    return connection.execute(
        "SELECT number, term, updated FROM entry WHERE glossary = ? AND number > ? "
        "AND (? = '' OR instr(search, ?) > 0) ORDER BY number",
        (key, after, query, query),
    )
