"""Rows about input nobody should send: a table of it, and twenty thousand messages made up."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

import grpc

from newsbrief.v1 import news_brief_service_pb2 as pb
from tests.reliability import fuzz
from tests.reliability.articles import brief_request, right_brief
from tests.reliability.hostile_text import ODD, REFUSED
from tests.reliability.load import numbers
from tests.reliability.record import Run, row
from tests.reliability.serving import stub_server
from tests.service.test_bad_input import details

SERVICE = "/newsbrief.v1.NewsBriefService/"
ALLOWED = {"OK", "INVALID_ARGUMENT"}
AT_ONCE = 32
# Refused for nothing but what they say.
ROOM = ("--max-calls", "1000", "--queue-seconds", "600", "--cache-mb", "1", "--scale", "0.05")


@row(
    "R12",
    "bad input, by table",
    "each with its code, reason and field; oddities are served; nothing UNKNOWN or INTERNAL",
    quick=True,
)
async def table(run: Run) -> None:
    """Every case as a call and, where there is one, as a stream; as bytes, past every check of a client."""
    codes, wrong = Counter[str](), list[str]()
    async with stub_server(run, *ROOM) as server, grpc.aio.insecure_channel(server.target) as channel:
        for case in (*REFUSED, *ODD):
            for method in case.methods:
                code, reason, field = await _answer(channel, method, case.message)
                codes[code] += 1
                if (code, reason, field) != (case.code, case.reason, case.field):
                    wrong.append(f"{case.name} by {method}: {code} {reason} {field}")
        alive = await _alive(channel)
    run.note("cases", len(REFUSED) + len(ODD))
    run.note("calls by status", ", ".join(f"{code} {count}" for code, count in sorted(codes.items())))
    run.exactly("answered otherwise than the table says", "; ".join(wrong) or "none", "none")
    run.exactly("briefs after it right", alive, True)


@row(
    "R13",
    "20,000 made-up requests, and random bytes, by the raw handler",
    "only OK and INVALID_ARGUMENT; no growth of memory, tasks, threads or file descriptors",
    quick=True,
)
async def made_up(run: Run) -> None:
    """The first tenth warms the allocators up; growth is that of the rest."""
    count = run.size(20_000, 200)
    made = fuzz.messages(count, run.seed)
    codes = Counter[str]()
    async with stub_server(run, *ROOM) as server, grpc.aio.insecure_channel(server.target) as channel:
        await _send_all(channel, made[: count // 10], codes)
        await asyncio.sleep(1)
        before = await server.footprint()
        await _send_all(channel, made[count // 10 :], codes)
        await asyncio.sleep(1)
        after = await server.footprint()
        alive = await _alive(channel)
    for code in sorted(codes):
        if code in ALLOWED:
            run.note(code, codes[code])
        else:
            run.exactly(code, codes[code], 0)
    run.exactly("sent", sum(codes.values()), count)
    run.at_most("memory grew by", (after.rss - before.rss) / 1e6, 20, "MB")
    run.at_most("tasks", after.tasks, before.tasks + 2, "")
    run.at_most("threads", after.threads, before.threads + 1, "")
    run.at_most("file descriptors", after.fds, before.fds + 1, "")
    run.exactly("briefs after it right", alive, True)


async def _send_all(channel: Any, made: Sequence[tuple[str, bytes]], codes: Counter[str]) -> None:
    left = iter(made)

    async def client() -> None:
        for method, message in left:
            code, _, _ = await _answer(channel, method, message)
            codes[code] += 1
            if code not in ALLOWED:
                print(f"{method} answered {code} to {message!r}"[:2000])

    await asyncio.gather(*(client() for _ in range(AT_ONCE)))


async def _answer(channel: Any, method: str, message: bytes) -> tuple[str, str, str]:
    """Status, reason and field that come of sending `message` to `method`."""
    try:
        if method.startswith("Stream"):
            stream = channel.unary_stream(SERVICE + method)(message, timeout=60)
            async for _ in stream:
                pass
        else:
            await channel.unary_unary(SERVICE + method)(message, timeout=60)
    except grpc.aio.AioRpcError as error:
        if error.code() is not grpc.StatusCode.INVALID_ARGUMENT:
            return error.code().name, "", ""
        info, bad = details(error)
        (violation,) = bad.field_violations
        return error.code().name, info.reason, violation.field
    return "OK", "", ""


async def _alive(channel: Any) -> bool:
    number = next(numbers)
    send: Any = channel.unary_unary(SERVICE + "BriefArticle", None, pb.BriefArticleResponse.FromString)
    response = await send(brief_request(number).SerializeToString())
    return right_brief(number, response.briefs)
