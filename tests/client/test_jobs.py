"""Batches and jobs, by both clients, against the fake."""

from collections.abc import Callable
from typing import Any

import pytest

import newsbrief
from newsbrief.testing import FakeServer, fake_brief

Make = Callable[..., Any]
Ask = Callable[..., Any]
ARTICLES = [newsbrief.Article(f"Ship {n} left. It was Monday.", id=f"a-{n}") for n in range(5)]


async def test_a_batch_keeps_the_order_and_each_has_its_own_status(
    server: FakeServer, make_client: Make, ask: Ask
) -> None:
    client = make_client(server.target)
    sent = [ARTICLES[0], newsbrief.Article(" ", id="blank"), ARTICLES[1]]
    first, blank, second = await ask(client.brief_batch, sent, to="ko")
    assert first.briefs["ko"] == fake_brief(ARTICLES[0], ("ko",))["ko"]
    assert second.briefs.article_id == second.article_id == "a-1"
    assert blank.result is None
    assert isinstance(blank.error, newsbrief.InvalidInput)
    assert (blank.error.reason, blank.error.field) == ("TEXT_EMPTY", "article.body")
    with pytest.raises(newsbrief.InvalidInput):
        _ = blank.briefs
    (call,) = server.requests
    assert (call.method, call.to, len(call.texts)) == ("brief_batch", ("ko",), 3)


async def test_one_text_is_no_batch(server: FakeServer, make_client: Make, ask: Ask) -> None:
    with pytest.raises(newsbrief.InvalidInput, match="list"):
        await ask(make_client(server.target).brief_batch, "Ship left.")
    with pytest.raises(newsbrief.InvalidInput, match="list"):
        await ask(make_client(server.target).jobs.create, "Ship left.")


async def listed(ask: Ask, jobs: Any) -> list[newsbrief.Job]:
    return [job async for job in jobs] if hasattr(jobs, "__aiter__") else list(jobs)


async def test_a_job_from_its_beginning_to_its_end(server: FakeServer, make_client: Make, ask: Ask) -> None:
    jobs = make_client(server.target).jobs
    made = await ask(jobs.create, (article for article in ARTICLES), job_id="archive", to=["ko", "ru"])
    assert (made.id, made.name, str(made)) == ("archive", "jobs/archive", "archive")
    assert (made.state, made.article_count, made.languages) == ("succeeded", 5, ("ko", "ru"))
    assert not made.active
    assert await ask(jobs.get, "archive") == await ask(jobs.get, "jobs/archive") == made
    results = await ask(jobs.results, made)
    assert [(result.offset, result.index) for result in results] == [(n, n) for n in range(5)]
    assert [result.outcome.briefs.article_id for result in results] == [f"a-{n}" for n in range(5)]
    assert await ask(jobs.results, made, start=3) == results[3:]
    assert await ask(jobs.cancel, made) == made
    other = await ask(jobs.create, ARTICLES[:1])
    assert await listed(ask, jobs.list()) == [other, made]
    await ask(jobs.delete, made)
    with pytest.raises(newsbrief.NotFound):
        await ask(jobs.get, made)


async def test_an_id_that_is_taken(server: FakeServer, make_client: Make, ask: Ask) -> None:
    jobs = make_client(server.target).jobs
    await ask(jobs.create, ARTICLES, job_id="archive")
    with pytest.raises(newsbrief.Conflict):
        await ask(jobs.create, ARTICLES, job_id="archive")


async def test_creating_is_not_repeated_by_itself(server: FakeServer, make_client: Make, ask: Ask) -> None:
    server.fail_next("UNAVAILABLE")
    with pytest.raises(newsbrief.Unavailable):
        await ask(make_client(server.target).jobs.create, ARTICLES)
    assert [call.method for call in server.requests] == ["jobs.create"]


@pytest.mark.parametrize("code", ["UNAVAILABLE", "DEADLINE_EXCEEDED"])
async def test_results_go_on_where_a_stream_broke(
    server: FakeServer, make_client: Make, ask: Ask, code: str
) -> None:
    jobs = make_client(server.target).jobs
    made = await ask(jobs.create, ARTICLES)
    server.fail_next(code, "SERVER_STOPPING", after_events=2)
    results = await ask(jobs.results, made)
    assert [result.offset for result in results] == list(range(5))


async def test_many_articles_travel_in_pieces(server: FakeServer, make_client: Make, ask: Ask) -> None:
    articles = [newsbrief.Article("rice " * 11_000, id=f"{n}") for n in range(30)]  # 1.6 MB
    made = await ask(make_client(server.target).jobs.create, articles)
    assert made.article_count == 30
    assert server.requests[0].texts == tuple(article.body for article in articles)
