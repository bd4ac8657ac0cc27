"""Rows about text workers that die: killed, hung, and ended by what they read."""

import asyncio
import time

import newsbrief
from newsbrief_models.types import Language
from newsbrief_service.engine.v1 import engine_pb2
from newsbrief_service.settings import Settings
from newsbrief_service.text_workers.plan import command
from newsbrief_service.text_workers.pool import WARM
from newsbrief_service.text_workers.process import TextProcess
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb
from tests.reliability.articles import article
from tests.reliability.deaths import RATE, WORDS
from tests.reliability.ledger import Ledger, longest_gap
from tests.reliability.load import brief_by_client, closed_loop, numbers, open_loop
from tests.reliability.record import Run, row
from tests.reliability.samples import sample, variants
from tests.reliability.serving import real_server, stub_server
from tests.service.text_workers.stub_text_worker import END

KILLS = 10


@row(
    "R26",
    "kill -9 of the text worker, ten times under load (real)",
    "0 client errors with our client; gap ≤ 1 s + time to load; ledger exact",
)
async def text_worker_killed(run: Run) -> None:
    """A kill every 2 s, at half of capacity."""
    loading = await _seconds_to_load(run)
    async with real_server(run) as server, newsbrief.AsyncClient(server.target) as client:
        alone = await variants(client)
        measured, ledger = Ledger(), Ledger()
        began = time.monotonic()
        await closed_loop(sample(client, measured, alone), 8, 4)
        rate = RATE * len(measured.entries) / (time.monotonic() - began)
        load = asyncio.create_task(open_loop(sample(client, ledger, alone), rate, 2 * KILLS + 2, run.rng))
        killed = 0
        for _ in range(KILLS):
            await asyncio.sleep(2)
            for worker in server.text_workers():
                worker.kill()
                killed += 1
        await load
    ledger.close(run)
    run.at_least("kills", killed, KILLS, "")
    run.note("rate, articles/s", rate)
    run.note("time to load, s", loading)
    gap = longest_gap([entry.ended for entry in ledger.entries.values()])
    run.at_most("longest gap between answers", gap, 1 + loading, "s")


async def _seconds_to_load(run: Run) -> float:
    began = time.monotonic()
    start = command(Settings(data_dir=str(run.folder)))
    pairs = [engine_pb2.Direction(source=Language.EN, target=Language.KO)]
    hello = pb.Hello(models=[engine_pb2.ModelInfo(name="any", task="translation", directions=pairs)])
    worker = await TextProcess.start(type(start)((*start.arguments, WARM), start.silence), hello)
    seconds = time.monotonic() - began
    await worker.close()
    return seconds


@row("R27", "a text worker that hangs (SIGSTOP)", "the watchdog ends it in time; 0 errors; ledger exact")
async def text_worker_hung(run: Run) -> None:
    """Of two, one is stopped."""
    ledger, options = Ledger(), ("--text-workers", "2", "--watchdog", "2")
    async with stub_server(run, *options) as server, newsbrief.AsyncClient(server.target) as client:
        load = asyncio.create_task(open_loop(brief_by_client(client, ledger, WORDS), 5, 10, run.rng))
        await asyncio.sleep(1)
        stopped = server.text_workers()[0]
        stopped.suspend()
        began = time.monotonic()
        while stopped in server.text_workers() and time.monotonic() - began < 20:
            await asyncio.sleep(0.05)
        run.at_most("hung text worker ended after", time.monotonic() - began, 3.5, "s")
        await load
    ledger.close(run)
    run.note("slowest, s", max(ledger.seconds()))


@row(
    "R28",
    "an article that ends the process that reads it",
    "UNPROCESSABLE, asked again at once; others unaffected; ledger exact",
    quick=True,
)
async def killing_article(run: Run) -> None:
    """It is sent while others are briefed, and then again."""
    ledger, killing = Ledger(), article(next(numbers), WORDS, END)
    async with stub_server(run) as server, newsbrief.AsyncClient(server.target, timeout=120) as client:
        one = brief_by_client(client, ledger, WORDS)
        load = asyncio.create_task(open_loop(one, 2, run.size(10, 3), run.rng))
        run.exactly("the article", await _reason(client, killing), "UNPROCESSABLE")
        await load
        began = time.monotonic()
        run.exactly("the article again", await _reason(client, killing), "UNPROCESSABLE")
        run.at_most("refused after", (time.monotonic() - began) * 1000, 50, "ms")
        await one(next(numbers))
    ledger.close(run)


async def _reason(client: newsbrief.AsyncClient, text: str) -> str:
    try:
        await client.brief(text)
    except newsbrief.NewsbriefError as error:
        return error.reason
    return "OK"
