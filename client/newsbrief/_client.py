"""The blocking client."""

import time
from collections.abc import Generator, Iterable
from datetime import date
from types import TracebackType
from typing import Self, TypeVar, Unpack, cast, overload

import grpc

from newsbrief import _calls
from newsbrief._base import BaseClient
from newsbrief._calls import Call, Making, TermOptions, Texts, Wording
from newsbrief._glossaries import Glossaries
from newsbrief._jobs import Jobs
from newsbrief._repeats import Repeats
from newsbrief._status import FailedCall
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


class Client(BaseClient):
    """Talks to a newsbrief server. Safe to share between threads; close it, or use it in a ``with`` block.

    `target` is "HOST:PORT" (port 50051 when left out); None takes ``NEWSBRIEF_SERVER`` from the environment,
    else 127.0.0.1:50051. `timeout` is the deadline of each call in seconds, retries included.

    TLS is on when the server is on another machine, and when certificates are given; `tls` overrules that.
    `ca_cert` (default: gRPC's list of authorities), `client_cert` and `client_key` are PEM bytes or paths.
    `token` (None takes ``NEWSBRIEF_TOKEN``) travels as a bearer token, never unencrypted to another machine.

    Raises `ValueError` naming the argument that is wrong. The calls raise `NewsbriefError`; a server that is
    away for a moment is asked up to five times. With `wait_for_ready` calls wait, as long as their time lasts,
    for a server that starts or restarts; without, they raise `Unavailable` when none is there. With `bulk` they
    let others go first, and a server with too much to do may look for the best wording less far (`Brief.reduced`).
    """

    _channel: grpc.Channel

    def _open(self) -> None:
        channel = self._settings
        if channel.credentials:
            self._channel = grpc.secure_channel(channel.target, channel.credentials, channel.options)
        else:
            self._channel = grpc.insecure_channel(channel.target, channel.options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection and the calls still on it."""
        self._closed = True
        self._channel.close()

    def brief(
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
        """Briefs one article in the languages `to`.

        A brief has at most `sentences` sentences: 1 to 10, None for the server's default (3).
        `title`, `language` and `published` go with a plain text; an `Article` has its own.

        `making` is `mode` "abstractive" for sentences that a model writes, each held against the article, with
        `route` "direct" in the brief's own language at once; and what `translate` takes as well: `glossaries`
        ("desk-2026", ...) and `terms` (`Term`, or the forms by language) of your own, `builtin_names` False to
        do without the server's, `register` ("newspaper", "broadcast") and `numbers` ("yonhap", "myriad",
        "digits") for Korean.
        """
        sent = _calls.article(article, title, language, published)
        return self._call(_calls.brief(sent, to, sentences, **making), timeout)

    def brief_batch(
        self,
        articles: Iterable[str | Article],
        *,
        to: str | Iterable[str] = ("en", "ko", "ru"),
        sentences: int | None = None,
        timeout: float | None = None,
        **making: Unpack[Making],
    ) -> list[Outcome]:
        """Briefs 1 to 32 articles in one call; what became of each comes in their order, errors too.

        The rest is as for `brief`. All together may have 1 MiB; for more there are `jobs`.
        """
        return self._call(_calls.batch(articles, to, sentences, **making), timeout)

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
    ) -> Generator[BriefEvent, None, None]:
        """The same work, told as it happens.

        `SourceAnalyzed` comes first, then each language's `SentenceCompleted` and its `BriefCompleted`,
        languages interleaved; `FactsCompared` comes last. Closing the generator cancels the work.
        """
        sent = _calls.article(article, title, language, published)
        return self._stream(_calls.stream_brief(sent, to, sentences, **making), timeout)

    @overload
    def translate(
        self,
        text: str,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> Translation: ...
    @overload
    def translate(
        self,
        text: Texts,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> list[Translation]: ...
    def translate(
        self,
        text: str | Texts,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **wording: Unpack[Wording],
    ) -> Translation | list[Translation]:
        """Translates a text, or 1 to 64 texts of one language: a list in gives a list out.

        `source` None asks the server to detect the language, for each text. `wording` is as for `brief`.
        """
        if isinstance(text, str):
            return self._call(_calls.translate([text], to, source, **wording), timeout)[0]
        return self._call(_calls.translate(text, to, source, **wording), timeout)

    def check(
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
        """Compares a text with anybody's translation of it: figures, dates, names, terms, attribution, negation.

        Languages that are None are detected; `published` is the day "Thursday" is counted from, see
        `Article.published`. `terms` are `glossaries`, `terms` and `builtin_names`, as for `brief`.
        """
        call = _calls.check(source, target, source_language, target_language, published, **terms)
        return self._call(call, timeout)

    @overload
    def render_names(
        self,
        names: str,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> NameRendering: ...
    @overload
    def render_names(
        self,
        names: Texts,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> list[NameRendering]: ...
    def render_names(
        self,
        names: str | Texts,
        *,
        to: str,
        source: str | None = None,
        convention: Convention | None = None,
        timeout: float | None = None,
    ) -> NameRendering | list[NameRendering]:
        """Writes a name, or 1 to 100 of them, in the script of `to`: a list in gives a list out.

        `source` None goes by the script of each name; `convention` None takes the press form.
        """
        if isinstance(names, str):
            return self._call(_calls.render_names([names], to, source, convention), timeout)[0]
        return self._call(_calls.render_names(names, to, source, convention), timeout)

    @property
    def glossaries(self) -> Glossaries:
        """The glossaries that the server keeps."""
        return Glossaries(self._call)

    @property
    def jobs(self) -> Jobs:
        """The articles that the server briefs in the background."""
        return Jobs(self._call, self._stream)

    def detect(self, text: str, *, timeout: float | None = None) -> list[DetectedLanguage]:
        """Guesses at the language of `text`, best first, never empty."""
        return self._call(_calls.detect(text), timeout)

    def models(self, *, timeout: float | None = None) -> list[Model]:
        """What the server has loaded, and between which languages it translates."""
        return self._call(_calls.models(), timeout)

    def health(self, service: str = _calls.SERVICE, *, timeout: float | None = None) -> str:
        """Whether `service` (briefing; "" is the process) works: "SERVING", "NOT_SERVING" or "UNKNOWN"."""
        return self._call(_calls.health(service), timeout)

    def _call(self, call: Call[Result], timeout: float | None) -> Result:
        seconds = self._seconds(timeout)
        self._check_open()
        method = self._channel.stream_unary if call.sends_stream else self._channel.unary_unary
        send = method(call.path, call.serialize, call.response.FromString)
        try:
            return call.decode(send(call.request, timeout=seconds, **self._how(call)))
        except grpc.RpcError as error:
            raise self._typed(error, call, seconds) from None

    def _stream(self, call: Call[Result | None], timeout: float | None) -> Generator[Result, None, None]:
        seconds = self._seconds(timeout)
        self._check_open()
        send = self._channel.unary_stream(call.path, call.serialize, call.response.FromString)
        repeats, arrived = Repeats(seconds), False
        while True:
            stream = send(call.request, timeout=repeats.seconds, **self._how(call))
            try:
                for message in stream:
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
            time.sleep(pause)
