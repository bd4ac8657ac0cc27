"""Newsbrief's own server as a way of translating."""

import threading
import time
from collections.abc import Sequence

import newsbrief
from benchmarks.against.ways import Served
from benchmarks.against.work import Request
from tests.e2e.serving import start_server, target_of

_TIMEOUT = 600.0


def served(requests: Sequence[Request], tokens: Sequence[int]) -> Served:
    """`newsbrief-server serve` with nothing but room in its queue: every request is an article to be briefed."""
    begun = time.perf_counter()
    process = start_server("--log-level", "error", "--cache-mb", "0", "--queue-seconds", "600")
    target = target_of(process)
    local = threading.local()

    def ask(number: int) -> int:
        if not hasattr(local, "client"):
            local.client = newsbrief.Client(target)
        local.client.brief(requests[number].article, timeout=_TIMEOUT)
        return tokens[number]

    def end() -> None:
        process.terminate()
        process.communicate(timeout=60)

    ask(0)
    return Served(process.pid, len(requests), ask, time.perf_counter() - begun, end)
