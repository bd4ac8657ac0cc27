"""The command line: `newsbrief`. Here is only what surrounds a command; what it does is in `_commands`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from newsbrief._cli import _exit
from newsbrief._cli._console import Console
from newsbrief._errors import NewsbriefError


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line `argv` (default: the process's own) and gives its exit code."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # gRPC's own log would come between our lines
    _replace_closed_streams()
    console = Console(sys.stdout, sys.stderr)
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv), console)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _exit.INTERRUPTED
    except BrokenPipeError:
        return _exit.BROKEN_PIPE
    return code


def _replace_closed_streams() -> None:
    """Where a stream was closed before we began (`newsbrief ... >&-`), Python has None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for good


def _run(argv: list[str], console: Console) -> int:
    from newsbrief._cli._parser import parse  # after GRPC_VERBOSITY is set, and inside the reach of Ctrl-C

    try:
        args = parse(argv)
        return int(args.run(args, console))
    except SystemExit as stop:  # argparse has said what there is to say
        return stop.code if isinstance(stop.code, int) else _exit.OK
    except _exit.UsageError as error:
        console.error(str(error))
        return _exit.USAGE
    except NewsbriefError as error:
        console.error(_exit.describe(error))
        return _exit.code_of(error)
    except BrokenPipeError:
        raise
    except OSError as error:
        console.error(_exit.describe_os(error))
        return _exit.OTHER
