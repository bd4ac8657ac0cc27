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
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence, SourceAnalyzed


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
        response, briefs = pb.BriefArticleResponse(article_id=order.article_id), {}
        async for event in pipeline.brief(order, self._executor):
            match event:
                case SourceAnalyzed():
                    writer = convert.BriefWriter(order.body, event)
                    response.source.CopyFrom(writer.source())
                    _note_source(order, event)
                case FinishedBrief():
                    briefs[event.language] = writer.brief(event)
        response.briefs.extend(briefs[target] for target in order.targets)
        response.server_duration.CopyFrom(_duration(started))
        return response

    async def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefArticleResponse]:
        order = validation.brief_order(request.article, request.options, self._max_chars)
        sequence = 0
        async for event in pipeline.brief(order, self._executor):
            response = pb.StreamBriefArticleResponse(sequence=sequence)
            match event:
                case SourceAnalyzed():
                    writer = convert.BriefWriter(order.body, event)
                    response.source_analyzed.CopyFrom(writer.source())
                    _note_source(order, event)
                case FinishedSentence():
                    completed = response.sentence_completed
                    completed.language_code, completed.sentence_index = event.language, event.index
                    completed.sentence_count = event.count
                    completed.sentence.CopyFrom(writer.sentence(event))
                case FinishedBrief():
                    response.brief_completed.CopyFrom(writer.brief(event))
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

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:
        return pb.ListModelsResponse(models=[convert.model(info) for info in self._executor.models])


def _note_source(order: validation.BriefOrder, event: SourceAnalyzed) -> None:
    """What the log may say of an article: its size and shape, and the caller's own name for it."""
    note(
        article_id=order.article_id,
        chars=len(order.body),
        language=event.document.language,
        sentences=len(event.document.sentences),
        targets=list(order.targets),
    )


def _duration(started: float) -> Duration:
    duration = Duration()
    duration.FromNanoseconds(int((time.monotonic() - started) * 1e9))
    return duration
