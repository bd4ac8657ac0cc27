"""Servers to load, the articles they get, and what sixteen clients get out of them."""

import itertools
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

import newsbrief
from tests.e2e.serving import ENGINES, TEXT_WORKERS, children, start_server, target_of

ARTICLES = [path.read_text("utf-8") for path in sorted((Path(__file__).parents[1] / "seeds").glob("*.*.txt"))]
CLIENTS = 16
_TIMEOUT = 300.0
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Speed:
    """Articles a minute, and the milliseconds of processor time that an article took on the serving side."""

    rate: float
    cost: float


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: address, processes, and resident bytes when idle: of its own process, engines, text workers."""

    target: str
    processes: list[psutil.Process]
    edge: int
    engines: list[int]
    text_workers: list[int]


@contextmanager
def server(*options: str) -> Iterator[Served]:
    """A server without result cache, and with room in its queue for a machine as slow as may be."""
    process = start_server("--log-level", "error", "--cache-mb", "0", "--queue-seconds", "600", *options)
    try:
        target = target_of(process)
        time.sleep(1)
        edge = psutil.Process(process.pid)
        engines, texts = (children(process.pid, kind) for kind in (ENGINES, TEXT_WORKERS))
        resident = [[each.memory_info().rss for each in kind] for kind in (engines, texts)]
        yield Served(target, [edge, *engines, *texts], edge.memory_info().rss, *resident)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def article() -> str:
    """The next sample, with a number of its own in every sentence."""
    number = next(_numbers)
    text = ARTICLES[number % len(ARTICLES)]
    return re.sub(r"(?<=\w)(?=\.(\s|$)|\n\n)", f" {number}", text)


def speed(served: Served, seconds: float) -> Speed:
    """Load a server for `seconds` with `CLIENTS` clients."""
    used = _processor_seconds(served)
    done, took = briefed(served.target, seconds)
    return Speed(done * 60 / took, (_processor_seconds(served) - used) * 1000 / done)


def briefed(target: str, seconds: float, clients: int = CLIENTS) -> tuple[int, float]:
    """Articles that `clients` got, each sending the next when it has its briefs, and the seconds that took."""
    done, end = [0] * clients, time.perf_counter() + seconds

    def run(number: int) -> None:
        with newsbrief.Client(target) as client:
            while time.perf_counter() < end:
                client.brief(article(), timeout=_TIMEOUT)
                done[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done), time.perf_counter() - started


def one(client: newsbrief.Client) -> float:
    """Milliseconds of one brief; the same article each time, which no cache remembers."""
    started = time.perf_counter()
    client.brief(ARTICLES[0], timeout=_TIMEOUT)
    return (time.perf_counter() - started) * 1000


def nothing(client: newsbrief.Client) -> float:
    """Milliseconds of a call that does nothing."""
    started = time.perf_counter()
    client.models()
    return (time.perf_counter() - started) * 1000


def _processor_seconds(served: Served) -> float:
    times = [process.cpu_times() for process in served.processes]
    return sum(float(each.user + each.system) for each in times)
