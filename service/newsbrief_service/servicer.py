"""The methods of NewsBriefService: validate, call the pipeline, wrap the answer."""

from collections.abc import AsyncIterator

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief_models.fidelity.revise import Style
from newsbrief_models.text import language as language_tools
from newsbrief_models.types import Language
from newsbrief_service import naming, pipeline, validation
from newsbrief_service.batches import brief_batch
from newsbrief_service.briefing import Briefing
from newsbrief_service.executor import Executor
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import note
from newsbrief_service.messages import briefs, facts, fidelity
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence
from newsbrief_service.translation import Manner


class NewsBriefServicer(pb_grpc.NewsBriefServiceServicer):
    """Answers calls with `executor`'s models and with `briefing`, which uses the same; texts have at most
    `max_article_chars` characters.

    Errors leave as ServiceError; `interceptor.Guard` turns them into statuses. No method looks at its context.
    """

    def __init__(self, executor: Executor, briefing: Briefing, max_article_chars: int) -> None:
        self._executor = executor
        self._briefing = briefing
        self._max_chars = max_article_chars

    async def BriefArticle(
        self, request: pb.BriefArticleRequest, context: Context
    ) -> pb.BriefArticleResponse:
        return await self._briefing.brief(request.article, request.options)

    async def BatchBriefArticles(
        self, request: pb.BatchBriefArticlesRequest, context: Context
    ) -> pb.BatchBriefArticlesResponse:
        return await brief_batch(self._briefing, request)

    async def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefArticleResponse]:
        begun = await self._briefing.begin(request.article, request.options)
        source = begun.source
        yield pb.StreamBriefArticleResponse(sequence=0, source_analyzed=source.report())
        finished: dict[Language, FinishedBrief] = {}
        sequence = 1
        async for event in begun.events:
            response = pb.StreamBriefArticleResponse(sequence=sequence)
            if isinstance(event, FinishedSentence):
                response.sentence_completed.CopyFrom(source.sentence_completed(event))
            else:
                response.brief_completed.CopyFrom(source.brief(event))
                finished[event.language] = event
            yield response
            sequence += 1
        compared = facts.across({target: finished[target] for target in begun.order.targets})
        yield pb.StreamBriefArticleResponse(
            sequence=sequence, facts_compared=pb.FactsCompared(facts=compared)
        )

    async def TranslateText(
        self, request: pb.TranslateTextRequest, context: Context
    ) -> pb.TranslateTextResponse:
        order = validation.translation_order(request, self._max_chars)
        note(chars=sum(map(len, order.contents)), texts=len(order.contents), target=order.target)
        lexicon = await self._briefing.lexicon(request.glossary_config, "glossary_config")
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
        lexicon = await self._briefing.lexicon(request.glossary_config, "glossary_config")
        manner = Manner(lexicon, Style(), validation.day(request, "reference_time"))
        return fidelity.checked(await pipeline.check_fidelity(order, self._executor, manner), order.source)

    async def RenderNames(self, request: pb.RenderNamesRequest, context: Context) -> pb.RenderNamesResponse:
        order = validation.names_order(request)
        note(names=len(order.names), target=order.target)
        rendered = await self._executor.run(lambda: naming.render_all(order))
        return pb.RenderNamesResponse(renderings=rendered)

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:
        return pb.ListModelsResponse(models=[briefs.model(info) for info in self._executor.models])
