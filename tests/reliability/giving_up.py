"""Rows about work nobody waits for any more: cancelled, out of time, read too slowly; and a server that drains."""

import asyncio
import json
import signal
import time
from pathlib import Path
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

from newsbrief_service.server import SERVICE_NAME
from tests.reliability.articles import (
    brief_request,
    number_of,
    right_brief,
    stream_request,
    told,
    wanted,
)
from tests.reliability.ledger import Entry, Ledger
from tests.reliability.load import brief, numbers
from tests.reliability.record import Run, row
from tests.reliability.serving import calling, free_port, idle, stub_server
from tests.reliability.stub_engine import RAISE, SLOW

WORDS = 60
OK = grpc.StatusCode.OK
TOLD = "CANCELLED"


@row(
    "R7",
    "SIGTERM with 20 calls in flight",
    "all end as they should (one runs out of time, one raises, one is a stream); NOT_SERVING ≤ 100 ms; exit code 0",
)
async def drain(run: Run) -> None:
    """The server's own deadline ends one call; the models raise at another."""
    options = ("--scale", "4", "--deadline", "2", "--linger", "0.3", "--engines", "2", "--workers", "1")
    async with stub_server(run, *options) as server, calling(server.target) as (stub,):
        ledger, odd = Ledger(), Ledger()
        late, raising, streamed = next(numbers), next(numbers), next(numbers)
        first = asyncio.create_task(_odd(stub, odd, late, SLOW, None))
        await asyncio.sleep(0.1)
        tasks = [brief(stub, ledger, words=WORDS)(next(numbers)) for _ in range(17)]
        tasks += [_odd(stub, odd, raising, RAISE, 60.0), _stream(stub, ledger, streamed)]
        running = asyncio.gather(first, *tasks)
        await asyncio.sleep(0.2)
        server.send(signal.SIGTERM)
        began = time.monotonic()
        seconds = await _not_serving(server.target)
        code = await server.wait()
        run.note("drained in, s", time.monotonic() - began)
        await running
    ledger.close(run)
    run.exactly("out of time", odd.entries[late].outcome, "DEADLINE_EXCEEDED")
    run.exactly("raises", odd.entries[raising].outcome, "INTERNAL")
    run.exactly("ended well", len(ledger.of("OK")), 18)
    run.at_most("NOT_SERVING after", seconds * 1000, 100, "ms")
    run.exactly("exit code", code, 0)


async def _odd(stub: Any, ledger: Ledger, number: int, word: str, timeout: float | None) -> None:
    with ledger.request(number) as entry:
        response = await stub.BriefArticle(brief_request(number, WORDS, word), timeout=timeout)
        entry.end(right_brief(number, response.briefs, word))


async def _stream(stub: Any, ledger: Ledger, number: int, words: int = WORDS) -> None:
    with ledger.request(number) as entry:
        call = stub.StreamBriefArticle(stream_request(number, words), timeout=60)
        events = [event async for event in call]
        done = [event.brief_completed for event in events if event.HasField("brief_completed")]
        entry.end(told(done) == wanted(number) and [e.sequence for e in events] == list(range(len(events))))


async def _not_serving(target: str) -> float:
    """Seconds until health says so."""
    began = time.monotonic()
    async with grpc.aio.insecure_channel(target) as channel:
        health = health_pb2_grpc.HealthStub(channel)
        while True:
            answer = await health.Check(health_pb2.HealthCheckRequest(service=SERVICE_NAME))
            if answer.status == health_pb2.HealthCheckResponse.NOT_SERVING:
                return time.monotonic() - began
            await asyncio.sleep(0.005)


@row(
    "R8",
    "500 calls, nine of ten cancelled at random moments",
    "idle ≤ 1 batch later; 0 rows begun for calls cancelled more than a batch before; RSS back ± 10 MB",
)
async def cancelled(run: Run) -> None:
    """The second storm is measured; the first has the allocators take what they keep."""
    port, journal = free_port(), run.folder / "journal"
    room = ("--max-calls", "1000", "--queue-seconds", "600")
    options = ("--scale", "4", "--journal", str(journal), "--metrics-port", str(port), *room)
    async with stub_server(run, *options) as server, calling(server.target) as (stub,):
        for measured in (False, True):
            before = server.rss()
            ledger = Ledger()
            await asyncio.gather(*(_fickle(stub, ledger, run) for _ in range(run.size(500, 60))))
            seconds = await idle(port)
            if measured:
                run.at_most("RSS grew by", (server.rss() - before) / 1e6, 10, "MB")
        answered = Ledger()
        await brief(stub, answered)(next(numbers))
    ledger.close(run, TOLD)
    answered.close(run)
    batches = _batches(journal)
    longest = max(ended - began for began, ended, _ in batches)
    run.at_most("idle after", seconds, longest + 0.1, "s")
    run.note("longest batch, s", longest)
    gone = {n: entry.ended for n, entry in ledger.entries.items() if entry.outcome == TOLD}
    late = [n for began, _, marks in batches for n in marks if began - gone.get(n, began) > longest + 0.25]
    run.at_most("rows begun for calls cancelled before", len(late), 0, "")


