"""Texts worked on in text workers: the methods of the contract handed on, streams joined where a worker died."""

import asyncio
from collections.abc import AsyncIterator

from google.protobuf.empty_pb2 import Empty

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief.v1 import types_pb2
from newsbrief_service.batches import brief_batch
from newsbrief_service.errors import ServiceError
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import fault
from newsbrief_service.text_workers.methods import CHECK_OPTIONS, MATCH, OUTCOME, STREAM, WARM_UP
from newsbrief_service.text_workers.pool import TextPool


class PooledTexts:
    """`Texts` of `pool`, which is closed with it."""

    def __init__(self, pool: TextPool) -> None:
        self.pool = pool
        self.briefing = PooledBriefing(pool)
        self.servicer = PooledServicer(pool, self.briefing)

    async def match(
        self, request: glossary_pb.MatchGlossaryEntriesRequest
    ) -> glossary_pb.MatchGlossaryEntriesResponse:
        """See `Texts`."""
        return await self.pool.ask(MATCH, request, glossary_pb.MatchGlossaryEntriesResponse)

    async def warm_up(self) -> None:
        """See `Texts`."""
        await self.pool.ask(WARM_UP, Empty(), Empty)

    def readings(self) -> dict[str, float]:
        """See `Texts`."""
        return {
            "newsbrief_text_calls": self.pool.calls,
            "newsbrief_text_workers_ready": len(self.pool.live),
            "newsbrief_text_worker_restarts_total": self.pool.restarts,
        }

    async def close(self) -> None:
        """See `Texts`."""
        await self.pool.close()


class PooledBriefing:
    """A `Briefer` that has `pool` brief."""

    def __init__(self, pool: TextPool) -> None:
        self._pool = pool

    async def outcome(self, article: types_pb2.Article, options: types_pb2.BriefOptions) -> pb.BriefOutcome:
        """See `Briefer`."""
        request = pb.BriefArticleRequest(article=article, options=options)
        try:
            return await self._pool.ask(OUTCOME, request, pb.BriefOutcome)
        except ServiceError as error:
            failed = error
        except Exception as error:
            failed = fault(error)
        return pb.BriefOutcome(article_id=article.article_id, error=failed.status())

    async def check_options(self, options: types_pb2.BriefOptions) -> None:
        """See `Briefer`."""
        await self._pool.ask(CHECK_OPTIONS, options, Empty)


class PooledServicer(pb_grpc.NewsBriefServiceServicer):
    """Hands calls to `pool`; errors leave as ServiceError."""

    def __init__(self, pool: TextPool, briefing: PooledBriefing) -> None:
        self._pool = pool
        self._briefing = briefing

    async def BriefArticle(
        self, request: pb.BriefArticleRequest, context: Context
    ) -> pb.BriefArticleResponse:
        return await self._pool.ask("BriefArticle", request, pb.BriefArticleResponse)

    async def BatchBriefArticles(
        self, request: pb.BatchBriefArticlesRequest, context: Context
    ) -> pb.BatchBriefArticlesResponse:
        return await brief_batch(self._briefing, request)

    async def StreamBriefArticle(
        self, request: pb.StreamBriefArticleRequest, context: Context
    ) -> AsyncIterator[pb.StreamBriefArticleResponse]:
        events: asyncio.Queue[bytes | None] = asyncio.Queue()  # bounded by the article's own size
        work = asyncio.create_task(self._pool.ask(STREAM, request, Empty, events.put_nowait))
        work.add_done_callback(lambda _: events.put_nowait(None))
        told: set[tuple[str, str, int]] = set()
        try:
            while (event := await events.get()) is not None:
                response = pb.StreamBriefArticleResponse.FromString(event)
                if (name := _name(response)) not in told:
                    response.sequence = len(told)
                    told.add(name)
                    yield response
            await work
        finally:
            work.cancel()

    async def TranslateText(
        self, request: pb.TranslateTextRequest, context: Context
    ) -> pb.TranslateTextResponse:
        return await self._pool.ask("TranslateText", request, pb.TranslateTextResponse)

    async def DetectLanguage(
        self, request: pb.DetectLanguageRequest, context: Context
    ) -> pb.DetectLanguageResponse:
        return await self._pool.ask("DetectLanguage", request, pb.DetectLanguageResponse)

    async def CheckFidelity(
        self, request: pb.CheckFidelityRequest, context: Context
    ) -> pb.CheckFidelityResponse:
        return await self._pool.ask("CheckFidelity", request, pb.CheckFidelityResponse)

    async def RenderNames(self, request: pb.RenderNamesRequest, context: Context) -> pb.RenderNamesResponse:
        return await self._pool.ask("RenderNames", request, pb.RenderNamesResponse)

    async def ListModels(self, request: pb.ListModelsRequest, context: Context) -> pb.ListModelsResponse:
        return await self._pool.ask("ListModels", request, pb.ListModelsResponse)


def _name(response: pb.StreamBriefArticleResponse) -> tuple[str, str, int]:
    """What tells an event of a stream from others, and is the same when another worker sends it again."""
    kind = response.WhichOneof("event") or ""
    sentence = response.sentence_completed
    language = sentence.language_code or response.brief_completed.language_code
    return kind, language, sentence.sentence_index
