"""What every call passes: parsing, a request id, a deadline, a bound on calls at once, typed errors, one log line."""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
    nullcontext,
)
from contextvars import ContextVar
from typing import Any, TypeAlias

import grpc
from google.protobuf.message import DecodeError

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError
from newsbrief_service.logs import log
from newsbrief_service.scheduling.admission import Admission, estimate
from newsbrief_service.scheduling.caller import BULK, PRIORITY, Caller, current, enter

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
# The stubs type handlers for the synchronous server only; what aio passes has the same fields and is awaited.
Handler: TypeAlias = Any
Parser: TypeAlias = Callable[[bytes], Any]
Door: TypeAlias = Callable[[Any], AbstractContextManager[None]]

REQUEST_ID = "x-request-id"
_REQUEST_ID_FORM = re.compile(r"[\x21-\x7e]{1,128}")
_BUSY_RETRY_SECONDS = 1.0
_notes: ContextVar[dict[str, Any] | None] = ContextVar("notes", default=None)


def note(**fields: Any) -> None:
    """Add fields to the log line of the call being answered; no article text."""
    notes = _notes.get()
    if notes is not None:
        notes.update(fields)


class Guard(grpc.aio.ServerInterceptor):
    """Wraps every method. The official services (/grpc.*) are parsed safely but neither bounded, timed nor logged:
    health must answer when everything else is refused.

    `max_calls` calls are held at once; a call whose client set no deadline gets `deadline` seconds. `admission`, where
    there is one, refuses what would wait too long.
    """

    def __init__(self, max_calls: int, deadline: float, admission: Admission | None = None) -> None:
        self._admission = admission
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
            return handler
        official = handler_call_details.method.startswith("/grpc.")
        call = _official_call if official else self._call
        metadata = dict(handler_call_details.invocation_metadata or ())
        request_id = _request_id(metadata.get(REQUEST_ID))
        bulk = metadata.get(PRIORITY) == BULK
        return _wrap(handler, lambda context: call(handler_call_details.method, request_id, bulk, context))

    @asynccontextmanager
    async def _call(self, method: str, request_id: str, bulk: bool, context: Context) -> AsyncIterator[Door]:
        started, notes = time.monotonic(), dict[str, Any]()
        _notes.set(notes)
        context.set_trailing_metadata(((REQUEST_ID, request_id),))
        code = "OK"
        try:
            async with self._admitted(context, bulk):
                yield self._door
        except ServiceError as error:
            code = error.code.name
            notes["reason"] = error.reason
            await context.abort(
                error.code, error.message, ((REQUEST_ID, request_id), *error.trailing_metadata())
            )
        except asyncio.CancelledError:
            code = "CANCELLED"
            raise
        except Exception as error:
            code = "INTERNAL"
            fault = _fault(error)
            await context.abort(
                fault.code, fault.message, ((REQUEST_ID, request_id), *fault.trailing_metadata())
            )
        finally:
            milliseconds = round((time.monotonic() - started) * 1000, 1)
            log(
                logging.INFO,
                "call",
                request_id=request_id,
                method=method,
                code=code,
                ms=milliseconds,
                **notes,
            )

    @asynccontextmanager
    async def _admitted(self, context: Context, bulk: bool) -> AsyncIterator[None]:
        """Hold one of the places for calls, and end the call when its time is up."""
        if len(self._timers) >= self._max_calls:
            raise ServiceError(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                ErrorReason.ERROR_REASON_SERVER_BUSY,
                f"the server already holds {self._max_calls} calls",
                retry_after=_BUSY_RETRY_SECONDS,
            )
        remaining = context.time_remaining()
        seconds = self._deadline if remaining is None else remaining
        timer = asyncio.timeout(seconds)
        now = time.monotonic()
        enter(Caller(_tenant(context), bulk, now, now + seconds))
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
        return ServiceError(
            grpc.StatusCode.DEADLINE_EXCEEDED, ErrorReason.ERROR_REASON_DEADLINE, "the call's time ran out"
        )


@asynccontextmanager
async def _official_call(method: str, request_id: str, bulk: bool, context: Context) -> AsyncIterator[Door]:
    try:
        yield lambda request: nullcontext()
    except ServiceError as error:
        await context.abort(error.code, error.message, error.trailing_metadata())


def _wrap(handler: Handler, call: Callable[[Context], AbstractAsyncContextManager[Door]]) -> Handler:
    """The same method with `call` around it, and with requests parsed inside, where a failure can be named."""
    parse: Parser = handler.request_deserializer

    async def unary_unary(request: bytes, context: Context) -> Any:
        async with call(context) as door:
            message = _parsed(parse, request)
            with door(message):
                return await handler.unary_unary(message, context)

    async def unary_stream(request: bytes, context: Context) -> AsyncIterator[Any]:
        async with call(context) as door:
            message = _parsed(parse, request)
            with door(message):
                async for response in handler.unary_stream(message, context):
                    yield response

    async def stream_unary(requests: AsyncIterator[bytes], context: Context) -> Any:
        async with call(context):
            return await handler.stream_unary((_parsed(parse, r) async for r in requests), context)

    async def stream_stream(requests: AsyncIterator[bytes], context: Context) -> AsyncIterator[Any]:
        async with call(context):
            async for response in handler.stream_stream((_parsed(parse, r) async for r in requests), context):
                yield response

    serialize = handler.response_serializer
    if handler.unary_unary:
        return grpc.unary_unary_rpc_method_handler(unary_unary, None, serialize)
    if handler.unary_stream:
        return grpc.unary_stream_rpc_method_handler(unary_stream, None, serialize)
    if handler.stream_unary:
        return grpc.stream_unary_rpc_method_handler(stream_unary, None, serialize)
    if handler.stream_stream:
        return grpc.stream_stream_rpc_method_handler(stream_stream, None, serialize)
    raise TypeError("a method kind that no service here has")


def _parsed(parse: Parser, request: bytes) -> Any:
    try:
        return parse(request)
    except DecodeError:
        raise ServiceError(
            grpc.StatusCode.INVALID_ARGUMENT,
            ErrorReason.ERROR_REASON_MALFORMED_MESSAGE,
            "the request is no valid message of its type (broken bytes, or text that is not UTF-8)",
            field="",
        ) from None


def _request_id(given: str | bytes | None) -> str:
    """The caller's id where it is usable, else a new one."""
    if isinstance(given, str) and _REQUEST_ID_FORM.fullmatch(given):
        return given
    return uuid.uuid4().hex


def _tenant(context: Context) -> str:
    """Whom the call is counted to: the client's certificate where it showed one, else its address without port."""
    for name in context.auth_context().get("x509_common_name", ()):
        return "cn:" + name.decode("utf-8", "replace")
    return str(context.peer()).rpartition(":")[0] or "-"


def _fault(error: Exception) -> ServiceError:
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
