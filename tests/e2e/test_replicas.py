"""Two servers and one client under load: restarted one after the other, and one killed; the client sees no error."""

import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsbrief
from tests.reliability import articles
from tests.reliability.serving import STUB, free_port

CALLERS = 4
START_SECONDS = 300.0  # at most; a server with nice engines takes a minute to start on a crowded machine


class Replica:
    """A server at an address of its own, started again at the same one."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self.port = free_port()
        self._process = self._start()

    def ready(self) -> None:
        """Wait until it serves."""
        with newsbrief.Client(f"127.0.0.1:{self.port}", wait_for_ready=True, timeout=START_SECONDS) as client:
            while client.health() != "SERVING":
                time.sleep(0.05)

    def restart(self) -> None:
        """As a rolling update does: ask it to stop, wait, start, wait until it serves."""
        self.stop()
        self._process = self._start()
        self.ready()

    def kill(self) -> None:
        """As a kernel does that is out of memory."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self._process.terminate()
        assert self._process.wait(60) in (0, -9)

    def calls(self) -> int:
        """Briefs it made so far."""
        return self._log.read_text().count("/BriefArticle")

    def _start(self) -> "subprocess.Popen[bytes]":
        options = ("--scale", "0.2", "--data-dir", ":memory:", "--cache-mb", "0", "--linger", "1")
        with self._log.open("ab") as log:
            return subprocess.Popen(
                (*STUB, "--port", str(self.port), *options), stdout=subprocess.DEVNULL, stderr=log
            )


class Load:
    """Callers who send one article after the other by one client, and note every error and every wrong brief."""

    def __init__(self, target: str) -> None:
        self.errors: list[BaseException] = []
        self.done = 0
        self._stop = threading.Event()
        self._client = newsbrief.Client(target)
        self._threads = [threading.Thread(target=self._call, args=(n,)) for n in range(CALLERS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()
        self._client.close()

    def more(self, count: int) -> None:
        """Wait until so many more briefs are made, or a call failed."""
        wanted = self.done + count
        while self.done < wanted and not self.errors:
            time.sleep(0.02)

    def _call(self, number: int) -> None:
        while not self._stop.is_set():
            try:
                result = self._client.brief(articles.article(number, 45))
                told = {brief.language: [sentence.text for sentence in brief.sentences] for brief in result}
                assert told == articles.wanted(number)
            except (newsbrief.NewsbriefError, AssertionError) as error:
                self.errors.append(error)
            number += CALLERS
            self.done += 1


@pytest.fixture
def replicas(tmp_path: Path) -> Iterator[list[Replica]]:
    made = [Replica(tmp_path / f"{number}.log") for number in range(2)]
    for replica in made:
        replica.ready()
    yield made
    for replica in made:
        replica.stop()


def test_no_call_fails_when_one_of_two_restarts_or_is_killed(replicas: list[Replica]) -> None:
    first, second = replicas
    with Load(f"ipv4:127.0.0.1:{first.port},127.0.0.1:{second.port}") as load:
        load.more(20)
        assert all(replica.calls() for replica in replicas)  # they share the work
        for replica in replicas:  # a rolling update
            replica.restart()
            load.more(10)
        before = second.calls()
        first.kill()
        load.more(20)
        assert second.calls() > before
    assert load.errors == []
