"""Measuring as the settings want it: a meter for those who tell, what is read from those who do not, the endpoint."""

from collections.abc import Callable, Mapping

from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.executor import Executor
from newsbrief_service.metrics.meter import Meter
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.settings import Settings


class Metrics:
    """The metrics of one server: `meter` for whoever has something to tell; `open` and `close` the endpoint.

    With `metrics_port` 0 nothing is kept, and the library that keeps it is not loaded.
    """

    def __init__(self, settings: Settings) -> None:
        self._port, self._host = settings.metrics_port, settings.metrics_host
        self._close: Callable[[], None] = lambda: None
        self.meter = Meter()
        if self._port:
            from newsbrief_service.metrics.prometheus import PrometheusMeter

            self.meter = PrometheusMeter()

    def open(
        self, read: Callable[[], Mapping[str, float]], expiries: Callable[[], Mapping[str, float]]
    ) -> None:
        """Start the endpoint; see `PrometheusMeter.watch` for what is read.

        Raises:
            OSError: the port is in use.
        """
        from newsbrief_service.metrics.prometheus import PrometheusMeter

        if isinstance(self.meter, PrometheusMeter):
            from newsbrief_service.metrics.endpoint import MetricsEndpoint

            self.meter.watch(read, expiries)
            self._close = MetricsEndpoint(self.meter.registry, self._port, self._host).close

    def close(self) -> None:
        """Stop the endpoint; blocks for half a second at most."""
        self._close()


def readings(executor: Executor, admission: Admission | None) -> dict[str, float]:
    """What `executor` and `admission` have to show, by the names of `prometheus.READINGS`."""
    shown: dict[str, float] = {}
    if admission is not None:
        shown["newsbrief_queue_tokens"] = admission.tokens
    if isinstance(executor, ProcessExecutor):
        shown["newsbrief_queue_rows"] = executor.scheduler.rows_under_way
        shown["newsbrief_tokens_per_second"] = executor.scheduler.tokens_a_second()
        shown["newsbrief_engines_ready"] = len(executor.supervisor.engines)
        shown["newsbrief_engine_restarts_total"] = executor.supervisor.restarts
        shown["newsbrief_cache_hits_total"] = executor.results.hits
        shown["newsbrief_cache_failures_total"] = executor.results.failures
    return shown
