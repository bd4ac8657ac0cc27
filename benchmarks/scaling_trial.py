"""Servers of one and of two cores, and two servers, loaded in turn: what the model predicts against what they do.

What else runs on the machine takes part of the cores. So a prediction is for the cores that were left over: all time of
the servers' cores, less what others and the clients took. Where there was no other work, that is all of them.
"""

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.load import Served, briefed, server
from benchmarks.scaling_model import Costs, predict

CLIENTS = 8  # more wait longer, and change nothing: their rows fill every batch
_WARM_SECONDS = 3.0
_LOOK_SECONDS = 0.5  # between looks for processes that were started
# On a machine with other work, an engine may get no time for long; it is not to be taken for hung.
_PATIENCE = ("--watchdog", "120")


@dataclass(frozen=True, slots=True)
class Layout:
    """Servers, by the cores that each has, and the cores of those who call them."""

    name: str
    servers: tuple[tuple[int, ...], ...]
    clients: tuple[int, ...]

    @property
    def cores(self) -> frozenset[int]:
        """Of all servers."""
        return frozenset(core for cores in self.servers for core in cores)

    @property
    def shared(self) -> bool:
        """Whether the clients work on cores of the servers."""
        return bool(self.cores & set(self.clients))


ONE = Layout("1 server, 1 core", ((0,),), (1,))
TWO = Layout("1 server, 2 cores", ((0, 1),), (0, 1))
PAIR = Layout("2 servers, 1 core each", ((0,), (1,)), (0, 1))
LAYOUTS = (ONE, TWO, PAIR)


@dataclass(frozen=True, slots=True)
class Load:
    """A layout under load: what it did in how many seconds of the clock, and the seconds of cores that went into it."""

    layout: str
    articles: int
    seconds: float
    edge: float
    helpers: float
    left: float
    """Seconds of cores that were there for the servers."""

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds

    @property
    def cost(self) -> float:
        """Seconds of a core that the servers used for an article."""
        return (self.edge + self.helpers) / self.articles

    def predicted(self, costs: Costs, servers: int) -> float:
        """Articles a second that the model says `servers` do on the cores that were left for them."""
        return predict(costs, self.left / self.seconds / servers, servers).rate


@dataclass(frozen=True, slots=True)
class Trial:
    """The load that the costs are taken from, all others, and a server's resident bytes by how many cores it has."""

    calibration: Load
    loads: tuple[Load, ...]
    memory: Mapping[int, int]

    def memory_fit(self) -> tuple[float, float]:
        """Bytes of a server without cores, and for each core: the line through the two that were measured."""
        one, two = self.memory[1], self.memory[2]
        return float(max(2 * one - two, 0)), float(max(two - one, 0))


def run(seconds: float, rounds: int) -> Trial:
    """Start all servers, and load them in turn, round by round.

    Raises:
        RuntimeError: the machine has no two cores.
    """
    if not {0, 1} <= set(psutil.Process().cpu_affinity() or ()):
        raise RuntimeError("the trial needs cores 0 and 1")
    with _equals(), ExitStack() as stack:
        running: dict[Layout, list[Served]] = {}
        for layout in LAYOUTS:
            running[layout] = []
            for cores in layout.servers:
                with _pinned(cores):
                    running[layout].append(stack.enter_context(server(*_PATIENCE)))
        for layout, servers in running.items():
            _load(layout, servers, _WARM_SECONDS)
        calibration = _load(TWO, running[TWO], seconds)
        loads = [_load(layout, running[layout], seconds) for _ in range(rounds) for layout in LAYOUTS]
        memory = {len(layout.servers[0]): _memory(running[layout][0]) for layout in (ONE, TWO)}
    return Trial(calibration, tuple(loads), memory)


def _load(layout: Layout, servers: Sequence[Served], seconds: float) -> Load:
    addresses = ",".join(each.target for each in servers)
    before = _Clocks(layout, servers)
    with _pinned(layout.clients):
        articles, took = briefed(f"ipv4:{addresses}", seconds, CLIENTS)
    after = _Clocks(layout, servers)
    edge, helpers = after.edge - before.edge, after.helpers - before.helpers
    clients = (after.clients - before.clients) if layout.shared else 0.0
    others = max(after.busy - before.busy - edge - helpers - clients, 0.0)
    left = len(layout.cores) * took - others - clients
    print(f"{layout.name}: {articles} articles in {took:.0f} s", file=sys.stderr, flush=True)
    return Load(layout.name, articles, took, edge, helpers, left)


@contextmanager
def _equals() -> Iterator[None]:
    """Where it is allowed, what this process starts competes as an equal: nice, it would get next to nothing."""
    done = threading.Event()

    def keep() -> None:
        while not done.wait(_LOOK_SECONDS):
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error, OSError):
                    if child.nice() > 0:
                        child.nice(0)
                        Path(f"/proc/{child.pid}/autogroup").write_text("0")

    thread = threading.Thread(target=keep)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


class _Clocks:
    """Seconds of cores so far: of the servers' own processes, their others, this one, and all on the servers' cores."""

    def __init__(self, layout: Layout, servers: Sequence[Served]) -> None:
        edges = [each.processes[0] for each in servers]
        self.edge = sum(map(_seconds, edges))
        self.helpers = sum(_seconds(child) for edge in edges for child in edge.children(recursive=True))
        self.clients = _seconds(psutil.Process())
        cores = psutil.cpu_times(percpu=True)
        self.busy = sum(sum(cores[core][:3]) + sum(cores[core][5:8]) for core in layout.cores)


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _memory(served: Served) -> int:
    edge = served.processes[0]
    return int(sum(each.memory_info().rss for each in (edge, *edge.children(recursive=True))))


@contextmanager
def _pinned(cores: Sequence[int]) -> Iterator[None]:
    """This process, and those it starts meanwhile, on `cores` alone; those it has started stay where they are."""
    own = psutil.Process()
    before = own.cpu_affinity()
    own.cpu_affinity(list(cores))
    try:
        yield
    finally:
        own.cpu_affinity(before)
