"""From an article as it was sent to its answer: for one call, for one of a batch, for one of a job."""

import time
from dataclasses import dataclass

from google.protobuf.duration_pb2 import Duration

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_service import pipeline, validation
from newsbrief_service.abstracting import require_model
from newsbrief_service.choices import SummaryMode
from newsbrief_service.errors import ServiceError
from newsbrief_service.executor import Executor
from newsbrief_service.glossaries.resolve import Resolver
from newsbrief_service.interceptor import fault, note
from newsbrief_service.messages import briefs, facts
from newsbrief_service.pipeline import FinishedBrief
from newsbrief_service.translation import Manner


@dataclass(frozen=True, slots=True)
class Begun:
    """An article read and its sentences chosen; `events` are the briefs, still to come."""

    order: validation.BriefOrder
    source: briefs.BriefWriter
    events: pipeline.Events


class Briefing:
    """Briefs articles of at most `max_article_chars` characters with `executor`'s models and `resolver`'s terms."""

    def __init__(self, executor: Executor, resolver: Resolver, max_article_chars: int) -> None:
        self._executor = executor
        self._resolver = resolver
        self._max_chars = max_article_chars

    async def begin(self, article: types_pb2.Article, options: types_pb2.BriefOptions) -> Begun:
        """Read an article and choose its sentences.

        Raises:
            ServiceError: the article or the options are no good, or a direction is not installed.
        """
        order = validation.brief_order(article, options, self._max_chars)
        manner = Manner(
            await self.lexicon(options.glossary_config, "options.glossary_config"),
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
        return Begun(order, briefs.BriefWriter(order.body, analyzed), events)

    async def brief(
        self, article: types_pb2.Article, options: types_pb2.BriefOptions
    ) -> pb.BriefArticleResponse:
        """All briefs of an article; raises ServiceError as `begin` does."""
        started = time.monotonic()
        begun = await self.begin(article, options)
        finished = {event.language: event async for event in begun.events if isinstance(event, FinishedBrief)}
        in_order = {target: finished[target] for target in begun.order.targets}
        return pb.BriefArticleResponse(
            article_id=begun.order.article_id,
            briefs=[begun.source.brief(brief) for brief in in_order.values()],
            source=begun.source.report(),
            server_duration=_duration(started),
            facts=facts.across(in_order),
        )

    async def outcome(self, article: types_pb2.Article, options: types_pb2.BriefOptions) -> pb.BriefOutcome:
        """The briefs of an article among others, or what `brief` would have failed with; a fault of ours is logged."""
        try:
            return pb.BriefOutcome(article_id=article.article_id, response=await self.brief(article, options))
        except ServiceError as error:
            failed = error
        except Exception as error:
            failed = fault(error)
        return pb.BriefOutcome(article_id=article.article_id, error=failed.status())

    async def check_options(self, options: types_pb2.BriefOptions) -> None:
        """Raise ServiceError for options that no article could be briefed with."""
        *_, mode, _ = validation.brief_options(options)
        if mode is SummaryMode.ABSTRACTIVE:
            require_model(self._executor)
        validation.style(options.style, "options.style")
        await self.lexicon(options.glossary_config, "options.glossary_config")

    async def lexicon(self, config: types_pb2.GlossaryConfig, field: str) -> Lexicon:
        """The names and terms that a call wants known; `field` is where it says so. Raises ServiceError."""
        return (await self._resolver.terms_for(config, field)).lexicon()


def _duration(started: float) -> Duration:
    duration = Duration()
    duration.FromNanoseconds(int((time.monotonic() - started) * 1e9))
    return duration
