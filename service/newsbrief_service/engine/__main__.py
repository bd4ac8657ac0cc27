"""An engine process, started by the server: python -m newsbrief_service.engine --fd N --model SPEC ...

It loads the models, says so over the inherited socket, works off what comes, and ends when the socket does.
"""

import argparse
import contextlib
import logging
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from google.protobuf.message import DecodeError

from newsbrief_models.errors import ModelFolderError
from newsbrief_service import logs
from newsbrief_service.engine.frames import FrameError, frame
from newsbrief_service.engine.processor import use_wide_vectors
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.engine.worker import Worker

NICENESS = (
    10  # measured: health checks of the server answer in 1.3 ms with it under full load, 7.5 ms without
)
_OOM_SCORE = b"500"  # of 1000: when the machine runs out of memory, an engine goes before the server


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run an engine; does not return."""
    options = _parser().parse_args(argv)
    logs.configure(options.log_level)
    harden(options.memory_mb)
    use_wide_vectors()
    sock = socket.socket(fileno=options.fd)
    leave(work(sock, options.model, options.device, options.workers, options.beam_size))


def work(sock: socket.socket, model: str, device: str, workers: int, beam_size: int) -> int:
    """Load the models, say so over `sock` or why not, and work off what comes until it ends; returns an exit code."""
    # Imported here: the models' libraries must not load before the limits are set.
    from newsbrief_service.models import fingerprint, load_models, load_writers

    chosen = (model, workers, beam_size, device)
    try:
        summarizer, translators = load_models(*chosen)
        writers = load_writers(*chosen)
        print_of = fingerprint(model, beam_size, device)
    except ModelFolderError as error:
        refused = pb.Refused(path=str(error.path), problem=error.problem)
        sock.sendall(frame(pb.FromEngine(refused=refused).SerializeToString()))
        return 1
    try:
        Worker(sock, summarizer, translators, workers, writers).run(print_of)
    except (FrameError, DecodeError) as error:
        logs.log(logging.ERROR, "engine heard no message of ours", kind=type(error).__name__)
        return 1
    return 0


def harden(memory_mb: int, niceness: int = NICENESS) -> None:
    """Take the process out of the server's way: nice, no core dumps, bounded memory, deaf to signals meant for it.

    `memory_mb` (0: none) bounds the writable private memory (RLIMIT_DATA). RLIMIT_AS would also count libraries,
    mapped files and the address space that allocators reserve for each thread; RLIMIT_RSS does nothing on Linux.
    """
    os.nice(niceness)
    # Linux schedules sessions against each other first, where autogroups are on, and an engine has one of its own:
    # its niceness counts there only as the session's.
    if os.getsid(0) == os.getpid():
        with contextlib.suppress(OSError):
            Path("/proc/self/autogroup").write_bytes(b"%d" % niceness)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_mb:
        limit = memory_mb << 20
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    # Ctrl-C and a service manager's SIGTERM reach every process of a group; the server decides when engines end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with contextlib.suppress(OSError):  # Linux only
        Path("/proc/self/oom_score_adj").write_bytes(_OOM_SCORE)


def leave(code: int) -> NoReturn:
    """End at once, whatever threads still do: nobody is left to hear of it."""
    sys.stderr.flush()
    os._exit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbrief_service.engine", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="the inherited socket")
    parser.add_argument("--model", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--beam-size", type=int, default=0)
    parser.add_argument("--memory-mb", type=int, default=0)
    parser.add_argument("--log-level", default="info")
    return parser


if __name__ == "__main__":
    main()
