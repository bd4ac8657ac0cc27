"""The whole server: services, interceptor, health, reflection, warm-up, graceful stop."""

import asyncio
import gc
import logging
import os
import signal
import time

import grpc
from grpc_health.v1 import health, health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import glossary_service_pb2_grpc as glossary_pb_grpc
from newsbrief.v1 import job_service_pb2 as job_pb
from newsbrief.v1 import job_service_pb2_grpc as job_pb_grpc
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import news_brief_service_pb2_grpc as pb_grpc
from newsbrief_service.backend import open_backend
from newsbrief_service.cluster.executor import RayExecutor
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.executor import Executor
from newsbrief_service.glossaries.servicer import GlossaryServicer
from newsbrief_service.glossaries.store import Store
from newsbrief_service.interceptor import Guard
from newsbrief_service.jobs.keeper import Keeper
from newsbrief_service.jobs.servicer import BriefJobServicer
from newsbrief_service.logs import log
from newsbrief_service.metrics.setup import Metrics, readings
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.security.setup import certificates_for, gate_for
from newsbrief_service.settings import Settings
from newsbrief_service.storage.errors import StoreError
from newsbrief_service.text_workers.plan import open_texts, with_folder
from newsbrief_service.texts import Texts
from newsbrief_service.tracing.setup import spans_for
from newsbrief_service.tracing.spans import active, use

SERVICE_NAME = pb.DESCRIPTOR.services_by_name["NewsBriefService"].full_name
GLOSSARY_SERVICE_NAME = glossary_pb.DESCRIPTOR.services_by_name["GlossaryService"].full_name
JOB_SERVICE_NAME = job_pb.DESCRIPTOR.services_by_name["BriefJobService"].full_name
SERVICE_NAMES = (SERVICE_NAME, GLOSSARY_SERVICE_NAME, JOB_SERVICE_NAME)

# Measured on grpcio 1.85; each closes a hole that a load test opened.
CHANNEL_OPTIONS = (
    ("grpc.so_reuseport", 0),  # a second server on the port fails to bind instead of sharing it silently
    ("grpc.max_receive_message_length", 1 << 20),
    ("grpc.max_concurrent_streams", 1000),
    # The core cancels calls at random once 1,000 wait to be picked up; we refuse by the count of calls instead.
    ("grpc.server.max_pending_requests", 20_000),
    ("grpc.server.max_pending_requests_hard_limit", 40_000),
    ("grpc.server_handshake_timeout_ms", 5_000),
    ("grpc.max_allowed_incoming_connections", 2_000),
    ("grpc.max_connection_age_ms", 600_000),
    ("grpc.max_connection_age_grace_ms", 120_000),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 20_000),
    ("grpc.http2.min_recv_ping_interval_without_data_ms", 30_000),
)


class BindError(Exception):
    """The address cannot be listened on."""


