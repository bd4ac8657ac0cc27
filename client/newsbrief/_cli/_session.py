"""What every command goes through: a client for the server asked for, and one text after the other."""

import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from newsbrief import Client, local_server
from newsbrief._cli import _exit, _files
from newsbrief._cli._console import Console
from newsbrief._errors import NewsbriefError

# Of a run on a cluster: nobody else waits for anything, so that much may, and translations need not be eased.
_MOST, _AT_ONCE, _QUEUE_SECONDS = 1024, 256, 600.0


@contextmanager
def connect(args: Namespace, console: Console) -> Iterator[Client]:
    """A client as the options say; with --local, of a server that lives as long. Raises `UsageError`."""
    with ExitStack() as stack:
        server, token = args.server, None
        if args.local:
            with console.progress("starting a local server"):
                server, token = stack.enter_context(local_server()), ""
        elif "ray" in args and args.ray:
            with console.progress("joining the cluster"):
                server, token = stack.enter_context(local_server(**_on_ray(args))), ""
        elif args.token_file:
            token = Path(args.token_file).read_text("utf-8").strip()
        try:
            client = Client(
                server,
                timeout=args.timeout,
                tls=args.tls,
                ca_cert=args.ca_cert,
                client_cert=args.client_cert,
                client_key=args.client_key,
                token=token,
                bulk=args.bulk,
            )
        except ValueError as error:
            raise _exit.UsageError(str(error)) from None
        yield stack.enter_context(client)


def _on_ray(args: Namespace) -> dict[str, Any]:
    """Settings of a server of our own whose models run on a Ray cluster, and that works off a job as fast as it can."""
    return {
        "executor": "ray",
        "ray_address": args.ray,
        "ray_max_actors": args.ray_actors or _MOST,
        "job_parallel": _AT_ONCE,
        "queue_seconds": _QUEUE_SECONDS,
    }


def each_file(files: list[str], args: Namespace, console: Console, work: Callable[[str, str], str]) -> int:
    """Calls `work(file, text)` for each file; gives the exit code.

    A file that fails is reported and the next one tried, unless no server answers. `work` gives a remark
    for -v.
    """
    codes = []
    for file in files:
        started = time.monotonic()
        try:
            text = _files.read_text(file, args.encoding)
            remark = work(file, text)
        except NewsbriefError as error:
            console.error(f"{_files.label(file)}: {_exit.describe(error)}")
            codes.append(_exit.code_of(error))
            remark = f"{error.code}, request {error.request_id}" if error.request_id else error.code
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            console.error(_exit.describe_os(error))
            codes.append(_exit.OTHER)
            continue
        if args.verbose:
            console.note(f"{_files.label(file)}: {time.monotonic() - started:.2f} s, {remark}")
        if codes and codes[-1] == _exit.UNREACHABLE:
            break
    return _exit.worst(codes)


def files_of(args: Namespace) -> list[str]:
    """The files named, or standard input when something is piped into it. Raises `UsageError`."""
    if args.files:
        return list(args.files)
    if sys.stdin.isatty():
        raise _exit.UsageError("name a FILE, or - for standard input")
    return [_files.STDIN]
