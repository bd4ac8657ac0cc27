"""TranslateText, DetectLanguage, ListModels, and the official health and reflection services."""

import asyncio

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.server import SERVICE_NAME
from tests.service.conftest import Start

TWO = "Talks began on Monday. They ended on Friday.\n\nNo date was set.\n"


async def test_translation_keeps_the_layout(start: Start) -> None:
    running = await start()
    request = pb.TranslateTextRequest(contents=[TWO, "Nobody came."], target_language_code="ko")
    response = await running.stub.TranslateText(request)

    first, second = response.translations
    assert first.text == "[ko] Talks began on Monday. [ko] They ended on Friday.\n\n[ko] No date was set.\n"
    assert second.text == "[ko] Nobody came."
    assert (first.source_language_code, first.model) == ("en", "models/fake-translator")
    for sentence in first.sentences:
        assert TWO[sentence.source_span.start : sentence.source_span.end] == sentence.source_text


async def test_translating_into_the_same_language_changes_nothing(start: Start) -> None:
    running = await start()
    request = pb.TranslateTextRequest(contents=[TWO], source_language_code="en", target_language_code="en")
    response = await running.stub.TranslateText(request)

    assert response.translations[0].text == TWO
    assert response.translations[0].model == ""
    assert running.translator.history == []


async def test_texts_of_several_languages(start: Start) -> None:
    running = await start()
    contents = ["Переговоры начались в понедельник.", "회담은 월요일에 시작됐다.", "Talks began on Monday."]
    response = await running.stub.TranslateText(
        pb.TranslateTextRequest(contents=contents, target_language_code="en")
    )

    assert [t.source_language_code for t in response.translations] == ["ru", "ko", "en"]
    assert [t.text for t in response.translations] == [
        f"[en] {contents[0]}",
        f"[en] {contents[1]}",
        contents[2],
    ]


@pytest.mark.parametrize(
    ("text", "code", "supported"),
    [
        ("Talks began on Monday.", "en", True),
        ("회담은 월요일에 시작됐다.", "ko", True),
        ("Переговоры начались в понедельник.", "ru", True),
        ("会談は月曜日に始まった。", "ja", False),
        ("12:30", "und", False),
    ],
)
async def test_detection(start: Start, text: str, code: str, supported: bool) -> None:
    running = await start()
    response = await running.stub.DetectLanguage(pb.DetectLanguageRequest(content=text))

    assert (response.languages[0].language_code, response.languages[0].supported) == (code, supported)


async def test_models(start: Start) -> None:
    running = await start()
    response = await running.stub.ListModels(pb.ListModelsRequest())

    assert {model.name: model.task for model in response.models} == {
        "models/fake-summarizer": types_pb2.MODEL_TASK_SUMMARIZATION,
        "models/fake-translator": types_pb2.MODEL_TASK_TRANSLATION,
    }
    assert len(response.models[1].directions) == 6


async def test_health_by_name(start: Start) -> None:
    running = await start()
    health = health_pb2_grpc.HealthStub(running.channel)
    for name in ("", SERVICE_NAME):
        answer = await health.Check(health_pb2.HealthCheckRequest(service=name))
        assert answer.status == health_pb2.HealthCheckResponse.SERVING
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await health.Check(health_pb2.HealthCheckRequest(service="nobody"))
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize("reflection", [True, False])
async def test_reflection_when_it_is_on(start: Start, reflection: bool) -> None:
    running = await start(reflection=reflection)

    def services() -> list[str]:
        with grpc.insecure_channel(running.server.target) as channel:
            return list(ProtoReflectionDescriptorDatabase(channel).get_services())

    if reflection:
        assert SERVICE_NAME in await asyncio.to_thread(services)
    else:
        with pytest.raises(grpc.RpcError):
            await asyncio.to_thread(services)
