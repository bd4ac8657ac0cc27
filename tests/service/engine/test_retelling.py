"""Articles retold by engines: the answers, and what kills, hangs, cancellations and a full queue come to."""

import asyncio
import os
import signal
import time

import grpc
import pytest

from newsbrief_models.abstractive.stepwise import ROWS_A_STEP
from newsbrief_models.errors import AbstractionError
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import Document, Language, Sentence, Span
from newsbrief_service.engine.errors import EngineFaultError
from newsbrief_service.engine.process import EngineProcess
from newsbrief_service.errors import ServiceError
from newsbrief_service.scheduling import caller as callers
from tests.service.engine.conftest import Executors, command, expected, row
from tests.service.engine.stub import CRASH, HANG, RAISE, writer

WRITES = ("--seconds-a-text", "0")


def document(*sentences: str) -> Document:
    """An article of one paragraph a sentence."""
    spans = [Span(0, len(sentence)) for sentence in sentences]
    return Document(
        Language.EN,
        1.0,
        None,
        tuple(Sentence(text, spans[i], i) for i, text in enumerate(sentences)),
    )


SHORT = document("A short article.")
TOLD = ("[ko] A short article.",)


def long(parts: int) -> Document:
    """An article of `parts` windows."""
    return document(*(f"{index} " + "word " * 18 for index in range(parts)))


async def test_a_model_that_writes_is_told_apart(executors: Executors) -> None:
    executor = await executors(*WRITES)
    info = writer(0).info
    assert executor.models == (FakeSummarizer().info, FakeTranslator().info, info)
    assert executor.summarizer_of(Language.EN, Language.KO) == info
    assert executor.translator_of(Language.EN, Language.KO) == FakeTranslator().info
    assert await executor.abstract(SHORT, Language.KO, 3) == TOLD
    several = await executor.abstract(long(10), Language.EN, 20)
    assert [sentence[5:7] for sentence in several] == [f"{index} " for index in range(10)]


async def test_without_a_model_that_writes(executors: Executors) -> None:
    executor = await executors()
    with pytest.raises(AbstractionError):
        executor.summarizer_of(Language.EN, Language.EN)
    with pytest.raises(AbstractionError):
        await executor.abstract(SHORT, Language.EN, 3)


async def test_killed_engines_cost_no_article(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.1", count=2)
    work = [asyncio.create_task(executor.abstract(SHORT, Language.KO, 3)) for _ in range(12)]
    for _ in range(3):
        await asyncio.sleep(0.15)
        os.kill((await executor.supervisor.any()).pid, signal.SIGKILL)
    async with asyncio.timeout(60):
        assert await asyncio.gather(*work) == [TOLD] * 12


@pytest.mark.parametrize("poison", [CRASH, HANG])
async def test_an_article_that_ends_engines_is_given_up_and_not_tried_again(
    executors: Executors, poison: str
) -> None:
    executor = await executors(*WRITES, silence=0.5)
    for tries in ("until it is blamed", "at once"):
        restarts = executor.supervisor.restarts
        async with asyncio.timeout(60):
            with pytest.raises(ServiceError) as caught:
                await executor.abstract(document(poison), Language.EN, 3)
        assert (caught.value.code, caught.value.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "UNPROCESSABLE")
        assert poison not in caught.value.message
        if tries == "at once":
            assert (
                executor.supervisor.restarts - restarts <= 1
            )  # the last that it ended may be on its way back
    assert await executor.abstract(SHORT, Language.KO, 3) == TOLD


async def test_an_exception_ends_no_engine(executors: Executors) -> None:
    executor = await executors(*WRITES)
    with pytest.raises(EngineFaultError, match="RuntimeError"):
        await executor.abstract(document(RAISE), Language.EN, 3)
    assert executor.supervisor.restarts == 0


async def test_who_gives_up_frees_the_engine_at_the_next_step(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.2")
    endless = asyncio.create_task(executor.abstract(long(400), Language.EN, 500))  # 80 s
    waiting = asyncio.create_task(executor.abstract(SHORT, Language.KO, 3))
    await asyncio.sleep(0.5)
    assert not waiting.done()
    endless.cancel()
    async with asyncio.timeout(ROWS_A_STEP * 0.2 + 20):
        assert await waiting == TOLD
        # The engine itself has stopped: it does nothing else at the same time now.
        started = time.process_time()
        assert await executor.abstract(SHORT, Language.KO, 3) == TOLD
    assert time.process_time() - started < 5


async def test_sentences_do_not_wait_behind_an_article(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.2")
    endless = asyncio.create_task(executor.abstract(long(400), Language.EN, 500))
    await asyncio.sleep(0.3)
    async with asyncio.timeout(20):
        assert await executor.translate([row("quick")]) == [expected(row("quick"))]
    assert not endless.done()
    endless.cancel()


async def test_steps_keep_the_watchdog_quiet_and_a_hung_one_wakes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbrief_service.engine.process._STEP_SECONDS", 2.0)
    engine = await EngineProcess.start(command("--seconds-a-text", "0.3", silence=4.0))
    # Ten texts: three steps of 1.2 s at most, 3 s together.
    assert len(await engine.abstract(long(10), Language.EN, 20)) == 10
    await engine.close()
    slow = await EngineProcess.start(command("--seconds-a-text", "60", silence=4.0))
    with pytest.raises(Exception, match="too long"):
        await slow.abstract(SHORT, Language.EN, 3)
    assert slow.ended.is_set()


async def test_what_would_wait_too_long_is_refused_at_once(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.5", queue_seconds=1.0)
    await executor.abstract(SHORT, Language.KO, 3)  # it learns how long that takes
    held = [asyncio.create_task(executor.abstract(SHORT, Language.KO, 3)) for _ in range(4)]
    await asyncio.sleep(0.1)
    refused = [task for task in held if task.done()]
    started = time.monotonic()
    with pytest.raises(ServiceError) as caught:
        await executor.abstract(SHORT, Language.KO, 3)
    assert time.monotonic() - started < 0.05
    assert caught.value.reason == "QUEUE_FULL"
    assert caught.value.retry_after is not None
    done = await asyncio.gather(*held, return_exceptions=True)
    assert done[:2] == [TOLD] * 2
    assert len(refused) <= 2


async def test_a_deadline_that_cannot_be_met_is_said_at_once(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.5")
    await executor.abstract(SHORT, Language.KO, 3)
    first = asyncio.create_task(executor.abstract(SHORT, Language.KO, 3))
    await asyncio.sleep(0.05)

    async def hurried() -> None:
        callers.enter(callers.Caller(deadline=time.monotonic() + 0.4))
        await executor.abstract(SHORT, Language.KO, 3)

    with pytest.raises(ServiceError) as caught:
        await asyncio.create_task(hurried())
    assert caught.value.reason == "DEADLINE_UNREACHABLE"
    assert await first == TOLD


async def test_interactive_articles_go_first(executors: Executors) -> None:
    executor = await executors("--seconds-a-text", "0.1")
    order: list[str] = []

    async def ask(name: str, *, bulk: bool) -> None:
        callers.enter(callers.Caller(bulk=bulk))
        await executor.abstract(SHORT, Language.KO, 3)
        order.append(name)

    tasks = [asyncio.create_task(ask(f"bulk {i}", bulk=True)) for i in range(4)]
    await asyncio.sleep(0.02)
    tasks.append(asyncio.create_task(ask("desk", bulk=False)))
    await asyncio.gather(*tasks)
    assert order.index("desk") == 1
