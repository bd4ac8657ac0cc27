"""What can go wrong with stored data, and how the contract words it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import grpc

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError


class StoreError(Exception):
    """Base: a call on the store that did nothing. The message names no path and quotes no text."""

    code: ClassVar[grpc.StatusCode]
    reason: ClassVar[ErrorReason.ValueType]
    retry_after: ClassVar[float | None] = None  # seconds


class NotFoundError(StoreError):
    """Nothing of that name is there."""

    code = grpc.StatusCode.NOT_FOUND
    reason = ErrorReason.ERROR_REASON_NOT_FOUND


class ExistsError(StoreError):
    """Something of that id, or with the same content, is there."""

    code = grpc.StatusCode.ALREADY_EXISTS
    reason = ErrorReason.ERROR_REASON_ALREADY_EXISTS


class EtagError(StoreError):
    """What is stored changed since the etag given was read."""

    code = grpc.StatusCode.ABORTED
    reason = ErrorReason.ERROR_REASON_ETAG_MISMATCH


class FullError(StoreError):
    """A limit of the store is reached, or the disk is full."""

    code = grpc.StatusCode.RESOURCE_EXHAUSTED
    reason = ErrorReason.ERROR_REASON_STORAGE_FULL


class UnavailableError(StoreError):
    """The file cannot be opened, read or written."""

    code = grpc.StatusCode.FAILED_PRECONDITION
    reason = ErrorReason.ERROR_REASON_STORAGE_UNAVAILABLE


class InUseError(UnavailableError):
    """Another server has the file, for as long as it runs."""

    code = grpc.StatusCode.UNAVAILABLE
    reason = ErrorReason.ERROR_REASON_STORAGE_IN_USE
    retry_after = 1.0


class DamagedError(UnavailableError):
    """The file is no SQLite database, or a broken one, or not ours; it is left as it is."""


@contextmanager
def about(field: str | None, clash: str | None = None) -> Iterator[None]:
    """Turn store errors into a call's; `field` is the request field that names what may be missing, `clash` the one
    that may clash with what is stored (an id, forms, an etag).

    Raises:
        ServiceError: in place of any StoreError.
    """
    try:
        yield
    except StoreError as error:
        named = None
        if isinstance(error, NotFoundError):
            named = field
        elif isinstance(error, ExistsError | EtagError):
            named = clash
        message = f"{named}: {error}" if named else str(error)
        raise ServiceError(
            error.code, error.reason, message, field=named, retry_after=error.retry_after
        ) from error
