"""The methods of NewsBriefService: validate, call the pipeline, wrap the answer."""

import time
from collections.abc import AsyncIterator

from google.protobuf.duration_pb2 import Duration

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief.v1 import types_pb2
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.revise import Style
from newsbrief_models.text import language as language_tools
from newsbrief_models.types import Language
from newsbrief_service import naming, pipeline, validation
from newsbrief_service.executor import Executor
from newsbrief_service.glossaries.resolve import Resolver
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import note
from newsbrief_service.messages import briefs, fidelity
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence
from newsbrief_service.translation import Manner


class NewsBriefServicer(pb_grpc.NewsBriefServiceServicer):
    """Answers calls with `executor`'s models; articles have at most `max_article_chars` characters.

    Errors leave as ServiceError; `interceptor.Guard` turns them into statuses.
    """

    def __init__(self, executor: Executor, terms: Resolver, max_article_chars: int) -> None:
        self._executor = executor
        self._terms = terms
        self._max_chars = max_article_chars

    async def BriefArticle(
        self, request: pb.BriefArticleRequest, context: Context
    ) -> pb.BriefArticleResponse:
        started = time.monotonic()
        order = validation.brief_order(request.article, request.options, self._max_chars)
        source, events = await self._begin(order, request.article, request.options)
        finished = {event.language: event async for event in events if isinstance(event, FinishedBrief)}
        in_order = {target: finished[target] for target in order.targets}
        return pb.BriefArticleResponse(
            article_id=order.article_id,
            briefs=[source.brief(brief) for brief in in_order.values()],
            source=source.report(),
            server_duration=_duration(started),
            facts=fidelity.facts_across(in_order),
        )

    async def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefArticleResponse]:
        order = validation.brief_order(request.article, request.options, self._max_chars)
        source, events = await self._begin(order, request.article, request.options)
        yield pb.StreamBriefArticleResponse(sequence=0, source_analyzed=source.report())
        finished: dict[Language, FinishedBrief] = {}
        sequence = 1
        async for event in events:
            response = pb.StreamBriefArticleResponse(sequence=sequence)
            if isinstance(event, FinishedSentence):
                response.sentence_completed.CopyFrom(source.sentence_completed(event))
            else:
                response.brief_completed.CopyFrom(source.brief(event))
                finished[event.language] = event
            yield response
            sequence += 1
        facts = fidelity.facts_across({target: finished[target] for target in order.targets})
        yield pb.StreamBriefArticleResponse(sequence=sequence, facts_compared=pb.FactsCompared(facts=facts))

    async def TranslateText(
        self, request: pb.TranslateTextRequest, context: Context
    ) -> pb.TranslateTextResponse:
        order = validation.translation_order(request, self._max_chars)
        note(chars=sum(map(len, order.contents)), texts=len(order.contents), target=order.target)
        lexicon = await self._lexicon(request.glossary_config, "glossary_config")
        manner = Manner(lexicon, validation.style(request.style, "style"))
        finished = await pipeline.translate(order, self._executor, manner)
        pairs = zip(order.contents, finished, strict=True)
        return pb.TranslateTextResponse(translations=[briefs.translation(*pair) for pair in pairs])

    async def DetectLanguage(
        self, request: pb.DetectLanguageRequest, context: Context
    ) -> pb.DetectLanguageResponse:
        text = validation.detection_text(request, self._max_chars)
        note(chars=len(text))
        guesses = await self._executor.run(lambda: language_tools.detect(text))
        return pb.DetectLanguageResponse(languages=briefs.languages(guesses))

    async def CheckFidelity(
        self, request: pb.CheckFidelityRequest, context: Context
    ) -> pb.CheckFidelityResponse:
        order = validation.fidelity_order(request, self._max_chars)
        note(chars=len(order.source) + len(order.target))
        lexicon = await self._lexicon(request.glossary_config, "glossary_config")
        manner = Manner(lexicon, Style(), validation.day(request, "reference_time"))
        return fidelity.checked(await pipeline.check_fidelity(order, self._executor, manner), order.source)

    async def RenderNames(self, request: pb.RenderNamesRequest, context: Context) -> pb.RenderNamesResponse:
        order = validation.names_order(request)
        note(names=len(order.names), target=order.target)
        rendered = await self._executor.run(lambda: naming.render_all(order))
        return pb.RenderNamesResponse(renderings=rendered)

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:
        return pb.ListModelsResponse(models=[briefs.model(info) for info in self._executor.models])

    async def _lexicon(self, config: types_pb2.GlossaryConfig, field: str) -> Lexicon:
        """The names and terms that a call wants known."""
        return (await self._terms.terms_for(config, field)).lexicon()

    async def _begin(
        self, order: validation.BriefOrder, article: types_pb2.Article, options: types_pb2.BriefOptions
    ) -> tuple[briefs.BriefWriter, pipeline.Events]:
        """The article read and its sentences chosen; the briefs are still to come."""
        manner = Manner(
            await self._lexicon(options.glossary_config, "options.glossary_config"),
            validation.style(options.style, "options.style"),
            validation.day(article, "article.publish_time"),
        )
        analyzed, events = await pipeline.brief(order, self._executor, manner)
        # What the log may say of an article: its size and shape, and the caller's own name for it.
        note(
            article_id=order.article_id,
            chars=len(order.body),
            language=analyzed.document.language,
            sentences=len(analyzed.document.sentences),
            targets=list(order.targets),
        )
        return briefs.BriefWriter(order.body, analyzed), events


def _duration(started: float) -> Duration:
    duration = Duration()
    duration.FromNanoseconds(int((time.monotonic() - started) * 1e9))
    return duration