def _batches(journal: Path) -> list[tuple[float, float, list[int]]]:
    """The batches that stub engines ran: from when to when, and the requests of their rows."""
    lines = map(json.loads, journal.read_text().splitlines())
    return [(line["began"], line["ended"], list(map(number_of, line["marks"]))) for line in lines]


async def _fickle(stub: Any, ledger: Ledger, run: Run) -> None:
    """A call that is cancelled at a random moment, or, one time in ten, is not."""
    number = next(numbers)
    stays, moment = run.rng.random() < 0.1, run.rng.uniform(0, 3)
    with ledger.request(number) as entry:
        call = stub.BriefArticle(brief_request(number, WORDS), timeout=100)
        if not stays:
            await asyncio.sleep(moment)
            call.cancel()
        try:
            response = await call
        except asyncio.CancelledError:
            _gone(entry)
            return
        entry.end(right_brief(number, response.briefs))


def _gone(entry: Entry) -> None:
    entry.outcome, entry.seconds = TOLD, time.monotonic() - entry.began


@row(
    "R9",
    "deadlines of 1 ms to 2 s",
    "no answer after its deadline; what cannot be met is refused at once; 0 rows begun a batch after it",
    quick=True,
)
async def deadlines(run: Run) -> None:
    """About twice what there is time for."""
    port, journal = free_port(), run.folder / "journal"
    options = ("--scale", "4", "--journal", str(journal), "--metrics-port", str(port))
    async with stub_server(run, *options) as server, calling(server.target) as (stub,):
        await asyncio.gather(*(brief(stub, Ledger(), words=WORDS)(next(numbers)) for _ in range(30)))
        ledger, timeouts, tasks = Ledger(), dict[int, float](), list[asyncio.Task[None]]()
        for _ in range(run.size(300, 40)):
            number = next(numbers)
            timeouts[number] = 10 ** run.rng.uniform(-3, 0.3)
            tasks.append(asyncio.create_task(brief(stub, ledger, timeouts[number], WORDS)(number)))
            await asyncio.sleep(0.02)
        await asyncio.gather(*tasks)
        seconds = await idle(port)
    ledger.close(run, "DEADLINE_EXCEEDED", "RESOURCE_EXHAUSTED")
    entries = ledger.entries
    over = [e.seconds - timeouts[n] for n, e in entries.items() if e.outcome == "OK"]
    run.at_most("answers came after their deadline by", max([0.0, *over]) * 1000, 20, "ms")
    refused = [entry.seconds for entry in ledger.of("RESOURCE_EXHAUSTED")]
    run.at_most("slowest refusal", max([0.0, *refused]) * 1000, 50, "ms")
    reasons = {entry.reason for entry in ledger.of("RESOURCE_EXHAUSTED")}
    run.exactly("reasons of refusals", reasons - {"DEADLINE_UNREACHABLE"}, set())
    batches = _batches(journal)
    longest = max(ended - began for began, ended, _ in batches)
    run.at_most("idle after", seconds, longest + 0.1, "s")
    ends = {n: entries[n].began + timeouts[n] for n in entries}
    late = [n for began, _, marks in batches for n in marks if began - ends.get(n, began) > longest + 0.25]
    run.at_most("rows begun after their deadline", len(late), 0, "")


STREAMS = 20
_SENTENCE = "The harbour crews mended nets while " + "snow fell on the quiet boats and " * 50 + "waited{}. "


@row(
    "R10",
    "streams that nobody reads, and that are cut",
    "≤ 8 MB held per stream; read on, they are whole; cut, nothing is left of them",
)
async def unread(run: Run) -> None:
    """Twenty streams, of articles as long as may be, with every sentence in them; read after 10 s, or cut."""
    port = free_port()
    options = ("--metrics-port", str(port), "--queue-seconds", "600")
    async with stub_server(run, *options) as server, calling(server.target, STREAMS) as stubs:
        await _whole(stubs[0], 0)
        before = server.rss()
        held = [_long(stub, number) for number, stub in enumerate(stubs)]
        for call in held:
            await call.read()
        await asyncio.sleep(10)
        grown = (server.rss() - before) / STREAMS / 1e6
        run.at_most("held a stream", grown, 8, "MB")
        half = STREAMS // 2
        for call in held[half:]:
            call.cancel()
        sizes = await asyncio.gather(*map(_rest, held[:half]))
        run.note("left of a stream, MB", max(sizes) / 1e6)
        run.exactly("streams that ended well", [await call.code() for call in held[:half]].count(OK), half)
        seconds = await idle(port)
        run.at_most("nothing left after", seconds, 2, "s")
        run.exactly("answers after it", await _whole(stubs[0], 0), 3)


def _long(stub: Any, number: int) -> Any:
    request = stream_request(number)
    request.article.body = "".join(_SENTENCE.format(f" {number} {i}") for i in range(10))
    request.article.language_code = "en"
    request.options.max_sentences = 10
    return stub.StreamBriefArticle(request, timeout=100)


async def _rest(call: Any) -> int:
    """Read a stream to its end; returns how many bytes came."""
    size = 0
    while (event := await call.read()) is not grpc.aio.EOF:
        size += event.ByteSize()
    return size


async def _whole(stub: Any, number: int) -> int:
    """How many briefs a stream read to its end has."""
    return sum([event.HasField("brief_completed") async for event in _long(stub, number)])
