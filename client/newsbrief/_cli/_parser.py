"""What the command line accepts, and what its help says."""

import argparse
import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import newsbrief
from newsbrief import _channel
from newsbrief._calls import SERVICE
from newsbrief._cli import _commands, _exit, _files

HEALTH_TIMEOUT = 5.0
_JSON = (
    "json is the contract's proto-JSON, one object an article: each on a line of its own (JSON Lines), or "
    "indented when it is one and goes to a terminal. Offsets count the characters of the file."
)


def parse(argv: list[str]) -> argparse.Namespace:
    """The options, and as `run` the command. Exits as argparse does: 2 after a mistake, 0 after --help."""
    root, commands = _parsers()
    if argv and argv[0] in commands:
        return _parse_command(commands[argv[0]], argv[1:])
    if argv and _means_brief(argv[0], commands["brief"]):
        return _parse_command(commands["brief"], argv)
    listed = f"commands: {', '.join(commands)}"
    if argv and not argv[0].startswith("-"):
        root.error(f"no such command or file: {argv[0]!r}{_suggest(argv[0], commands)}; {listed}")
    _, unknown = root.parse_known_args(argv)  # --help and --version end here
    _refuse(unknown, root)
    return root.error(f"name a command or a file; {listed}")


def _parse_command(parser: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    """Takes options between files too; what follows "--" is a file, which argparse forgets when intermixed."""
    end = argv.index("--") if "--" in argv else len(argv)
    args, unknown = parser.parse_known_intermixed_args(argv[:end])
    files = argv[end + 1 :]
    if "files" in args:
        args.files = [*args.files, *files]
    else:
        unknown += files
    _refuse(unknown, parser)
    return args


def _refuse(unknown: list[str], parser: argparse.ArgumentParser) -> None:
    if unknown:
        suggestion = _suggest(unknown[0].partition("=")[0], parser._option_string_actions)
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{suggestion}")


def _means_brief(argument: str, brief: argparse.ArgumentParser) -> bool:
    """`newsbrief article.txt`, `newsbrief -` and `newsbrief --to ko article.txt` brief."""
    if argument.startswith("-") and argument != _files.STDIN:
        return argument not in ("-h", "--help") and argument.partition("=")[0] in brief._option_string_actions
    return argument == _files.STDIN or Path(argument).exists()


def _suggest(mistyped: str, known: dict[str, Any]) -> str:
    close = difflib.get_close_matches(mistyped, known, n=1)
    return f" (did you mean {close[0]}?)" if close else ""


class _Formatter(argparse.HelpFormatter):
    """Room enough for our longest option."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    root = argparse.ArgumentParser(
        prog="newsbrief",
        description="Brief news articles in English, Korean and Russian.",
        epilog=f"`newsbrief FILE` and `newsbrief -` are short for `newsbrief brief`. {_exit.HELP}",
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    root.add_argument("--version", action="version", version=f"newsbrief {newsbrief.__version__}")
    shown = root.add_subparsers(title="commands", metavar="COMMAND")
    commands = {}

    def add(name: str, run: Callable[..., int], description: str, *fill: Callable[[Any], None]) -> None:
        parser = shown.add_parser(
            name,
            description=description,
            help=description,
            epilog=_exit.HELP,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        parser.set_defaults(run=run)
        for each in (*fill, _server_options):
            each(parser)
        commands[name] = parser

    add("brief", _commands.brief, "Brief articles.", _files_argument, _article_options, _brief_options)
    add("translate", _commands.translate, "Translate texts.", _files_argument, _translate_options)
    add("detect", _commands.detect, "Tell the language of texts.", _files_argument, _format_option)
    add("models", _commands.models, "List the models a server has loaded.", _format_option)
    add("health", _commands.health, "Say whether a server serves.", _health_options)
    add(
        "demo",
        _commands.demo,
        "Brief a sample article, with no server running.",
        _demo_options,
        _brief_options,
    )
    return root, commands


def _files_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="plain text; - or nothing for what is piped into standard input",
    )
    parser.add_argument(
        "--encoding",
        type=_files.check_encoding,
        help="of the files: default UTF-8, or what a byte order mark says; cp949 and cp1251 are others",
    )


def _article_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", metavar="CODE", help="language of the article: en, ko, ru; default: detected"
    )
    parser.add_argument(
        "--title", default="", help="headline of the article; default: its first line, if it reads so"
    )


def _brief_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to",
        type=_language_list,
        default=("en", "ko", "ru"),
        metavar="CODES",
        help="languages to brief in, with commas; default en,ko,ru",
    )
    parser.add_argument("--sentences", type=int, metavar="N", help="a brief has at most, 1 to 10; default 3")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=_JSON)
    output.add_argument("--stream", action="store_true", help="print sentences as they come, as text")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", metavar="CODE", help="language of the sample: en, ko or ru; default en")
    parser.set_defaults(title="")


def _translate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, metavar="CODE", help="language to translate to: en, ko, ru")
    parser.add_argument("--lang", metavar="CODE", help="language of the texts; default: detected")
    _format_option(parser)


def _format_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help=_JSON)


def _health_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--service",
        default=SERVICE,
        help='as in grpc.health.v1: default %(default)s; "" is the process',
    )
    parser.set_defaults(timeout=HEALTH_TIMEOUT)


def _server_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("server")
    which = group.add_mutually_exclusive_group()
    which.add_argument(
        "--server",
        metavar="HOST:PORT",
        help=f"default: ${_channel.SERVER_VARIABLE}, else {_channel.DEFAULT_TARGET}",
    )
    which.add_argument("--local", action="store_true", help="start a private server for this one run")
    group.add_argument(
        "--timeout",
        type=_seconds,
        default=parser.get_default("timeout") or _channel.DEFAULT_TIMEOUT,
        metavar="SECONDS",
        help="for each call; default %(default)g",
    )
    group.add_argument(
        "--tls",
        action=argparse.BooleanOptionalAction,
        help="default: TLS to other machines, none on this one",
    )
    group.add_argument("--ca-cert", metavar="FILE", help="PEM certificate that vouches for the server's")
    group.add_argument("--client-cert", metavar="FILE", help="PEM certificate to show the server")
    group.add_argument("--client-key", metavar="FILE", help="its PEM key")
    group.add_argument(
        "--token-file", metavar="FILE", help=f"holds the bearer token; default: ${_channel.TOKEN_VARIABLE}"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", help="timings and request ids on standard error"
    )


def _language_list(value: str) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not codes:
        raise argparse.ArgumentTypeError("name at least one language, like en,ko,ru")
    return codes


def _seconds(value: str) -> float:
    try:
        return _channel.check_timeout(float(value))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a positive number of seconds") from None
