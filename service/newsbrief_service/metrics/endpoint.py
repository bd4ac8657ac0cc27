"""The page that Prometheus reads: plain HTTP, from a thread of its own."""

from prometheus_client import CollectorRegistry, start_http_server


class MetricsEndpoint:
    """Answers GET /metrics with `registry` until `close`; `port` 0 takes a free one, and becomes what was taken.

    Raises:
        OSError: the port is in use, or `host` is no address of this machine.
    """

    def __init__(self, registry: CollectorRegistry, port: int, host: str) -> None:
        self._server, self._thread = start_http_server(port, host, registry)
        self.port: int = self._server.server_port

    def close(self) -> None:
        """Stop answering. Takes half a second at most."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
