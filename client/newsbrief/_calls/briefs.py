"""The calls a client can make: what each sends, and how its answer is read."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from google.protobuf.message import Message
from google.protobuf.wrappers_pb2 import Int32Value, StringValue

from newsbrief import _convert, _messages
from newsbrief._errors import InvalidInput
from newsbrief._types import Article, BriefEvent, BriefResult, DetectedLanguage, Model, Translation
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb

SERVICE = service_pb.DESCRIPTOR.services_by_name["NewsBriefService"].full_name
HEALTH_CHECK = "/grpc.health.v1.Health/Check"
# The official health messages live in grpcio-health-checking, which pins a new protobuf; a thin client must
# not. On the wire HealthCheckRequest{string service = 1} is a StringValue, HealthCheckResponse{enum
# status = 1} an Int32Value. https://github.com/grpc/grpc/blob/master/doc/health-checking.md
HEALTH_STATUSES = ("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN")

Result = TypeVar("Result")

Texts = list[str] | tuple[str, ...]
"""Texts in one language; not any Sequence[str], as a str is one too."""


def _new_request_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Call(Generic[Result]):
    """One call: where it goes, what is sent, and how its answer (each answer, if it streams) is read."""

    path: str
    request: Message
    response: type[Message]
    decode: Callable[[Any], Result]
    request_id: str = field(default_factory=_new_request_id)

    @staticmethod
    def serialize(request: Message) -> bytes:
        """The request's bytes."""
        return request.SerializeToString()


def path_of(method: str) -> str:
    """Where a method of the service is asked for: "/newsbrief.v1.NewsBriefService/BriefArticle"."""
    return f"/{SERVICE}/{method}"


def brief(
    article: str | Article,
    to: str | Iterable[str],
    sentences: int | None,
    title: str | None,
    language: str | None,
) -> Call[BriefResult]:
    """Brief one article."""
    request_id = _new_request_id()
    return Call(
        path_of("BriefArticle"),
        service_pb.BriefArticleRequest(
            article=_article(article, title, language), options=_options(to, sentences)
        ),
        service_pb.BriefArticleResponse,
        lambda response: _convert.brief_result(response, request_id),
        request_id,
    )


def stream_brief(
    article: str | Article,
    to: str | Iterable[str],
    sentences: int | None,
    title: str | None,
    language: str | None,
) -> Call[BriefEvent | None]:
    """Brief one article, told as it happens."""
    return Call(
        path_of("StreamBriefArticle"),
        service_pb.StreamBriefArticleRequest(
            article=_article(article, title, language), options=_options(to, sentences)
        ),
        service_pb.StreamBriefArticleResponse,
        _convert.brief_event,
    )


def translate(texts: Texts, to: str, source: str | None) -> Call[list[Translation]]:
    """Translate texts of one language."""
    for index, text in enumerate(texts):
        _check_text(text, f"contents[{index}]")
    _check_text(to, "target_language_code")
    _check_text(source or "", "source_language_code")
    return Call(
        path_of("TranslateText"),
        service_pb.TranslateTextRequest(
            contents=texts, source_language_code=source or "", target_language_code=to
        ),
        service_pb.TranslateTextResponse,
        lambda response: [_convert.translation(each) for each in response.translations],
    )


def detect(text: str) -> Call[list[DetectedLanguage]]:
    """Guess a text's language."""
    _check_text(text, "content")
    return Call(
        path_of("DetectLanguage"),
        service_pb.DetectLanguageRequest(content=text),
        service_pb.DetectLanguageResponse,
        lambda response: [_convert.detected_language(each) for each in response.languages],
    )


def models() -> Call[list[Model]]:
    """Ask what is loaded."""
    return Call(
        path_of("ListModels"),
        service_pb.ListModelsRequest(),
        service_pb.ListModelsResponse,
        lambda response: [_convert.model(each) for each in response.models],
    )


def health(service: str) -> Call[str]:
    """Ask whether `service` is served."""

    def status(response: Int32Value) -> str:
        return HEALTH_STATUSES[response.value] if 0 <= response.value < len(HEALTH_STATUSES) else "UNKNOWN"

    return Call(HEALTH_CHECK, StringValue(value=service), Int32Value, status)


def _refuse(message: str, reason: str, field_path: str) -> InvalidInput:
    return InvalidInput(message, code="INVALID_ARGUMENT", reason=reason, field=field_path)


def _check_text(text: str, field_path: str) -> None:
    """Python strings may hold lone surrogates, which no encoding can send."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise _refuse(
            f"character {error.start} is one half of a surrogate pair, so this is not text",
            "TEXT_NOT_TEXT",
            field_path,
        ) from None


def _article(article: str | Article, title: str | None, language: str | None) -> pb.Article:
    if isinstance(article, str):
        article = Article(article, title=title or "", language=language)
    elif title is not None or language is not None:
        raise TypeError("title= and language= go with a text; an Article has its own")
    _check_text(article.body, "article.body")
    _check_text(article.title, "article.title")
    _check_text(article.language or "", "article.language_code")
    _check_text(article.id, "article.article_id")
    return _messages.article(article)


def _options(to: str | Iterable[str], sentences: int | None) -> pb.BriefOptions:
    targets = [to] if isinstance(to, str) else list(to)
    if not targets:  # on the wire an empty list means every language, which nobody means who writes one here
        raise _refuse(
            "name at least one language to brief in", "OUT_OF_RANGE", "options.target_language_codes"
        )
    for index, target in enumerate(targets):
        _check_text(target, f"options.target_language_codes[{index}]")
    if sentences is not None and not -(2**31) <= sentences < 2**31:
        raise _refuse(f"{sentences} is no number of sentences", "OUT_OF_RANGE", "options.max_sentences")
    return pb.BriefOptions(target_language_codes=targets, max_sentences=sentences)
