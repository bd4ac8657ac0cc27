"""The gate at a running server: every method is behind it, tokens open what they are for, and the log says who came."""

import asyncio
import json
import logging
import threading
from collections.abc import Iterable, Sequence
from contextlib import _GeneratorContextManager

import grpc
import pytest
from google.protobuf.descriptor import ServiceDescriptor
from grpc_health.v1 import health_pb2
from grpc_reflection.v1alpha import reflection_pb2

import newsbrief
from newsbrief.v1 import glossary_service_pb2, job_service_pb2, news_brief_service_pb2, types_pb2
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.logs import JsonFormatter
from newsbrief_service.scheduling.admission import Admission, Estimate
from newsbrief_service.scheduling.caller import Caller
from newsbrief_service.security.methods import METHODS
from newsbrief_service.security.tokens import TokenFile
from tests.service.conftest import Running, Start
from tests.service.security.conftest import models
from tests.service.test_bad_input import details

HEALTH = "grpc.health.v1.Health"


def services() -> Iterable[ServiceDescriptor]:
    ours = (news_brief_service_pb2, glossary_service_pb2, job_service_pb2)
    for module in (*ours, health_pb2, reflection_pb2):
        yield from module.DESCRIPTOR.services_by_name.values()


EVERY = {f"/{s.full_name}/{m.name}": m for s in services() for m in s.methods}
STREAMS = {name for name, method in EVERY.items() if method.client_streaming}


async def outcome(running: Running, method: str, *metadata: tuple[str, str]) -> tuple[grpc.StatusCode, str]:
    """The status, and the reason given, of a call with an empty request, or with an empty stream of them."""
    if method in STREAMS:
        call = running.channel.stream_stream(method)(iter(()), metadata=metadata, timeout=10)
    else:
        call = running.channel.unary_stream(method)(b"", metadata=metadata, timeout=10)
    try:
        async for _ in call:
            pass
    except grpc.aio.AioRpcError as error:
        return error.code(), details(error)[0].reason
    return grpc.StatusCode.OK, ""


def bearer(token: str) -> tuple[str, str]:
    return "authorization", f"Bearer {token}"


async def test_the_list_of_methods_is_the_servers(guarded: Start, tokens: TokenFile) -> None:
    """Whatever is registered later must be in the list that the next test goes through."""
    secret = tokens.add("desk")
    running = await guarded()
    request = reflection_pb2.ServerReflectionRequest(list_services="")
    call = running.channel.stream_stream(
        "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection_pb2.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection_pb2.ServerReflectionResponse.FromString,
    )(iter([request]), metadata=[bearer(secret)])
    (answer,) = [answer async for answer in call]
    served = {service.name for service in answer.list_services_response.service}
    assert served == {service.full_name for service in services()}


async def test_every_method_wants_a_token(guarded: Start, tokens: TokenFile) -> None:
    tokens.add("desk")
    running = await guarded()
    assert len(EVERY) > 20
    for method in EVERY:
        if method.startswith(f"/{HEALTH}/"):
            continue
        for header, reason in (
            ((), "CREDENTIALS_MISSING"),
            ((bearer(""),), "CREDENTIALS_MISSING"),
            ((("authorization", "Basic ZGVzazo="),), "CREDENTIALS_MISSING"),
            ((bearer("nb_wrong"),), "CREDENTIALS_INVALID"),
        ):
            got = await outcome(running, method, *header)
            assert got == (grpc.StatusCode.UNAUTHENTICATED, reason), method
    assert not running.translator.history


async def test_health_wants_none(guarded: Start, tokens: TokenFile) -> None:
    running = await guarded()
    assert await outcome(running, f"/{HEALTH}/Check") == (grpc.StatusCode.OK, "")
    client = newsbrief.AsyncClient(running.server.target)
    assert await client.health() == "SERVING"
    await client.close()


async def test_two_headers_are_none(guarded: Start, tokens: TokenFile) -> None:
    secret = tokens.add("desk")
    running = await guarded()
    answer = await outcome(running, METHODS["ListModels"], bearer(secret), bearer("nb_other"))
    assert answer == (grpc.StatusCode.UNAUTHENTICATED, "CREDENTIALS_MISSING")


