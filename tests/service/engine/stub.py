"""An engine whose models are fakes that sleep, crash, hang or raise as a row's text tells them to.

Started like a real one: python stub.py [--seconds-a-row S] [--seconds-a-text S] [--refuse] [--babble] ... --fd N
"""

import argparse
import os
import signal
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from newsbrief_models.testing import FakeSummarizer, FakeTranslator, ScriptedSummarizer
from newsbrief_models.types import SummaryRow, TranslatedRow, TranslationRow
from newsbrief_service import logs
from newsbrief_service.engine.__main__ import harden, leave
from newsbrief_service.engine.frames import frame
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.engine.worker import Worker

CRASH, HANG, RAISE, SLOW = "CRASH", "HANG", "RAISE", "SLOW"
SLOW_SECONDS = 0.5


def obey(texts: Iterable[str]) -> None:
    """Do what one of `texts` says."""
    found = " ".join(texts)
    if CRASH in found:
        os.kill(os.getpid(), signal.SIGKILL)
    if HANG in found:
        os.kill(os.getpid(), signal.SIGSTOP)
    if SLOW in found:
        time.sleep(SLOW_SECONDS)
    if RAISE in found:
        raise RuntimeError("something that quotes the article")


def writer(seconds_a_text: float) -> ScriptedSummarizer:
    """Writes each text's first 20 characters, and does what it says; its window is 100 characters."""

    def script(row: SummaryRow) -> Sequence[str]:
        obey([row.text])
        time.sleep(seconds_a_text)
        return [f"[{row.target}] {row.text[:20]}"]

    return ScriptedSummarizer(script, window=100)


class StubTranslator(FakeTranslator):
    """Does what a row's text says; else it writes what `FakeTranslator` writes, after a while."""

    def __init__(self, seconds_a_row: float) -> None:
        super().__init__()
        self._seconds = seconds_a_row

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        obey(row.text for row in rows)
        time.sleep(self._seconds * len(rows))
        done = super().translate(rows)
        return [replace(result, reduced=row.quick) for row, result in zip(rows, done, strict=True)]


def main() -> None:
    """Serve as an engine does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds-a-row", type=float, default=0.0)
    parser.add_argument("--seconds-a-text", type=float, help="have a model that writes summaries, too")
    parser.add_argument("--refuse", action="store_true")
    parser.add_argument("--fingerprint-file", type=Path)
    parser.add_argument("--babble", choices=["bytes", "length"])
    options = parser.parse_args()
    logs.configure("critical")
    harden(0)
    sock = socket.socket(fileno=options.fd)
    if options.refuse:
        refused = pb.Refused(path="/models/x", problem="is missing")
        sock.sendall(frame(pb.FromEngine(refused=refused).SerializeToString()))
    elif options.babble == "bytes":
        sock.sendall(frame(b"\xff" * 32))
        time.sleep(60)
    elif options.babble == "length":
        sock.sendall(b"\xff" * 32)
        time.sleep(60)
    else:
        fingerprint = options.fingerprint_file.read_text() if options.fingerprint_file else "stub"
        writers = [writer(options.seconds_a_text)] if options.seconds_a_text is not None else []
        translators = [StubTranslator(options.seconds_a_row)]
        Worker(sock, FakeSummarizer(), translators, options.workers, writers).run(fingerprint)
    leave(0)


if __name__ == "__main__":
    main()
