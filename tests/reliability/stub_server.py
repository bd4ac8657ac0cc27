"""`newsbrief-server serve` with stub engines: python stub_server.py [--scale S] [--journal FILE] [serve's options].

Everything but the programs of engines and text workers is the product's. SIGUSR1 makes it print a census of its tasks.
No option of the product leads here: only this program, which no package holds, starts such processes.
"""

import argparse
import asyncio
import json
import resource
import signal
import sys
from pathlib import Path

from newsbrief_service import backend
from newsbrief_service.__main__ import main
from newsbrief_service.engine.plan import Plan
from newsbrief_service.engine.process import Command
from newsbrief_service.settings import Settings
from newsbrief_service.text_workers import plan as text_workers

ENGINE = Path(__file__).with_name("stub_engine.py")
TEXT_WORKER = Path(__file__).parents[1] / "service/text_workers/stub_text_worker.py"


def run() -> int:
    """Serve; returns the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", default="1")
    parser.add_argument("--journal")
    parser.add_argument("--stub-memory-mb", type=int, help="an engine's bound, in place of the plan's")
    parser.add_argument("--file-bytes", type=int, help="how large a file may be: where the disk ends")
    options, rest = parser.parse_known_args()

    def command(settings: Settings, chosen: Plan) -> Command:
        journal = ("--journal", options.journal) if options.journal else ()
        more = ("--workers", chosen.workers, "--memory-mb", options.stub_memory_mb or chosen.memory_mb)
        arguments = (sys.executable, ENGINE, "--scale", options.scale, *more, *journal)
        return Command(tuple(map(str, arguments)), settings.watchdog)

    vars(backend)["command"] = command
    texts = text_workers.command
    vars(text_workers)["command"] = lambda settings: _stubbed(texts(settings))
    if options.file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (options.file_bytes, options.file_bytes))
    signal.signal(signal.SIGUSR1, _census)
    return main(["serve", *rest])


def _stubbed(command: Command) -> Command:
    """The product's own text worker, but for texts that tell it to end or to hang."""
    _, _, _, _, *options = command.arguments  # python -P -m MODULE
    return Command((sys.executable, str(TEXT_WORKER), *options), command.silence)


def _census(*_: object) -> None:
    print(json.dumps({"tasks": len(asyncio.all_tasks())}), flush=True)


if __name__ == "__main__":
    sys.exit(run())
