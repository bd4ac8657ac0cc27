"""A batch of articles by a job, with kill -9 of the server and of the client; what a user has of it in the end."""

import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import newsbrief
from tests.reliability.job_plans import BIN, Plan
from tests.reliability.serving import free_port

_STALLED_SECONDS = 120.0


@dataclass(slots=True)
class Outcome:
    """What came of a run: how often each article's result is in the file, and on the server."""

    seconds: float
    written: Counter[int] = field(default_factory=Counter)
    kept: Counter[int] = field(default_factory=Counter)
    wrong: int = 0
    gapless: bool = False

    def problems(self, count: int) -> list[str]:
        """Everything that is not as it should be; nothing when all is well."""
        found = []
        for where, counted in (("the file", self.written), ("the server", self.kept)):
            lost = count - len(counted)
            twice = sum(times > 1 for times in counted.values())
            if lost or twice:
                found.append(f"{where}: {lost} lost, {twice} more than once")
        if self.wrong:
            found.append(f"{self.wrong} wrong")
        if not self.gapless:
            found.append("the offsets of the server's results have gaps")
        return found


class Children:
    """The server and the client of a run, started anew when killed."""

    def __init__(self, folder: Path, plan: Plan) -> None:
        port = free_port()
        self._folder = folder
        self.target = f"127.0.0.1:{port}"
        self._serve = (
            *(*plan.server, "--port", str(port), "--data-dir", str(folder / "data"), "--linger", "0"),
            *("--cache-mb", "0", "--log-level", "warning", "--job-parallel", "16"),
        )
        self._batch = (
            *(
                str(BIN / "newsbrief"),
                "batch",
                str(folder / "articles.jsonl"),
                "-o",
                str(folder / "briefs.jsonl"),
            ),
            *("--server", self.target, "--keep-job", *plan.options),
        )
        self.server = self._start(self._serve, "server.log")
        self.client = self._start(self._batch, "client.log")

    def kill_server(self) -> None:
        """Kill it, as for want of memory, and have it started again, as a service manager does."""
        self.server = self._again(self.server, self._serve, "server.log")

    def kill_client(self) -> None:
        """Kill it, and give the same command again."""
        self.client = self._again(self.client, self._batch, "client.log")

    def close(self) -> None:
        """End both."""
        for process in (self.client, self.server):
            process.terminate()
            process.wait(30)

    def _again(
        self, process: "subprocess.Popen[bytes]", command: Sequence[str], log: str
    ) -> "subprocess.Popen[bytes]":
        process.send_signal(signal.SIGKILL)
        process.wait()
        return self._start(command, log)

    def _start(self, command: Sequence[str], log: str) -> "subprocess.Popen[bytes]":
        with (self._folder / log).open("ab") as stream:
            return subprocess.Popen(command, stdout=stream, stderr=stream, env=dict(os.environ))


def run(plan: Plan, folder: Path, seed: int) -> Outcome:
    """Carry a plan out in an empty folder. Raises RuntimeError when nothing goes on any more."""
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as stream:
        for number in range(plan.count):
            stream.write(json.dumps({"id": str(number), **plan.article(number)}, ensure_ascii=False) + "\n")
    rng, began = random.Random(seed), time.monotonic()  # noqa: S311
    children = Children(folder, plan)
    try:
        _kill(children, folder, _when(plan, rng))
        if children.client.wait(600) != 0:
            raise RuntimeError((folder / "client.log").read_text())
        outcome = Outcome(time.monotonic() - began)
        _count(outcome, plan, folder, children.target)
    finally:
        children.close()
    return outcome


def _when(plan: Plan, rng: random.Random) -> list[tuple[int, Callable[[Children], None]]]:
    """After how many results whom to kill; one of each while the articles are being sent."""
    kills = [(0, Children.kill_server)] + [
        (rng.randrange(plan.count), Children.kill_server) for _ in range(plan.server_kills - 1)
    ]
    if plan.client_kills:
        kills += [(0, Children.kill_client)] + [
            (rng.randrange(plan.count), Children.kill_client) for _ in range(plan.client_kills - 1)
        ]
    return sorted(kills, key=lambda kill: kill[0])


def _kill(children: Children, folder: Path, kills: Sequence[tuple[int, Callable[[Children], None]]]) -> None:
    output, state = Lines(folder / "briefs.jsonl"), Lines(folder / "briefs.jsonl.job")
    for after, kill in kills:
        since, last = time.monotonic(), -1
        # Two lines of state: the job has its id, and the articles are on their way.
        while output.count() < after or state.count() < 2:
            if children.client.poll() is not None:
                return
            if children.server.poll() is not None:
                raise RuntimeError((folder / "server.log").read_text()[-2000:])
            if output.count() != last:
                since, last = time.monotonic(), output.count()
            if time.monotonic() - since > _STALLED_SECONDS:
                raise RuntimeError(f"nothing more after {last} results")
            time.sleep(0.02)
        kill(children)


class Lines:
    """The lines of a file that grows."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read = self._count = 0

    def count(self) -> int:
        """How many there are; 0 while there is no file."""
        if not self._file.exists():
            return 0
        with self._file.open("rb") as stream:
            stream.seek(self._read)
            more = stream.read()
        self._read += len(more)
        self._count += more.count(b"\n")
        return self._count


def _count(outcome: Outcome, plan: Plan, folder: Path, target: str) -> None:
    with (folder / "briefs.jsonl").open(encoding="utf-8") as stream:
        for record in map(json.loads, stream):
            number = int(record["id"])
            outcome.written[number] += 1
            right = record["status"] == "OK" and plan.right(number, record["response"])
            outcome.wrong += not (right and record["line"] == number + 1)
    with newsbrief.Client(target) as client:
        (job,) = client.jobs.list()
        results = list(client.jobs.results(job))
    outcome.kept.update(result.index for result in results)
    outcome.gapless = [result.offset for result in results] == list(range(len(results)))
