"""Every call, by both clients, against the fake server."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

import newsbrief
from newsbrief.testing import FakeServer, fake_brief, fake_detect, fake_translate

Make = Callable[..., Any]
Ask = Callable[..., Any]


async def test_brief(make_client: Make, ask: Ask, server: FakeServer, article: str) -> None:
    result = await ask(make_client(server.target).brief, article, title="Kim visits")

    expected = fake_brief(newsbrief.Article(article, title="Kim visits"))
    assert (result.briefs, result.source) == (expected.briefs, expected.source)
    assert result["ko"].headline == "[ko] Kim visits"
    assert [brief.language for brief in result] == ["en", "ko", "ru"]
    for sentence in result["ru"].sentences:
        assert sentence.source == article[sentence.spans[0].start : sentence.spans[0].end]
        assert result.source.sentences[sentence.source_index].selected


async def test_brief_sends_what_it_is_told(make_client: Make, ask: Ask, server: FakeServer) -> None:
    told = newsbrief.Article("북한이 미사일을 쏘았다.", title="제목", language="ko", id="yna-1")
    result = await ask(make_client(server.target).brief, told, to=["ru", "en"], sentences=1)

    (call,) = server.requests
    assert (call.method, call.article, call.to, call.sentences) == ("brief", told, ("ru", "en"), 1)
    assert call.metadata["x-request-id"] == result.request_id != ""
    assert result.article_id == "yna-1"
    assert result.languages == ("ru", "en")


async def test_one_language_as_a_string(
    make_client: Make, ask: Ask, server: FakeServer, article: str
) -> None:
    result = await ask(make_client(server.target).brief, article, to="ko")
    assert result.languages == ("ko",)
    assert server.requests[0].sentences is None  # the server decides


async def test_stream_tells_the_same_as_brief(
    make_client: Make, ask: Ask, server: FakeServer, article: str
) -> None:
    client = make_client(server.target)
    events = await ask(client.stream_brief, article, to=("ru", "ko"), sentences=2)
    result = await ask(client.brief, article, to=("ru", "ko"), sentences=2)

    assert events[0] == newsbrief.SourceAnalyzed(result.source)
    assert tuple(e.brief for e in events if isinstance(e, newsbrief.BriefCompleted)) == result.briefs
    told = [e for e in events if isinstance(e, newsbrief.SentenceCompleted)]
    assert [(e.language, e.index, e.count) for e in told] == [
        ("ru", 0, 2),
        ("ru", 1, 2),
        ("ko", 0, 2),
        ("ko", 1, 2),
    ]
    assert tuple(e.sentence for e in told if e.language == "ko") == result["ko"].sentences


async def test_translate_a_text(make_client: Make, ask: Ask, server: FakeServer) -> None:
    translation = await ask(make_client(server.target).translate, "One. Two.", to="ru")
    assert translation == fake_translate("One. Two.", "ru")
    assert str(translation) == "[ru] One. [ru] Two."


@pytest.mark.parametrize("kind", [list, tuple])
async def test_translate_a_list_gives_a_list(
    make_client: Make, ask: Ask, server: FakeServer, kind: type
) -> None:
    translations = await ask(
        make_client(server.target).translate, kind(["One.", "Two."]), to="ko", source="en"
    )
    assert [str(each) for each in translations] == ["[ko] One.", "[ko] Two."]
    assert (server.requests[0].texts, server.requests[0].source) == (("One.", "Two."), "en")


@pytest.mark.parametrize("text", ["Привет", "안녕", "hello", "12345"])
async def test_detect(make_client: Make, ask: Ask, server: FakeServer, text: str) -> None:
    assert await ask(make_client(server.target).detect, text) == fake_detect(text)


async def test_models(make_client: Make, ask: Ask, server: FakeServer) -> None:
    (model,) = await ask(make_client(server.target).models)
    assert (model.name, model.task) == ("models/fake", "translation")
    assert ("ko", "ru") in model.directions


@pytest.mark.parametrize("status", ["SERVING", "NOT_SERVING", "UNKNOWN"])
async def test_health(make_client: Make, ask: Ask, server: FakeServer, status: str) -> None:
    server.health = status
    assert await ask(make_client(server.target).health) == status


async def test_health_speaks_the_official_protocol(make_client: Make, ask: Ask) -> None:
    """Against the official servicer, which the client does without."""
    grpc = pytest.importorskip("grpc")
    health = pytest.importorskip("grpc_health.v1.health")
    from concurrent.futures import ThreadPoolExecutor

    from grpc_health.v1 import health_pb2, health_pb2_grpc

    servicer = health.HealthServicer()
    real = grpc.server(ThreadPoolExecutor(1))
    health_pb2_grpc.add_HealthServicer_to_server(servicer, real)
    port = real.add_insecure_port("127.0.0.1:0")
    real.start()
    try:
        client = make_client(f"127.0.0.1:{port}")
        assert await ask(client.health, "") == "SERVING"
        servicer.set("newsbrief.v1.NewsBriefService", health_pb2.HealthCheckResponse.NOT_SERVING)
        assert await ask(client.health) == "NOT_SERVING"
        with pytest.raises(newsbrief.NotFound):
            await ask(client.health, "nobody")
    finally:
        real.stop(None).wait()


async def test_every_call_has_a_deadline(make_client: Make, ask: Ask, server: FakeServer) -> None:
    server.delay = 5
    client = make_client(server.target, timeout=0.1)
    for method, args in (
        (client.brief, {"article": "x"}),
        (client.stream_brief, {"article": "x"}),
        (client.translate, {"text": "x", "to": "en"}),
        (client.detect, {"text": "x"}),
        (client.check, {"source": "x", "target": "y"}),
        (client.render_names, {"names": "x", "to": "ru"}),
        (client.models, {}),
    ):
        with pytest.raises(newsbrief.DeadlineExceeded, match=r"within 0\.1 s"):
            await ask(method, **args)


async def test_a_call_may_have_its_own_timeout(make_client: Make, ask: Ask, server: FakeServer) -> None:
    server.delay = 0.2
    client = make_client(server.target, timeout=0.05)
    assert await ask(client.detect, "hello", timeout=10)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
async def test_a_deadline_cannot_be_switched_off(
    make_client: Make, ask: Ask, server: FakeServer, timeout: float
) -> None:
    with pytest.raises(ValueError, match="timeout"):
        make_client(server.target, timeout=timeout)
    with pytest.raises(ValueError, match="timeout"):
        await ask(make_client(server.target).models, timeout=timeout)
    assert server.requests == []


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"article": "a \ud800 b"}, "article.body"),
        ({"article": "a", "title": "\udfff"}, "article.title"),
        ({"article": "a", "language": "\ud800"}, "article.language_code"),
        ({"article": newsbrief.Article("a", id="\ud800")}, "article.article_id"),
        ({"article": "a", "to": ["en", "\ud800"]}, "options.target_language_codes[1]"),
        ({"article": "a", "to": ()}, "options.target_language_codes"),
        ({"article": "a", "sentences": 2**31}, "options.max_sentences"),
    ],
)
@pytest.mark.parametrize("method", ["brief", "stream_brief"])
async def test_what_cannot_be_sent_is_refused_here(
    make_client: Make, ask: Ask, server: FakeServer, method: str, arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(newsbrief.InvalidInput) as caught:
        await ask(getattr(make_client(server.target), method), **arguments)
    assert caught.value.field == field
    assert server.requests == []


async def test_surrogates_in_other_calls(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    with pytest.raises(newsbrief.InvalidInput, match="character 1 "):
        await ask(client.detect, "a\ud800")
    with pytest.raises(newsbrief.InvalidInput) as caught:
        await ask(client.translate, ["fine", "\ud800"], to="ko")
    assert caught.value.field == "contents[1]"


async def test_text_arrives_as_it_is(make_client: Make, ask: Ask, server: FakeServer) -> None:
    odd = "\x00\x1b[31m\u202e \u200d😀 \r\n\u2028 가\u1100\u1161 "
    await ask(make_client(server.target).detect, odd + "hello")
    assert server.requests[0].texts == (odd + "hello",)


async def test_title_goes_with_a_text_only(make_client: Make, ask: Ask, server: FakeServer) -> None:
    with pytest.raises(TypeError, match="an Article has its own"):
        await ask(make_client(server.target).brief, newsbrief.Article("x"), title="y")


async def test_a_closed_client_says_so(make_client: Make, ask: Ask, server: FakeServer) -> None:
    client = make_client(server.target)
    await ask(client.models)
    await ask(client.close)
    for method in (client.models, lambda: client.stream_brief("x")):
        with pytest.raises(RuntimeError, match="closed"):
            await ask(method)


def test_a_stream_left_early_is_cancelled(server: FakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[Any] = []
    with newsbrief.Client(server.target) as client:
        unary_stream = client._channel.unary_stream

        def kept(*how: Any) -> Callable[..., Any]:
            def send(*what: Any, **options: Any) -> Any:
                calls.append(unary_stream(*how)(*what, **options))
                return calls[-1]

            return send

        monkeypatch.setattr(client._channel, "unary_stream", kept)
        events = client.stream_brief("long " * 5000 + ". ", sentences=1)  # more than the window lets through
        next(events)
        assert not calls[0].done()
        events.close()
        assert calls[0].cancelled()
        assert client.models()  # the channel is still good


def test_both_clients_have_the_same_methods() -> None:
    def methods(client: type) -> dict[str, list[inspect.Parameter]]:
        return {
            name: list(inspect.signature(member).parameters.values())
            for name, member in inspect.getmembers(client, inspect.isfunction)
            if not name.startswith("_") or name == "__init__"
        }

    assert methods(newsbrief.Client) == methods(newsbrief.AsyncClient)


@pytest.mark.parametrize(("options", "sent"), [({}, None), ({"bulk": True}, "bulk")])
async def test_bulk_work_is_marked(
    make_client: Make, ask: Ask, server: FakeServer, article: str, options: dict[str, Any], sent: str | None
) -> None:
    await ask(make_client(server.target, **options).brief, article)
    assert server.requests[0].metadata.get("x-newsbrief-priority") == sent
