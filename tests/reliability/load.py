"""Load: open loops, whose arrivals wait for nobody, and closed ones, which find out what a server can do."""

import asyncio
import itertools
import random
import statistics
import time
from collections.abc import Callable, Coroutine
from typing import Any

import newsbrief
from tests.reliability.articles import article, brief_request, right_brief, wanted
from tests.reliability.ledger import Ledger

Request = Callable[[int], Coroutine[Any, Any, None]]
numbers = itertools.count(1)
"""Of requests; none is used twice in a run, so that no two requests are alike."""


def brief(
    stub: Any, ledger: Ledger, timeout: float | None = 60.0, words: int = 450, token: str = ""
) -> Request:
    """One request for briefs by plain gRPC, entered into `ledger`."""
    metadata = (("authorization", f"Bearer {token}"),) if token else None

    async def one(number: int) -> None:
        with ledger.request(number) as entry:
            request = brief_request(number, words)
            response = await stub.BriefArticle(request, timeout=timeout, metadata=metadata)
            entry.end(right_brief(number, response.briefs))

    return one


def brief_by_client(client: newsbrief.AsyncClient, ledger: Ledger, words: int = 450) -> Request:
    """The same by our own client."""

    async def one(number: int) -> None:
        with ledger.request(number) as entry:
            result = await client.brief(article(number, words))
            told = {brief.language: [each.text for each in brief.sentences] for brief in result}
            entry.end(told == wanted(number))

    return one


async def open_loop(one: Request, rate: float, seconds: float, rng: random.Random) -> None:
    """Begin `rate` requests a second for `seconds`, at even intervals give or take a quarter, and wait for all."""
    at, end = time.monotonic(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as tasks:
        while at < end:
            await asyncio.sleep(max(0.0, at - time.monotonic()))
            tasks.create_task(_one(one))
            at += rng.uniform(0.75, 1.25) / rate


async def closed_loop(one: Request, clients: int, seconds: float) -> None:
    """`clients` that each begin a request when the one before is over, for `seconds`."""
    end = time.monotonic() + seconds

    async def client() -> None:
        while time.monotonic() < end:
            await _one(one)

    await asyncio.gather(*(client() for _ in range(clients)))


async def capacity(stub: Any, seconds: float = 6.0, clients: int = 24, words: int = 450) -> float:
    """Briefs (articles) a second that a server does when it always has enough to do; warms it up as well."""
    await closed_loop(brief(stub, Ledger(), words=words), clients, seconds / 3)
    ledger = Ledger()
    began = time.monotonic()
    await closed_loop(brief(stub, ledger, words=words), clients, seconds)
    return len(ledger.of("OK")) / (time.monotonic() - began)


async def unloaded(stub: Any, count: int = 15, words: int = 450) -> float:
    """Seconds one request for briefs takes when there is no other; the median."""
    ledger = Ledger()
    for _ in range(count):
        await brief(stub, ledger, words=words)(next(numbers))
    return statistics.median(ledger.seconds())


async def _one(one: Request) -> None:
    await one(next(numbers))
