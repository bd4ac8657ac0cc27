"""Rows about those who mean harm, and about health while the engines do all they can."""

import asyncio
import json
import sys
from pathlib import Path

import newsbrief
from tests.reliability.ledger import Ledger, percentile
from tests.reliability.load import brief, closed_loop, numbers
from tests.reliability.record import Run, row
from tests.reliability.samples import sample, variants
from tests.reliability.serving import calling, real_server, stub_server

ROOT = Path(__file__).parents[2]
ATTACKS = {"idle": 9.0, "half-sent": 4.0, "rapid-reset": 8.0, "bomb": 2.0, "metadata": 3.0}
WORDS = 40


@row(
    "R14",
    "hostile HTTP/2: 2,000 idle connections, 1,000 half-sent messages, rapid reset, gzip bomb, 64 KB of metadata",
    "another client's calls OK, ≤ 500 ms; RSS ≤ + 80 MB; idle connections shed ≤ 10 s",
)
async def hostile(run: Run) -> None:
    """One attack after the other, a new server for each; meanwhile somebody calls ten times a second."""
    for kind, seconds in ATTACKS.items():
        async with stub_server(run, "--scale", "0.1") as server, calling(server.target) as (stub,):
            ledger = Ledger()
            for _ in range(20):
                await brief(stub, Ledger(), words=WORDS)(next(numbers))
            before = server.rss()
            attack = await _program(
                "tests.reliability.attacks", kind, server.target, "--seconds", str(seconds)
            )
            peak = before
            while attack.returncode is None:
                await brief(stub, ledger, words=WORDS)(next(numbers))
                peak = max(peak, server.rss())
                await asyncio.sleep(0.1)
            report = json.loads((await attack.communicate())[0])
        for name, value in report.items():
            run.note(f"{kind}: {name}", value)
        if kind == "idle":
            run.exactly("idle connections kept", report["opened"] - report["closed"], 0)
        ledger.close(run)
        run.at_most(f"{kind}: the other's slowest", max(ledger.seconds(), default=99) * 1000, 500, "ms")
        run.at_most(f"{kind}: RSS grew by", (peak - before) / 1e6, 80, "MB")


async def _program(module: str, *arguments: str) -> "asyncio.subprocess.Process":
    command = (sys.executable, "-m", module, *arguments)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)


@row(
    "R11",
    "health while engines do all they can (real)",
    "health p99 ≤ 50 ms, engines at nice 10; ledger exact",
)
async def health(run: Run) -> None:
    """Sixteen clients in a closed loop; health is asked fifty times a second by a process of its own."""
    ledger = Ledger()
    async with real_server(run) as server, newsbrief.AsyncClient(server.target) as client:
        alone = await variants(client)
        load = asyncio.create_task(closed_loop(sample(client, ledger, alone), 16, 11))
        await asyncio.sleep(1)
        probe = await _program("tests.reliability.probe", server.target, "--seconds", "9")
        asked = json.loads((await probe.communicate())[0])
        niceness = [engine.nice() for engine in server.engines()]
        await load
    ledger.close(run)
    run.exactly("health SERVING", asked["serving"], len(asked["seconds"]))
    run.note("health p50, ms", percentile(asked["seconds"], 50) * 1000)
    run.at_most("health p99", percentile(asked["seconds"], 99) * 1000, 50, "ms")
    run.note("slowest, ms", max(asked["seconds"]) * 1000)
    run.note("engines' niceness", niceness)
