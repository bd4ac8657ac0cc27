"""The ways of translating that are raced: each a process that has the model loaded, asked in turn."""

import json
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import psutil

from benchmarks.against.crowd import crowd

SCRIPTS = Path(__file__).parent / "baselines"


@dataclass(frozen=True, slots=True)
class Run:
    """Target tokens, the seconds they took, and the seconds of processor time on the translating side."""

    tokens: int
    seconds: float
    processor_seconds: float


class Way(Protocol):
    """One way; `started` is how many seconds it took until it had translated something."""

    started: float

    def run(self, seconds: float) -> Run:
        """Translate for about so long, as much as it can."""
        ...

    def singles(self, count: int) -> list[float]:
        """Milliseconds of so many briefs' sentences, one brief after the other, nothing else under way."""
        ...

    def memory(self) -> int:
        """Resident bytes of all its processes."""
        ...

    def close(self) -> None:
        """End it."""
        ...


class Child:
    """A way that is driven over its standard input; see `baselines/child.py`.

    `tokens` are those of each request, for a way that answers which of them it has done.
    """

    def __init__(self, *command: object, environ: dict[str, str], tokens: Sequence[int] = ()) -> None:
        self._tokens = tokens
        begun = time.perf_counter()
        self._process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environ,
        )
        self.about = self._answer()
        self.started = float(self.about.get("started", time.perf_counter() - begun))

    def run(self, seconds: float) -> Run:
        """See `Way`."""
        answer = self._ask({"seconds": seconds})
        tokens = sum(self._tokens[number] for number in answer["done"]) if self._tokens else answer["tokens"]
        return Run(tokens, answer["seconds"], answer["processor_seconds"])

    def singles(self, count: int) -> list[float]:
        """See `Way`."""
        return list(self._ask({"singles": count})["milliseconds"])

    def memory(self) -> int:
        """See `Way`."""
        return sum(int(process.memory_info().rss) for process in family(self._process.pid))

    def close(self) -> None:
        """See `Way`."""
        self._process.communicate(timeout=60)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        print(json.dumps(request), file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        if not (line := self._process.stdout.readline()):
            raise RuntimeError(f"{self._process.args!r} ended")
        return dict(json.loads(line))


class Served:
    """A way behind a server that is already there: `ask` sends the request of a number, and returns its tokens."""

    def __init__(
        self, pid: int, count: int, ask: Callable[[int], int], started: float, end: Callable[[], object]
    ) -> None:
        self.started = started
        self._pid = pid
        self._count = count
        self._ask = ask
        self._end = end

    def run(self, seconds: float) -> Run:
        """See `Way`; sixteen clients, each sending the next request when it has its answer."""
        used = self._processor_seconds()
        tokens, took = crowd(lambda number: self._ask(number % self._count), seconds)
        return Run(tokens, took, self._processor_seconds() - used)

    def singles(self, count: int) -> list[float]:
        """See `Way`."""
        times = []
        for number in range(count):
            begun = time.perf_counter()
            self._ask(number % self._count)
            times.append((time.perf_counter() - begun) * 1000)
        return times

    def memory(self) -> int:
        """See `Way`."""
        return sum(int(process.memory_info().rss) for process in family(self._pid))

    def close(self) -> None:
        """See `Way`."""
        self._end()

    def _processor_seconds(self) -> float:
        return sum(map(processor_seconds, family(self._pid)))


def family(pid: int) -> Sequence[psutil.Process]:
    """The process and all below it."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def processor_seconds(process: psutil.Process) -> float:
    """What it has used so far."""
    times = process.cpu_times()
    return float(times.user + times.system)
