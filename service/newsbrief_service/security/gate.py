"""The gate: says on whose behalf a call is made, or refuses it, before its request is read."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Protocol

import grpc

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError
from newsbrief_service.handlers import Context, Incoming
from newsbrief_service.security.identity import Identity
from newsbrief_service.security.known import KnownTokens
from newsbrief_service.security.tokens import Token

_SCHEME = "bearer"  # RFC 6750; schemes are compared without case
_RETRY_SECONDS = 1.0


class Gate(Protocol):
    """Lets calls in."""

    def enter(self, call: Incoming, context: Context) -> AbstractContextManager[Identity]:
        """Who calls, for as long as the context lasts.

        Raises:
            ServiceError: UNAUTHENTICATED, PERMISSION_DENIED or RESOURCE_EXHAUSTED.
        """
        ...


class OpenGate:
    """Asks nobody. Calls are counted to the client's certificate where it showed one, else to its address."""

    def enter(self, call: Incoming, context: Context) -> AbstractContextManager[Identity]:
        """See `Gate`; refuses nothing."""
        if name := _common_name(context):
            return nullcontext(Identity("cn:" + name, known=True))
        return nullcontext(Identity(str(context.peer()).rpartition(":")[0] or "-"))


class CertificateGate:
    """Wants a client certificate with a common name, which is the tenant. (The handshake has checked who issued it.)"""

    def enter(self, call: Incoming, context: Context) -> AbstractContextManager[Identity]:
        """See `Gate`."""
        name = _common_name(context)
        if not name:
            raise _unauthenticated(
                ErrorReason.ERROR_REASON_CREDENTIALS_MISSING, "the client certificate has no common name"
            )
        return nullcontext(Identity("cn:" + name, known=True))


class TokenGate:
    """Wants a bearer token that is known and good for the method, of a tenant with calls to spare."""

    def __init__(self, tokens: KnownTokens) -> None:
        self._tokens = tokens
        self._calls = Counter[str]()  # by tenant

    @contextmanager
    def enter(self, call: Incoming, context: Context) -> Iterator[Identity]:
        """See `Gate`."""
        token = self._token(call)
        if token.methods and call.method not in token.methods:
            raise ServiceError(
                grpc.StatusCode.PERMISSION_DENIED,
                ErrorReason.ERROR_REASON_METHOD_NOT_PERMITTED,
                "the token is not for this method",
            )
        tenant = token.tenant
        if token.max_calls and self._calls[tenant] >= token.max_calls:
            raise ServiceError(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                ErrorReason.ERROR_REASON_TENANT_BUSY,
                f"the token's tenant already holds {token.max_calls} calls, as many as it may",
                metadata={"limit": str(token.max_calls)},
                retry_after=_RETRY_SECONDS,
            )
        self._calls[tenant] += 1
        try:
            yield Identity(tenant, known=True, token=token.name)
        finally:
            self._calls[tenant] -= 1
            if not self._calls[tenant]:
                del self._calls[tenant]

    def _token(self, call: Incoming) -> Token:
        # Of two headers, a proxy and we might each believe another one.
        header = call.authorization[0] if len(call.authorization) == 1 else ""
        scheme, _, secret = header.partition(" ") if isinstance(header, str) else ("", "", "")
        if scheme.lower() != _SCHEME or not secret:
            raise _unauthenticated(
                ErrorReason.ERROR_REASON_CREDENTIALS_MISSING,
                "send one bearer token, as 'authorization: Bearer ...'",
            )
        token = self._tokens.find(secret)
        if token is None:
            raise _unauthenticated(
                ErrorReason.ERROR_REASON_CREDENTIALS_INVALID, "the server knows no such token"
            )
        return token


def _common_name(context: Context) -> str:
    for name in context.auth_context().get("x509_common_name", ()):
        return name.decode("utf-8", "replace")
    return ""


def _unauthenticated(reason: ErrorReason.ValueType, message: str) -> ServiceError:
    return ServiceError(grpc.StatusCode.UNAUTHENTICATED, reason, message)
