"""The bad-input table: a typed error that names the field, nothing lost, the server alive."""

from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.errors import DETAILS_KEY, DOMAIN
from tests.service.articles import EN
from tests.service.conftest import Running, Start

LIMIT = 2_000
WORD = "Talks began on Monday. "
GERMAN = "Die Außenminister beider Länder trafen sich am Montag in Berlin und sprachen über die Lage."
UKRAINIAN = "Міністри закордонних справ двох країн зустрілися у понеділок і обговорили її перебіг."


def article(body: str = EN, **fields: Any) -> dict[str, Any]:
    return {"article": types_pb2.Article(body=body, **fields)}


def options(**fields: Any) -> dict[str, Any]:
    return {**article(), "options": types_pb2.BriefOptions(**fields)}


BAD_BRIEFS = {
    "no article": ({}, "TEXT_EMPTY", "article.body"),
    "empty": (article(""), "TEXT_EMPTY", "article.body"),
    "blank": (article(" \n\t\u00a0\u200b\ufeff "), "TEXT_EMPTY", "article.body"),
    "1 character": (article("A"), "TEXT_TOO_SHORT", "article.body"),
    "limit + 1": (article((WORD * 100)[:LIMIT] + "."), "TEXT_TOO_LONG", "article.body"),
    "NUL": (article(EN + "\0"), "TEXT_NOT_TEXT", "article.body"),
    "HTML page": (
        article(f"<!doctype html><html><body><p>{EN}</p></body></html>"),
        "TEXT_IS_MARKUP",
        "article.body",
    ),
    "HTML fragment": (article(f"<p>{WORD}</p>\n<p>{WORD}</p>"), "TEXT_IS_MARKUP", "article.body"),
    "Japanese": (
        article("日本の外務大臣は月曜日に記者会見を開いた。"),
        "LANGUAGE_UNSUPPORTED",
        "article.body",
    ),
    "Ukrainian": (article(UKRAINIAN), "LANGUAGE_UNSUPPORTED", "article.body"),
    "German": (article(GERMAN), "LANGUAGE_UNSUPPORTED", "article.body"),
    "only digits": (article("1234567890 1234567890 12"), "LANGUAGE_UNDETECTED", "article.body"),
    "only emoji": (article("😀" * 30), "LANGUAGE_UNDETECTED", "article.body"),
    "unknown source": (article(language_code="xx"), "LANGUAGE_UNSUPPORTED", "article.language_code"),
    "nonsense source": (article(language_code="💥" * 50), "LANGUAGE_UNSUPPORTED", "article.language_code"),
    "long title": (article(title="x" * 1001), "TEXT_TOO_LONG", "article.title"),
    "markup in title": (article(title="<h1>News</h1>"), "TEXT_IS_MARKUP", "article.title"),
    "another language than named": (article(language_code="ko"), "LANGUAGE_MISMATCH", "article.body"),
    "NUL in title": (article(title="a\0b"), "TEXT_NOT_TEXT", "article.title"),
    "long id": (article(article_id="x" * 257), "TEXT_TOO_LONG", "article.article_id"),
    "unknown target": (
        options(target_language_codes=["ko", "ja"]),
        "LANGUAGE_UNSUPPORTED",
        "options.target_language_codes[1]",
    ),
    "region in target": (
        options(target_language_codes=["ko-KP"]),
        "LANGUAGE_UNSUPPORTED",
        "options.target_language_codes[0]",
    ),
    "target twice": (
        options(target_language_codes=["ko", "ko"]),
        "DUPLICATE",
        "options.target_language_codes[1]",
    ),
    "0 sentences": (options(max_sentences=0), "OUT_OF_RANGE", "options.max_sentences"),
    "-1 sentences": (options(max_sentences=-1), "OUT_OF_RANGE", "options.max_sentences"),
    "10,000 sentences": (options(max_sentences=10_000), "OUT_OF_RANGE", "options.max_sentences"),
}

BAD_TRANSLATIONS = {
    "no contents": ({}, "OUT_OF_RANGE", "contents"),
    "65 contents": ({"contents": ["Hello there."] * 65}, "OUT_OF_RANGE", "contents"),
    "one is blank": ({"contents": ["Hello there.", " "]}, "TEXT_EMPTY", "contents[1]"),
    "too long together": ({"contents": ["Hello there. " * 100] * 2}, "TEXT_TOO_LONG", "contents[1]"),
    "one is Japanese": (
        {"contents": ["Hello there.", "日本の外務大臣。"]},
        "LANGUAGE_UNSUPPORTED",
        "contents[1]",
    ),
    "unknown source": (
        {"contents": ["Hello there."], "source_language_code": "zz"},
        "LANGUAGE_UNSUPPORTED",
        "source_language_code",
    ),
    "no target": (
        {"contents": ["Hello there."], "target_language_code": ""},
        "LANGUAGE_UNSUPPORTED",
        "target_language_code",
    ),
}


