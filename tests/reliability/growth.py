"""The row about what a server holds after much work: nothing that it did not hold before."""

import asyncio
from typing import Any

import newsbrief
from newsbrief.v1 import news_brief_service_pb2 as pb
from tests.reliability.articles import language_of, right_translation, sentence, translate_request
from tests.reliability.ledger import Ledger
from tests.reliability.load import Request, numbers
from tests.reliability.record import Run, row
from tests.reliability.samples import sample, variants
from tests.reliability.serving import Served, calling, real_server, stub_server

CALLS, REAL_CALLS, AT_ONCE = 20_000, 200, 32
LIMIT_MB = 20


@row(
    "R16",
    "20,000 calls, and 200 briefs of the bundled model (real)",
    "≤ 20 MB of growth after warm-up, in all processes; file descriptors, tasks and threads as before; ledger exact",
)
async def growth(run: Run) -> None:
    """A quarter as many warm the server up. Its cache is small, and full by then."""
    ledger = Ledger()
    async with (
        stub_server(run, "--scale", "0.02", "--cache-mb", "1") as server,
        calling(server.target) as (stub,),
    ):
        one = _mixed(stub, ledger)
        await _times(one, CALLS // 4)
        await asyncio.sleep(1)
        before, engines = await server.footprint(), _engines(server)
        await _times(one, CALLS)
        await asyncio.sleep(1)
        after = await server.footprint()
        run.at_most("grew by", (after.rss - before.rss) / 1e6, LIMIT_MB, "MB")
        run.at_most("engines and text workers grew by", (_engines(server) - engines) / 1e6, LIMIT_MB, "MB")
        run.exactly("tasks more", max(0, after.tasks - before.tasks - 2), 0)
        run.exactly("threads more", max(0, after.threads - before.threads), 0)
        run.exactly("file descriptors more", max(0, after.fds - before.fds), 0)
    ledger.close(run)
    await _real(run)


def _mixed(stub: Any, ledger: Ledger) -> Request:
    """One call of eight is translated; the others' language is told, which leaves the engines alone."""

    async def one(number: int) -> None:
        with ledger.request(number) as entry:
            if number % 8:
                text = pb.DetectLanguageRequest(content=sentence(number))
                guesses = (await stub.DetectLanguage(text, timeout=60)).languages
                entry.end(guesses[0].language_code == language_of(number))
            else:
                response = await stub.TranslateText(translate_request(number), timeout=60)
                entry.end(right_translation(number, response))

    return one


async def _real(run: Run) -> None:
    ledger = Ledger()
    async with real_server(run) as server, newsbrief.AsyncClient(server.target) as client:
        alone = await variants(client)
        one = sample(client, ledger, alone)
        await _times(one, REAL_CALLS // 4, 8)
        before, engines = server.rss(), _engines(server)
        await _times(one, REAL_CALLS, 8)
        run.at_most("real: grew by", (server.rss() - before) / 1e6, LIMIT_MB, "MB")
        run.at_most(
            "real: engines and text workers grew by", (_engines(server) - engines) / 1e6, LIMIT_MB, "MB"
        )
    ledger.close(run)


def _engines(server: Served) -> int:
    """Resident bytes of the engines and text workers."""
    return sum(each.memory_info().rss for each in (*server.engines(), *server.text_workers()))


async def _times(one: Request, count: int, clients: int = AT_ONCE) -> None:
    left = iter(range(count))

    async def client() -> None:
        for _ in left:
            await one(next(numbers))

    await asyncio.gather(*(client() for _ in range(clients)))
