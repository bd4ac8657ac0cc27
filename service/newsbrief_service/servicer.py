"""The methods of NewsBriefService: validate, call the pipeline, wrap the answer."""

import time
from collections.abc import AsyncIterator

from google.protobuf.duration_pb2 import Duration

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief_models.text import language as language_tools
from newsbrief_service import convert, pipeline, validation
from newsbrief_service.executor import Executor
from newsbrief_service.interceptor import Context, note
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence


class NewsBriefServicer(pb_grpc.NewsBriefServiceServicer):
    """Answers calls with `executor`'s models; articles have at most `max_article_chars` characters.

    Errors leave as ServiceError; `interceptor.Guard` turns them into statuses.
    """

    def __init__(self, executor: Executor, max_article_chars: int) -> None:
        self._executor = executor
        self._max_chars = max_article_chars

    async def BriefArticle(
        self, request: pb.BriefArticleRequest, context: Context
    ) -> pb.BriefArticleResponse:
        started = time.monotonic()
        order = validation.brief_order(request.article, request.options, self._max_chars)
        source, events = await self._begin(order)
        briefs = {e.language: source.brief(e) async for e in events if isinstance(e, FinishedBrief)}
        return pb.BriefArticleResponse(
            article_id=order.article_id,
            briefs=[briefs[target] for target in order.targets],
            source=source.report(),
            server_duration=_duration(started),
        )

    async def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefArticleResponse]:
        order = validation.brief_order(request.article, request.options, self._max_chars)
        source, events = await self._begin(order)
        yield pb.StreamBriefArticleResponse(sequence=0, source_analyzed=source.report())
        sequence = 1
        async for event in events:
            response = pb.StreamBriefArticleResponse(sequence=sequence)
            if isinstance(event, FinishedSentence):
                response.sentence_completed.CopyFrom(source.sentence_completed(event))
            else:
                response.brief_completed.CopyFrom(source.brief(event))
            yield response
            sequence += 1

    async def TranslateText(
        self, request: pb.TranslateTextRequest, context: Context
    ) -> pb.TranslateTextResponse:
        order = validation.translation_order(request, self._max_chars)
        note(chars=sum(map(len, order.contents)), texts=len(order.contents), target=order.target)
        finished = await pipeline.translate(order, self._executor)
        translations = [convert.translation(*pair) for pair in zip(order.contents, finished, strict=True)]
        return pb.TranslateTextResponse(translations=translations)

    async def DetectLanguage(
        self, request: pb.DetectLanguageRequest, context: Context
    ) -> pb.DetectLanguageResponse:
        text = validation.detection_text(request, self._max_chars)
        note(chars=len(text))
        guesses = await self._executor.run(lambda: language_tools.detect(text))
        return pb.DetectLanguageResponse(languages=convert.languages(guesses))

    async def _begin(self, order: validation.BriefOrder) -> tuple[convert.BriefWriter, pipeline.Events]:
        """The article read and its sentences chosen; the briefs are still to come."""
        analyzed, events = await pipeline.brief(order, self._executor)
        # What the log may say of an article: its size and shape, and the caller's own name for it.
        note(
            article_id=order.article_id,
            chars=len(order.body),
            language=analyzed.document.language,
            sentences=len(analyzed.document.sentences),
            targets=list(order.targets),
        )
        return convert.BriefWriter(order.body, analyzed), events

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:
        return pb.ListModelsResponse(models=[convert.model(info) for info in self._executor.models])


def _duration(started: float) -> Duration:
    duration = Duration()
    duration.FromNanoseconds(int((time.monotonic() - started) * 1e9))
    return duration
