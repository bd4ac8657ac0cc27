"""A server with an instruction model behind an endpoint: briefs, translations, failures, settings."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import grpc
import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.language_model import outside_of
from newsbrief_service.settings import Settings, SettingsError
from tests.models.llm.completions import Answer, Running, serving
from tests.service.articles import EN
from tests.service.conftest import Start
from tests.service.test_bad_input import details

pytest.importorskip("openai")
GOOD = "The first ship sails from Donghae with 450 passengers on July 3."
WRONG = "The first ship will carry 540 passengers from Donghae."
TRANSLATIONS = {"Russian": "Первое судно с 450 пассажирами", "Korean": "첫 배는 승객 450명을 태운다"}


def script(body: dict[str, Any]) -> Answer:
    """Summaries with an error in them; translations that keep what is between brackets."""
    task = body["messages"][1]["content"]
    if "summarize the article" in task:
        return Answer(json.dumps({"sentences": [GOOD, WRONG]}))
    to = re.search(r"from \w+.*? to (\w+)", task)
    assert to
    return Answer(json.dumps({"translation": TRANSLATIONS[to[1]]}, ensure_ascii=False))


@pytest.fixture
async def endpoint() -> AsyncIterator[Running]:
    with serving(script) as running:
        yield running


def executor(url: str, tasks: str = "summarize") -> InProcessExecutor:
    settings = Settings(llm_url=url, llm_model="tiny", llm_tasks=tasks, data_dir=":memory:")
    return InProcessExecutor(FakeSummarizer(), [FakeTranslator()], 2, outside_of(settings))


def request() -> pb.BriefArticleRequest:
    options = types_pb2.BriefOptions(
        summary_mode=types_pb2.SUMMARY_MODE_ABSTRACTIVE, target_language_codes=["en", "ru"]
    )
    return pb.BriefArticleRequest(article=types_pb2.Article(body=EN), options=options)


async def test_abstractive_briefs(start: Start, endpoint: Running) -> None:
    running = await start(executor(endpoint.url))
    english, russian = (await running.stub.BriefArticle(request())).briefs

    assert english.sentences[0].text == GOOD
    assert english.summary_model == "models/tiny"
    assert len(english.dropped_sentences) == 1  # of the ship, which the first sentence tells already
    assert russian.model == "models/fake-translator"


async def test_translations_are_checked_as_any(start: Start, endpoint: Running) -> None:
    running = await start(executor(endpoint.url, "both"))
    _, russian = (await running.stub.BriefArticle(request())).briefs

    assert russian.model == "models/tiny"
    assert russian.sentences[0].text == TRANSLATIONS["Russian"]
    kinds = {finding.kind for finding in russian.sentences[0].findings}
    assert types_pb2.FINDING_KIND_NUMBER_MISSING in kinds  # July 3
    told = [
        r["messages"][1]["content"]
        for r in endpoint.requests
        if "translate the sentence" in r["messages"][1]["content"]
    ]
    assert any('"Donghae": "Тонхэ"' in task for task in told)


async def test_an_endpoint_that_is_away_is_unavailable(start: Start) -> None:
    with serving(script) as gone:
        pass
    running = await start(executor(gone.url))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(request())
    assert caught.value.code() is grpc.StatusCode.UNAVAILABLE
    assert details(caught.value)[0].reason == "ENDPOINT_UNAVAILABLE"


@pytest.mark.parametrize(
    ("answer", "code", "reason"),
    [
        (Answer("", 401), grpc.StatusCode.FAILED_PRECONDITION, "ENDPOINT_REFUSED"),
        (Answer("no JSON"), grpc.StatusCode.INTERNAL, "ENDPOINT_OUTPUT"),
    ],
)
async def test_other_failures_are_typed(
    start: Start, answer: Answer, code: grpc.StatusCode, reason: str
) -> None:
    with serving(lambda body: answer) as endpoint:
        running = await start(executor(endpoint.url))
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await running.stub.BriefArticle(request())
    assert caught.value.code() is code
    assert details(caught.value)[0].reason == reason
    assert "Donghae" not in (caught.value.details() or "")


async def test_the_key_comes_from_the_environment(
    start: Start, endpoint: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_LLM_KEY", "k-1")
    running = await start(executor(endpoint.url))
    await running.stub.BriefArticle(request())
    assert endpoint.headers[0]["authorization"] == "Bearer k-1"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"llm_url": "http://127.0.0.1:1/v1"}, "llm_url and llm_model go together"),
        ({"llm_url": "127.0.0.1", "llm_model": "m"}, "must begin with http:// or https://"),
        ({"llm_tasks": "poems"}, "must be summarize, translate or both"),
    ],
)
def test_settings_that_cannot_be(values: dict[str, str], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        Settings(data_dir=":memory:", **values)  # type: ignore[arg-type]
