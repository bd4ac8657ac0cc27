"""What only the asynchronous client does: bounded concurrency, cancellation."""

import asyncio
import time

import pytest

import newsbrief
from newsbrief._channel import MAX_CALLS_IN_FLIGHT
from newsbrief.testing import FakeServer


async def test_many_calls_at_once(server: FakeServer) -> None:
    async with newsbrief.AsyncClient(server.target) as client:
        texts = [f"Text {number}." for number in range(300)]
        answers = await asyncio.gather(*(client.translate(text, to="ko") for text in texts))
    assert [str(answer) for answer in answers] == [f"[ko] {text}" for text in texts]


async def test_calls_on_the_wire_are_bounded(server: FakeServer) -> None:
    async with newsbrief.AsyncClient(server.target) as client:
        server.delay = 30
        held = [asyncio.create_task(client.models()) for _ in range(MAX_CALLS_IN_FLIGHT)]
        await asyncio.sleep(0.1)
        with pytest.raises(newsbrief.DeadlineExceeded) as caught:  # waiting counts as time of the call
            await client.detect("hello", timeout=0.2)
        assert caught.value.request_id
        for task in held:
            task.cancel()
        await asyncio.gather(*held, return_exceptions=True)
        server.delay = 0
        assert all(call.method == "models" for call in server.requests)


async def test_waiting_leaves_less_time_for_the_call(server: FakeServer) -> None:
    async with newsbrief.AsyncClient(server.target) as client:
        await client.models()
        for _ in range(MAX_CALLS_IN_FLIGHT):
            await client._slots.acquire()
        server.delay = 0.6
        task = asyncio.create_task(client.models(timeout=0.8))
        await asyncio.sleep(0.4)
        client._slots.release()
        with pytest.raises(newsbrief.DeadlineExceeded, match=r"within 0\.8 s"):
            await task


async def test_cancelling_the_task_cancels_the_call(server: FakeServer) -> None:
    server.delay = 30
    async with newsbrief.AsyncClient(server.target) as client:
        task = asyncio.create_task(client.brief("x"))
        while not server.requests:
            await asyncio.sleep(0.01)
        started = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - started < 5
        assert client._slots._value == MAX_CALLS_IN_FLIGHT  # its place is free again


async def test_leaving_a_stream_frees_its_place(server: FakeServer, article: str) -> None:
    async with newsbrief.AsyncClient(server.target) as client:
        events = client.stream_brief(article)
        assert isinstance(await anext(events), newsbrief.SourceAnalyzed)
        assert client._slots._value == MAX_CALLS_IN_FLIGHT - 1
        await events.aclose()
        assert client._slots._value == MAX_CALLS_IN_FLIGHT


def test_it_can_be_made_before_there_is_a_loop(server: FakeServer) -> None:
    client = newsbrief.AsyncClient(server.target)

    async def use() -> str:
        async with client:
            return str(await client.translate("hello.", to="ru"))

    assert asyncio.run(use()) == "[ru] hello."
