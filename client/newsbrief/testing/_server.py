"""The fake server: takes calls, remembers them, answers or fails as told."""

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType, TracebackType
from typing import Any, Self

import grpc
from google.protobuf.wrappers_pb2 import Int32Value, StringValue

from newsbrief import _convert, _messages
from newsbrief._calls import HEALTH_STATUSES
from newsbrief._types import (
    Article,
    BriefCompleted,
    BriefEvent,
    BriefResult,
    SentenceCompleted,
    SourceAnalyzed,
)
from newsbrief.testing import _answers
from newsbrief.testing._failures import Failure
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """A call the fake was sent: the client method's name and what belongs to it."""

    method: str
    """"brief", "stream_brief", "translate", "detect" or "models"."""
    metadata: Mapping[str, str]
    article: Article | None = None
    to: tuple[str, ...] = ()
    sentences: int | None = None
    texts: tuple[str, ...] = ()
    source: str | None = None


class FakeServer:
    """Serves on a free loopback port from construction until `close`, or for the length of a ``with`` block.

    It answers as `fake_brief`, `fake_translate` and `fake_detect` say, refuses a blank article, unknown
    languages and, given a `token`, whoever does not send it. `credentials` make it speak TLS.
    """

    def __init__(self, *, token: str = "", credentials: grpc.ServerCredentials | None = None) -> None:
        self.requests: list[ReceivedCall] = []
        """Every call so far, retries too, oldest first."""
        self.delay = 0.0
        """Seconds each call waits before it is answered."""
        self.health = "SERVING"
        self._token = token
        self._failures: deque[Failure] = deque()
        self._stopping = threading.Event()
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        pb_grpc.add_NewsBriefServiceServicer_to_server(_Servicer(self), self._server)
        self._server.add_generic_rpc_handlers((_health_handler(self),))
        address = "127.0.0.1:0"
        port = (
            self._server.add_secure_port(address, credentials)
            if credentials
            else self._server.add_insecure_port(address)
        )
        self.target = f"127.0.0.1:{port}"
        """Where it listens, for `Client`."""
        self._server.start()

    def fail_next(
        self,
        code: str,
        reason: str = "",
        *,
        message: str = "told to fail",
        field: str | None = None,
        details: Mapping[str, str] = MappingProxyType({}),
        retry_after: float | None = None,
        after_events: int = 0,
        times: int = 1,
    ) -> None:
        """Makes the next `times` calls fail with a gRPC status: "UNAVAILABLE", "INVALID_ARGUMENT" ...

        The rest becomes its details. `after_events` lets a stream tell that many events first.
        Unknown codes raise `KeyError`.
        """
        grpc.StatusCode[code]
        failure = Failure(code, reason, message, field, details, retry_after, after_events)
        self._failures.extend([failure] * times)

    def close(self) -> None:
        """Stops serving; calls in flight are cut off."""
        self._stopping.set()
        self._server.stop(None).wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _receive(self, context: grpc.ServicerContext, method: str, **arguments: Any) -> Failure | None:
        """Notes the call, makes it wait, fails it if told so; gives a failure due later in a stream."""
        metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        self.requests.append(ReceivedCall(method, metadata, **arguments))
        self._stopping.wait(self.delay)
        if self._token and metadata.get("authorization") != f"Bearer {self._token}":
            Failure("UNAUTHENTICATED", message="no valid token").abort(context)
        failure = self._failures.popleft() if self._failures else None
        if failure and not failure.after_events:
            failure.abort(context)
        return failure


