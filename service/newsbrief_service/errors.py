"""Errors as the contract words them: a status code, google.rpc details, and the message a caller reads."""

from collections.abc import Mapping

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_models import errors as models_errors
from newsbrief_models.types import Language

DOMAIN = "newsbrief.v1"
DETAILS_KEY = "grpc-status-details-bin"  # where gRPC carries google.rpc.Status

_CODES = {code.value[0]: code for code in grpc.StatusCode}
_INVALID = grpc.StatusCode.INVALID_ARGUMENT


class ServiceError(Exception):
    """A failed call.

    `field` is the path of the offending request field, `metadata` goes into ErrorInfo, `retry_after` (seconds) says
    when trying again makes sense.
    """

    def __init__(
        self,
        code: grpc.StatusCode,
        reason: ErrorReason.ValueType,
        message: str,
        *,
        field: str | None = None,
        metadata: Mapping[str, str] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.reason = ErrorReason.Name(reason).removeprefix("ERROR_REASON_")
        self.message = message
        self.field = field
        self.metadata = dict(metadata or {})
        self.retry_after = retry_after

    @classmethod
    def of(cls, status: status_pb2.Status) -> "ServiceError":
        """The error whose `status` this is."""
        about, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), None
        for detail in status.details:
            detail.Unpack(about)
            detail.Unpack(bad)
            delay = error_details_pb2.RetryInfo()
            if detail.Unpack(delay):
                retry = delay.retry_delay.ToMilliseconds() / 1000
        return cls(
            _CODES[status.code],
            ErrorReason.Value(f"ERROR_REASON_{about.reason}"),
            status.message,
            field=bad.field_violations[0].field if bad.field_violations else None,
            metadata=about.metadata,
            retry_after=retry,
        )

    def trailing_metadata(self) -> tuple[tuple[str, bytes], ...]:
        """The status of this error, as gRPC carries it."""
        return ((DETAILS_KEY, self.status().SerializeToString()),)

    def status(self) -> status_pb2.Status:
        """The google.rpc.Status of this error, with its details."""
        status = status_pb2.Status(code=self.code.value[0], message=self.message)
        status.details.add().Pack(
            error_details_pb2.ErrorInfo(reason=self.reason, domain=DOMAIN, metadata=self.metadata)
        )
        if self.field is not None:
            violation = error_details_pb2.BadRequest.FieldViolation(
                field=self.field, description=self.message, reason=self.reason
            )
            status.details.add().Pack(error_details_pb2.BadRequest(field_violations=[violation]))
        if self.retry_after is not None:
            delay = Duration()
            delay.FromMilliseconds(int(self.retry_after * 1000))
            status.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
        return status


def invalid(field: str, reason: ErrorReason.ValueType, problem: str, **metadata: object) -> ServiceError:
    """INVALID_ARGUMENT; the message is the field's path followed by `problem`."""
    return ServiceError(
        _INVALID,
        reason,
        f"{field}: {problem}",
        field=field,
        metadata={key: str(value) for key, value in metadata.items()},
    )


def from_text_error(error: models_errors.TextError, field: str) -> ServiceError:
    """What a language tool found wrong with the text of `field`, in the contract's words."""
    match error:
        case models_errors.MarkupError():
            return invalid(field, ErrorReason.ERROR_REASON_TEXT_IS_MARKUP, str(error))
        case models_errors.NoSentencesError():
            return invalid(field, ErrorReason.ERROR_REASON_NO_SENTENCES, str(error))
        case models_errors.LanguageUnsupportedError():
            reason = ErrorReason.ERROR_REASON_LANGUAGE_UNSUPPORTED
            return invalid(field, reason, str(error), seen=error.seen, supported=",".join(Language))
        case models_errors.LanguageMismatchError():
            return invalid(field, ErrorReason.ERROR_REASON_LANGUAGE_MISMATCH, str(error))
        case _:
            reason = ErrorReason.ERROR_REASON_LANGUAGE_UNDETECTED
            return invalid(field, reason, str(error), supported=",".join(Language))


def from_direction_error(error: models_errors.DirectionError) -> ServiceError:
    """A direction no loaded model has."""
    return ServiceError(
        grpc.StatusCode.FAILED_PRECONDITION, ErrorReason.ERROR_REASON_DIRECTION_NOT_INSTALLED, str(error)
    )


def from_abstraction_error(error: models_errors.AbstractionError) -> ServiceError:
    """Abstractive briefs are asked for, and no loaded model writes them."""
    return ServiceError(
        grpc.StatusCode.FAILED_PRECONDITION,
        ErrorReason.ERROR_REASON_ABSTRACTIVE_NOT_INSTALLED,
        f"options.summary_mode: {error}; ask for extractive briefs, which need none, or have the server started with a "
        "model that writes (--profile, or --llm-url)",
        field="options.summary_mode",
    )


def from_endpoint_error(error: models_errors.EndpointError) -> ServiceError:
    """A language model elsewhere that did not answer as it should."""
    match error:
        case models_errors.EndpointUnavailableError():
            code, reason, retry = (
                grpc.StatusCode.UNAVAILABLE,
                ErrorReason.ERROR_REASON_ENDPOINT_UNAVAILABLE,
                5.0,
            )
            return ServiceError(code, reason, str(error), retry_after=retry)
        case models_errors.EndpointRefusedError():
            refused = ErrorReason.ERROR_REASON_ENDPOINT_REFUSED
            return ServiceError(grpc.StatusCode.FAILED_PRECONDITION, refused, str(error))
        case _:
            return ServiceError(
                grpc.StatusCode.INTERNAL, ErrorReason.ERROR_REASON_ENDPOINT_OUTPUT, str(error)
            )
