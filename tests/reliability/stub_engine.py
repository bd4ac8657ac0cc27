"""An engine that translates nothing: it takes the time a model would, and writes a pure function of each row.

Started by `stub_server.py` as real engines are: python stub_engine.py --fd N --workers W --memory-mb M [--scale S]
[--journal FILE]. Words in a row's text make it crash, hang, raise, take long or want memory.
"""

import argparse
import hashlib
import json
import os
import re
import signal
import socket
import time
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import Language, TranslatedRow, TranslationRow
from newsbrief_service import logs
from newsbrief_service.engine.__main__ import harden, leave
from newsbrief_service.engine.worker import Worker
from newsbrief_service.scheduling.cost import CostModel
from newsbrief_service.scheduling.queue import tokens_of

CRASH, HANG, RAISE, SLOW, HOG = "zzcrash", "zzhang", "zzraise", "zzslow", "zzhog"
SLOW_SECONDS = 3.0
CONFIDENCE = 0.5
# What a row says of whose it is: see `articles.mark`.
MARK = re.compile(r"qx([a-p]+)z[a-p]+xq")
_LETTERS = {
    Language.EN: "abcdefghiklmnoprstuvw",
    Language.KO: "가나다라마바사아자차카타파하고노도로모보소",
    Language.RU: "абвгдежиклмнопрстуфхш",
}


@cache
def _vocabulary(target: Language) -> tuple[str, ...]:
    """Words of `target`'s letters that mean nothing; as with real texts, the same come again."""
    letters, made = _LETTERS[target], hashlib.shake_128(target.encode()).digest(7 * 256)
    return tuple("".join(letters[b % len(letters)] for b in made[i : i + 7]) for i in range(0, len(made), 7))


def translation(text: str, target: Language) -> str:
    """What the stub makes of `text`: as many words of `target`, every one of which depends on all of it."""
    chosen = hashlib.shake_128(f"{target} {text}".encode()).digest(len(text.split()))
    return " ".join(_vocabulary(target)[number] for number in chosen).capitalize() + "."


class StubTranslator(FakeTranslator):
    """Sleeps as long as `CostModel` expects of a fresh batch, `scale` times; notes each batch in `journal`."""

    def __init__(self, scale: float, journal: Path | None) -> None:
        super().__init__()
        self._scale = scale
        self._journal = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT) if journal else None

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See the class."""
        began, text = time.monotonic(), " ".join(row.text for row in rows)
        if CRASH in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if HANG in text:
            os.kill(os.getpid(), signal.SIGSTOP)
        if RAISE in text:
            raise RuntimeError("something that quotes the article")
        if HOG in text:
            _ = [bytearray(64 << 20) for _ in range(1000)]  # 62 GiB, of which the limit leaves little
        time.sleep(SLOW_SECONDS * (SLOW in text))
        time.sleep(self._scale * CostModel().predict(len(rows), max(map(tokens_of, rows))))
        if self._journal is not None:
            line = {"began": began, "ended": time.monotonic(), "marks": MARK.findall(text)}
            os.write(self._journal, json.dumps(line).encode() + b"\n")
        return [TranslatedRow(translation(row.text, row.target), CONFIDENCE) for row in rows]


def main() -> None:
    """Serve as an engine does."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--memory-mb", type=int, required=True)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--journal", type=Path)
    options = parser.parse_args()
    logs.configure("critical")
    harden(options.memory_mb)
    sock = socket.socket(fileno=options.fd)
    translator = StubTranslator(options.scale, options.journal)
    Worker(sock, FakeSummarizer(), [translator], options.workers).run("stub")
    leave(0)


if __name__ == "__main__":
    main()
