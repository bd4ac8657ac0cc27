"""What the two clients share: how they are set up, and what they add to each call."""

from typing import Any, TypeVar, cast

import grpc

from newsbrief._calls import Call
from newsbrief._channel import DEFAULT_TIMEOUT, Pem, check_timeout, settings
from newsbrief._errors import NewsbriefError
from newsbrief._status import FailedCall, typed_error

Result = TypeVar("Result")

_BULK = ("x-newsbrief-priority", "bulk")


class BaseClient:
    """Settings of a client, checked."""

    def __init__(
        self,
        target: str | None = None,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        tls: bool | None = None,
        ca_cert: Pem | None = None,
        client_cert: Pem | None = None,
        client_key: Pem | None = None,
        token: str | None = None,
        wait_for_ready: bool = False,
        bulk: bool = False,
    ) -> None:
        self._settings = settings(
            target, tls=tls, ca_cert=ca_cert, client_cert=client_cert, client_key=client_key, token=token
        )
        self._timeout = check_timeout(timeout)
        self._wait_for_ready = wait_for_ready
        self._priority = (_BULK,) if bulk else ()
        self._closed = False
        self._open()

    def _open(self) -> None:
        """Opens the channel, where the client does so at once."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._settings}>"

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("this client is closed")

    def _seconds(self, timeout: float | None) -> float:
        return self._timeout if timeout is None else check_timeout(timeout)

    def _how(self, call: Call[Result]) -> dict[str, Any]:
        """What every call is sent with."""
        metadata = (("x-request-id", call.request_id), *self._priority, *self._settings.metadata)
        return {"metadata": metadata, "wait_for_ready": self._wait_for_ready}

    def _typed(self, error: grpc.RpcError, call: Call[Result], seconds: float) -> NewsbriefError:
        return typed_error(
            cast(FailedCall, error),
            target=self._settings.target,
            timeout=seconds,
            request_id=call.request_id,
        )
