"""What every call passes: parsing, a request id, a deadline, a bound on calls at once, typed errors, one log line."""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import grpc

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError
from newsbrief_service.handlers import Context, Door, Handler, Incoming, kind_of, wrap
from newsbrief_service.logs import log
from newsbrief_service.metrics.meter import Meter
from newsbrief_service.scheduling.admission import Admission, estimate
from newsbrief_service.scheduling.caller import BULK, PRIORITY, Caller, current, enter
from newsbrief_service.scheduling.refusals import busy, out_of_time
from newsbrief_service.security.gate import Gate, OpenGate
from newsbrief_service.tracing.spans import active

AUTHORIZATION = "authorization"
REQUEST_ID = "x-request-id"
_REQUEST_ID_FORM = re.compile(r"[\x21-\x7e]{1,128}")
_BUSY_RETRY_SECONDS = 1.0
_OFFICIAL, _HEALTH = "/grpc.", "/grpc.health.v1.Health/"
_notes: ContextVar[dict[str, Any] | None] = ContextVar("notes", default=None)


def note(**fields: Any) -> None:
    """Add fields to the log line of the call being answered; no article text."""
    notes = _notes.get()
    if notes is not None:
        notes.update(fields)


def gather() -> dict[str, Any]:
    """What this task, and those it starts, say to `note` from now on."""
    notes: dict[str, Any] = {}
    _notes.set(notes)
    return notes


def mute() -> None:
    """Let what this task, one of several of a call, says to `note` be forgotten."""
    _notes.set(None)


