"""What callers are told when their work is not taken, or cannot be done."""

import grpc

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError


def busy(message: str, seconds: float) -> ServiceError:
    """As many calls or bytes are held as may be; trying again makes sense after `seconds`."""
    return _exhausted(ErrorReason.ERROR_REASON_SERVER_BUSY, message, seconds)


def queue_full(seconds: float) -> ServiceError:
    """So much is queued that more would wait too long."""
    return _exhausted(ErrorReason.ERROR_REASON_QUEUE_FULL, "the queue is full", seconds)


def deadline_unreachable(wait: float, remaining: float, seconds: float) -> ServiceError:
    """The queue is expected to take longer than the call has left."""
    message = f"about {wait:.1f} s of work are ahead, and the call has {max(remaining, 0):.1f} s left"
    return _exhausted(ErrorReason.ERROR_REASON_DEADLINE_UNREACHABLE, message, seconds)


def out_of_time() -> ServiceError:
    """The call's time ran out before its rows were begun."""
    return ServiceError(
        grpc.StatusCode.DEADLINE_EXCEEDED, ErrorReason.ERROR_REASON_DEADLINE, "the call's time ran out"
    )


def unprocessable() -> ServiceError:
    """A row ended each engine that worked on it, and is not tried again."""
    return ServiceError(
        grpc.StatusCode.INVALID_ARGUMENT,
        ErrorReason.ERROR_REASON_UNPROCESSABLE,
        "a sentence of the text ends the process that translates it; it is not tried again",
    )


def unreadable() -> ServiceError:
    """A text ended each text worker that read it, and is not tried again."""
    return ServiceError(
        grpc.StatusCode.INVALID_ARGUMENT,
        ErrorReason.ERROR_REASON_UNPROCESSABLE,
        "the text ends the process that reads it; it is not tried again",
    )


def engine_lost() -> ServiceError:
    """The engine ended again and again while it worked on this."""
    return ServiceError(
        grpc.StatusCode.UNAVAILABLE,
        ErrorReason.ERROR_REASON_ENGINE_LOST,
        "the process that runs the models ended while it worked on this",
        retry_after=1.0,
    )


def _exhausted(reason: ErrorReason.ValueType, message: str, seconds: float) -> ServiceError:
    return ServiceError(grpc.StatusCode.RESOURCE_EXHAUSTED, reason, message, retry_after=seconds)
