"""Methods as gRPC hands them to an interceptor: what a call brings along, and how to put something around a method."""

import inspect
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import grpc
from google.protobuf.message import DecodeError

from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError

Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"
# The stubs type handlers for the synchronous server only; what aio passes has the same fields and is awaited.
Handler: TypeAlias = Any
Parser: TypeAlias = Callable[[bytes], Any]
Door: TypeAlias = Callable[[Any], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A call before its request is read: "/package.Service/Method", its kind as metrics name it, and its metadata."""

    method: str
    kind: str
    request_id: str
    bulk: bool
    authorization: tuple[str | bytes, ...] = field(repr=False)


def kind_of(handler: Handler) -> str:
    """The kind of a method, in the words of grpc-ecosystem's metrics."""
    if handler.request_streaming:
        return "bidi_stream" if handler.response_streaming else "client_stream"
    return "server_stream" if handler.response_streaming else "unary"


def wrap(handler: Handler, call: Callable[[Context], AbstractAsyncContextManager[Door]]) -> Handler:
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
                answers = handler.unary_stream(message, context)
                if inspect.isawaitable(answers):  # it writes to the context by itself, as Health.Watch does
                    await answers
                    return
                async for response in answers:
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