class Guard(grpc.aio.ServerInterceptor):
    """Wraps every method. The official services (/grpc.*) are parsed safely but neither bounded, timed nor logged:
    health must answer when everything else is refused. The same goes for the gate, which health alone does not pass.

    `max_calls` calls are held at once; a call whose client set no deadline gets `deadline` seconds. `admission`, where
    there is one, refuses what would wait too long.
    """

    def __init__(
        self,
        max_calls: int,
        deadline: float,
        admission: Admission | None = None,
        gate: Gate | None = None,
        meter: Meter | None = None,
    ) -> None:
        self._admission = admission
        self._gate = gate or OpenGate()
        self._meter = meter or Meter()
        self._max_calls = max_calls
        self._deadline = deadline
        self._timers: set[asyncio.Timeout] = set()
        self._stopping = False

    @property
    def calls(self) -> int:
        """Calls being answered now."""
        return len(self._timers)

    def end_calls(self) -> None:
        """End the calls still running with SERVER_STOPPING."""
        self._stopping = True
        for timer in self._timers:
            timer.reschedule(asyncio.get_running_loop().time())

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Handler]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> Handler:
        handler = await continuation(handler_call_details)
        if handler is None:  # unknown method: gRPC answers UNIMPLEMENTED
            self._meter.unknown_call()
            return handler
        method = handler_call_details.method
        pairs = handler_call_details.invocation_metadata or ()
        metadata = dict(pairs)
        incoming = Incoming(
            method=method,
            kind=kind_of(handler),
            request_id=_request_id(metadata.get(REQUEST_ID)),
            bulk=metadata.get(PRIORITY) == BULK,
            authorization=tuple(value for key, value in pairs if key == AUTHORIZATION),
        )
        call = self._official_call if method.startswith(_OFFICIAL) else self._call
        return wrap(handler, lambda context: call(incoming, context))

    @asynccontextmanager
    async def _call(self, call: Incoming, context: Context) -> AsyncIterator[Door]:
        started, notes = time.monotonic(), gather()
        own = ((REQUEST_ID, call.request_id),)
        context.set_trailing_metadata(own)
        self._meter.call_started(call.kind, call.method)
        ended = active().call(call.method, dict(context.invocation_metadata() or ()))
        code = "OK"
        try:
            async with self._admitted(call, context):
                yield self._door
        except ServiceError as error:
            code = error.code.name
            notes["reason"] = error.reason
            await context.abort(error.code, error.message, (*own, *error.trailing_metadata()))
        except asyncio.CancelledError:
            code = "CANCELLED"
            raise
        except Exception as error:
            code = "INTERNAL"
            told = fault(error)
            await context.abort(told.code, told.message, (*own, *told.trailing_metadata()))
        finally:
            seconds = time.monotonic() - started
            self._meter.call_ended(call.kind, call.method, code, notes.get("reason", ""), seconds)
            ended(code)
            line = {"request_id": call.request_id, "method": call.method, "code": code}
            log(logging.INFO, "call", **line, ms=round(seconds * 1000, 1), **notes)

    @asynccontextmanager
    async def _official_call(self, call: Incoming, context: Context) -> AsyncIterator[Door]:
        started, code, reason = time.monotonic(), "OK", ""
        self._meter.call_started(call.kind, call.method)
        try:
            with nullcontext() if call.method.startswith(_HEALTH) else self._gate.enter(call, context):
                yield lambda request: nullcontext()
        except ServiceError as error:
            code, reason = error.code.name, error.reason
            await context.abort(error.code, error.message, error.trailing_metadata())
        except asyncio.CancelledError:
            code = "CANCELLED"
            raise
        except Exception:
            status: grpc.StatusCode | None = context.code()  # where it was aborted with one
            code = (status or grpc.StatusCode.UNKNOWN).name
            raise
        finally:
            self._meter.call_ended(call.kind, call.method, code, reason, time.monotonic() - started)

    @asynccontextmanager
    async def _admitted(self, call: Incoming, context: Context) -> AsyncIterator[None]:
        """Pass the gate, hold one of the places for calls, and end the call when its time is up."""
        with self._gate.enter(call, context) as identity:
            note(**identity.for_log())
            if len(self._timers) >= self._max_calls:
                message = f"the server already holds {self._max_calls} calls"
                raise busy(message, _BUSY_RETRY_SECONDS)
            remaining = context.time_remaining()
            seconds = self._deadline if remaining is None else remaining
            now = time.monotonic()
            enter(Caller(identity.tenant, call.bulk, now, now + seconds, identity.owner))
            async with self._timed(seconds):
                yield

    @asynccontextmanager
    async def _timed(self, seconds: float) -> AsyncIterator[None]:
        timer = asyncio.timeout(seconds)
        try:
            async with timer:
                self._timers.add(timer)
                yield
        except TimeoutError:
            if not timer.expired():
                raise
            raise self._out_of_time() from None
        finally:
            self._timers.discard(timer)

    def _door(self, request: Any) -> AbstractContextManager[None]:
        """Hold what `request` will take for as long as the context lasts, if there is room for it."""
        if self._admission is None:
            return nullcontext()
        return self._admission.admit(estimate(request), current(), time.monotonic())

    def _out_of_time(self) -> ServiceError:
        if self._stopping:
            return ServiceError(
                grpc.StatusCode.UNAVAILABLE,
                ErrorReason.ERROR_REASON_SERVER_STOPPING,
                "the server is stopping",
                retry_after=_BUSY_RETRY_SECONDS,
            )
        return out_of_time()


def _request_id(given: str | bytes | None) -> str:
    """The caller's id where it is usable, else a new one."""
    if isinstance(given, str) and _REQUEST_ID_FORM.fullmatch(given):
        return given
    return uuid.uuid4().hex


def fault(error: Exception) -> ServiceError:
    """A fault of ours: the caller gets an id to quote, the log gets the place."""
    error_id = uuid.uuid4().hex[:12]
    log(logging.ERROR, "fault", error_id=error_id, kind=type(error).__name__)
    logging.getLogger("newsbrief.server").debug("fault", exc_info=error)
    return ServiceError(
        grpc.StatusCode.INTERNAL,
        ErrorReason.ERROR_REASON_INTERNAL,
        f"a fault of the server; quote error id {error_id}",
        metadata={"error_id": error_id},
    )
