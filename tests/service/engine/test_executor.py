"""ProcessExecutor: what it answers, and what kills, hangs and poison rows do to it (nothing that a caller sees)."""

# ruff: noqa: S311 (seeded so that a test repeats itself)
import asyncio
import os
import random
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import grpc
import pytest

from newsbrief_models.errors import DirectionError, ModelFolderError
from newsbrief_models.testing import ALL_DIRECTIONS, FakeSummarizer, FakeTranslator
from newsbrief_models.text.document import read
from newsbrief_models.types import Language, TranslationRow
from newsbrief_service.engine.errors import EngineDiedError, EngineFaultError
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.engine.process import EngineProcess
from newsbrief_service.errors import ServiceError
from newsbrief_service.scheduling.cache import ResultCache
from tests.service.articles import EN
from tests.service.engine.conftest import Executors, command, expected, row
from tests.service.engine.stub import CRASH, HANG, RAISE


async def check(executor: ProcessExecutor, rows: Sequence[TranslationRow]) -> None:
    """Every row's result is that of its own text."""
    assert await executor.translate(rows) == list(map(expected, rows))


async def test_answers_as_the_models_do(executors: Executors) -> None:
    executor = await executors()
    assert executor.models == (FakeSummarizer().info, FakeTranslator().info)
    document = read(EN, "Ferry service resumes")
    assert await executor.select(document, 2) == FakeSummarizer().select(document, 2)
    rows = [TranslationRow(f"text {i}", s, t) for i in range(5) for s, t in ALL_DIRECTIONS]
    await check(executor, rows)
    await check(executor, [])
    assert await executor.run(lambda: 7) == 7


async def test_directions_that_no_model_has(executors: Executors) -> None:
    executor = await executors()
    with pytest.raises(DirectionError):
        executor.translator_of(Language.EN, Language.EN)
    with pytest.raises(DirectionError):
        await executor.translate([row("a", Language.EN)])


async def test_equal_rows_are_translated_once(executors: Executors) -> None:
    executor = await executors("--seconds-a-row", "0.05")
    started = time.monotonic()
    await asyncio.gather(*(check(executor, [row("the same"), row("the same")]) for _ in range(40)))
    assert time.monotonic() - started < 1  # 80 rows one by one take 4 s


async def test_kill_nine_loses_nothing(executors: Executors) -> None:
    seed = 20
    print("seed", seed)
    rng = random.Random(seed)
    executor = await executors("--seconds-a-row", "0.002", workers=2, max_rows=8)
    kills = 0

    async def load(number: int) -> None:
        for turn in range(12):
            await check(executor, [row(f"{number}.{turn}.{i}" + "x" * rng.randrange(200)) for i in range(8)])

    async def nemesis() -> None:
        nonlocal kills
        for _ in range(4):
            await asyncio.sleep(rng.uniform(0.1, 0.3))
            os.kill((await executor.supervisor.any()).pid, signal.SIGKILL)
            kills += 1

    async with asyncio.timeout(300):  # only a hang takes so long
        await asyncio.gather(*(load(number) for number in range(10)), nemesis())
        while executor.supervisor.restarts < kills:
            await asyncio.sleep(0.05)
    assert kills == 4


async def test_a_hung_engine_is_ended_and_its_rows_run_elsewhere(executors: Executors) -> None:
    executor = await executors("--seconds-a-row", "0.02", silence=1.0)
    work = asyncio.create_task(check(executor, [row(f"text {i}") for i in range(20)]))
    await asyncio.sleep(0.1)
    hung = await executor.supervisor.any()
    os.kill(hung.pid, signal.SIGSTOP)
    async with asyncio.timeout(10):
        await work
    assert hung.ended.is_set()
    assert executor.supervisor.restarts == 1