class _Servicer(pb_grpc.NewsBriefServiceServicer):
    def __init__(self, fake: FakeServer) -> None:
        self._fake = fake

    def BriefArticle(
        self, request: pb.BriefArticleRequest, context: grpc.ServicerContext
    ) -> pb.BriefArticleResponse:
        self._receive_brief("brief", request, context)
        return _messages.brief_result(_brief(request, context))

    def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.StreamBriefArticleResponse]:
        failure = self._receive_brief("stream_brief", request, context)
        for sequence, event in enumerate(_events(_brief(request, context))):
            if failure and sequence == failure.after_events:
                failure.abort(context)
            yield _messages.brief_event(event, sequence)

    def TranslateText(
        self, request: pb.TranslateTextRequest, context: grpc.ServicerContext
    ) -> pb.TranslateTextResponse:
        to, source = request.target_language_code, request.source_language_code or None
        texts = tuple(request.contents)
        self._fake._receive(context, "translate", texts=texts, to=(to,), source=source)
        _check_language(to, "target_language_code", context)
        translations = [_messages.translation(_answers.fake_translate(text, to, source)) for text in texts]
        return pb.TranslateTextResponse(translations=translations)

    def DetectLanguage(
        self, request: pb.DetectLanguageRequest, context: grpc.ServicerContext
    ) -> pb.DetectLanguageResponse:
        self._fake._receive(context, "detect", texts=(request.content,))
        _check_not_blank(request.content, "content", context)
        return _messages.detected_languages(_answers.fake_detect(request.content))

    def ListModels(
        self, request: pb.ListModelsRequest, context: grpc.ServicerContext
    ) -> pb.ListModelsResponse:
        self._fake._receive(context, "models")
        return _messages.models(_answers.MODELS)

    def _receive_brief(
        self,
        method: str,
        request: pb.BriefArticleRequest | pb.StreamBriefArticleRequest,
        context: grpc.ServicerContext,
    ) -> Failure | None:
        options = request.options
        return self._fake._receive(
            context,
            method,
            article=_convert.article(request.article),
            to=tuple(options.target_language_codes),
            sentences=options.max_sentences if options.HasField("max_sentences") else None,
        )


def _brief(
    request: pb.BriefArticleRequest | pb.StreamBriefArticleRequest, context: grpc.ServicerContext
) -> BriefResult:
    _check_not_blank(request.article.body, "article.body", context)
    targets = tuple(request.options.target_language_codes) or _answers.LANGUAGES
    for index, target in enumerate(targets):
        _check_language(target, f"options.target_language_codes[{index}]", context)
    sentences = request.options.max_sentences if request.options.HasField("max_sentences") else 3
    if not 1 <= sentences <= 10:
        limits = {"minimum": "1", "maximum": "10"}
        Failure(
            "INVALID_ARGUMENT",
            "OUT_OF_RANGE",
            f"{sentences} is not from 1 to 10",
            "options.max_sentences",
            limits,
        ).abort(context)
    return _answers.fake_brief(_convert.article(request.article), targets, sentences)


def _events(result: BriefResult) -> Iterator[BriefEvent]:
    yield SourceAnalyzed(result.source)
    for brief in result:
        for index, sentence in enumerate(brief.sentences):
            yield SentenceCompleted(brief.language, index, len(brief.sentences), sentence)
        yield BriefCompleted(brief)


def _check_not_blank(text: str, field: str, context: grpc.ServicerContext) -> None:
    if not text.strip():
        Failure("INVALID_ARGUMENT", "TEXT_EMPTY", "the text is empty", field).abort(context)


def _check_language(code: str, field: str, context: grpc.ServicerContext) -> None:
    if code not in _answers.LANGUAGES:
        seen = {"seen": code, "supported": ",".join(_answers.LANGUAGES)}
        message = f"{code!r} is not one of {', '.join(_answers.LANGUAGES)}"
        Failure("INVALID_ARGUMENT", "LANGUAGE_UNSUPPORTED", message, field, seen).abort(context)


def _health_handler(fake: FakeServer) -> grpc.GenericRpcHandler:
    def check(request: StringValue, context: grpc.ServicerContext) -> Int32Value:
        return Int32Value(value=HEALTH_STATUSES.index(fake.health))

    method = grpc.unary_unary_rpc_method_handler(
        check, request_deserializer=StringValue.FromString, response_serializer=Int32Value.SerializeToString
    )
    return grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": method})
