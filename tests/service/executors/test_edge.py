"""What callers see is the same wherever models run: one suite over the in-process, engine-process and Ray executors."""

import asyncio
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_service.scheduling.caller import BULK, PRIORITY
from newsbrief_service.server import SERVICE_NAME
from tests.service.articles import EN, KO, RU
from tests.service.engine.stub import RAISE, SLOW, SLOW_SECONDS
from tests.service.executors.conftest import Serve, Serving, Subject
from tests.service.test_bad_input import details

pytestmark = pytest.mark.asyncio(loop_scope="module")

SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING


def brief(body: str = EN, **options: Any) -> pb.BriefArticleRequest:
    return pb.BriefArticleRequest(
        article=types_pb2.Article(body=body), options=types_pb2.BriefOptions(**options)
    )


def translate(text: str) -> pb.TranslateTextRequest:
    return pb.TranslateTextRequest(contents=[text], source_language_code="en", target_language_code="ko")


async def health(serving: Serving, service: str = SERVICE_NAME) -> Any:
    stub = health_pb2_grpc.HealthStub(serving.channel)
    return (await stub.Check(health_pb2.HealthCheckRequest(service=service))).status


async def refused(call: Any) -> tuple[grpc.StatusCode, str]:
    """The status and the reason that a call fails with."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    return caught.value.code(), details(caught.value)[0].reason


async def test_briefs_and_health(serve: Serve) -> None:
    serving = await serve()
    assert await health(serving) == await health(serving, "") == SERVING
    for body, source in ((EN, "en"), (KO, "ko"), (RU, "ru")):
        response = await serving.stub.BriefArticle(brief(body))
        assert [each.language_code for each in response.briefs] == ["en", "ko", "ru"]
        for each in response.briefs:
            told = [sentence.text.startswith(f"[{each.language_code}] ") for sentence in each.sentences]
            assert all(told) if each.language_code != source else not any(told)
    models = (await serving.stub.ListModels(pb.ListModelsRequest())).models
    loaded = FakeSummarizer().info.name, FakeTranslator().info.name
    assert [model.name for model in models] == [f"models/{name}" for name in loaded]


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (brief(""), "TEXT_EMPTY"),
        (brief(EN * 100), "TEXT_TOO_LONG"),
        (brief(EN + "\0"), "TEXT_NOT_TEXT"),
        (brief("日本の外務大臣は月曜日に記者会見を開いた。"), "LANGUAGE_UNSUPPORTED"),
        (brief(max_sentences=0), "OUT_OF_RANGE"),
        (brief(target_language_codes=["xx"]), "LANGUAGE_UNSUPPORTED"),
    ],
)
async def test_bad_input(serve: Serve, request_: pb.BriefArticleRequest, reason: str) -> None:
    serving = await serve(max_article_chars=5_000)
    assert await refused(serving.stub.BriefArticle(request_)) == (grpc.StatusCode.INVALID_ARGUMENT, reason)


async def test_what_no_model_does(serve: Serve) -> None:
    serving = await serve()
    asked = brief(summary_mode=types_pb2.SUMMARY_MODE_ABSTRACTIVE)
    expected = (grpc.StatusCode.FAILED_PRECONDITION, "ABSTRACTIVE_NOT_INSTALLED")
    assert await refused(serving.stub.BriefArticle(asked)) == expected


async def test_the_longest_text_there_may_be(serve: Serve) -> None:
    serving = await serve()
    text = "Twelve tons of rice arrived in the port on Monday. " * 390
    response = await serving.stub.TranslateText(translate(text))
    assert response.translations[0].text.count("[ko]") == 390
    assert (await refused(serving.stub.TranslateText(translate(text * 2))))[1] == "TEXT_TOO_LONG"
    with pytest.raises(grpc.aio.AioRpcError) as caught:  # the transport's own limit: 1 MiB
        await serving.stub.TranslateText(translate(text * 60))
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


@pytest.mark.parametrize("whose", ["the server's", "the caller's"])
async def test_deadlines(serve: Serve, whose: str) -> None:
    serving = await serve(deadline=0.2 if whose == "the server's" else 60.0)
    call = serving.stub.TranslateText(
        translate(f"The {SLOW} report of {whose} ministry came."),
        timeout=0.2 if whose == "the caller's" else None,
    )
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    assert caught.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    async with asyncio.timeout(10):
        await serving.stub.TranslateText(translate("The next call is served."))


async def test_one_call_too_many(serve: Serve) -> None:
    serving = await serve(max_calls=1)
    first = asyncio.ensure_future(serving.stub.TranslateText(translate(f"The {SLOW} ship has sailed.")))
    while not serving.server.calls:
        await asyncio.sleep(0.01)
    expected = (grpc.StatusCode.RESOURCE_EXHAUSTED, "SERVER_BUSY")
    assert await refused(serving.stub.TranslateText(translate("One more."))) == expected
    assert await health(serving) == SERVING
    await first


async def test_cancelled_calls_are_given_up(serve: Serve) -> None:
    """Forty calls of half a second each, all but a few of which are never begun."""
    serving = await serve()
    texts = [f"The {SLOW} report number {number} came." for number in range(40)]
    calls = [serving.stub.TranslateText(translate(text)) for text in texts]
    await asyncio.sleep(0.1)
    for call in calls:
        call.cancel()
    async with asyncio.timeout(40 / 2 * SLOW_SECONDS - 2):
        while serving.server.calls:
            await asyncio.sleep(0.01)
        await serving.stub.TranslateText(translate("What came after is served."))


async def test_a_fault_says_nothing_but_an_id(serve: Serve) -> None:
    serving = await serve()
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await serving.stub.TranslateText(translate(f"The minister will {RAISE} the price of rice."))
    info = details(caught.value)[0]
    assert (caught.value.code(), info.reason) == (grpc.StatusCode.INTERNAL, "INTERNAL")
    assert info.metadata["error_id"]
    assert "rice" not in (caught.value.details() or "")
    assert await health(serving) == SERVING


async def test_a_killed_engine_costs_no_call(serve: Serve, subject: Subject) -> None:
    if subject.kill is None:
        pytest.skip("models in the server's own process: there is nothing else to kill")
    serving = await serve()
    before = subject.ended()

    async def load(number: int) -> None:
        for turn in range(10):
            text = f"Report {number} of day {turn} told of {SLOW if not turn else 'quick'} ships."
            metadata = ((PRIORITY, BULK),) if number % 2 else ()
            answer = await serving.stub.TranslateText(translate(text), metadata=metadata, timeout=120)
            assert answer.translations[0].text == f"[ko] {text}"

    async with asyncio.timeout(120):
        loads = [asyncio.create_task(load(number)) for number in range(8)]
        await asyncio.sleep(0.2)
        await asyncio.to_thread(subject.kill)
        await asyncio.gather(*loads)
        while subject.ended() == before:
            await asyncio.sleep(0.05)
    assert await health(serving) == SERVING


async def test_stopping_lets_calls_finish_and_takes_no_more(serve: Serve) -> None:
    serving = await serve()
    watching = health_pb2_grpc.HealthStub(serving.channel).Watch(
        health_pb2.HealthCheckRequest(service=SERVICE_NAME)
    )
    seen = aiter(watching)
    assert (await anext(seen)).status == SERVING
    call = asyncio.ensure_future(serving.stub.TranslateText(translate(f"The last {SLOW} ferry left.")))
    while not serving.server.calls:
        await asyncio.sleep(0.01)
    stopping = asyncio.ensure_future(serving.server.stop())
    assert (await anext(seen)).status == NOT_SERVING
    assert (await call).translations[0].text == f"[ko] The last {SLOW} ferry left."
    await stopping
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await serving.stub.TranslateText(translate("Too late."), timeout=5)
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