@pytest.mark.parametrize("poison", [CRASH, HANG])
async def test_a_row_that_ends_engines_is_told_apart(executors: Executors, poison: str) -> None:
    executor = await executors(silence=1.0)
    innocent = [check(executor, [row(f"{i}.{k}") for k in range(4)]) for i in range(3)]
    async with asyncio.timeout(60):
        bad, *_ = await asyncio.gather(executor.translate([row(poison)]), *innocent, return_exceptions=True)
    assert isinstance(bad, ServiceError)
    assert (bad.code, bad.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "UNPROCESSABLE")
    assert poison not in bad.message
    for engine in executor.supervisor.engines:
        await engine.kill("the test wants none to be there")
    with pytest.raises(ServiceError):  # at once, without trying it again
        await executor.translate([row("with it"), row(poison)])
    async with asyncio.timeout(30):
        await check(executor, [row("after it")])


async def test_a_row_at_which_models_raise_fails_alone(executors: Executors) -> None:
    executor = await executors()
    good = check(executor, [row(f"text {i}") for i in range(6)])
    bad, fine = await asyncio.gather(executor.translate([row(RAISE)]), good, return_exceptions=True)
    assert isinstance(bad, EngineFaultError)
    assert str(bad) == "the models raised RuntimeError"
    assert fine is None
    assert executor.supervisor.restarts == 0


async def test_calls_wait_while_the_engine_restarts(executors: Executors) -> None:
    executor = await executors()
    os.kill((await executor.supervisor.any()).pid, signal.SIGKILL)
    async with asyncio.timeout(10):
        await check(executor, [row("patience")])
        await executor.select(read(EN), 1)


async def test_what_nobody_waits_for_is_not_begun(executors: Executors) -> None:
    executor = await executors("--seconds-a-row", "0.3", max_rows=1)
    first = asyncio.create_task(executor.translate([row("first")]))
    await asyncio.sleep(0.05)
    given_up = [asyncio.create_task(executor.translate([row(f"given up {i}")])) for i in range(20)]
    await asyncio.sleep(0.05)
    for task in given_up:
        task.cancel()
    await first
    started = time.monotonic()
    await check(executor, [row("last")])
    assert time.monotonic() - started < 3  # itself, and the one that was handed over in advance; 20 take 6 s


async def test_two_engines_share_the_work(executors: Executors) -> None:
    executor = await executors("--seconds-a-row", "0.1", count=2)
    started = time.monotonic()
    await check(executor, [row(f"text {i}") for i in range(20)])
    assert time.monotonic() - started < 1.7  # one engine takes 2 s


async def test_another_model_does_not_take_over(executors: Executors, tmp_path: Path) -> None:
    """The files changed under a running server: their results would mix with those of before."""
    fingerprint = tmp_path / "fingerprint"
    fingerprint.write_text("one")
    executor = await executors("--fingerprint-file", str(fingerprint))
    fingerprint.write_text("another")
    os.kill((await executor.supervisor.any()).pid, signal.SIGKILL)
    waiting = asyncio.create_task(check(executor, [row("patience")]))
    await asyncio.sleep(1.5)
    assert not waiting.done()
    fingerprint.write_text("one")
    async with asyncio.timeout(20):
        await waiting


async def test_results_are_kept(executors: Executors, tmp_path: Path) -> None:
    cache = ResultCache(1 << 20, tmp_path)
    executor = await executors("--seconds-a-row", "0.4", cache=cache)
    for _ in range(3):
        await check(executor, [row("kept"), row("kept", Language.RU)])
    assert cache.hits == 4


async def test_a_refused_model_is_named() -> None:
    with pytest.raises(ModelFolderError, match="/models/x: is missing"):
        await ProcessExecutor.start(command("--refuse"), 2, 1)


@pytest.mark.parametrize("babble", ["bytes", "length"])
async def test_what_is_no_message_of_ours_ends_the_start(babble: str) -> None:
    with pytest.raises(EngineDiedError, match="said nothing of ours"):
        await EngineProcess.start(command("--babble", babble))


async def test_a_program_that_is_none() -> None:
    broken = command()
    with pytest.raises(EngineDiedError, match="cannot be started"):
        await EngineProcess.start(type(broken)(("/nowhere/python",)))
