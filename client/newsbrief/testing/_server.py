"""The fake server: takes calls, remembers them, answers or fails as told."""

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType, TracebackType
from typing import Any, Self

import grpc
from google.protobuf.wrappers_pb2 import Int32Value, StringValue

from newsbrief._calls import HEALTH_STATUSES
from newsbrief._types import Article, Finding, Term
from newsbrief.testing._failures import Failure
from newsbrief.testing._glossaries import Shelf
from newsbrief.testing._glossary_servicer import GlossaryServicer
from newsbrief.testing._job_servicer import JobServicer
from newsbrief.testing._servicer import BriefServicer
from newsbrief.v1 import glossary_service_pb2_grpc, job_service_pb2_grpc, news_brief_service_pb2_grpc


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """A call the fake was sent: the client method's name and what belongs to it."""

    method: str
    """"brief", "stream_brief", "translate", "check", "render_names", "detect", "models", "brief_batch",
    or "glossaries.create", "jobs.create" ..."""
    metadata: Mapping[str, str]
    article: Article | None = None
    to: tuple[str, ...] = ()
    sentences: int | None = None
    texts: tuple[str, ...] = ()
    """Of a check: source and target. Of an import: what the file holds. Of a batch or a job: the bodies."""
    source: str | None = None
    target: str | None = None
    """Language of the target of a check."""
    published: date | None = None
    """Of a check; an `article` has its own."""
    glossaries: tuple[str, ...] = ()
    """Stored glossaries to use, by full name."""
    terms: tuple[Term, ...] = ()
    builtin_names: bool = True
    register: str = ""
    numbers: str = ""
    convention: str = ""
    name: str = ""
    """Of a call about a glossary or a job: its full name, or the entry's."""
    etag: str = ""
    replace: bool = False
    dry_run: bool = False


class FakeServer:
    """Serves on a free loopback port from construction until `close`, or for the length of a ``with`` block.

    It answers as `fake_brief`, `fake_translate`, `fake_check`, `fake_match`, `fake_render_name` and `fake_detect`
    say, and keeps glossaries (it imports CSV and TSV, not TBX) and jobs, which end at once. It refuses a blank
    article, unknown languages and, given a `token`, whoever does not send it. `credentials` make it speak TLS.
    """

    def __init__(self, *, token: str = "", credentials: grpc.ServerCredentials | None = None) -> None:
        self.requests: list[ReceivedCall] = []
        """Every call so far, retries too, oldest first."""
        self.delay = 0.0
        """Seconds each call waits before it is answered."""
        self.health = "SERVING"
        self.findings: Sequence[Finding] = ()
        """What is said of every translated sentence."""
        self._token = token
        self._failures: deque[Failure] = deque()
        self._stopping = threading.Event()
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        shelf = Shelf()
        briefs = BriefServicer(self._receive, shelf, lambda: self.findings)
        news_brief_service_pb2_grpc.add_NewsBriefServiceServicer_to_server(briefs, self._server)
        job_service_pb2_grpc.add_BriefJobServiceServicer_to_server(
            JobServicer(self._receive, briefs.outcome), self._server
        )
        glossary_service_pb2_grpc.add_GlossaryServiceServicer_to_server(
            GlossaryServicer(self._receive, shelf), self._server
        )
        self._server.add_generic_rpc_handlers((_health_handler(self),))
        address = "127.0.0.1:0"
        port = (
            self._server.add_secure_port(address, credentials)
            if credentials
            else self._server.add_insecure_port(address)
        )
        self.target = f"127.0.0.1:{port}"
        """Where it listens, for `Client`."""
        self._server.start()

    def fail_next(
        self,
        code: str,
        reason: str = "",
        *,
        message: str = "told to fail",
        field: str | None = None,
        details: Mapping[str, str] = MappingProxyType({}),
        retry_after: float | None = None,
        after_events: int = 0,
        times: int = 1,
    ) -> None:
        """Makes the next `times` calls fail with a gRPC status: "UNAVAILABLE", "INVALID_ARGUMENT" ...

        The rest becomes its details. `after_events` lets a stream tell that many events first.
        Unknown codes raise `KeyError`.
        """
        grpc.StatusCode[code]
        failure = Failure(code, reason, message, field, details, retry_after, after_events)
        self._failures.extend([failure] * times)

    def close(self) -> None:
        """Stops serving; calls in flight are cut off."""
        self._stopping.set()
        self._server.stop(None).wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _receive(self, context: grpc.ServicerContext, method: str, **arguments: Any) -> Failure | None:
        """Notes the call, makes it wait, fails it if told so; gives a failure due later in a stream."""
        metadata = {key: value for key, value in context.invocation_metadata() if isinstance(value, str)}
        self.requests.append(ReceivedCall(method, metadata, **arguments))
        self._stopping.wait(self.delay)
        if self._token and metadata.get("authorization") != f"Bearer {self._token}":
            Failure("UNAUTHENTICATED", message="no valid token").abort(context)
        failure = self._failures.popleft() if self._failures else None
        if failure and not failure.after_events:
            failure.abort(context)
        return failure


def _health_handler(fake: FakeServer) -> grpc.GenericRpcHandler:
    def check(request: StringValue, context: grpc.ServicerContext) -> Int32Value:
        return Int32Value(value=HEALTH_STATUSES.index(fake.health))

    method = grpc.unary_unary_rpc_method_handler(
        check, request_deserializer=StringValue.FromString, response_serializer=Int32Value.SerializeToString
    )
    return grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": method})
