"""What every call passes: deadline, bound, cancellation, faults, request ids, the log, and the stop."""

import asyncio
import json
import logging
import threading
from collections.abc import Sequence

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import Language, TranslatedRow, TranslationRow
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.logs import JsonFormatter
from newsbrief_service.server import SERVICE_NAME
from tests.service.articles import EN
from tests.service.conftest import Running, Start
from tests.service.test_bad_input import details

REQUEST = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))


class HeldTranslator(FakeTranslator):
    """Translates once `go` is set (the warm-up is let through)."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()
        self.warm = False
        self.entered = threading.Semaphore(0)

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        if self.warm:
            self.entered.release()
            assert self.go.wait(10)
        return super().translate(rows)


class BrokenTranslator(FakeTranslator):
    """Fails on anything it is asked after its warm-up, quoting what it was given."""

    warm = False

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        if self.warm:
            raise RuntimeError(f"cannot translate {rows[0].text}")
        return super().translate(rows)


async def start_with(
    start: Start, translator: HeldTranslator | BrokenTranslator, **settings: object
) -> Running:
    running = await start(InProcessExecutor(FakeSummarizer(), [translator], workers=1), **settings)
    translator.warm = True
    return running


async def entered(translator: HeldTranslator) -> None:
    assert await asyncio.to_thread(translator.entered.acquire, timeout=10)


async def test_a_call_without_a_deadline_gets_the_servers(start: Start) -> None:
    translator = HeldTranslator()
    running = await start_with(start, translator, deadline=0.1)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(REQUEST)
    translator.go.set()
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    assert details(caught.value)[0].reason == "DEADLINE"


async def test_one_call_too_many_is_refused_while_health_answers(start: Start) -> None:
    translator = HeldTranslator()
    running = await start_with(start, translator, max_calls=1)
    first = asyncio.ensure_future(running.stub.BriefArticle(REQUEST))
    await entered(translator)

    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(REQUEST)
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert details(caught.value)[0].reason == "SERVER_BUSY"
    answer = await health_pb2_grpc.HealthStub(running.channel).Check(
        health_pb2.HealthCheckRequest(service=SERVICE_NAME)
    )
    assert answer.status == health_pb2.HealthCheckResponse.SERVING

    translator.go.set()
    assert len((await first).briefs) == 3
    assert len((await running.stub.BriefArticle(REQUEST)).briefs) == 3


async def test_a_cancelled_call_gives_up_what_has_not_begun(start: Start) -> None:
    translator = HeldTranslator()
    running = await start_with(start, translator, max_calls=1)
    translator.history.clear()
    call = running.stub.BriefArticle(REQUEST)
    await entered(translator)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    async with asyncio.timeout(5):  # its place is free again, although its first batch still runs
        while running.server.calls:
            await asyncio.sleep(0.01)
    translator.go.set()
    one_target = pb.BriefArticleRequest(
        article=REQUEST.article, options=types_pb2.BriefOptions(target_language_codes=["ru"])
    )
    await running.stub.BriefArticle(one_target)
    targets = [rows[0].target for rows in translator.history if not rows[0].careful]
    assert len(targets) == 2  # the batch that ran, and the new call's: the other language was never begun
    assert targets[-1] == "ru"


async def test_a_fault_says_nothing_but_an_id(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    running = await start_with(start, BrokenTranslator())
    caplog.set_level(logging.DEBUG, "newsbrief.server")
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(REQUEST)
    info, _ = details(caught.value)
    assert (caught.value.code(), info.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    logged = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert info.metadata["error_id"] in logged
    assert "RuntimeError" in logged
    for text in (caught.value.details() or "", logged):
        assert "450" not in text
        assert "ferry" not in text


async def test_a_call_leaves_one_line_without_its_text(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    running = await start()
    caplog.set_level(logging.INFO, "newsbrief.server")
    call = running.stub.BriefArticle(REQUEST, metadata=(("x-request-id", "desk-7"),))
    await call
    assert ("x-request-id", "desk-7") in [(k, v) for k, v in await call.trailing_metadata()]

    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    (line,) = (line for line in lines if line["event"] == "call")
    assert line["request_id"] == "desk-7"
    assert (line["code"], line["language"], line["chars"]) == ("OK", "en", len(EN))
    assert line["ms"] > 0
    assert "ferry" not in json.dumps(lines)


@pytest.mark.parametrize("sent", ["", "with space", "x" * 129])
async def test_unusable_request_ids_are_replaced(start: Start, sent: str) -> None:
    running = await start()
    call = running.stub.ListModels(pb.ListModelsRequest(), metadata=(("x-request-id", sent),))
    await call
    metadata = dict(list(await call.trailing_metadata()))
    assert len(metadata["x-request-id"]) == 32


async def test_stopping_lets_calls_finish(start: Start) -> None:
    translator = HeldTranslator()
    running = await start_with(start, translator, grace=5.0)
    call = asyncio.ensure_future(running.stub.BriefArticle(REQUEST))
    await entered(translator)
    stopping = asyncio.ensure_future(running.server.stop())
    await asyncio.sleep(0.05)
    translator.go.set()

    assert len((await call).briefs) == 3
    await stopping


async def test_calls_that_outlast_the_grace_are_told(start: Start) -> None:
    translator = HeldTranslator()
    running = await start_with(start, translator, grace=0.1)
    call = asyncio.ensure_future(running.stub.BriefArticle(REQUEST))
    await entered(translator)
    stopping = asyncio.ensure_future(running.server.stop())

    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    translator.go.set()
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert details(caught.value)[0].reason == "SERVER_STOPPING"
    await stopping


async def test_health_says_so_before_the_port_closes(start: Start) -> None:
    running = await start()
    health = health_pb2_grpc.HealthStub(running.channel)
    stopping = asyncio.ensure_future(running.server.stop(linger=0.5))
    await asyncio.sleep(0.05)
    answer = await health.Check(health_pb2.HealthCheckRequest(service=SERVICE_NAME))
    assert answer.status == health_pb2.HealthCheckResponse.NOT_SERVING
    assert len((await running.stub.BriefArticle(REQUEST)).briefs) == 3
    await stopping


async def test_directions_that_no_model_has(start: Start) -> None:
    translator = FakeTranslator(((Language.EN, Language.KO),))
    running = await start(InProcessExecutor(FakeSummarizer(), [translator], workers=1))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(REQUEST)
    assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert details(caught.value)[0].reason == "DIRECTION_NOT_INSTALLED"
    assert "en-ru" in (caught.value.details() or "")
