"""How many articles one call takes."""

from collections.abc import Sequence

from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import invalid

MAX_BATCH = 32


def check_batch(articles: Sequence[types_pb2.Article]) -> None:
    """Raise ServiceError unless there are as many articles as one call takes."""
    if not 1 <= len(articles) <= MAX_BATCH:
        problem = f"got {len(articles)} articles; from 1 to {MAX_BATCH} are allowed"
        reason = ErrorReason.ERROR_REASON_OUT_OF_RANGE
        raise invalid("articles", reason, problem, minimum=1, maximum=MAX_BATCH)
