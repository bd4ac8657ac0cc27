"""The calls of NewsBriefService and of the health service."""

from collections.abc import Iterable
from datetime import date
from typing import Unpack

from google.protobuf.wrappers_pb2 import Int32Value, StringValue

from newsbrief import _convert, _messages
from newsbrief._calls.call import Call, check_text, choice, new_request_id, refuse
from newsbrief._calls.options import Making, TermOptions, Wording, glossary_config, wording
from newsbrief._types import (
    Article,
    BriefEvent,
    BriefResult,
    Check,
    DetectedLanguage,
    Model,
    NameRendering,
    Outcome,
    SummaryMode,
    SummaryRoute,
    Translation,
)
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb

SERVICE = service_pb.DESCRIPTOR.services_by_name["NewsBriefService"].full_name
HEALTH_CHECK = "/grpc.health.v1.Health/Check"
# The official health messages live in grpcio-health-checking, which pins a new protobuf; a thin client must
# not. On the wire HealthCheckRequest{string service = 1} is a StringValue, HealthCheckResponse{enum
# status = 1} an Int32Value. https://github.com/grpc/grpc/blob/master/doc/health-checking.md
HEALTH_STATUSES = ("UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN")

Texts = list[str] | tuple[str, ...]
"""Texts in one language; not any Sequence[str], as a str is one too."""


def path_of(method: str) -> str:
    """Where a method of the service is asked for: "/newsbrief.v1.NewsBriefService/BriefArticle"."""
    return f"/{SERVICE}/{method}"


def brief(
    article: pb.Article, to: str | Iterable[str], sentences: int | None, **making: Unpack[Making]
) -> Call[BriefResult]:
    """Brief one article."""
    request_id = new_request_id()
    return Call(
        path_of("BriefArticle"),
        service_pb.BriefArticleRequest(article=article, options=options_of(to, sentences, **making)),
        service_pb.BriefArticleResponse,
        lambda response: _convert.brief_result(response, request_id),
        request_id,
    )


def batch(
    articles: Iterable[str | Article],
    to: str | Iterable[str],
    sentences: int | None,
    **making: Unpack[Making],
) -> Call[list[Outcome]]:
    """Brief several articles."""
    if isinstance(articles, str | Article):
        raise refuse("give the articles as a list", "MALFORMED_VALUE", "articles")
    request_id = new_request_id()
    return Call(
        path_of("BatchBriefArticles"),
        service_pb.BatchBriefArticlesRequest(
            articles=[article(each, None, None, None) for each in articles],
            options=options_of(to, sentences, **making),
        ),
        service_pb.BatchBriefArticlesResponse,
        lambda response: [_convert.outcome(each, request_id) for each in response.outcomes],
        request_id,
    )


def stream_brief(
    article: pb.Article, to: str | Iterable[str], sentences: int | None, **making: Unpack[Making]
) -> Call[BriefEvent | None]:
    """Brief one article, told as it happens."""
    return Call(
        path_of("StreamBriefArticle"),
        service_pb.StreamBriefArticleRequest(article=article, options=options_of(to, sentences, **making)),
        service_pb.StreamBriefArticleResponse,
        _convert.brief_event,
    )


def translate(texts: Texts, to: str, source: str | None, **words: Unpack[Wording]) -> Call[list[Translation]]:
    """Translate texts of one language."""
    return Call(
        path_of("TranslateText"),
        service_pb.TranslateTextRequest(
            contents=[check_text(text, f"contents[{index}]") for index, text in enumerate(texts)],
            source_language_code=check_text(source or "", "source_language_code"),
            target_language_code=check_text(to, "target_language_code"),
            **wording("", **words),
        ),
        service_pb.TranslateTextResponse,
        lambda response: [_convert.translation(each) for each in response.translations],
    )


def check(
    source: str,
    target: str,
    source_language: str | None,
    target_language: str | None,
    published: date | None,
    **terms: Unpack[TermOptions],
) -> Call[Check]:
    """Compare a source text with a target text."""
    return Call(
        path_of("CheckFidelity"),
        service_pb.CheckFidelityRequest(
            source_text=check_text(source, "source_text"),
            source_language_code=check_text(source_language or "", "source_language_code"),
            target_text=check_text(target, "target_text"),
            target_language_code=check_text(target_language or "", "target_language_code"),
            glossary_config=glossary_config("glossary_config", **terms),
            reference_time=_messages.day(published),
        ),
        service_pb.CheckFidelityResponse,
        _convert.check,
    )


def render_names(
    names: Texts, to: str, source: str | None, convention: str | None
) -> Call[list[NameRendering]]:
    """Write names in another script."""
    return Call(
        path_of("RenderNames"),
        service_pb.RenderNamesRequest(
            names=[check_text(name, f"names[{index}]") for index, name in enumerate(names)],
            source_language_code=check_text(source or "", "source_language_code"),
            target_language_code=check_text(to, "target_language_code"),
            convention=choice(pb.NameConvention, convention, "convention"),
        ),
        service_pb.RenderNamesResponse,
        lambda response: [_convert.name_rendering(each) for each in response.renderings],
    )


def detect(text: str) -> Call[list[DetectedLanguage]]:
    """Guess a text's language."""
    return Call(
        path_of("DetectLanguage"),
        service_pb.DetectLanguageRequest(content=check_text(text, "content")),
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


def article(
    article: str | Article, title: str | None, language: str | None, published: date | None
) -> pb.Article:
    """The article to brief: a text with what goes with it, or a value that has its own."""
    if isinstance(article, str):
        article = Article(article, title=title or "", language=language, published=published)
    elif title is not None or language is not None or published is not None:
        raise TypeError("title=, language= and published= go with a text; an Article has its own")
    check_text(article.body, "article.body")
    check_text(article.title, "article.title")
    check_text(article.language or "", "article.language_code")
    check_text(article.id, "article.article_id")
    return _messages.article(article)


def options_of(
    to: str | Iterable[str],
    sentences: int | None,
    *,
    mode: SummaryMode | None = None,
    route: SummaryRoute | None = None,
    **words: Unpack[Wording],
) -> pb.BriefOptions:
    """What is wanted of briefs."""
    targets = [to] if isinstance(to, str) else list(to)
    if not targets:  # on the wire an empty list means every language, which nobody means who writes one here
        raise refuse(
            "name at least one language to brief in", "OUT_OF_RANGE", "options.target_language_codes"
        )
    for index, target in enumerate(targets):
        check_text(target, f"options.target_language_codes[{index}]")
    if sentences is not None and not -(2**31) <= sentences < 2**31:
        raise refuse(f"{sentences} is no number of sentences", "OUT_OF_RANGE", "options.max_sentences")
    return pb.BriefOptions(
        target_language_codes=targets,
        max_sentences=sentences,
        summary_mode=choice(pb.SummaryMode, mode, "options.summary_mode"),
        summary_route=choice(pb.SummaryRoute, route, "options.summary_route"),
        **wording("options.", **words),
    )
