"""Text workers: what they answer, and that neither their deaths nor a text that ends them costs anybody else."""

import asyncio
import os
import signal
from collections.abc import Sequence

import pytest
from google.protobuf.empty_pb2 import Empty

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.errors import ServiceError
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.interceptor import gather
from newsbrief_service.scheduling.caller import Caller, current, enter
from newsbrief_service.text_workers.methods import MATCH, OUTCOME, STREAM, WARM_UP
from newsbrief_service.text_workers.pool import TextPool
from newsbrief_service.text_workers.texts import PooledTexts
from tests.service.text_workers.conftest import Pools, article, brief
from tests.service.text_workers.stub_text_worker import END, STAY

BRIEF = "BriefArticle"


async def ask(pool: TextPool, text: str) -> pb.BriefArticleResponse:
    """Have `text` briefed."""
    return await pool.ask(BRIEF, brief(text), pb.BriefArticleResponse)


def told(response: pb.BriefArticleResponse) -> list[str]:
    """The sentences of the brief."""
    return [sentence.text for sentence in response.briefs[0].sentences]


async def reason(pool: TextPool, text: str) -> str:
    """What `text` is refused for."""
    with pytest.raises(ServiceError) as caught:
        await ask(pool, text)
    return caught.value.reason


async def test_a_brief_its_notes_and_what_is_wrong_with_a_text(pools: Pools) -> None:
    pool = await pools()
    notes = gather()
    text = article(1)
    assert told(await ask(pool, text)) == [f"[ko] {s}." for s in text.removesuffix(".").split(". ")]
    assert (notes["language"], notes["sentences"], notes["targets"]) == ("en", 3, ["ko"])
    with pytest.raises(ServiceError) as caught:
        await ask(pool, "Too short.")
    assert (caught.value.reason, caught.value.field) == ("TEXT_TOO_SHORT", "article.body")
    assert caught.value.metadata == {"limit": "20", "length": "10"}
    await pool.ask(WARM_UP, Empty(), Empty)
    request = glossary_pb.MatchGlossaryEntriesRequest(
        content="Kim Jong Un spoke in Pyongyang.", source_language_code="en", target_language_code="ko"
    )
    found = await pool.ask(MATCH, request, glossary_pb.MatchGlossaryEntriesResponse)
    assert [match.target_text for match in found.matches] == ["김정은", "평양"]


async def test_models_work_on_behalf_of_the_caller(pools: Pools) -> None:
    seen: list[Caller] = []

    class Watching(InProcessExecutor):
        async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
            seen.append(current())
            return await super().translate(rows)

    executor = Watching(FakeSummarizer(), [FakeTranslator()], workers=1)
    caller = Caller("desk", bulk=True, deadline=1e9)
    enter(caller)
    await ask(await pools(executor=executor), article(1))
    assert set(seen) == {caller}
    await executor.close()


async def test_killed_workers_cost_no_call(pools: Pools) -> None:
    pool = await pools(count=2)
    alone = {number: told(await ask(pool, article(number))) for number in range(40)}

    async def kill() -> None:
        for _ in range(6):
            os.kill((await pool.any()).pid, signal.SIGKILL)
            await asyncio.sleep(0.3)

    killing = asyncio.create_task(kill())
    for _ in range(2):
        again = await asyncio.gather(*(ask(pool, article(number)) for number in alone))
        assert [told(response) for response in again] == list(alone.values())
    await killing
    assert pool.restarts


@pytest.mark.parametrize("word", [END, STAY])
async def test_a_text_that_ends_workers_is_given_up_and_costs_nobody_else(pools: Pools, word: str) -> None:
    pool = await pools("--limit", "0.5")
    guilty = asyncio.create_task(reason(pool, article(0, word)))
    others = await asyncio.gather(*(ask(pool, article(number)) for number in range(1, 20)))
    assert [len(told(other)) for other in others] == [3] * 19
    assert await guilty == "UNPROCESSABLE"
    before = pool.restarts
    assert await reason(pool, article(0, word)) == "UNPROCESSABLE"
    request = brief(article(0, word))
    outcome = await PooledTexts(pool).briefing.outcome(request.article, request.options)
    assert outcome.error.message.endswith("it is not tried again")
    await ask(pool, article(21))
    assert pool.restarts == before


