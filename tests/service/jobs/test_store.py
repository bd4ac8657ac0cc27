"""The store of jobs: full disks, kills between two steps, a second server, files that are not ours."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from newsbrief.v1.news_brief_service_pb2 import BriefArticleResponse, BriefOutcome
from newsbrief_service.jobs import statements
from newsbrief_service.jobs.statements import JobInfo, Waiting
from newsbrief_service.jobs.store import RESULT_FACTOR, JobStore
from newsbrief_service.storage.errors import (
    DamagedError,
    ExistsError,
    FullError,
    InUseError,
    NotFoundError,
)
from tests.service.jobs.jobs import CANCELLED, SUCCEEDED, articles

Opened = Callable[..., JobStore]
DONE = BriefOutcome(article_id="a", response=BriefArticleResponse(article_id="a"))


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    """A factory of stores in the same folder, closed after the test."""
    stores: list[JobStore] = []

    def factory(max_bytes: int = 1 << 30) -> JobStore:
        stores.append(JobStore(tmp_path / "data", max_bytes))
        return stores[-1]

    yield factory
    for store in stores:
        await store.close()


async def made(store: JobStore, count: int, ident: str = "archive", owner: str = "") -> JobInfo:
    key = await store.create(owner, ident, b"")
    await store.append(key, [article.SerializeToString() for article in articles(count)])
    return await store.queue(key)


async def finish(store: JobStore, done: Sequence[tuple[Waiting, BriefOutcome]]) -> list[JobInfo]:
    """Store results; how the jobs of those that were stored stand."""
    steps = [partial(statements.finish, waited=waited, outcome=outcome) for waited, outcome in done]
    return list({job.key: job for job in await store.write(steps) if job}.values())


async def test_results_take_the_place_of_their_articles(opened: Opened) -> None:
    store = opened()
    await store.open()
    job = await made(store, 3)
    waiting = await store.waiting(job.key, -1, 10)
    assert [each.number for each in waiting] == [0, 1, 2]
    assert [job.done for job in await finish(store, [(waiting[2], DONE), (waiting[0], DONE)])] == [2]
    assert [each.number for each in await store.waiting(job.key, -1, 10)] == [1]
    (ended,) = await finish(store, [(waiting[1], DONE)])
    assert (ended.state, ended.done) == (SUCCEEDED, 3)
    _, results = await store.results("", "archive", 0, 1 << 20)
    assert [(result.place, result.number) for result in results] == [(0, 2), (1, 0), (2, 1)]


async def test_a_second_result_of_an_article_is_dropped(opened: Opened) -> None:
    store = opened()
    await store.open()
    job = await made(store, 2)
    first, _ = await store.waiting(job.key, -1, 10)
    assert await finish(store, [(first, DONE)])
    assert await finish(store, [(first, DONE)]) == []
    assert (await store.get("", "archive")).done == 1


async def test_results_of_a_job_that_ended_are_dropped(opened: Opened) -> None:
    store = opened()
    await store.open()
    job = await made(store, 2)
    waiting = await store.waiting(job.key, -1, 10)
    assert (await store.cancel("", "archive")).state == CANCELLED
    assert await finish(store, [(waiting[0], DONE)]) == []
    await store.delete("", "archive")
    while await store.sweep():
        pass
    assert await finish(store, [(waiting[1], DONE)]) == []
    assert await finish(store, [(Waiting(99, 0, articles(1)[0]), DONE)]) == []


async def test_starts_are_counted_and_taken_back(opened: Opened) -> None:
    store = opened()
    await store.open()
    job = await made(store, 2)
    waiting = await store.waiting(job.key, -1, 10)
    (begun,) = await store.write([partial(statements.start, waiting=waiting[0])])
    assert begun is not None
    assert (begun.state, begun.started is None) == (statements.RUNNING, False)
    waiting = await store.waiting(job.key, -1, 10)
    assert [each.starts for each in waiting] == [1, 0]
    again = partial(statements.start, waiting=waiting[0])
    assert await store.write([again, partial(statements.take_back, waiting=waiting[0])]) == [begun, None]
    assert [each.starts for each in await store.waiting(job.key, -1, 10)] == [1, 0]
    assert await finish(store, [(waiting[0], DONE)])
    assert await store.write([again]) == [None]  # it has a result
    await store.cancel("", "archive")
    assert await store.write([partial(statements.start, waiting=waiting[1])]) == [None]


async def test_jobs_of_the_version_before_go_on(opened: Opened, tmp_path: Path) -> None:
    store = opened()
    await store.open()
    job = await made(store, 2)
    await store.close()
    with closing(sqlite3.connect(tmp_path / "data/jobs.sqlite3", isolation_level=None)) as connection:
        connection.execute("ALTER TABLE article DROP COLUMN starts")
        connection.execute("PRAGMA user_version=1")
    store = opened()
    assert await store.open() == [job]
    assert [(each.number, each.starts) for each in await store.waiting(job.key, -1, 10)] == [(0, 0), (1, 0)]


async def test_the_next_server_goes_on_with_what_is_left(opened: Opened) -> None:
    first = opened()
    await first.open()
    job = await made(first, 3)
    waiting = await first.waiting(job.key, -1, 10)
    await first.write([partial(statements.start, waiting=waiting[1])])
    await finish(first, [(waiting[1], DONE)])
    receiving = await first.create("", "half", b"")
    await first.append(receiving, [b""])
    await first.close()
    second = opened()
    (left,) = await second.open()
    assert (left.id, left.state, left.done) == ("archive", statements.RUNNING, 1)
    assert [each.number for each in await second.waiting(left.key, -1, 10)] == [0, 2]
    with pytest.raises(NotFoundError):
        await second.get("", "half")  # it had not been acknowledged


async def test_two_servers_do_not_work_on_the_same_jobs(opened: Opened) -> None:
    first, second = opened(), opened()
    await first.open()
    with pytest.raises(InUseError):
        await second.open()
    await first.close()
    assert await second.open() == []


async def test_articles_are_refused_where_their_results_find_no_room(opened: Opened) -> None:
    store = opened(max_bytes=1 << 20)
    await store.open()
    await made(store, 10)
    key = await store.create("", "large", b"")
    with pytest.raises(FullError, match="nothing was stored"):
        await store.append(key, [b"x" * ((1 << 20) // RESULT_FACTOR)])
    await store.give_up(key)
    await made(store, 10, "next")


async def test_a_full_disk_loses_nothing_and_corrupts_nothing(opened: Opened) -> None:
    store = opened()
    await store.open()
    job = await made(store, 3)
    waiting = await store.waiting(job.key, -1, 10)
    await finish(store, [(waiting[0], DONE)])

    async def limit(pages: int) -> None:
        await store._writer.run(lambda c: c.execute(f"PRAGMA max_page_count={pages}").fetchall())

    await limit(1)  # no page more than there are
    large = BriefOutcome(article_id="x" * 1_000_000)
    with pytest.raises(FullError):
        await finish(store, [(waiting[1], DONE), (waiting[2], large)])
    assert (await store.get("", "archive")).done == 1
    assert len(await store.waiting(job.key, -1, 10)) == 2
    assert await store.read(lambda c: c.execute("PRAGMA integrity_check").fetchone()) == ("ok",)
    await limit(1 << 20)
    (ended,) = await finish(store, [(waiting[1], DONE), (waiting[2], large)])
    assert ended.state == SUCCEEDED


async def test_an_id_taken_while_another_of_it_was_received(opened: Opened) -> None:
    store = opened()
    await store.open()
    slow = await store.create("", "archive", b"")
    await made(store, 1)
    with pytest.raises(ExistsError):
        await store.queue(slow)
    await made(store, 1, owner="desk")  # another owner's


async def test_an_owner_has_so_many_jobs_and_no_more(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "MAX_JOBS", 2)
    store = opened()
    await store.open()
    await made(store, 1, "one")
    await made(store, 1, "two")
    with pytest.raises(FullError):
        await made(store, 1, "three")
    await made(store, 1, "three", owner="desk")
    await store.delete("", "one")
    await made(store, 1, "three")


async def test_what_is_deleted_is_freed_in_steps(opened: Opened, tmp_path: Path) -> None:
    store = opened()
    await store.open()
    await made(store, 1_200)
    await store.delete("", "archive")
    steps = 0
    while await store.sweep():
        steps += 1
        await asyncio.sleep(0)
    assert steps == 4  # 500, 500 and 200 articles, and the job
    counted = "SELECT (SELECT count(*) FROM article) + (SELECT count(*) FROM job)"
    assert await store.read(lambda c: c.execute(counted).fetchone()) == (0,)
    await store.close()
    assert b"tons of rice" not in (tmp_path / "data/jobs.sqlite3").read_bytes()


async def test_a_file_that_is_not_ours_is_left_as_it_is(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "jobs.sqlite3"
    file.write_bytes(b"no database " * 1_000)
    with pytest.raises(DamagedError, match="file of jobs is damaged"):
        await opened().open()
    assert file.read_bytes() == b"no database " * 1_000
