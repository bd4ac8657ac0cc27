"""Failed calls become typed errors: the only file that reads gRPC statuses and google.rpc's error details."""

from typing import Any, Protocol

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from newsbrief import _errors as e

# Where gRPC puts a serialized google.rpc.Status: https://grpc.io/docs/guides/error/#richer-error-model
_DETAILS_KEY = "grpc-status-details-bin"

_CLASSES: dict[str, type[e.NewsbriefError]] = {
    "INVALID_ARGUMENT": e.InvalidInput,
    "OUT_OF_RANGE": e.InvalidInput,
    "NOT_FOUND": e.NotFound,
    "ALREADY_EXISTS": e.Conflict,
    "ABORTED": e.Conflict,
    "UNAVAILABLE": e.Unavailable,
    "RESOURCE_EXHAUSTED": e.Busy,
    "DEADLINE_EXCEEDED": e.DeadlineExceeded,
    "UNAUTHENTICATED": e.Unauthenticated,
    "PERMISSION_DENIED": e.PermissionDenied,
    "FAILED_PRECONDITION": e.NotInstalled,
}
# Faults of the server that share a status with others: no waiting and nothing installed would help.
_SERVER_FAULTS = ("STORAGE_FULL", "STORAGE_UNAVAILABLE")


class FailedCall(Protocol):
    """What `grpc.RpcError` of the blocking API and `grpc.aio.AioRpcError` have in common."""

    def code(self) -> grpc.StatusCode: ...
    def details(self) -> str | None: ...
    def trailing_metadata(self) -> Any: ...


def typed_error(failed: FailedCall, *, target: str, timeout: float, request_id: str) -> e.NewsbriefError:
    """The error to raise for a call to `target` that failed."""
    code = failed.code().name
    message = failed.details() or ""
    info, field, retry_after = _read_details(failed.trailing_metadata() or ())
    reason = info.reason
    error_class = _class(code, reason)
    if not reason:  # not the server's own words: gRPC's, or a proxy's
        if code == "RESOURCE_EXHAUSTED" and "larger than max" in message:
            error_class, reason = e.InvalidInput, "TEXT_TOO_LONG"
            message = "too long to be sent"
        else:
            message = _explain(code, message, target, timeout)
    return error_class(
        message,
        code=code,
        reason=reason,
        field=field,
        details=info.metadata,
        retry_after=retry_after,
        request_id=request_id,
    )


def item_error(status: status_pb2.Status, request_id: str) -> e.NewsbriefError:
    """The error of one item among several, which travels in the answer."""
    names = {code.value[0]: code.name for code in grpc.StatusCode}
    code = names.get(status.code, "UNKNOWN")
    info, field, retry_after = _read_status(status)
    return _class(code, info.reason)(
        status.message,
        code=code,
        reason=info.reason,
        field=field,
        details=info.metadata,
        retry_after=retry_after,
        request_id=request_id,
    )


def _class(code: str, reason: str) -> type[e.NewsbriefError]:
    return e.ServerError if reason in _SERVER_FAULTS else _CLASSES.get(code, e.ServerError)


def timed_out(*, target: str, timeout: float, request_id: str) -> e.DeadlineExceeded:
    """The error for a call whose time ran out before it was sent."""
    message = _explain("DEADLINE_EXCEEDED", "", target, timeout)
    return e.DeadlineExceeded(message, code="DEADLINE_EXCEEDED", request_id=request_id)


def _explain(code: str, message: str, target: str, timeout: float) -> str:
    """One line that says what to do next."""
    # gRPC says "failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: ... refused (111)"
    cause = " ".join(message.rpartition("last error: ")[2].split()).removeprefix("UNKNOWN: ")
    match code:
        case "UNAVAILABLE" if "handshake" in cause.lower():
            return (
                f"no TLS connection to {target}: does it speak TLS (if not: tls=False, --no-tls), "
                f"and is its certificate one that ca_cert= vouches for? [{cause}]"
            )
        case "UNAVAILABLE":
            return (
                f"no newsbrief server answers at {target}: start one with `newsbrief-server serve`, "
                f"or use --local (in Python: newsbrief.local_server) [{cause}]"
            )
        case "DEADLINE_EXCEEDED":
            return f"no answer from {target} within {timeout:g} s; allow more with timeout= or --timeout"
        case "UNIMPLEMENTED":
            return f"what answers at {target} is no newsbrief server, or an older one [{cause}]"
    return cause or f"the server answered {code}"


def _read_details(metadata: Any) -> tuple[error_details_pb2.ErrorInfo, str | None, float | None]:
    """ErrorInfo, the first BadRequest field and RetryInfo's delay in seconds, as far as they are there."""
    status = status_pb2.Status()
    try:
        for key, value in metadata:
            if key == _DETAILS_KEY:
                status.ParseFromString(value)
    except (DecodeError, ValueError):  # a broken detail must not hide the error it came with
        status.Clear()
    return _read_status(status)


def _read_status(
    status: status_pb2.Status,
) -> tuple[error_details_pb2.ErrorInfo, str | None, float | None]:
    info, field, retry_after = error_details_pb2.ErrorInfo(), None, None
    try:
        for detail in status.details:
            bad_request, retry = error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
            if detail.Unpack(bad_request) and bad_request.field_violations:
                field = field or bad_request.field_violations[0].field
            elif detail.Unpack(retry):
                retry_after = retry.retry_delay.ToTimedelta().total_seconds()
            else:
                detail.Unpack(info)
    except (DecodeError, ValueError):
        pass
    return info, field, retry_after
