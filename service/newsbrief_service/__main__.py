"""The command `newsbrief-server`."""

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version

from newsbrief_models.errors import ModelsError
from newsbrief_service import model_commands as models
from newsbrief_service.exits import EXIT_CONFIG, EXIT_SOFTWARE, EXIT_USAGE
from newsbrief_service.options import add_settings, settings_of
from newsbrief_service.security import commands as tokens
from newsbrief_service.security.errors import SecurityFileError
from newsbrief_service.settings import Settings, SettingsError

# The event loop gets the interpreter from a thread at text work so soon. With Python's own 5 ms, a brief that takes
# 0.1 s alone took 0.4 s while others' texts were worked on; with this, 0.2 s.
_SWITCH_SECONDS = 0.0005


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(argv)
    try:
        settings = settings_of(options, os.environ)
    except SettingsError as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return int(options.exit_for_settings)
    return int(options.run(settings, options))


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    # Read when grpc is imported, so before it is: the core's own lines are no JSON, and repeat what we say.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    from newsbrief_service import logs
    from newsbrief_service.engine.errors import EngineDiedError
    from newsbrief_service.server import BindError, serve
    from newsbrief_service.text_workers.errors import TextWorkerDiedError

    logs.configure(settings.log_level)
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        asyncio.run(serve(settings))
    except (ModelsError, SecurityFileError, BindError) as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_CONFIG
    except (EngineDiedError, TextWorkerDiedError) as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_SOFTWARE
    return 0


def _check(settings: Settings, _: argparse.Namespace) -> int:
    from newsbrief_service import logs
    from newsbrief_service.checking import check

    logs.configure("critical")  # what is wrong is told in the lines of the check
    return 0 if asyncio.run(check(settings)) else EXIT_CONFIG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbrief-server", description="Serve briefs over gRPC.")
    parser.add_argument("--version", action="version", version=f"newsbrief-server {version('newsbrief')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    sources = (
        "Every option can also be given as the environment variable named with it, or in a TOML file; flags win over "
        "variables, variables over the file."
    )
    serve = commands.add_parser(
        "serve",
        help="serve until SIGTERM or Ctrl-C",
        description=f"Serve until SIGTERM or Ctrl-C. {sources}",
    )
    add_settings(serve)
    serve.set_defaults(run=_serve, exit_for_settings=EXIT_USAGE)
    check = commands.add_parser(
        "check",
        help="see whether it could serve: settings, files, models",
        description="See whether `serve` with the same options could serve, without serving: settings, certificates, "
        f"tokens, storage, models. Exit code 0 if so, 78 if not. {sources}",
    )
    add_settings(check)
    check.set_defaults(run=_check, exit_for_settings=EXIT_CONFIG)
    models.add_parser(commands)
    tokens.add_parser(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
