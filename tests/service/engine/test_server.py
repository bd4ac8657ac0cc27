"""The whole server over stub engines: callers, the door, cancelled calls, and a kill that no caller sees."""

import asyncio
import math
import os
import signal
from collections.abc import Awaitable, Callable

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.errors import DETAILS_KEY
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.scheduling.caller import Caller, current
from newsbrief_service.server import SERVICE_NAME
from tests.service.articles import EN
from tests.service.conftest import Running, Start
from tests.service.engine.conftest import Executors
from tests.service.test_bad_input import details

Serve = Callable[..., Awaitable[tuple[Running, ProcessExecutor]]]


@pytest.fixture
def serve(start: Start, executors: Executors) -> Serve:
    """A factory: `await serve("--seconds-a-row", "0.1", rate=100.0, max_rows=1)`."""

    async def factory(
        *options: str, rate: float = math.inf, **more: object
    ) -> tuple[Running, ProcessExecutor]:
        executor = await executors(*options, **more)
        running = await start(executor, Admission(lambda: rate, 10.0, 1_000_000), max_calls=2000)
        return running, executor

    return factory


def translate(text: str, target: str = "ko") -> pb.TranslateTextRequest:
    return pb.TranslateTextRequest(contents=[text], source_language_code="en", target_language_code=target)


def retry_seconds(error: grpc.aio.AioRpcError) -> float:
    """The delay of the RetryInfo that an error carries."""
    trailing = dict(error.trailing_metadata() or ())
    status, retry = status_pb2.Status.FromString(trailing[DETAILS_KEY]), error_details_pb2.RetryInfo()
    assert any(detail.Unpack(retry) for detail in status.details)
    return float(retry.retry_delay.ToMilliseconds() / 1000)


async def test_briefs_over_engines_that_are_killed(serve: Serve) -> None:
    running, executor = await serve("--seconds-a-row", "0.01", workers=2)
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
    alone = await running.stub.BriefArticle(request)

    async def load(number: int) -> None:
        text = f"Number {number} stood in the report of the ministry on Monday."
        answer = await running.stub.TranslateText(translate(text), timeout=300)
        assert answer.translations[0].text == f"[ko] {text}"
        again = await running.stub.BriefArticle(request, timeout=300)
        assert [b.text for b in again.briefs] == [b.text for b in alone.briefs]

    async def kill() -> None:
        for _ in range(3):
            await asyncio.sleep(0.2)
            os.kill((await executor.supervisor.any()).pid, signal.SIGKILL)

    async with asyncio.timeout(300):  # only a hang takes so long
        await asyncio.gather(*(load(number) for number in range(150)), kill())


async def test_a_full_queue_refuses_while_health_answers(serve: Serve) -> None:
    running, _ = await serve("--seconds-a-row", "1", rate=2.0)
    text = "Twelve tons of rice arrived in the port on Monday."  # about 12 tokens; 20 may be queued
    first = asyncio.ensure_future(running.stub.TranslateText(translate(text)))
    while not running.server.calls:
        await asyncio.sleep(0.01)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.TranslateText(translate(text, "ru"))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert details(caught.value)[0].reason == "QUEUE_FULL"
    assert retry_seconds(caught.value) > 0
    health = health_pb2_grpc.HealthStub(running.channel)
    answer = await health.Check(health_pb2.HealthCheckRequest(service=SERVICE_NAME))
    assert answer.status == health_pb2.HealthCheckResponse.SERVING
    await first
    await running.stub.TranslateText(translate(text, "ru"))


async def test_a_deadline_that_cannot_be_met_is_refused_at_once(serve: Serve) -> None:
    running, _ = await serve(rate=2.0)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.TranslateText(
            translate("Twelve tons of rice arrived in the port on Monday."), timeout=2
        )
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert details(caught.value)[0].reason == "DEADLINE_UNREACHABLE"


async def test_who_calls_is_known_where_rows_are_queued(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, executor = await serve()
    seen: list[Caller] = []
    monkeypatch.setattr(executor, "select", _noting(executor.select, seen))
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
    await running.stub.BriefArticle(request, timeout=30, metadata=(("x-newsbrief-priority", "bulk"),))
    await running.stub.BriefArticle(request)
    assert [caller.bulk for caller in seen] == [True, False]
    assert {caller.tenant for caller in seen} in ({"ipv4:127.0.0.1"}, {"ipv6:%5B::1%5D"})
    assert [round(caller.deadline - caller.arrived) for caller in seen] == [30, 60]


def _noting(select: Callable[..., Awaitable[object]], seen: list[Caller]) -> Callable[..., Awaitable[object]]:
    async def noting(*arguments: object) -> object:
        seen.append(current())
        return await select(*arguments)

    return noting


async def test_rows_of_cancelled_calls_are_given_up(serve: Serve) -> None:
    running, executor = await serve("--seconds-a-row", "0.1", max_rows=1)
    calls = [running.stub.TranslateText(translate(f"This is the report number {i}.")) for i in range(100)]
    await asyncio.sleep(0.3)
    for call in calls:
        call.cancel()
    async with asyncio.timeout(5):  # the rest would take 10 s
        while running.server.calls or executor.scheduler.rows_under_way:
            await asyncio.sleep(0.05)


async def test_bulk_work_is_eased_while_much_waits_and_says_so(serve: Serve) -> None:
    """Of a hundred sentences asked for at once the last wait; whoever is in a hurry gets the usual care."""
    running, _ = await serve("--seconds-a-row", "0.01", max_rows=1, ease=0.1)

    async def ask(number: int, *metadata: tuple[str, str]) -> bool:
        text = f"The ministry said on Monday that {number} people had come."
        response = await running.stub.TranslateText(translate(text), metadata=metadata)
        assert response.translations[0].text == f"[ko] {text}"
        return bool(response.translations[0].reduced)

    bulk = [ask(number, ("x-newsbrief-priority", "bulk")) for number in range(100)]
    reduced = await asyncio.gather(*bulk)
    assert 10 < sum(reduced) < len(reduced)  # whoever came first waited for nobody
    assert not any(await asyncio.gather(*(ask(number) for number in range(100, 200))))
    assert not await ask(300, ("x-newsbrief-priority", "bulk"))


async def test_a_brief_says_that_it_was_eased(serve: Serve) -> None:
    running, _ = await serve(ease=-1.0)
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
    response = await running.stub.BriefArticle(request, metadata=(("x-newsbrief-priority", "bulk"),))
    assert {brief.language_code: brief.reduced for brief in response.briefs} == {
        "en": False,
        "ko": True,
        "ru": True,
    }
