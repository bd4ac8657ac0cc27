"""Many articles in one call: how many it takes, and how they are briefed side by side."""

import asyncio
from collections.abc import Sequence

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import invalid
from newsbrief_service.interceptor import mute, note
from newsbrief_service.texts import Briefer

MAX_BATCH = 32


def check_batch(articles: Sequence[types_pb2.Article]) -> None:
    """Raise ServiceError unless there are as many articles as one call takes."""
    if not 1 <= len(articles) <= MAX_BATCH:
        problem = f"got {len(articles)} articles; from 1 to {MAX_BATCH} are allowed"
        reason = ErrorReason.ERROR_REASON_OUT_OF_RANGE
        raise invalid("articles", reason, problem, minimum=1, maximum=MAX_BATCH)


async def brief_batch(
    briefer: Briefer, request: pb.BatchBriefArticlesRequest
) -> pb.BatchBriefArticlesResponse:
    """The outcome of each article, in the order they came; raises ServiceError where the request itself is wrong."""
    check_batch(request.articles)
    await briefer.check_options(request.options)

    async def one(article: types_pb2.Article) -> pb.BriefOutcome:
        mute()
        return await briefer.outcome(article, request.options)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(article)) for article in request.articles]
    outcomes = [task.result() for task in tasks]
    note(articles=len(outcomes), failed=sum(outcome.HasField("error") for outcome in outcomes))
    return pb.BatchBriefArticlesResponse(outcomes=outcomes)