async def test_a_worker_that_is_stopped_is_replaced(pools: Pools) -> None:
    pool = await pools(silence=1.0)
    os.kill((await pool.any()).pid, signal.SIGSTOP)
    assert len(told(await ask(pool, article(1)))) == 3
    assert pool.restarts == 1


async def test_a_stream_goes_on_where_its_worker_died(pools: Pools) -> None:
    class Slow(FakeTranslator):
        """Russian comes late."""

        def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
            if rows[0].target == "ru":
                late.wait_for_kill()
            return super().translate(rows)

    class Late:
        """Holds the first Russian rows back until a worker was killed."""

        def __init__(self) -> None:
            self.killed = asyncio.Event()
            self.loop = asyncio.get_running_loop()

        def wait_for_kill(self) -> None:
            asyncio.run_coroutine_threadsafe(self.killed.wait(), self.loop).result()

    late = Late()
    executor = InProcessExecutor(FakeSummarizer(), [Slow()], workers=2)
    pool = await pools(executor=executor)
    request = pb.StreamBriefArticleRequest(article=brief(article(1)).article)
    events = []
    async for event in PooledTexts(pool).servicer.StreamBriefArticle(request, None):  # type: ignore[arg-type]
        events.append(event)
        if event.brief_completed.language_code == "ko":
            os.kill((await pool.any()).pid, signal.SIGKILL)
            late.killed.set()
    assert [event.sequence for event in events] == list(range(len(events)))
    kinds = [event.WhichOneof("event") for event in events]
    assert kinds[0] == "source_analyzed"
    assert kinds[-1] == "facts_compared"
    assert kinds.count("sentence_completed") == 9
    assert sorted(e.brief_completed.language_code for e in events if e.HasField("brief_completed")) == [
        "en",
        "ko",
        "ru",
    ]
    assert pool.restarts == 1
    await executor.close()


async def test_a_call_that_is_given_up_is_called_off(pools: Pools) -> None:
    class Endless(InProcessExecutor):
        async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
            asked.set()
            try:
                await asyncio.Event().wait()
            finally:
                called_off.set()
            raise AssertionError

    asked, called_off = asyncio.Event(), asyncio.Event()
    executor = Endless(FakeSummarizer(), [FakeTranslator()], workers=1)
    pool = await pools(executor=executor)
    call = asyncio.create_task(ask(pool, article(1)))
    await asked.wait()
    call.cancel()
    async with asyncio.timeout(5):
        await called_off.wait()
    assert not pool.calls
    await executor.close()


async def test_a_fault_of_the_models_is_told_by_an_id(pools: Pools) -> None:
    class Faulty(FakeTranslator):
        def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
            raise RuntimeError(rows[0].text)

    executor = InProcessExecutor(FakeSummarizer(), [Faulty()], workers=1)
    pool = await pools(executor=executor)
    with pytest.raises(ServiceError) as caught:
        await ask(pool, article(1))
    assert caught.value.reason == "INTERNAL"
    assert "harbour" not in caught.value.message
    outcome = await pool.ask(OUTCOME, brief(article(1)), pb.BriefOutcome)
    assert "harbour" not in str(outcome)
    await executor.close()


async def test_events_of_a_stream_are_those_of_the_article(pools: Pools) -> None:
    pool = await pools()
    events: list[bytes] = []
    await pool.ask(
        STREAM, pb.StreamBriefArticleRequest(article=brief(article(1)).article), Empty, events.append
    )
    first = pb.StreamBriefArticleResponse.FromString(events[0])
    assert first.source_analyzed.sentences[0].text.startswith("The harbour report")
