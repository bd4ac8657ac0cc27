"""The command `newsbrief-server`."""

import argparse
import asyncio
import dataclasses
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from newsbrief_models.errors import ModelsError
from newsbrief_service.settings import Settings, SettingsError, load, parse, variable

EXIT_USAGE = 2
EXIT_SOFTWARE = 70  # EX_SOFTWARE: what runs the models cannot be started
EXIT_CONFIG = 78  # EX_CONFIG of sysexits.h: set up wrongly, restarting does not help


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    options = _parser().parse_args(argv)
    try:
        fields = {f.name: f for f in dataclasses.fields(Settings)}
        given = {name: text for name, text in vars(options).items() if name in fields and text is not None}
        flags = {name: parse(fields[name], text, _flag(name)) for name, text in given.items()}
        settings = load(flags, os.environ, options.config)
    except SettingsError as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_USAGE
    return _serve(settings)


def _serve(settings: Settings) -> int:
    # Read when grpc is imported, so before it is: the core's own lines are no JSON, and repeat what we say.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    from newsbrief_service import logs
    from newsbrief_service.engine.errors import EngineDiedError
    from newsbrief_service.server import BindError, serve

    logs.configure(settings.log_level)
    try:
        asyncio.run(serve(settings))
    except (ModelsError, BindError) as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_CONFIG
    except EngineDiedError as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_SOFTWARE
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbrief-server", description="Serve briefs over gRPC.")
    parser.add_argument("--version", action="version", version=f"newsbrief-server {version('newsbrief')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve_parser = commands.add_parser(
        "serve",
        help="serve until SIGTERM or Ctrl-C",
        description="Serve until SIGTERM or Ctrl-C. Every option can also be given as the environment variable named "
        "with it, or in a TOML file; flags win over variables, variables over the file.",
    )
    serve_parser.add_argument(
        "--config", type=Path, metavar="FILE", help="TOML file of options, e.g. max_calls = 64"
    )
    for f in dataclasses.fields(Settings):
        default = "empty" if f.default == "" else f.default
        help_text = f"{f.metadata['help']} Default {default} [{variable(f.name)}]"
        # A flag of its own for yes and no, so that `--no-reflection` reads as one would say it.
        if f.type is bool:
            serve_parser.add_argument(
                _flag(f.name), dest=f.name, action="store_const", const="true", help=help_text
            )
            serve_parser.add_argument(
                "--no-" + _flag(f.name)[2:],
                dest=f.name,
                action="store_const",
                const="false",
                help=argparse.SUPPRESS,
            )
        else:
            serve_parser.add_argument(_flag(f.name), dest=f.name, metavar=f.name.upper(), help=help_text)
    return parser


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


if __name__ == "__main__":
    sys.exit(main())