class Server:
    """A server in the running event loop: `start`, then `stop`. `target` is HOST:PORT once started.

    `admission` refuses what would wait too long; without it, calls are only counted. `texts` answers calls about texts
    and is closed with the server; without it, this process does, with `executor`.

    Raises:
        SecurityFileError: certificates or tokens cannot be used.
    """

    def __init__(
        self,
        settings: Settings,
        executor: Executor,
        admission: Admission | None = None,
        texts: Texts | None = None,
    ) -> None:
        self._settings = settings
        self._executor = executor
        self._store = Store(settings.data_folder)
        self._texts = texts or _local(settings, executor, self._store)
        self._glossaries = GlossaryServicer(self._store, self._texts.match)
        self._jobs = Keeper(settings, self._texts.briefing)
        self._certificates = certificates_for(settings)
        self._metrics = Metrics(settings)
        self._admission = admission
        if isinstance(executor, ProcessExecutor):
            executor.scheduler.meter = self._metrics.meter
        self._guard = Guard(
            settings.max_calls, settings.deadline, admission, gate_for(settings), self._metrics.meter
        )
        self._health = health.aio.HealthServicer()  # pyright: ignore[reportAttributeAccessIssue] - set at run time
        self._grpc = grpc.aio.server(interceptors=(self._guard,), options=CHANNEL_OPTIONS)
        self.target = ""

    @property
    def calls(self) -> int:
        """Calls being answered now."""
        return self._guard.calls

    async def start(self) -> None:
        """Listen, warm the models up, and say SERVING.

        Raises:
            BindError: a port is in use or the address is not ours.
        """
        pb_grpc.add_NewsBriefServiceServicer_to_server(self._texts.servicer, self._grpc)
        glossary_pb_grpc.add_GlossaryServiceServicer_to_server(self._glossaries, self._grpc)
        jobs = BriefJobServicer(self._jobs, self._texts.briefing, self._settings.job_articles)
        job_pb_grpc.add_BriefJobServiceServicer_to_server(jobs, self._grpc)
        health_pb2_grpc.add_HealthServicer_to_server(self._health, self._grpc)
        if self._settings.reflection:
            names = (*SERVICE_NAMES, health.SERVICE_NAME, reflection.SERVICE_NAME)
            reflection.enable_server_reflection(names, self._grpc)
        # "" answers SERVING as soon as the process listens (liveness); the service's name once it is warm (readiness).
        for name in SERVICE_NAMES:
            await self._health.set(name, health_pb2.HealthCheckResponse.NOT_SERVING)
        self.target = self._listen()
        self._open_metrics()
        await self._grpc.start()
        await self._texts.warm_up()
        await self._say_models_run(True)
        if isinstance(self._executor, RayExecutor):
            self._executor.fleet.presence = self._say_models_run
        await self._check_store()
        self._jobs.start(self._say_jobs_serve)
        log(logging.INFO, "serving", target=self.target, models=[info.name for info in self._executor.models])

    async def stop(self, linger: float = 0.0) -> None:
        """Say NOT_SERVING, accept calls for `linger` more seconds, let calls in flight finish within the grace."""
        await self._health.enter_graceful_shutdown()
        self._jobs.drain()
        log(logging.INFO, "draining", calls=self._guard.calls)
        await asyncio.sleep(linger)
        self._jobs.end_streams()
        stopped = asyncio.ensure_future(self._grpc.stop(self._settings.grace + 1))
        deadline = time.monotonic() + self._settings.grace
        while (self._guard.calls or self._jobs.busy) and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        self._guard.end_calls()
        while self._guard.calls and time.monotonic() < deadline + 1:
            await asyncio.sleep(0.02)
        await self._grpc.stop(0)  # those who watch health do so without end
        await stopped
        await asyncio.to_thread(self._metrics.close)
        for part in (self._jobs, self._glossaries, self._texts, self._store, self._executor):
            await part.close()
        log(logging.INFO, "stopped")

    def _listen(self) -> str:
        host, port = self._settings.host, self._settings.port
        address = f"{host}:{port}"
        try:
            if self._certificates:
                taken = self._grpc.add_secure_port(address, self._certificates.credentials())
            else:
                taken = self._grpc.add_insecure_port(address)
        except RuntimeError as error:
            raise BindError(
                f"cannot listen on {address}: in use, or not an address of this machine"
            ) from error
        if self._settings.exposed:
            log(logging.WARNING, "other machines may call without TLS, or without showing who they are")
        return f"{host}:{taken}"

    def _open_metrics(self) -> None:
        def read() -> dict[str, float]:
            others = self._jobs.readings() | self._texts.readings()
            return {"newsbrief_calls": self.calls, **readings(self._executor, self._admission), **others}

        certificates = self._certificates
        try:
            self._metrics.open(read, certificates.expiries if certificates else dict)
        except OSError as error:
            port = self._settings.metrics_port
            raise BindError(f"cannot listen on port {port} for metrics: {error.strerror}") from error

    async def _check_store(self) -> None:
        """Say whether glossaries can be used; where not, briefs are served all the same, and the log says why."""
        try:
            await self._store.check()
        except StoreError:
            return
        await self._health.set(GLOSSARY_SERVICE_NAME, health_pb2.HealthCheckResponse.SERVING)

    async def _say_models_run(self, there: bool) -> None:
        serving = health_pb2.HealthCheckResponse.SERVING
        await self._health.set(SERVICE_NAME, serving if there else health_pb2.HealthCheckResponse.NOT_SERVING)

    async def _say_jobs_serve(self) -> None:
        await self._health.set(JOB_SERVICE_NAME, health_pb2.HealthCheckResponse.SERVING)


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM (drains and lingers) or SIGINT (drains).

    Raises:
        ModelFolderError: a model cannot be used.
        EngineDiedError: a process for the models does not come up.
        TextWorkerDiedError: a process for texts does not come up.
        SecurityFileError: certificates or tokens cannot be used.
        BindError: the address cannot be listened on.
    """
    use(spans_for(os.environ))
    with with_folder(settings) as kept:
        await _serve(kept)
    await asyncio.to_thread(active().close)


async def _serve(settings: Settings) -> None:
    executor, admission = await open_backend(settings)
    received: asyncio.Queue[signal.Signals] = asyncio.Queue()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, received.put_nowait, sign)
    try:
        server = Server(settings, executor, admission, await open_texts(settings, executor))
        await server.start()
    except BaseException:
        await executor.close()
        raise
    # What is here by now stays. Looking it over for garbage, each time all is looked over, would hold up every call for
    # 70 ms (measured: 160,000 objects, most of them of word lists).
    gc.collect()
    gc.freeze()
    print(f"newsbrief-server listening on {server.target}", flush=True)  # noqa: T201 - what a starter waits for
    await server.stop(settings.linger if await received.get() is signal.SIGTERM else 0.0)


def _local(settings: Settings, executor: Executor, store: Store) -> Texts:
    # Imported here: word lists and rules take memory, and a server with text workers needs none of them.
    from newsbrief_service.local_texts import LocalTexts

    return LocalTexts(executor, store, settings.max_article_chars)