def details(error: grpc.aio.AioRpcError) -> tuple[error_details_pb2.ErrorInfo, error_details_pb2.BadRequest]:
    """The ErrorInfo and BadRequest a call failed with."""
    (packed,) = (value for key, value in error.trailing_metadata() or () if key == DETAILS_KEY)
    assert isinstance(packed, bytes)
    info, bad_request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status_pb2.Status.FromString(packed).details:
        detail.Unpack(info) or detail.Unpack(bad_request)
    return info, bad_request


async def expect_invalid(call: Any, reason: str, field: str) -> error_details_pb2.ErrorInfo:
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    info, bad_request = details(caught.value)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert (info.domain, info.reason) == (DOMAIN, reason)
    assert [violation.field for violation in bad_request.field_violations] == [field]
    assert field in (caught.value.details() or "")
    return info


async def alive(running: Running) -> None:
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(**article()))
    assert len(response.briefs) == 3


@pytest.mark.parametrize("row", BAD_BRIEFS.values(), ids=BAD_BRIEFS)
async def test_bad_articles_and_options(start: Start, row: tuple[dict[str, Any], str, str]) -> None:
    fields, reason, field = row
    running = await start(max_article_chars=LIMIT)
    await expect_invalid(running.stub.BriefArticle(pb.BriefArticleRequest(**fields)), reason, field)
    stream = running.stub.StreamBriefArticle(pb.StreamBriefArticleRequest(**fields))
    await expect_invalid(stream.read(), reason, field)
    await alive(running)


@pytest.mark.parametrize("row", BAD_TRANSLATIONS.values(), ids=BAD_TRANSLATIONS)
async def test_bad_translations(start: Start, row: tuple[dict[str, Any], str, str]) -> None:
    fields, reason, field = row
    running = await start(max_article_chars=LIMIT)
    request = pb.TranslateTextRequest(**{"target_language_code": "ko", **fields})
    await expect_invalid(running.stub.TranslateText(request), reason, field)
    await alive(running)


async def test_the_limit_is_in_the_error(start: Start) -> None:
    running = await start(max_article_chars=LIMIT)
    long = pb.BriefArticleRequest(**article((WORD * 100)[: LIMIT + 1]))
    info = await expect_invalid(running.stub.BriefArticle(long), "TEXT_TOO_LONG", "article.body")
    assert dict(info.metadata) == {"limit": str(LIMIT), "length": str(LIMIT + 1)}


@pytest.mark.parametrize("length", [LIMIT - 1, LIMIT])
async def test_up_to_the_limit_is_fine(start: Start, length: int) -> None:
    running = await start(max_article_chars=LIMIT)
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(**article((WORD * 100)[:length])))
    assert len(response.briefs) == 3


@pytest.mark.parametrize(
    "oddity",
    [
        "\x01",
        "\x1b[31m",
        "\x85",
        "\x9f",
        "\u202e",
        "\u2066",
        "\u200d",
        "👩\u200d🚀",
        "\ufeff",
        "\u00ad",
        "\u2028",
        "\x0c",
    ],
)
async def test_odd_characters_are_read_over(start: Start, oddity: str) -> None:
    running = await start()
    body = f"The first ship will{oddity} carry 450 passengers to the port of Vladivostok on July 3. Tickets are sold."
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(**article(body)))

    first = response.briefs[0].sentences[0]
    span = first.source_spans[0]
    assert body[span.start : span.end] == first.source_text
    shown = first.text.replace("\u200d", "").replace("👩", "").replace("🚀", "")
    assert all(character.isprintable() for character in shown)
    assert "450 passengers" in first.text


async def test_100_kb_without_a_space(start: Start) -> None:
    running = await start(max_article_chars=200_000)
    response = await running.stub.BriefArticle(
        pb.BriefArticleRequest(**article("x" * 100_000, language_code="en"))
    )
    assert [len(brief.sentences) for brief in response.briefs] == [1, 1, 1]


RAW = {
    "random bytes": b"\xff\xfe\x00\x01\x80garbage",
    "truncated": b"\x0a\xff\x01abc",
    "text that is not UTF-8": b"\x0a\x04\x1a\x02\xff\xfe",  # article.body = ff fe
    "deep groups": b"\x0b" * 20_000,
}


@pytest.mark.parametrize("raw", RAW.values(), ids=RAW)
@pytest.mark.parametrize("method", ["BriefArticle", "TranslateText", "DetectLanguage", "StreamBriefArticle"])
async def test_malformed_messages(start: Start, method: str, raw: bytes) -> None:
    running = await start()
    path = f"/newsbrief.v1.NewsBriefService/{method}"
    streams = method.startswith("Stream")
    call = (
        running.channel.unary_stream(path)(raw).read() if streams else running.channel.unary_unary(path)(raw)
    )
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    info, _ = details(caught.value)
    assert (caught.value.code(), info.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "MALFORMED_MESSAGE")
    await alive(running)


async def test_malformed_messages_to_the_official_services(start: Start) -> None:
    running = await start()
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.channel.unary_unary("/grpc.health.v1.Health/Check")(b"\xff\xff")
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    call = running.channel.stream_stream("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")(
        iter([b"\xff"])
    )
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call.read()
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
