"""Rows about load: steady, too much, far too much, and one caller's against another's."""

import asyncio
import time

from newsbrief_service.security.tokens import TokenFile
from tests.reliability.ledger import Ledger, percentile
from tests.reliability.load import brief, capacity, numbers, open_loop, unloaded
from tests.reliability.record import Run, row
from tests.reliability.serving import Served, calling, stub_server

SCALE = "10"  # of the stub's time: engines, not the server's own process, are what there is least of
BUNDLED = "2"  # as long as the bundled model takes, about
LOAD = 0.8  # of capacity: steady
REFUSED = "RESOURCE_EXHAUSTED"
QUEUE_SECONDS = 5.0


@row("R1", "steady load", "0 errors; p99 ≤ 3 × p50 of unloaded; ledger exact")
async def steady(run: Run) -> None:
    """0.8 of capacity for a minute, articles of 450 words in three languages."""
    async with stub_server(run, "--scale", SCALE) as server, calling(server.target) as (stub,):
        rate, alone = await capacity(stub), await unloaded(stub)
        run.note("capacity, articles/s", rate)
        ledger = Ledger()
        await open_loop(brief(stub, ledger), LOAD * rate, 60, run.rng)
    ledger.close(run)
    run.note("p50 unloaded, ms", alone * 1000)
    run.note("p50, ms", percentile(ledger.seconds(), 50) * 1000)
    run.at_most("p99", percentile(ledger.seconds(), 99) * 1000, 3 * alone * 1000, "ms")


@row(
    "R2",
    "overload, three times capacity",
    "goodput ≥ 90 % of steady load; refusals ≤ 50 ms, with RetryInfo; p95 of accepted ≤ the queue's bound; RSS flat",
)
async def overload(run: Run) -> None:
    """Three times capacity for 40 s."""
    options = ("--scale", SCALE, "--queue-seconds", str(QUEUE_SECONDS))
    async with stub_server(run, *options) as server, calling(server.target) as (stub,):
        rate = await capacity(stub, clients=12)
        ledger, sizes = Ledger(), list[int]()
        watch = asyncio.create_task(_watch(server, sizes))
        began = time.monotonic()
        await open_loop(brief(stub, ledger), 3 * rate, 40, run.rng)
        took = time.monotonic() - began
        watch.cancel()
    ledger.close(run, REFUSED)
    refused, done = ledger.of(REFUSED), ledger.seconds()
    run.note("capacity, articles/s", rate)
    run.at_least("goodput", len(done) / took, 0.9 * LOAD * rate, "articles/s")
    run.note("refusals p99, ms", percentile([entry.seconds for entry in refused], 99) * 1000)
    run.at_most("slowest refusal", max(entry.seconds for entry in refused) * 1000, 50, "ms")
    run.exactly("refusals without RetryInfo", sum(not entry.retry_after for entry in refused), 0)
    run.at_most("p95 of accepted", percentile(done, 95), QUEUE_SECONDS, "s")
    third = len(sizes) // 3
    run.at_most(
        "RSS growth in the last two thirds", (max(sizes[third:]) - max(sizes[:third])) / 1e6, 20, "MB"
    )


async def _watch(server: Served, sizes: list[int]) -> None:
    while True:
        sizes.append(server.rss())
        await asyncio.sleep(0.2)


@row("R3", "5,000 calls at once over 50 channels", "only OK and RESOURCE_EXHAUSTED; ledger exact", quick=True)
async def burst(run: Run) -> None:
    """Ten times what is held at once."""
    calls, channels = run.size(5000, 200), run.size(50, 4)
    held = ("--max-calls", str(calls // 20), "--queue-seconds", "60")
    async with stub_server(run, *held) as server, calling(server.target, channels) as stubs:
        ledger = Ledger()
        tasks = [brief(stubs[i % channels], ledger)(next(numbers)) for i in range(calls)]
        await asyncio.gather(*tasks)
        run.note("RSS after, MB", server.rss() / 1e6)
    ledger.close(run, REFUSED)
    run.exactly("requests in the ledger", len(ledger.entries), calls)
    run.at_least("OK", len(ledger.seconds()), calls // 20, "")


@row("R15", "fairness", "the desk's p95 ≤ 3 × its p95 alone; the crawler finishes; ledger exact")
async def fairness(run: Run) -> None:
    """A desk with an article a second, beside a crawler that dumps 200."""
    data = run.folder / "data"
    tokens = {name: TokenFile(data).add(name) for name in ("desk", "crawler")}
    options = ("--auth", "tokens", "--data-dir", str(data), "--scale", BUNDLED, "--queue-seconds", "600")
    alone, beside, dumped = Ledger(), Ledger(), Ledger()
    async with stub_server(run, *options) as server, calling(server.target, 2) as (one, other):
        await open_loop(brief(one, Ledger(), token=tokens["desk"]), 1, 4, run.rng)
        await open_loop(brief(one, alone, token=tokens["desk"]), 1, 12, run.rng)
        dump = asyncio.gather(
            *(brief(other, dumped, 150, token=tokens["crawler"])(next(numbers)) for _ in range(200))
        )
        await asyncio.sleep(0.5)
        await open_loop(brief(one, beside, token=tokens["desk"]), 1, 15, run.rng)
        run.note("the crawler's still open then", dumped.outcomes()["OPEN"])
        await dump
    for ledger in (alone, beside, dumped):
        ledger.close(run)
    run.at_most("the desk's p95", percentile(beside.seconds(), 95), 3 * percentile(alone.seconds(), 95), "s")
    run.note("the desk's p95 alone, s", percentile(alone.seconds(), 95))
    run.note("the crawler's last after, s", max(dumped.seconds()))
