"""Rows about processes that die: engines, servers, replicas in turn; and a server that comes late."""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable

import newsbrief
from newsbrief_service.engine.process import Command, EngineProcess
from tests.reliability.articles import article
from tests.reliability.ledger import Ledger, longest_gap
from tests.reliability.load import brief_by_client, closed_loop, numbers, open_loop
from tests.reliability.record import Run, row
from tests.reliability.samples import sample, variants
from tests.reliability.serving import free_port, real_server, stub_server
from tests.reliability.stub_engine import HOG

ENGINE = Command(
    (sys.executable, "-P", "-m", "newsbrief_service.engine", "--model", "bundled", "--workers", "2")
)
RATE = 0.5  # of what a server can do: what a kill costs must be caught up with
WORDS = 150


@row(
    "R4",
    "kill -9 of the engine, ten times under load (real)",
    "0 client errors with our client; gap ≤ 1 s + time to load; ledger exact",
)
async def engine_killed(run: Run) -> None:
    """A kill every 2 s, at half of capacity."""
    loading = await _seconds_to_load()
    async with real_server(run) as server, newsbrief.AsyncClient(server.target) as client:
        alone = await variants(client)
        measured, ledger = Ledger(), Ledger()
        began = time.monotonic()
        await closed_loop(sample(client, measured, alone), 8, 4)
        rate = RATE * len(measured.entries) / (time.monotonic() - began)
        load = asyncio.create_task(open_loop(sample(client, ledger, alone), rate, 22, run.rng))
        for _ in range(10):
            await asyncio.sleep(2)
            for engine in server.engines():
                engine.kill()
        await load
        killed = server.log().count('"engine ended"')
    ledger.close(run)
    run.exactly("kills", killed, 10)
    run.note("rate, articles/s", rate)
    run.note("time to load, s", loading)
    gap = longest_gap([entry.ended for entry in ledger.entries.values()])
    run.at_most("longest gap between answers", gap, 1 + loading, "s")


async def _seconds_to_load() -> float:
    began = time.monotonic()
    engine = await EngineProcess.start(ENGINE)
    seconds = time.monotonic() - began
    await engine.close()
    return seconds


@row("R5", "kill -9 of the server and restart, five times under load", "0 lost with our client; ledger exact")
async def server_killed(run: Run) -> None:
    """Our client waits for the server that comes back, and asks it again."""
    ledger, port = Ledger(), str(free_port())
    async with (
        stub_server(run, "--port", port) as server,
        newsbrief.AsyncClient(server.target, wait_for_ready=True) as client,
    ):
        load = asyncio.create_task(open_loop(brief_by_client(client, ledger, WORDS), 8, 14, run.rng))
        for _ in range(5):
            await asyncio.sleep(1.2)
            server.send(signal.SIGKILL)
            await server.wait()
            await server.start()
        await load
    ledger.close(run)
    run.note("slowest, s", max(ledger.seconds()))


@row("R6", "two replicas restarted in turn, under load", "0 errors with our client; ledger exact")
async def replicas(run: Run) -> None:
    """Each drains on SIGTERM, is started again, and then it is the other's turn; twice."""
    ledger, ports = Ledger(), (free_port(), free_port())
    servers = [stub_server(run, "--port", str(port), "--linger", "0.5") for port in ports]
    async with servers[0] as one, servers[1] as other:
        target = "ipv4:" + ",".join(server.target for server in (one, other))
        async with newsbrief.AsyncClient(target) as client:
            load = asyncio.create_task(open_loop(brief_by_client(client, ledger, WORDS), 8, 14, run.rng))
            for server in (one, other, one, other):
                await asyncio.sleep(0.5)
                run.exactly("exit code", await server.stop(), 0)
                await server.start()
                await asyncio.sleep(1)
            await load
    ledger.close(run)


@row(
    "R21",
    "the client is there first",
    "calls succeed with wait_for_ready; without, Unavailable at once",
    quick=True,
)
async def client_first(run: Run) -> None:
    """The server starts 5 s later."""
    port = free_port()
    target = f"127.0.0.1:{port}"
    async with newsbrief.AsyncClient(target, timeout=30, wait_for_ready=True) as client:
        began, early = time.monotonic(), asyncio.create_task(client.detect("The talks began on Monday."))
        late = asyncio.create_task(asyncio.to_thread(_blocking, target))
        async with newsbrief.AsyncClient(target) as hasty:
            run.exactly("without waiting", await _kind(hasty.models), "Unavailable")
            run.at_most("known after", time.monotonic() - began, 3, "s")
        await asyncio.sleep(run.size(5, 0))
        async with stub_server(run, "--port", str(port)):
            run.exactly("asynchronous", (await early)[0].language, "en")
            run.exactly("blocking", await late, "en")
    run.note("waited, s", time.monotonic() - began)


def _blocking(target: str) -> str:
    with newsbrief.Client(target, timeout=30, wait_for_ready=True) as client:
        return client.detect("The talks began on Monday.")[0].language


async def _kind(call: Callable[[], Awaitable[object]]) -> str:
    try:
        await call()
    except newsbrief.NewsbriefError as error:
        return type(error).__name__
    return "OK"


@row(
    "R20",
    "an engine that hangs (SIGSTOP), and one out of memory",
    "the watchdog ends the hung one in time; others unaffected; ledger exact",
)
async def hung(run: Run) -> None:
    """Two engines; one is stopped, then one is asked for more memory than it may have."""
    ledger = Ledger()
    options = ("--engines", "2", "--workers", "1", "--watchdog", "2", "--stub-memory-mb", "1024")
    async with stub_server(run, *options) as server, newsbrief.AsyncClient(server.target) as client:
        load = asyncio.create_task(open_loop(brief_by_client(client, ledger, WORDS), 5, 10, run.rng))
        await asyncio.sleep(1)
        stopped = server.engines()[0]
        stopped.suspend()
        began = time.monotonic()
        while stopped in server.engines() and time.monotonic() - began < 20:
            await asyncio.sleep(0.05)
        run.at_most("hung engine ended after", time.monotonic() - began, 3.5, "s")
        run.note("out of memory", await _hog(client))
        await load
    ledger.close(run)
    run.note("slowest of the others, s", max(ledger.seconds()))


async def _hog(client: newsbrief.AsyncClient) -> str:
    try:
        await client.brief(article(next(numbers), WORDS, HOG))
    except newsbrief.NewsbriefError as error:
        return f"{error.code} {error.reason}"
    return "OK"
