"""Newsbrief's scheduler and engine processes as a way of translating, without a server around them.

    python -m benchmarks.against.engines MODEL_FOLDER ARTICLES COUNT [--batch-rows N]

Sixteen callers at once ask for the rows of an article each. Driven as `baselines/child.py` says.
"""

import argparse
import asyncio
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.against.crowd import CLIENTS
from benchmarks.against.ways import family, processor_seconds
from benchmarks.against.work import Prompts, Request, requests
from newsbrief_service.child import Command
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.engine.plan import Plan, command, plan_for
from newsbrief_service.scheduling.caller import Caller, enter
from newsbrief_service.scheduling.queue import MAX_ROWS
from newsbrief_service.settings import Settings

_ENGINE, _NOISE = "newsbrief_service.engine", "benchmarks.against.engine_of_noise"


class Engines:
    """An executor as a server has it, and what it is asked."""

    def __init__(self, executor: ProcessExecutor, asked: list[Request]) -> None:
        self._executor = executor
        self._asked = asked
        self._next = 0

    async def one(self) -> int:
        """Translate the rows of the next article; returns its number."""
        number = self._next % len(self._asked)
        self._next += 1
        enter(Caller())
        await self._executor.translate(self._asked[number].rows)
        return number

    async def crowd(self, seconds: float) -> list[int]:
        """What the callers began within `seconds`: the numbers of the articles."""
        end, done = time.perf_counter() + seconds, list[int]()

        async def caller() -> None:
            while time.perf_counter() < end:
                done.append(await self.one())

        await asyncio.gather(*(asyncio.create_task(caller()) for _ in range(CLIENTS)))
        return done


async def main() -> None:
    """Answer the lines that come."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--batch-rows", type=int, default=MAX_ROWS)
    parser.add_argument("--random", action="store_true", help="the weights are: what they write is noise")
    options = parser.parse_args()
    settings = Settings(data_dir=":memory:", log_level="error", model=str(options.folder))
    chosen = plan_for(settings)
    asked = requests(options.articles, options.count, hinted=Prompts(options.folder).takes_hints)
    begun = time.perf_counter()
    executor = await ProcessExecutor.start(
        _command(settings, chosen, options.random),
        chosen.engines,
        chosen.workers,
        max_rows=options.batch_rows,
    )
    engines = Engines(executor, asked)
    await engines.one()
    print(json.dumps({"started": time.perf_counter() - begun}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(await _answer(engines, json.loads(line))), flush=True)
    await executor.close()


def _command(settings: Settings, chosen: Plan, random: bool) -> Command:
    """How an engine is started; see `engine_of_noise` for `random` weights."""
    usual = command(settings, chosen)
    if not random:
        return usual
    arguments = tuple(_NOISE if part == _ENGINE else part for part in usual.arguments if part != "-P")
    return replace(usual, arguments=arguments)


async def _answer(engines: Engines, wanted: dict[str, float]) -> dict[str, object]:
    started, used = time.perf_counter(), sum(map(processor_seconds, family(os.getpid())))
    if "singles" in wanted:
        times = []
        for _ in range(int(wanted["singles"])):
            begun = time.perf_counter()
            await engines.one()
            times.append((time.perf_counter() - begun) * 1000)
        return {"milliseconds": times}
    done = await engines.crowd(wanted["seconds"])
    return {
        "done": done,
        "seconds": time.perf_counter() - started,
        "processor_seconds": sum(map(processor_seconds, family(os.getpid()))) - used,
    }


if __name__ == "__main__":
    asyncio.run(main())
