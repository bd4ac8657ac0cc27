"""What can go wrong, named after what you have to do about it.

NewsbriefError
├── InvalidInput       change what you send: `field` says where, `reason` and `details` say why
├── NotFound           name a glossary or term that is there
├── Conflict           look at what is there now: it exists already, or changed since you read it
├── Unavailable        start the server, or correct its address; then send again
├── Busy               wait `retry_after` seconds, then send again
├── DeadlineExceeded   allow more time with `timeout=`
├── Unauthenticated    give a valid `token=` or client certificate
├── PermissionDenied   ask whoever runs the server
├── NotInstalled       install what is missing: a model on the server, or the server on this machine
└── ServerError        report it with `request_id`; the fault is not in what you sent
"""

# ruff: noqa: N818 - they read as what happened: `except newsbrief.Busy`
from collections.abc import Mapping
from types import MappingProxyType


class NewsbriefError(Exception):
    """Base of every error that newsbrief raises about a call; ``str(error)`` is one readable line."""

    retryable = False
    """Whether the same call may succeed later, unchanged."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "UNKNOWN",
        reason: str = "",
        field: str | None = None,
        details: Mapping[str, str] = MappingProxyType({}),
        retry_after: float | None = None,
        request_id: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        """Name of the gRPC status code: "INVALID_ARGUMENT", "UNAVAILABLE" ..."""
        self.reason = reason
        """What exactly: "TEXT_TOO_LONG" and the other names of ErrorReason in the contract; may be ""."""
        self.field = field
        """Path of the field at fault, as in the contract: "article.body"."""
        self.details = dict(details)
        """Values that belong to `reason`: {"limit": "20000"}."""
        self.retry_after = retry_after
        """Seconds after which the server wants to be asked again."""
        self.request_id = request_id
        """Names the call in the server's log; empty when nothing was sent."""


class InvalidInput(NewsbriefError):
    """The server refuses what was sent, and will do so again."""


class NotFound(NewsbriefError):
    """Nothing of that name is there."""


class Conflict(NewsbriefError):
    """Something of that name is there already, or it changed since its etag was read."""


class Unavailable(NewsbriefError):
    """No server answers, or it is stopping."""

    retryable = True


class Busy(NewsbriefError):
    """The server has as much work as it takes."""

    retryable = True


class DeadlineExceeded(NewsbriefError):
    """The call's time ran out."""


class Unauthenticated(NewsbriefError):
    """The server does not know who is asking."""


class PermissionDenied(NewsbriefError):
    """The server knows who is asking, and refuses."""


class NotInstalled(NewsbriefError):
    """Something the call needs is not installed."""


class ServerError(NewsbriefError):
    """The server failed, or what answers is no newsbrief server."""
