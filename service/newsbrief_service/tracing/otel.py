"""Traces kept by OpenTelemetry's SDK, set up by its own environment variables."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import context, propagate, trace
from opentelemetry.context import Context
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import SpanKind, StatusCode

from newsbrief_service.tracing.spans import Mark, Spans

NAME = "newsbrief"
# Statuses for which the server is to blame: https://opentelemetry.io/docs/specs/semconv/rpc/grpc/
_FAULTS = {"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"}


class OtelSpans(Spans):
    """Hands spans to `provider`. Neither exceptions nor texts go into them, for both may quote an article."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(NAME)

    def call(self, method: str, metadata: Mapping[str, str | bytes]) -> Callable[[str], None]:
        """See `Spans`; the caller's own trace, where its metadata names one, goes on."""
        sent = {name: value for name, value in metadata.items() if isinstance(value, str)}
        span = self._tracer.start_span(
            method.removeprefix("/"),
            propagate.extract(sent),
            SpanKind.SERVER,
            {"rpc.system.name": "grpc", "rpc.method": method.removeprefix("/")},
        )
        # Never detached: the context ends with the task that answers the call.
        context.attach(trace.set_span_in_context(span))

        def ended(code: str) -> None:
            span.set_attribute("rpc.response.status_code", code)
            if code in _FAULTS:
                span.set_status(StatusCode.ERROR)
            span.end()

        return ended

    @contextmanager
    def part(self, name: str, **figures: int | str) -> Iterator[None]:
        """See `Spans`."""
        with self._tracer.start_as_current_span(
            f"{NAME}.{name}",
            attributes={f"{NAME}.{key}": value for key, value in figures.items()},
            record_exception=False,
            set_status_on_exception=False,
        ):
            yield

    def here(self) -> Mark:
        """See `Spans`."""
        return context.get_current()

    def batch(self, waited: Sequence[tuple[Mark, float]], tokens: int) -> Callable[[], None]:
        """See `Spans`. Each call whose rows are in it gets a span of its wait, and one of the batch."""
        now, clock = time.time_ns(), time.monotonic()
        calls: dict[int, tuple[Context, list[float]]] = {}
        for mark, since in waited:
            if isinstance(mark, Context) and mark:  # not of a warm-up, which belongs to no call
                calls.setdefault(id(mark), (mark, []))[1].append(since)
        batches = []
        for parent, times in calls.values():
            begun = now - int((clock - min(times)) * 1e9)
            self._tracer.start_span(f"{NAME}.queue", parent, start_time=begun).end(now)
            figures = {"own_rows": len(times), "rows": len(waited), "tokens": tokens}
            attributes = {f"{NAME}.{key}": value for key, value in figures.items()}
            batches.append(
                self._tracer.start_span(f"{NAME}.batch", parent, attributes=attributes, start_time=now)
            )

        def ended() -> None:
            for span in batches:
                span.end()

        return ended

    def close(self) -> None:
        """See `Spans`."""
        self._provider.shutdown()
