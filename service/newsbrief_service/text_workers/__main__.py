"""A text worker, started by the server: python -m newsbrief_service.text_workers --fd N ...

It says over the inherited socket that it is ready, answers what comes, and ends when the socket does.
"""

import argparse
import asyncio
import gc
import logging
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.revise import Style, revise
from newsbrief_models.text import language as language_tools
from newsbrief_models.types import Language
from newsbrief_service import logs
from newsbrief_service.engine import messages
from newsbrief_service.engine.__main__ import harden, leave
from newsbrief_service.glossaries.store import Store
from newsbrief_service.self_test import SENTENCES
from newsbrief_service.text_workers.asking import AskingExecutor
from newsbrief_service.text_workers.link import Link
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb
from newsbrief_service.text_workers.worker import TextWorker

# The event loop gets the interpreter from a thread at text work so soon. With Python's own 5 ms, a brief that takes
# 0.1 s alone took 0.4 s while others' texts were worked on; with this, 0.2 s.
_SWITCH_SECONDS = 0.0005
# Before the engines, which only work on what comes from here; behind the server, which answers health checks.
NICENESS = 5


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run a text worker; does not return."""
    options = _parser().parse_args(argv)
    logs.configure(options.log_level)
    harden(options.memory_mb, NICENESS)
    sys.setswitchinterval(_SWITCH_SECONDS)
    if options.warm:
        warm()
    # What is here by now stays: looking it over for garbage would hold up every call for 70 ms.
    gc.collect()
    gc.freeze()
    leave(asyncio.run(_work(options, socket.socket(fileno=options.fd))))


def warm() -> None:
    """Load the word lists, by reading and checking a sentence in each direction."""
    lexicon, style = builtin(), Style()
    for source, sentence in SENTENCES.items():
        language_tools.detect(sentence)
        for target in Language:
            if target is not source:
                hints(sentence, source, target, lexicon=lexicon, reference=None)
                revise(sentence, source, SENTENCES[target], target, lexicon=lexicon, style=style)


async def _work(options: argparse.Namespace, sock: socket.socket) -> int:
    """Answer until the server closes the socket; returns the exit code."""
    loop = asyncio.get_running_loop()
    greeted: asyncio.Future[TextWorker | None] = loop.create_future()
    ended: asyncio.Future[int] = loop.create_future()
    link, store = Link(sock), Store(Path(options.data_dir) if options.data_dir else None)

    def end(code: int) -> None:
        for future, result in ((ended, code), (greeted, None)):
            if not future.done():
                future.set_result(result)  # type: ignore[arg-type]

    def heard(message: pb.ToWorker) -> None:
        if not greeted.done():
            executor = AskingExecutor(link, tuple(map(messages.info, message.hello.models)))
            greeted.set_result(TextWorker(link, executor, store, options.max_article_chars))
        elif worker := greeted.result():
            worker.heard(message)

    link.listen(heard, end)
    worker = await greeted
    if worker is None:
        return ended.result()
    link.say(pb.FromWorker(ready=pb.Ready()))
    beating = asyncio.create_task(worker.beat(options.limit))
    done, _ = await asyncio.wait((ended, beating), return_when=asyncio.FIRST_COMPLETED)
    if ended in done:
        beating.cancel()
        return ended.result()
    logs.log(logging.ERROR, "text worker hung")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbrief_service.text_workers", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="the inherited socket")
    parser.add_argument("--data-dir", default="")
    parser.add_argument("--warm", action="store_true", help="load all word lists before it is ready")
    parser.add_argument("--max-article-chars", type=int, required=True)
    parser.add_argument("--limit", type=float, default=30.0, help="seconds a thread may be at one text")
    parser.add_argument("--memory-mb", type=int, default=0)
    parser.add_argument("--log-level", default="info")
    return parser


if __name__ == "__main__":
    main()
