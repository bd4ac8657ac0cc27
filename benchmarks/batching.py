"""What batching over articles is worth, what the processes weigh, and what they add to one brief's time.

    python -m benchmarks.batching [--seconds 15] [--rounds 3] [--output benchmarks/results/batching.md]

All servers run at once and are loaded in turn, round by round, so that their ratios hold on a noisy machine; the
processor time an article takes depends less on what else runs there. Every request's text is made unique by a number
in each sentence, and the result cache is off: nothing is translated less because it was translated before.
"""

import argparse
import itertools
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

import newsbrief
from benchmarks.machine import description
from newsbrief_models.store.locate import bundled
from tests.e2e.serving import start_server, target_of

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.*.txt"))]
CLIENTS = 16
SERVERS = {
    "batches over articles": (),
    "batching off": ("--batch-rows", "1"),
    "in the server's process": ("--in-process",),
}
ON, OFF, IN_PROCESS = SERVERS
_numbers = itertools.count(1)


@dataclass
class Served:
    """A running server, its address, and the memory of its processes when idle (bytes)."""

    target: str
    processes: list[psutil.Process]
    edge: int
    engines: list[int]


def main() -> int:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=15, help="length of one throughput run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results/batching.md")
    options = parser.parse_args()
    rates: dict[str, list[tuple[float, float]]] = {name: [] for name in SERVERS}
    times: dict[str, list[float]] = {name: [] for name in SERVERS}
    calls: list[float] = []
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        served = {name: stack.enter_context(_server(*more)) for name, more in SERVERS.items()}
        for _ in range(options.rounds):
            for name, server in served.items():
                rates[name].append(_rate(server, options.seconds))
            for _ in range(10):
                for name, server in served.items():
                    times[name].append(_one(server.target))
                calls.append(_call(served[ON].target))
    text = _report(options, load, served, rates, times, calls)
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(text, "utf-8")
    print(text)
    return 0


@contextmanager
def _server(*options: str) -> Iterator[Served]:
    process = start_server("--log-level", "error", "--cache-mb", "0", *options)
    try:
        target = target_of(process)
        time.sleep(1)
        edge = psutil.Process(process.pid)
        children = edge.children()
        engines = [child.memory_info().rss for child in children]
        yield Served(target, [edge, *children], edge.memory_info().rss, engines)
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _article() -> str:
    """The next sample, with a number of its own in every sentence."""
    number = next(_numbers)
    text = ARTICLES[number % len(ARTICLES)]
    return re.sub(r"(?<=\w)(?=\.(\s|$)|\n\n)", f" {number}", text)


def _rate(server: Served, seconds: float) -> tuple[float, float]:
    """Articles a minute that the clients get, and the milliseconds of processor time an article takes."""
    used = _processor_seconds(server)
    done, end = [0] * CLIENTS, time.perf_counter() + seconds

    def run(number: int) -> None:
        with newsbrief.Client(server.target) as client:
            while time.perf_counter() < end:
                client.brief(_article())
                done[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = sum(done) * 60 / (time.perf_counter() - started)
    return rate, (_processor_seconds(server) - used) * 1000 / sum(done)


def _processor_seconds(server: Served) -> float:
    times = [process.cpu_times() for process in server.processes]
    return sum(float(each.user + each.system) for each in times)


def _one(target: str) -> float:
    """Milliseconds of one brief on an idle server; the same article each time, which no cache remembers."""
    with newsbrief.Client(target) as client:
        client.health()
        started = time.perf_counter()
        client.brief(ARTICLES[0])
        return (time.perf_counter() - started) * 1000


def _call(target: str) -> float:
    """Milliseconds of a call that does nothing."""
    with newsbrief.Client(target) as client:
        client.health()
        started = time.perf_counter()
        client.models()
        return (time.perf_counter() - started) * 1000


def _report(
    options: argparse.Namespace,
    load: float,
    served: dict[str, Served],
    rates: dict[str, list[tuple[float, float]]],
    times: dict[str, list[float]],
    calls: list[float],
) -> str:
    middle = {name: statistics.median(rate for rate, _ in values) for name, values in rates.items()}
    costs = {name: statistics.median(cost for _, cost in values) for name, values in rates.items()}
    latency = {name: statistics.median(values) for name, values in times.items()}
    model = sum(path.stat().st_size for path in bundled().iterdir())
    handed_on = latency[ON] - latency[IN_PROCESS]
    lines = [
        "# Batches over articles, and engine processes",
        "",
        f"`python -m benchmarks.batching --seconds {options.seconds:g} --rounds {options.rounds}`",
        f"on {description('grpcio', 'protobuf', 'ctranslate2')}; {time.strftime('%Y-%m-%d', time.gmtime())}.",
        f"Other work on the machine when it began: load average {load:.1f}; niceness of the benchmark and its "
        f"servers: {os.nice(0)}.",
        f"{CLIENTS} clients in a closed loop; {len(ARTICLES)} sample articles in three languages, every sentence made "
        "unique; three briefs of three sentences each.",
        "",
        "| models run | articles a minute (rounds) | median | against batching off | processor time an article "
        "| against batching off | one brief, idle |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, values in rates.items():
        rounds = ", ".join(f"{rate:.0f}" for rate, _ in values)
        lines.append(
            f"| {name} | {rounds} | {middle[name]:.0f} | {middle[name] / middle[OFF]:.2f} | {costs[name]:.0f} ms "
            f"| {costs[OFF] / costs[name]:.2f} | {latency[name]:.1f} ms |"
        )
    engines = ", ".join(f"{rss / 1e6:.0f} MB" for rss in served[ON].engines)
    lines += [
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| resident memory of the server's own process, idle | {served[ON].edge / 1e6:.0f} MB |",
        f"| resident memory of an engine, idle | {engines} |",
        f"| model files | {model / 1e6:.0f} MB |",
        f"| resident memory with models in the server's process, idle | {served[IN_PROCESS].edge / 1e6:.0f} MB |",
        f"| one call that does nothing (gRPC, interceptor) | {statistics.median(calls):.1f} ms |",
        f"| one brief on an idle server: engines against in-process | {handed_on:+.1f} ms |",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
