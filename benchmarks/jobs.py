"""Jobs under kill -9, of the server and of the client: `python -m benchmarks.jobs` writes results/jobs.md.

What is counted is what a user has in the end: the file that `newsbrief batch` wrote, and the results the server kept.
"""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import newsbrief
from benchmarks.machine import description
from tests.reliability import articles as synthetic

ROOT = Path(__file__).parents[1]
OUTPUT = Path(__file__).with_name("results") / "jobs.md"
BIN = Path(sys.executable).parent
STUB_SERVER = (sys.executable, str(ROOT / "tests/reliability/stub_server.py"))
REAL_SERVER = (str(BIN / "newsbrief-server"), "serve")
_SHORT_WORDS = 45
_STALLED_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A run: `count` articles, made by `article` from their numbers, and what must be true of each one's response."""

    name: str
    server: tuple[str, ...]
    count: int
    server_kills: int
    client_kills: int
    article: Callable[[int], dict[str, str]]
    right: Callable[[int, dict[str, Any]], bool]
    options: tuple[str, ...] = ()


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
        port = _free_port()
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
    rng, began = random.Random(seed), time.monotonic()
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


def short(number: int) -> dict[str, str]:
    """A short article that is like no other."""
    return {"body": synthetic.article(number, _SHORT_WORDS)}


def short_is_right(number: int, response: dict[str, Any]) -> bool:
    """Whether the stub's brief is that of article `number`."""
    (brief,) = response["briefs"]
    (sentence,) = brief["sentences"]
    return bool(sentence["text"] == synthetic.wanted(number)["ko"][0])


def real(number: int) -> dict[str, str]:
    """A sample article, its paragraphs turned round, so that hardly one is like another."""
    seeds = sorted((ROOT / "seeds").glob("*.*.txt"))
    headline, *paragraphs = seeds[number % len(seeds)].read_text("utf-8").strip().split("\n\n")
    turn = number // len(seeds) % len(paragraphs)
    body = "\n\n".join(paragraphs[turn:] + paragraphs[:turn])
    return {"headline": f"{headline} {number}", "body": body}


def real_is_right(number: int, response: dict[str, Any]) -> bool:
    """Whether there are three briefs, whose sentences stand in article `number` where they say."""
    body = real(number)["body"]
    spans = [
        (sentence, sentence["sourceSpans"][0])
        for brief in response["briefs"]
        for sentence in brief["sentences"]
    ]
    aligned = all(body[span["start"] : span["end"]] == sentence["sourceText"] for sentence, span in spans)
    return aligned and len(response["briefs"]) == 3 and all(sentence["text"] for sentence, _ in spans)


_ONE = ("--to", "ko", "--sentences", "1")  # the checks of each sentence take longer than all the rest
PLANS = {
    "short": Plan(
        "short synthetic, one sentence in Korean, stub engines",
        STUB_SERVER,
        10_000,
        5,
        3,
        short,
        short_is_right,
        _ONE,
    ),
    "real": Plan(
        "samples, three sentences in three languages, bundled model",
        REAL_SERVER,
        200,
        1,
        1,
        real,
        real_is_right,
    ),
}


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="newsbrief-jobs-") as name:
        yield Path(name)


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def main() -> int:
    """Carry all plans out and write the report; 1 when anything was lost, twice or wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    rows, well = list[str](), True
    for plan in PLANS.values():
        with _folder() as folder:
            outcome = run(plan, folder, options.seed)
        problems = outcome.problems(plan.count)
        well = well and not problems
        kills = f"{plan.server_kills} server, {plan.client_kills} client"
        rate = f"{outcome.seconds:.0f} s, {plan.count / outcome.seconds:.1f}/s"
        print(plan.name, rate, problems or "each article once", flush=True)
        rows.append(
            f"| {plan.name} | {plan.count:,} | {kills} | {'; '.join(problems) or 'each once, all right'} | {rate} |"
        )
    lines = [
        "# Jobs under kill -9",
        "",
        f"`python -m benchmarks.jobs --seed {options.seed}` on {description('grpcio', 'protobuf')}; "
        f"{time.strftime('%Y-%m-%d', time.gmtime())}.",
        "",
        "`newsbrief batch` briefs a file by a job. Server and client are killed while the articles are being sent, and "
        "after as many results as chance wants; the server is started again as a service manager does, the client by "
        "the same command. Counted are the records of the file and the results that the server has, each article by "
        "its number; *right* is what the article's own sentences say it must be. Times are with kills and restarts.",
        "",
        "| articles | | killed | found | time |",
        "| --- | --- | --- | --- | --- |",
        *rows,
    ]
    OUTPUT.write_text("\n".join(lines) + "\n", "utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
