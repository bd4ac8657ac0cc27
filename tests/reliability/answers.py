"""Rows about answers: when the clock steps, whatever else is in the batch, and what our client makes of failures."""

import asyncio
import shutil
import struct
import subprocess
import threading
from pathlib import Path

import psutil

import newsbrief
from newsbrief.testing import FakeServer
from tests.client.test_errors import CLASSES
from tests.reliability.articles import brief_request
from tests.reliability.attacks import DATA, END_HEADERS, END_STREAM, HEADERS, connected, frame, header_block
from tests.reliability.ledger import Ledger
from tests.reliability.load import brief, closed_loop, numbers
from tests.reliability.record import Run, row
from tests.reliability.samples import sample, text, told, variants
from tests.reliability.serving import calling, free_port, idle, real_server, stub_server

CLOCK = Path(__file__).with_name("clock_step.c")
# What no client of gRPC's sends for the time a call may take.
TIMEOUTS = ("nanS", "-1S", "99999999H", "999999999999S", "1", "S", "1Y", "0n", "")
RETRIED = "UNAVAILABLE"
ATTEMPTS = 5


@row(
    "R22",
    "a wall clock that steps by an hour, and deadlines that are no numbers",
    "no early expiry; every call ends; ledger exact",
)
async def clock(run: Run) -> None:
    """The clock is that of the server's processes alone."""
    compiler, library, port = shutil.which("cc"), run.folder / "clock_step.so", free_port()
    if compiler:
        command = (compiler, "-shared", "-fPIC", "-o", library, CLOCK, "-ldl")
        await asyncio.to_thread(subprocess.run, command, check=True)
    else:
        run.note("the clock was not stepped", "no C compiler here")
    environ = {"LD_PRELOAD": str(library)} if compiler else {}
    ledger = Ledger()
    async with (
        stub_server(run, "--metrics-port", str(port), environ=environ) as server,
        calling(server.target) as (stub,),
    ):
        await closed_loop(brief(stub, ledger, timeout=5, words=60), 4, run.size(5, 2))
        for timeout in TIMEOUTS:
            await asyncio.to_thread(_send, server.target, timeout)
        run.at_most("nothing left after", await idle(port), 5, "s")
        for seconds in (float("nan"), float("inf"), -1.0):
            run.exactly(f"our client, timeout {seconds}", _refused(server.target, seconds), True)
        await brief(stub, ledger, words=60)(next(numbers))
    ledger.close(run)


def _send(target: str, timeout: str) -> None:
    """A call whose time is `timeout`, by hand; whatever the answer is."""
    message = brief_request(0, 60).SerializeToString()
    headers = frame(HEADERS, END_HEADERS, 1, header_block(("grpc-timeout", timeout)))
    body = frame(DATA, END_STREAM, 1, struct.pack(">BI", 0, len(message)) + message)
    with connected(target) as sock:
        sock.sendall(headers + body)
        sock.settimeout(1)
        try:
            while sock.recv(1 << 16):
                pass
        except OSError:
            pass


def _refused(target: str, timeout: float) -> bool:
    with newsbrief.Client(target) as client:
        try:
            client.detect("The talks began on Monday.", timeout=timeout)
        except ValueError:
            return True
    return False


@row("R23", "determinism: an article 50 times, alone and among others (real)", "the same briefs every time")
async def determinism(run: Run) -> None:
    """Twenty times alone, thirty times while others share its batches."""
    others, mixed, alone_again = Ledger(), Ledger(), Ledger()
    async with real_server(run) as server, newsbrief.AsyncClient(server.target) as client:
        alone = await variants(client)
        for _ in range(20):
            await _the_one(client, alone_again, alone[0])
        load = asyncio.create_task(closed_loop(sample(client, others, alone), 6, 100))
        for _ in range(30):
            await _the_one(client, mixed, alone[0])
        load.cancel()
        await asyncio.gather(load, return_exceptions=True)
    run.exactly("alone, the same", len(alone_again.of("OK")), 20)
    run.exactly("among others, the same", len(mixed.of("OK")), 30)
    run.note("of the others, the same", len(others.of("OK")))
    run.exactly("of the others, not", len(others.of("WRONG ANSWER")), 0)


async def _the_one(client: newsbrief.AsyncClient, ledger: Ledger, wanted: list[list[str]]) -> None:
    with ledger.request(next(numbers)) as entry:
        entry.end(told(await client.brief(text(0))) == wanted)


@row(
    "R24",
    "our client's answer to every status",
    "the right exception, with details; only UNAVAILABLE again, 5 times at most; closes cleanly",
)
async def client(run: Run) -> None:
    """Both clients, against a server that fails as told."""
    wrong, calls = list[str](), 0
    with FakeServer() as server:
        await _blocking(server.target)
        await _asynchronous(server.target)  # what grpc holds for good, it holds from here on
        before = _held()
        for code, kind in CLASSES.items():
            for ask in (_blocking, _asynchronous):
                server.fail_next(
                    code, "SOME_REASON", message="in words", details={"limit": "7"}, times=ATTEMPTS
                )
                sent = len(server.requests)
                error = await ask(server.target)
                sent, calls = len(server.requests) - sent, calls + 1
                said = (type(error), error.code, error.reason, str(error), error.details) if error else ()
                if said != (kind, code, "SOME_REASON", "in words", {"limit": "7"}):
                    wrong.append(f"{code}: {error!r}")
                if sent != (ATTEMPTS if code == RETRIED else 1):
                    wrong.append(f"{code}: sent {sent} times")
                while code != RETRIED and await ask(server.target):  # what is left of the failures
                    pass
    run.note("calls", calls)
    run.exactly("not as it should be", "; ".join(wrong) or "none", "none")
    await asyncio.sleep(0.5)
    run.at_most("file descriptors left", _held()[0] - before[0], 2, "")
    run.at_most("threads left", _held()[1] - before[1], 2, "")


def _held() -> tuple[int, int]:
    return psutil.Process().num_fds(), threading.active_count()


async def _blocking(target: str) -> newsbrief.NewsbriefError | None:
    def ask() -> newsbrief.NewsbriefError | None:
        with newsbrief.Client(target) as client:
            try:
                client.detect("The talks began on Monday.")
            except newsbrief.NewsbriefError as error:
                return error
        return None

    return await asyncio.to_thread(ask)


async def _asynchronous(target: str) -> newsbrief.NewsbriefError | None:
    async with newsbrief.AsyncClient(target) as client:
        try:
            await client.detect("The talks began on Monday.")
        except newsbrief.NewsbriefError as error:
            return error
    return None
