"""Where a call's time went, as OpenTelemetry gets told."""

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_service.tracing.otel import OtelSpans
from newsbrief_service.tracing.setup import spans_for, wanted
from newsbrief_service.tracing.spans import Spans, active, use
from tests.service.articles import EN
from tests.service.conftest import Start
from tests.service.engine.conftest import Executors, executors

__all__ = ["executors"]  # a fixture

_TRACE, _PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def kept() -> Iterator[InMemorySpanExporter]:
    """The spans that ended."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    use(OtelSpans(provider))
    yield exporter
    active().close()
    use(Spans())


def named(kept: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in kept.get_finished_spans() if span.name == name]


async def test_a_brief_is_one_trace_that_goes_on_from_its_callers(
    kept: InMemorySpanExporter, start: Start, executors: Executors
) -> None:
    running = await start(await executors())
    kept.clear()  # the warm-up's
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
    metadata = (("traceparent", f"00-{_TRACE}-{_PARENT}-01"),)
    await running.stub.BriefArticle(request, metadata=metadata)

    (call,) = named(kept, "newsbrief.v1.NewsBriefService/BriefArticle")
    assert call.parent is not None
    assert (call.context.trace_id, call.parent.span_id) == (int(_TRACE, 16), int(_PARENT, 16))
    assert call.attributes == {
        "rpc.system.name": "grpc",
        "rpc.method": "newsbrief.v1.NewsBriefService/BriefArticle",
        "rpc.response.status_code": "OK",
    }
    spans = kept.get_finished_spans()
    assert {span.context.trace_id for span in spans} == {int(_TRACE, 16)}
    (select,) = named(kept, "newsbrief.select")
    assert select.parent is not None
    assert select.parent.span_id == call.context.span_id
    translations = {span.context.span_id for span in named(kept, "newsbrief.translate")}
    assert len(translations) >= 2
    for name in ("newsbrief.queue", "newsbrief.batch"):
        assert {span.parent.span_id for span in named(kept, name) if span.parent} == translations
    rows = [
        span.attributes["newsbrief.own_rows"] for span in named(kept, "newsbrief.batch") if span.attributes
    ]
    assert rows
    functions = {str((span.attributes or {})["newsbrief.function"]) for span in named(kept, "newsbrief.text")}
    assert {"read", "take", "_as_it_is"} <= functions


async def test_no_span_holds_text_of_the_article(
    kept: InMemorySpanExporter, start: Start, executors: Executors
) -> None:
    running = await start(await executors())
    word = "Zanzibar"
    article = types_pb2.Article(body=EN.replace("Monday", word), title=f"{word} reports")
    await running.stub.BriefArticle(pb.BriefArticleRequest(article=article))
    with pytest.raises(Exception, match="language"):
        await running.stub.TranslateText(pb.TranslateTextRequest(contents=[word], target_language_code=word))
    spans = kept.get_finished_spans()
    assert len(spans) > 10
    assert not any(word in span.to_json() for span in spans)
    failed = named(kept, "newsbrief.v1.NewsBriefService/TranslateText")[0]
    assert (failed.attributes or {})["rpc.response.status_code"] == "INVALID_ARGUMENT"
    assert failed.status.is_unset  # the caller's fault, not the server's


async def test_calls_do_not_share_a_trace(
    kept: InMemorySpanExporter, start: Start, executors: Executors
) -> None:
    running = await start(await executors())
    kept.clear()
    for _ in range(2):
        await running.stub.ListModels(pb.ListModelsRequest())
    first, second = named(kept, "newsbrief.v1.NewsBriefService/ListModels")
    assert first.parent is None
    assert second.parent is None
    assert first.context.trace_id != second.context.trace_id


@pytest.mark.parametrize(
    ("environ", "asked"),
    [
        ({}, False),
        ({"OTEL_SERVICE_NAME": "desk"}, False),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}, True),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4317"}, True),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_TRACES_EXPORTER": "none", "OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp", "OTEL_SDK_DISABLED": "true"}, False),
    ],
)
def test_traces_are_kept_when_the_environment_asks(environ: dict[str, str], asked: bool) -> None:
    assert wanted(environ) is asked
    spans = spans_for(environ)
    assert (type(spans) is OtelSpans) is asked
    spans.close()


def test_an_exporter_that_is_not_there_is_told_and_serving_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    assert type(spans_for({"OTEL_TRACES_EXPORTER": "zipkin"})) is Spans
    assert "no traces" in caplog.text
