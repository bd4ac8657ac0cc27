"""Figures kept for Prometheus, in a registry of their own, under the names that grpc-ecosystem's dashboards know."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import grpc
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from newsbrief_service.metrics.meter import Meter

Readings = Callable[[], Mapping[str, float]]

_OTHER = "_OTHER"  # OpenTelemetry's word for methods that do not exist: their names are the caller's text
_CALL_LABELS = ("grpc_type", "grpc_service", "grpc_method")
_CALL_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
_WAIT_SECONDS = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)
_ROWS = (1, 2, 4, 8, 16, 32, 64, 128, 256, 1024)
_RATIO = (0.01, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1)
# Statuses by which the server declines work that it would do at another time.
_SHED = {grpc.StatusCode.RESOURCE_EXHAUSTED.name, grpc.StatusCode.UNAVAILABLE.name}

# What is read when Prometheus asks: help texts by name. Counters end in _total.
READINGS = {
    "newsbrief_calls": "Calls being answered.",
    "newsbrief_queue_tokens": "Tokens of work let in and not done, as estimated at the door.",
    "newsbrief_queue_rows": "Sentences that wait for an engine or are with one.",
    "newsbrief_tokens_per_second": "What the engines do when there is enough to do, as fitted to the batches so far.",
    "newsbrief_engines_ready": "Engine processes that are ready.",
    "newsbrief_engine_restarts_total": "Engine processes started in place of ones that ended.",
    "newsbrief_text_calls": "Calls that text workers have, those that wait for a model included.",
    "newsbrief_text_workers_ready": "Text workers that are ready.",
    "newsbrief_text_worker_restarts_total": "Text workers started in place of ones that ended.",
    "newsbrief_jobs_queued": "Jobs of which no article has been begun.",
    "newsbrief_jobs_running": "Jobs that are worked on.",
    "newsbrief_job_articles_waiting": "Articles of jobs without a result.",
    "newsbrief_job_articles_done_total": "Articles of jobs that got their result, errors included.",
    "newsbrief_job_articles_failed_total": "Articles of jobs whose result is an error.",
    "newsbrief_cache_hits_total": "Sentences whose translation was kept from before.",
    "newsbrief_cache_failures_total": "Times that the cache failed; from then on it keeps nothing.",
}


class PrometheusMeter(Meter):
    """Keeps what it is told in `registry`, with the figures of this process. Any thread may call it."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(name, text, labels, registry=self.registry)

        def histogram(name: str, text: str, buckets: Sequence[float], *labels: str) -> Histogram:
            return Histogram(name, text, labels, buckets=buckets, registry=self.registry)

        self._started = counter("grpc_server_started_total", "Calls begun.", *_CALL_LABELS)
        self._handled = counter(
            "grpc_server_handled_total", "Calls ended, by status.", *_CALL_LABELS, "grpc_code"
        )
        self._seconds = histogram(
            "grpc_server_handling_seconds", "Seconds a call took.", _CALL_SECONDS, *_CALL_LABELS
        )
        self._shed = counter("newsbrief_shed_total", "Calls refused to be tried again later.", "reason")
        self._waits = histogram(
            "newsbrief_queue_wait_seconds", "Seconds a sentence waited for an engine.", _WAIT_SECONDS, "class"
        )
        self._rows = histogram("newsbrief_batch_rows", "Sentences translated together.", _ROWS)
        self._padding = histogram(
            "newsbrief_batch_pad_ratio", "Share of padding among the tokens of a batch.", _RATIO
        )

    def call_started(self, kind: str, method: str) -> None:
        """See `Meter`."""
        self._started.labels(*_labels(kind, method)).inc()

    def call_ended(self, kind: str, method: str, code: str, reason: str, seconds: float) -> None:
        """See `Meter`."""
        labels = _labels(kind, method)
        self._handled.labels(*labels, _camel(code)).inc()
        self._seconds.labels(*labels).observe(seconds)
        if code in _SHED and reason:
            self._shed.labels(reason).inc()

    def unknown_call(self) -> None:
        """See `Meter`."""
        labels = ("unary", _OTHER, _OTHER)
        self._started.labels(*labels).inc()
        self._handled.labels(*labels, _camel(grpc.StatusCode.UNIMPLEMENTED.name)).inc()

    def batch_begun(self, waits: Sequence[tuple[float, bool]], lengths: Sequence[int]) -> None:
        """See `Meter`."""
        for seconds, bulk in waits:
            self._waits.labels("bulk" if bulk else "interactive").observe(seconds)
        self._rows.observe(len(lengths))
        self._padding.observe(1 - sum(lengths) / (max(lengths) * len(lengths)))

    def watch(self, read: Readings, expiries: Readings) -> None:
        """Have `read` called for the figures of READINGS, `expiries` for those of certificates, whenever asked.

        Both are called on a thread of the endpoint.
        """
        self.registry.register(_Read(read, expiries))


class _Read:
    """A collector of what is looked up, not counted."""

    def __init__(self, read: Readings, expiries: Readings) -> None:
        self._read = read
        self._expiries = expiries

    def collect(self) -> Iterable[Metric]:
        """What prometheus_client calls."""
        for name, value in self._read().items():
            family = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            yield family(name, READINGS[name], value=value)
        until = GaugeMetricFamily(
            "newsbrief_tls_certificate_expiry_timestamp_seconds",
            "When a certificate in use expires, in seconds since 1970.",
            labels=["certificate"],
        )
        for name, timestamp in self._expiries().items():
            until.add_metric([name], timestamp)
        yield until


def _labels(kind: str, method: str) -> tuple[str, str, str]:
    service, _, name = method.removeprefix("/").rpartition("/")
    return kind, service, name


def _camel(code: str) -> str:
    """A status as grpc-ecosystem's metrics write it: "OK", "ResourceExhausted"; it spells Canceled the American way."""
    return {"OK": "OK", "CANCELLED": "Canceled"}.get(code) or "".join(
        word.capitalize() for word in code.split("_")
    )
