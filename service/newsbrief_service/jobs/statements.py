"""The SQL that the store of jobs uses; all of it runs inside a transaction, on the connection's thread."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newsbrief.v1.job_service_pb2 import BriefJob
from newsbrief.v1.news_brief_service_pb2 import BriefOutcome
from newsbrief.v1.types_pb2 import Article, BriefOptions
from newsbrief_service.storage.errors import ExistsError, FullError, NotFoundError
from newsbrief_service.storage.times import now

SWEPT, RECEIVING = -1, 0
QUEUED, RUNNING = BriefJob.STATE_QUEUED, BriefJob.STATE_RUNNING
SUCCEEDED, CANCELLED = BriefJob.STATE_SUCCEEDED, BriefJob.STATE_CANCELLED
MAX_JOBS = 1_000  # of one owner
_SWEPT_AT_ONCE = 500
_COLUMNS = "key, owner, id, state, options, articles, done, failed, created, started, ended"


@dataclass(frozen=True, slots=True)
class JobInfo:
    """A stored job; times are microseconds since 1970, UTC."""

    key: int
    owner: str
    id: str
    state: BriefJob.State.ValueType
    options: bytes
    articles: int
    done: int
    failed: int
    created: int
    started: int | None
    ended: int | None

    @property
    def active(self) -> bool:
        """Whether results are still to come."""
        return self.state in (QUEUED, RUNNING)

    def read_options(self) -> BriefOptions:
        """What is wanted of the briefs."""
        return BriefOptions.FromString(self.options)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article of a job without a result; `number` is its place in the job, `starts` how often it was begun."""

    job: int
    number: int
    article: Article
    starts: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """A result; `place` is its place among the job's results, `number` that of its article among the articles."""

    place: int
    number: int
    outcome: BriefOutcome


Step = Callable[[sqlite3.Connection], JobInfo | None]
"""Something to store about an article; how its job stands then, None when nothing was stored."""