async def test_the_real_client(guarded: Start, tokens: TokenFile) -> None:
    running = await guarded()
    token = tokens.add("desk")
    # Added after the server read the file: within a second or so it looks again.

    async def is_known() -> bool:
        try:
            return len(await models(running.server.target, token=token)) == 2
        except newsbrief.Unauthenticated:
            return False

    async with asyncio.timeout(5):
        while not await is_known():
            await asyncio.sleep(0.1)
    tokens.revoke("desk")
    async with asyncio.timeout(5):
        while await is_known():
            await asyncio.sleep(0.1)
    with pytest.raises(newsbrief.Unauthenticated) as caught:
        await models(running.server.target, token=token)
    assert caught.value.reason == "CREDENTIALS_INVALID"
    assert token not in str(caught.value)


@pytest.mark.parametrize("kind", ["ListModels", "StreamBriefArticle"])
async def test_a_token_for_other_methods(kind: str, guarded: Start, tokens: TokenFile) -> None:
    secret = tokens.add("archive", methods=[METHODS["DetectLanguage"]])
    running = await guarded()
    assert await outcome(running, METHODS[kind], bearer(secret)) == (
        grpc.StatusCode.PERMISSION_DENIED,
        "METHOD_NOT_PERMITTED",
    )
    request = pb.DetectLanguageRequest(content="The ministry said on Monday that talks went on.")
    answer = await running.stub.DetectLanguage(request, metadata=[bearer(secret)])
    assert answer.languages[0].language_code == "en"


class HeldTranslator(FakeTranslator):
    """Translates once `go` is set, its warm-up excepted."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.warm = threading.Event(), False
        self.entered = threading.Semaphore(0)

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        if self.warm:
            self.entered.release()
            assert self.go.wait(10)
        return super().translate(rows)


async def test_a_tenant_holds_so_many_calls(guarded: Start, tokens: TokenFile) -> None:
    translator = HeldTranslator()
    first = tokens.add("desk-1", tenant="desk", max_calls=1)
    second = tokens.add("desk-2", tenant="desk", max_calls=1)
    other = tokens.add("archive", max_calls=1)
    running = await guarded(InProcessExecutor(FakeSummarizer(), [translator], workers=1))
    translator.warm = True

    article = types_pb2.Article(body="Kim visited Vladivostok on Monday. He stayed two days.")
    held = asyncio.ensure_future(
        running.stub.BriefArticle(pb.BriefArticleRequest(article=article), metadata=[bearer(first)])
    )
    assert await asyncio.to_thread(translator.entered.acquire, timeout=10)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.ListModels(pb.ListModelsRequest(), metadata=[bearer(second)])
    assert caught.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
    assert (details(caught.value)[0].reason, details(caught.value)[0].metadata["limit"]) == (
        "TENANT_BUSY",
        "1",
    )
    await running.stub.ListModels(pb.ListModelsRequest(), metadata=[bearer(other)])

    translator.go.set()
    await held
    await running.stub.ListModels(pb.ListModelsRequest(), metadata=[bearer(second)])


async def test_the_log_says_who(guarded: Start, tokens: TokenFile, caplog: pytest.LogCaptureFixture) -> None:
    secret = tokens.add("desk-1", tenant="desk")
    running = await guarded()
    caplog.set_level(logging.INFO, "newsbrief.server")
    await running.stub.ListModels(pb.ListModelsRequest(), metadata=[bearer(secret)])
    await outcome(running, METHODS["ListModels"], bearer("nb_wrong"))

    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    known, unknown = (line for line in lines if line["event"] == "call")
    assert (known["tenant"], known["token"], known["code"]) == ("desk", "desk-1", "OK")
    assert (unknown["code"], unknown["reason"]) == ("UNAUTHENTICATED", "CREDENTIALS_INVALID")
    assert "tenant" not in unknown
    assert "nb_" not in json.dumps(lines)


class Spy(Admission):
    """Notes on whose behalf it is asked."""

    def __init__(self) -> None:
        super().__init__(lambda: 1000.0, 10.0, 1_000_000)
        self.callers: list[Caller] = []

    def admit(self, wanted: Estimate, caller: Caller, now: float) -> "_GeneratorContextManager[None]":
        self.callers.append(caller)
        return super().admit(wanted, caller, now)


async def test_the_queue_knows_the_tenant(guarded: Start, tokens: TokenFile) -> None:
    spy = Spy()
    secret = tokens.add("desk-1", tenant="desk")
    running = await guarded(None, spy)
    metadata = [bearer(secret), ("x-newsbrief-priority", "bulk")]
    await running.stub.ListModels(pb.ListModelsRequest(), metadata=metadata)
    assert [(caller.tenant, caller.bulk) for caller in spy.callers] == [("desk", True)]
