"""NewsBriefService, answered by the fake."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import grpc

from newsbrief import _convert, _enums, _messages
from newsbrief._types import (
    BriefCompleted,
    BriefEvent,
    BriefResult,
    FactsCompared,
    Finding,
    SentenceCompleted,
    SourceAnalyzed,
)
from newsbrief.testing import _answers, _checks
from newsbrief.testing._failures import Context, Failure, Item, ItemError
from newsbrief.testing._glossaries import Shelf
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief.v1 import types_pb2


class Receive(Protocol):
    """Notes a call; gives a failure due later in a stream."""

    def __call__(self, context: grpc.ServicerContext, method: str, **arguments: Any) -> Failure | None: ...


BriefRequest = pb.BriefArticleRequest | pb.StreamBriefArticleRequest


class BriefServicer(pb_grpc.NewsBriefServiceServicer):
    """Reads requests, asks the pure functions, writes answers."""

    def __init__(self, receive: Receive, shelf: Shelf, findings: Callable[[], Sequence[Finding]]) -> None:
        self._receive = receive
        self._shelf = shelf
        self._findings = findings

    def BriefArticle(
        self, request: pb.BriefArticleRequest, context: grpc.ServicerContext
    ) -> pb.BriefArticleResponse:
        self._receive_brief("brief", request, context)
        return _messages.brief_result(self._brief(request, context))

    def BatchBriefArticles(
        self, request: pb.BatchBriefArticlesRequest, context: grpc.ServicerContext
    ) -> pb.BatchBriefArticlesResponse:
        options = request.options
        self._receive(
            context,
            "brief_batch",
            texts=tuple(article.body for article in request.articles),
            to=tuple(options.target_language_codes),
            sentences=options.max_sentences if options.HasField("max_sentences") else None,
            **_wording(options.glossary_config, options.style),
        )
        outcomes = [self.outcome(article, options) for article in request.articles]
        return pb.BatchBriefArticlesResponse(outcomes=outcomes)

    def outcome(self, article: types_pb2.Article, options: types_pb2.BriefOptions) -> pb.BriefOutcome:
        """What becomes of one article among several."""
        request = pb.BriefArticleRequest(article=article, options=options)
        try:
            response = _messages.brief_result(self._brief(request, Item()))
        except ItemError as error:
            return pb.BriefOutcome(article_id=article.article_id, error=error.status)
        return pb.BriefOutcome(article_id=article.article_id, response=response)

    def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: grpc.ServicerContext
    ) -> Iterator[pb.StreamBriefArticleResponse]:
        failure = self._receive_brief("stream_brief", request, context)
        for sequence, event in enumerate(_events(self._brief(request, context))):
            if failure and sequence == failure.after_events:
                failure.abort(context)
            yield _messages.brief_event(event, sequence)

    def TranslateText(
        self, request: pb.TranslateTextRequest, context: grpc.ServicerContext
    ) -> pb.TranslateTextResponse:
        to, source = request.target_language_code, request.source_language_code or None
        texts = tuple(request.contents)
        wording = _wording(request.glossary_config, request.style)
        self._receive(context, "translate", texts=texts, to=(to,), source=source, **wording)
        check_language(to, "target_language_code", context)
        known = self._shelf.known(request.glossary_config, "glossary_config", context)
        translations = [_answers.translate(text, to, source, known, self._findings()) for text in texts]
        return pb.TranslateTextResponse(translations=map(_messages.translation, translations))

    def DetectLanguage(
        self, request: pb.DetectLanguageRequest, context: grpc.ServicerContext
    ) -> pb.DetectLanguageResponse:
        self._receive(context, "detect", texts=(request.content,))
        check_not_blank(request.content, "content", context)
        return _messages.detected_languages(_answers.fake_detect(request.content))

    def CheckFidelity(
        self, request: pb.CheckFidelityRequest, context: grpc.ServicerContext
    ) -> pb.CheckFidelityResponse:
        source, target = request.source_language_code, request.target_language_code
        self._receive(
            context,
            "check",
            texts=(request.source_text, request.target_text),
            source=source or None,
            target=target or None,
            published=_convert.day(request, "reference_time"),
            **terms_of(request.glossary_config),
        )
        check_not_blank(request.source_text, "source_text", context)
        check_not_blank(request.target_text, "target_text", context)
        source = source or _answers.fake_detect(request.source_text)[0].language
        target = target or _answers.fake_detect(request.target_text)[0].language
        known = self._shelf.known(request.glossary_config, "glossary_config", context)
        return _messages.check(_checks.check(request.source_text, request.target_text, source, target, known))

    def RenderNames(
        self, request: pb.RenderNamesRequest, context: grpc.ServicerContext
    ) -> pb.RenderNamesResponse:
        to, convention = (
            request.target_language_code,
            _enums.name(types_pb2.NameConvention, request.convention),
        )
        self._receive(
            context,
            "render_names",
            texts=tuple(request.names),
            to=(to,),
            source=request.source_language_code or None,
            convention=convention,
        )
        check_language(to, "target_language_code", context)
        return _messages.name_renderings(
            _answers.fake_render_name(name, to, convention) for name in request.names
        )

    def ListModels(
        self, request: pb.ListModelsRequest, context: grpc.ServicerContext
    ) -> pb.ListModelsResponse:
        self._receive(context, "models")
        return _messages.models(_answers.MODELS)

    def _receive_brief(
        self, method: str, request: BriefRequest, context: grpc.ServicerContext
    ) -> Failure | None:
        options = request.options
        return self._receive(
            context,
            method,
            article=_convert.article(request.article),
            to=tuple(options.target_language_codes),
            sentences=options.max_sentences if options.HasField("max_sentences") else None,
            **_wording(options.glossary_config, options.style),
        )

    def _brief(self, request: BriefRequest, context: Context) -> BriefResult:
        check_not_blank(request.article.body, "article.body", context)
        targets = tuple(request.options.target_language_codes) or _answers.LANGUAGES
        for index, target in enumerate(targets):
            check_language(target, f"options.target_language_codes[{index}]", context)
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
        if request.options.summary_mode == types_pb2.SUMMARY_MODE_ABSTRACTIVE:
            what = "the fake server has no model that writes"
            Failure("FAILED_PRECONDITION", "ABSTRACTIVE_NOT_INSTALLED", what, "options.summary_mode").abort(
                context
            )
        known = self._shelf.known(request.options.glossary_config, "options.glossary_config", context)
        return _answers.brief(_convert.article(request.article), targets, sentences, known, self._findings())


def terms_of(config: types_pb2.GlossaryConfig) -> dict[str, Any]:
    """The names and terms a call asks for, as `ReceivedCall` has them."""
    return {
        "glossaries": tuple(config.glossaries),
        "terms": tuple(map(_convert.term, config.inline_terms)),
        "builtin_names": not config.disable_builtin_names,
    }


def _wording(config: types_pb2.GlossaryConfig, style: types_pb2.StyleOptions) -> dict[str, Any]:
    return {
        "register": _enums.name(types_pb2.KoreanRegister, style.korean_register),
        "numbers": _enums.name(types_pb2.NumberStyle, style.number_style),
        **terms_of(config),
    }


def _events(result: BriefResult) -> Iterator[BriefEvent]:
    yield SourceAnalyzed(result.source)
    for brief in result:
        for index, sentence in enumerate(brief.sentences):
            yield SentenceCompleted(brief.language, index, len(brief.sentences), sentence)
        yield BriefCompleted(brief)
    yield FactsCompared(result.facts)


def check_not_blank(text: str, field: str, context: Context) -> None:
    """Refuses a text that says nothing."""
    if not text.strip():
        Failure("INVALID_ARGUMENT", "TEXT_EMPTY", "the text is empty", field).abort(context)


def check_language(code: str, field: str, context: Context) -> None:
    """Refuses a language that no brief is made in."""
    if code not in _answers.LANGUAGES:
        seen = {"seen": code, "supported": ",".join(_answers.LANGUAGES)}
        message = f"{code!r} is not one of {', '.join(_answers.LANGUAGES)}"
        Failure("INVALID_ARGUMENT", "LANGUAGE_UNSUPPORTED", message, field, seen).abort(context)
