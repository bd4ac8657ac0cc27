"""The asynchronous client: the calls of `_client`, awaited."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from functools import cached_property
from types import TracebackType
from typing import Self, TypeVar, Unpack, cast, overload

import grpc
import grpc.aio

from newsbrief import _calls
from newsbrief._async_glossaries import AsyncGlossaries
from newsbrief._async_jobs import AsyncJobs
from newsbrief._base import BaseClient
from newsbrief._calls import Call, Making, TermOptions, Texts, Wording
from newsbrief._channel import MAX_CALLS_IN_FLIGHT
from newsbrief._repeats import Repeats
from newsbrief._status import FailedCall, timed_out
from newsbrief._types import (
    Article,
    BriefEvent,
    BriefResult,
    Check,
    Convention,
    DetectedLanguage,
    Model,
    NameRendering,
    Outcome,
    Translation,
)

Result = TypeVar("Result")


class AsyncClient(BaseClient):
    """`Client` for asyncio: same arguments, same methods, same errors. Use it in one event loop.

    At most 64 of its calls are on the wire at once; more wait their turn, within their own deadline.
    Cancelling the task that awaits a call cancels the call, on the server too.
    """

    def _open(self) -> None:
        self._slots = asyncio.Semaphore(MAX_CALLS_IN_FLIGHT)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """See `Client.close`."""
        self._closed = True
        if "_channel" in self.__dict__:
            await self._channel.close()

    async def brief(
        self,
        article: str | Article,
        *,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        title: str | None = None,
        language: str | None = None,
        published: date | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> BriefResult:
        """See `Client.brief`."""
        sent = _calls.article(article, title, language, published)
        return await self._call(_calls.brief(sent, to, sentences, **making), timeout)

    async def brief_batch(
        self,
        articles: Iterable[str | Article],
        *,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> list[Outcome]:
        """See `Client.brief_batch`."""
        return await self._call(_calls.batch(articles, to, sentences, **making), timeout)

    def stream_brief(
        self,
        article: str | Article,
        *,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        title: str | None = None,
        language: str | None = None,
        published: date | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> AsyncGenerator[BriefEvent, None]:
        """See `Client.stream_brief`; iterate with ``async for``, without awaiting the call itself."""
        sent = _calls.article(article, title, language, published)
        return self._stream(_calls.stream_brief(sent, to, sentences, **making), timeout)

    @overload
    async def translate(
        self,
        text: str,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> Translation: ...
    @overload
    async def translate(
        self,
        text: Texts,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> list[Translation]: ...
    async def translate(
        self,
        text: str | Texts,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> Translation | list[Translation]:
        """See `Client.translate`."""
        if isinstance(text, str):
            return (await self._call(_calls.translate([text], to, source, **wording), timeout))[0]
        return await self._call(_calls.translate(text, to, source, **wording), timeout)

    async def check(
        self,
        source: str,
        target: str,
        *,
        source_language: str | None = None,
        target_language: str | None = None,
        published: date | None = None,
        timeout: float | None = None,
        **terms: Unpack[TermOptions],
    ) -> Check:
        """See `Client.check`."""
        call = _calls.check(source, target, source_language, target_language, published, **terms)
        return await self._call(call, timeout)

    @overload
    async def render_names(
        self,
        names: str,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> NameRendering: ...
    @overload
    async def render_names(
        self,
        names: Texts,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> list[NameRendering]: ...
    async def render_names(
        self,
        names: str | Texts,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> NameRendering | list[NameRendering]:
        """See `Client.render_names`."""
        if isinstance(names, str):
            return (await self._call(_calls.render_names([names], to, source, convention), timeout))[0]
        return await self._call(_calls.render_names(names, to, source, convention), timeout)

    @property
    def glossaries(self) -> AsyncGlossaries:
        """See `Client.glossaries`."""
        return AsyncGlossaries(self._call)

    @property
    def jobs(self) -> AsyncJobs:
        """See `Client.jobs`."""
        return AsyncJobs(self._call, self._stream)

    async def detect(self, text: str, *, timeout: float | None = None) -> list[DetectedLanguage]:
        """See `Client.detect`."""
        return await self._call(_calls.detect(text), timeout)

    async def models(self, *, timeout: float | None = None) -> list[Model]:
        """See `Client.models`."""
        return await self._call(_calls.models(), timeout)

    async def health(self, service: str = _calls.SERVICE, *, timeout: float | None = None) -> str:
        """See `Client.health`."""
        return await self._call(_calls.health(service), timeout)

    @cached_property
    def _channel(self) -> grpc.aio.Channel:
        """Opened by the first call, as it belongs to the event loop that is running then."""
        channel = self._settings
        if channel.credentials:
            return grpc.aio.secure_channel(channel.target, channel.credentials, channel.options)
        return grpc.aio.insecure_channel(channel.target, channel.options)

    @asynccontextmanager
    async def _slot(self, call: Call[Result], seconds: float) -> AsyncIterator[float]:
        """Waits for a place among the calls on the wire; gives the seconds left of the call's time."""
        self._check_open()
        deadline = time.monotonic() + seconds
        try:
            await asyncio.wait_for(self._slots.acquire(), seconds)
        except TimeoutError:
            raise timed_out(
                target=self._settings.target, timeout=seconds, request_id=call.request_id
            ) from None
        try:
            yield deadline - time.monotonic()
        finally:
            self._slots.release()

    async def _call(self, call: Call[Result], timeout: float | None) -> Result:
        seconds = self._seconds(timeout)
        async with self._slot(call, seconds) as left:
            method = self._channel.stream_unary if call.sends_stream else self._channel.unary_unary
            send = method(call.path, call.serialize, call.response.FromString)
            try:
                answer = await send(call.request, timeout=left, **self._how(call))
                return call.decode(answer)
            except grpc.RpcError as error:
                raise self._typed(error, call, seconds) from None

    async def _stream(self, call: Call[Result | None], timeout: float | None) -> AsyncGenerator[Result, None]:
        seconds = self._seconds(timeout)
        async with self._slot(call, seconds) as left:
            send = self._channel.unary_stream(call.path, call.serialize, call.response.FromString)
            repeats, arrived = Repeats(left), False
            while True:
                stream = send(call.request, timeout=repeats.seconds, **self._how(call))
                try:
                    async for message in stream:
                        arrived = True
                        if event := call.decode(message):
                            yield event
                    return
                except grpc.RpcError as error:
                    pause = None if arrived else repeats.pause(cast(FailedCall, error).code())
                    if pause is None:
                        raise self._typed(error, call, seconds) from None
                finally:
                    stream.cancel()
                await asyncio.sleep(pause)
