"""A fake server on a free port, and both clients behind one way of calling them."""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest

import newsbrief
from newsbrief.testing import FakeServer

ARTICLE = "Kim visited Vladivostok on Monday. He stayed two days. Talks went on. A treaty was signed."


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set must not decide a test."""
    for name in ("NEWSBRIEF_SERVER", "NEWSBRIEF_TOKEN", "NO_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as fake:
        yield fake


@pytest.fixture(params=["blocking", "asyncio"])
async def make_client(request: pytest.FixtureRequest) -> AsyncIterator[Callable[..., Any]]:
    """Makes clients of both kinds, closed when the test ends."""
    made: list[Any] = []

    def make(target: str | None = None, **options: Any) -> Any:
        kind = newsbrief.Client if request.param == "blocking" else newsbrief.AsyncClient
        made.append(kind(target, **options))
        return made[-1]

    yield make
    for client in made:
        await ask(client.close)


async def ask(method: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Calls a method of either client: awaited if need be, streams as lists."""
    answer = method(*args, **options)
    if inspect.isasyncgen(answer):
        return [event async for event in answer]
    if inspect.isgenerator(answer):
        return list(answer)
    return await answer if inspect.isawaitable(answer) else answer


@pytest.fixture(name="ask")
def ask_fixture() -> Callable[..., Any]:
    return ask


@pytest.fixture
def article() -> str:
    return ARTICLE