def insert(connection: sqlite3.Connection, owner: str, ident: str, options: bytes) -> int:
    """The key of a new job, still being received; raises ExistsError, FullError."""
    refuse_same(connection, owner, ident)
    count = connection.execute("SELECT count(*) FROM job WHERE owner = ? AND state > 0", (owner,)).fetchone()
    if count[0] >= MAX_JOBS:
        raise FullError(f"you have {MAX_JOBS:,} jobs already; that is the limit: delete some")
    cursor = connection.execute(
        "INSERT INTO job (owner, id, state, options, articles, done, failed, bytes, created) "
        "VALUES (?, ?, ?, ?, 0, 0, 0, 0, ?)",
        (owner, ident, RECEIVING, options, now()),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - SQLite says so of every INSERT
    return cursor.lastrowid


def refuse_same(connection: sqlite3.Connection, owner: str, ident: str) -> None:
    """Raise ExistsError when `owner` has a job of that id."""
    sql = "SELECT 1 FROM job WHERE owner = ? AND id = ? AND state > 0"
    if connection.execute(sql, (owner, ident)).fetchone():
        raise ExistsError("a job of that id is there already")


def append(connection: sqlite3.Connection, key: int, articles: Sequence[bytes]) -> int:
    """Add articles to a job that is being received; returns how many bytes of articles wait in all jobs."""
    (first,) = connection.execute("SELECT articles FROM job WHERE key = ?", (key,)).fetchone()
    connection.executemany(
        "INSERT INTO article (job, number, article) VALUES (?, ?, ?)",
        ((key, number, article) for number, article in enumerate(articles, start=first)),
    )
    connection.execute(
        "UPDATE job SET articles = articles + ?, bytes = bytes + ? WHERE key = ?",
        (len(articles), sum(map(len, articles)), key),
    )
    return int(connection.execute("SELECT ifnull(sum(bytes), 0) FROM job").fetchone()[0])


def queue(connection: sqlite3.Connection, key: int) -> JobInfo:
    """A job has been received whole; raises ExistsError when another of its id has meanwhile."""
    owner, ident = connection.execute("SELECT owner, id FROM job WHERE key = ?", (key,)).fetchone()
    refuse_same(connection, owner, ident)
    connection.execute("UPDATE job SET state = ? WHERE key = ?", (QUEUED, key))
    return by_key(connection, key)


def by_key(connection: sqlite3.Connection, key: int) -> JobInfo:
    """A job that is there."""
    sql = f"SELECT {_COLUMNS} FROM job WHERE key = ?"  # noqa: S608 - a constant
    return JobInfo(*connection.execute(sql, (key,)).fetchone())


def info(connection: sqlite3.Connection, owner: str, ident: str) -> JobInfo:
    """The job of that id; raises NotFoundError."""
    sql = f"SELECT {_COLUMNS} FROM job WHERE owner = ? AND id = ? AND state > 0"  # noqa: S608 - a constant
    row = connection.execute(sql, (owner, ident)).fetchone()
    if row is None:
        raise NotFoundError("you have no such job")
    return JobInfo(*row)


def infos(connection: sqlite3.Connection, owner: str, before: int, limit: int) -> list[JobInfo]:
    """Up to `limit` jobs with keys below `before`, the newest first."""
    sql = f"SELECT {_COLUMNS} FROM job WHERE owner = ? AND state > 0 AND key < ? ORDER BY key DESC LIMIT ?"  # noqa: S608
    return [JobInfo(*row) for row in connection.execute(sql, (owner, before, limit))]


def active(connection: sqlite3.Connection) -> list[JobInfo]:
    """The jobs of all owners that have results to come, the oldest first."""
    sql = f"SELECT {_COLUMNS} FROM job WHERE state IN (?, ?) ORDER BY key"  # noqa: S608 - a constant
    return [JobInfo(*row) for row in connection.execute(sql, (QUEUED, RUNNING))]


def waiting(connection: sqlite3.Connection, key: int, after: int, limit: int) -> list[Waiting]:
    """Up to `limit` articles without results, numbered above `after`."""
    sql = "SELECT number, article, starts FROM article WHERE job = ? AND number > ? ORDER BY number LIMIT ?"
    rows = connection.execute(sql, (key, after, limit))
    return [Waiting(key, number, Article.FromString(article), starts) for number, article, starts in rows]


def start(connection: sqlite3.Connection, waiting: Waiting) -> JobInfo | None:
    """Count that an article is about to be begun. None when it waits no longer, or its job has ended."""
    if not _set_starts(connection, waiting, waiting.starts + 1):
        return None
    sql = "UPDATE job SET state = ?, started = ? WHERE key = ? AND state = ?"
    connection.execute(sql, (RUNNING, now(), waiting.job, QUEUED))
    job = by_key(connection, waiting.job)
    return job if job.active else None


def take_back(connection: sqlite3.Connection, waiting: Waiting) -> None:
    """An article was begun, and given up through no fault of its own: that start does not count."""
    _set_starts(connection, waiting, waiting.starts)


def finish(connection: sqlite3.Connection, waited: Waiting, outcome: BriefOutcome) -> JobInfo | None:
    """Put a result in its article's place. None, and nothing stored, when the job has ended or has it already."""
    found = connection.execute(
        "DELETE FROM article WHERE job = ? AND number = ? RETURNING length(article)",
        (waited.job, waited.number),
    ).fetchall()
    if not found:  # a job's row outlives its articles
        return None
    job = by_key(connection, waited.job)
    if not job.active:
        return None
    connection.execute(
        "INSERT INTO result VALUES (?, ?, ?, ?)",
        (job.key, job.done, waited.number, outcome.SerializeToString()),
    )
    connection.execute(
        "UPDATE job SET done = done + 1, failed = failed + ?, bytes = bytes - ? WHERE key = ?",
        (outcome.HasField("error"), found[0][0], job.key),
    )
    if job.done + 1 == job.articles:
        end(connection, job.key, SUCCEEDED)
    return by_key(connection, job.key)


def _set_starts(connection: sqlite3.Connection, waiting: Waiting, starts: int) -> bool:
    """Whether the article still waits."""
    sql = "UPDATE article SET starts = ? WHERE job = ? AND number = ?"
    return connection.execute(sql, (starts, waiting.job, waiting.number)).rowcount == 1


def end(connection: sqlite3.Connection, key: int, state: int) -> None:
    """A job has ended, if it had not; articles without a result are dropped."""
    connection.execute("DELETE FROM article WHERE job = ?", (key,))
    sql = "UPDATE job SET state = ?, ended = ?, bytes = 0 WHERE key = ? AND state IN (?, ?)"
    connection.execute(sql, (state, now(), key, QUEUED, RUNNING))


def results(connection: sqlite3.Connection, key: int, start: int, max_bytes: int) -> list[Result]:
    """Results from the place `start` on, at least one if there is any, about `max_bytes` at most."""
    found, size = list[Result](), 0
    sql = "SELECT place, number, outcome FROM result WHERE job = ? AND place >= ? ORDER BY place"
    for place, number, outcome in connection.execute(sql, (key, start)):
        found.append(Result(place, number, BriefOutcome.FromString(outcome)))
        size += len(outcome)
        if size >= max_bytes:
            break
    return found


def condemn(connection: sqlite3.Connection, where: str, parameters: Iterable[int]) -> None:
    """Have jobs swept away: at once nobody can see them. `where` is an expression of this program's."""
    connection.execute(f"UPDATE job SET state = {SWEPT}, bytes = 0 WHERE {where}", tuple(parameters))  # noqa: S608


def sweep(connection: sqlite3.Connection) -> bool:
    """Delete some rows of a job to be swept away; whether there is more to do. A large job takes many calls."""
    row = connection.execute("SELECT key FROM job WHERE state = ? LIMIT 1", (SWEPT,)).fetchone()
    if row is None:
        return False
    for table in ("article", "result"):
        sql = f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE job = ? LIMIT {_SWEPT_AT_ONCE})"  # noqa: S608
        if connection.execute(sql, row).rowcount:
            return True
    connection.execute("DELETE FROM job WHERE key = ?", row)
    return True
