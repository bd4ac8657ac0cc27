"""`newsbrief-server tokens add|list|revoke`. A running server takes changes up within a second or two."""

import argparse
import sys
from typing import Any

from newsbrief_service.exits import EXIT_CONFIG, EXIT_REFUSED, EXIT_USAGE
from newsbrief_service.options import add_settings
from newsbrief_service.security.errors import SecurityFileError, TokenNameError
from newsbrief_service.security.tokens import Token, TokenFile
from newsbrief_service.settings import Settings


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `tokens` to the commands of `newsbrief-server`."""
    tokens = commands.add_parser(
        "tokens",
        help="add, list and revoke bearer tokens",
        description="Bearer tokens for `serve --auth tokens`, kept as hashes in data_dir. Changes need no restart.",
    ).add_subparsers(required=True, metavar="COMMAND")

    add = _command(tokens, "add", "add a token and print it: this once, for it is kept nowhere")
    add.add_argument("name", metavar="NAME", help="what to list and revoke it by")
    add.add_argument("--tenant", default="", help="whom its calls are counted to; default: NAME")
    add.add_argument(
        "--allow",
        metavar="METHOD",
        nargs="+",
        action="extend",
        default=[],
        help="methods it is for, e.g. BriefArticle, or all of a service, e.g. GlossaryService; default: all",
    )
    add.add_argument(
        "--max-calls",
        dest="tenant_calls",  # max_calls is a setting
        type=int,
        default=0,
        metavar="N",
        help="calls its tenant may hold at once; default: no bound",
    )
    _command(tokens, "list", "list tokens, without what proves them")
    revoke = _command(tokens, "revoke", "revoke a token; calls under way are answered still")
    revoke.add_argument("name", metavar="NAME")


def _command(commands: Any, name: str, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text.capitalize() + "."
    )
    add_settings(parser, ["data_dir"])
    parser.set_defaults(run=_run, command=_COMMANDS[name], exit_for_settings=EXIT_USAGE)
    return parser


def _run(settings: Settings, options: argparse.Namespace) -> int:
    from newsbrief_service.security.setup import token_file

    try:
        options.command(token_file(settings), options)
    except TokenNameError as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_REFUSED
    except SecurityFileError as error:
        print(f"newsbrief-server: {error}", file=sys.stderr)  # noqa: T201
        return EXIT_CONFIG
    return 0


def _add(file: TokenFile, options: argparse.Namespace) -> None:
    from newsbrief_service.security.methods import methods_named

    methods = methods_named(options.allow)
    secret = file.add(options.name, options.tenant, methods, options.tenant_calls)
    print(secret)  # noqa: T201


def _list(file: TokenFile, _: argparse.Namespace) -> None:
    rows = [("NAME", "TENANT", "CALLS", "CREATED", "METHODS"), *map(_row, file.read())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())  # noqa: T201


def _revoke(file: TokenFile, options: argparse.Namespace) -> None:
    file.revoke(options.name)


def _row(token: Token) -> tuple[str, ...]:
    from newsbrief_service.security.methods import names_of

    methods = " ".join(names_of(token.methods)) or "all"
    return token.name, token.tenant, str(token.max_calls or "-"), token.created, methods


_COMMANDS = {"add": _add, "list": _list, "revoke": _revoke}
