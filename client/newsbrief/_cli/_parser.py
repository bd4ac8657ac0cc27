"""What the command line accepts: its commands, which of them is meant, and what its help says."""

import argparse
import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import newsbrief
from newsbrief._cli import _batch, _check, _commands, _exit, _files, _glossary, _jobs, _options

Parsers = dict[str, argparse.ArgumentParser]


def parse(argv: list[str]) -> argparse.Namespace:
    """The options, and as `run` the command. Exits as argparse does: 2 after a mistake, 0 after --help."""
    root, commands, families = _parsers()
    if argv and argv[0] in families:
        return _choose(argv[1:], commands[argv[0]], families[argv[0]], "command")
    if argv and argv[0] not in commands and _means_brief(argv[0], commands["brief"]):
        return _parse_command(commands["brief"], argv)
    return _choose(argv, root, commands, "command or file")


def _choose(
    argv: list[str], parser: argparse.ArgumentParser, commands: Parsers, wanted: str
) -> argparse.Namespace:
    """Leaves the rest to the command named first; `wanted` is what might have been named."""
    if argv and argv[0] in commands:
        return _parse_command(commands[argv[0]], argv[1:])
    listed = f"commands: {', '.join(commands)}"
    if argv and not argv[0].startswith("-"):
        parser.error(f"no such {wanted}: {argv[0]!r}{_suggest(argv[0], commands)}; {listed}")
    _, unknown = parser.parse_known_args(argv)  # --help and --version end here
    _refuse(unknown, parser)
    return parser.error(f"name a {wanted.replace(' or ', ' or a ')}; {listed}")


def _parse_command(parser: argparse.ArgumentParser, argv: list[str]) -> argparse.Namespace:
    """Takes options between files too; what follows "--" is a file, which argparse forgets when intermixed."""
    end = argv.index("--") if "--" in argv else len(argv)
    args, unknown = parser.parse_known_intermixed_args(argv[:end])
    rest = argv[end + 1 :]
    for listed in ("files", "names"):
        if listed in args:
            setattr(args, listed, [*getattr(args, listed), *rest])
            rest = []
    _refuse(unknown + rest, parser)
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


class _Family:
    """A parser and its commands."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self.parser = parser
        self.commands: Parsers = {}
        self._shown = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(
        self, name: str, run: Callable[..., int] | None, description: str, *fill: Callable[[Any], None]
    ) -> argparse.ArgumentParser:
        """Adds a command that `run` does; without one it stands for a family of its own."""
        parser: argparse.ArgumentParser = self._shown.add_parser(
            name,
            description=description,
            help=description,
            epilog=_exit.HELP,
            allow_abbrev=False,
            formatter_class=_Formatter,
        )
        parser.set_defaults(run=run)
        for each in (*fill, _options.server) if run else fill:
            each(parser)
        self.commands[name] = parser
        return parser


def _parsers() -> tuple[argparse.ArgumentParser, Parsers, dict[str, Parsers]]:
    """The program's parser, its commands, and the commands of those that are families."""
    root = argparse.ArgumentParser(
        prog="newsbrief",
        description="Brief news articles in English, Korean and Russian.",
        epilog=f"`newsbrief FILE` and `newsbrief -` are short for `newsbrief brief`. {_exit.HELP}",
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    root.add_argument("--version", action="version", version=f"newsbrief {newsbrief.__version__}")
    o, add = _options, (family := _Family(root)).add
    add("brief", _commands.brief, "Brief articles.", o.files, o.article, o.briefs, o.making)
    add("translate", _commands.translate, "Translate texts.", o.files, o.translate, o.wording)
    add(
        "check",
        _check.check,
        "Compare a text with anybody's translation of it; with --local, without a server running.",
        o.check,
        o.terms,
    )
    add("names", _commands.names, "Write names in another script.", o.names)
    add("batch", _batch.batch, "Brief a file of many articles.", _batch.options, o.making)
    jobs = _Family(add("jobs", None, "See to what a server briefs in the background."))
    _add_job_commands(jobs.add)
    glossary = _Family(add("glossary", None, "Keep your own names and terms on a server."))
    _add_glossary_commands(glossary.add)
    add("detect", _commands.detect, "Tell the language of texts.", o.files, o.output_format)
    add("models", _commands.models, "List the models a server has loaded.", o.output_format)
    add("health", _commands.health, "Say whether a server serves.", o.health)
    add("demo", _commands.demo, "Brief a sample article, with no server running.", o.demo, o.briefs, o.making)
    return root, family.commands, {"glossary": glossary.commands, "jobs": jobs.commands}


def _add_job_commands(add: Callable[..., Any]) -> None:
    j, output = _jobs, _options.output_format
    add("list", j.list_all, "List your jobs, the newest first.", output)
    add("show", j.show, "Say how a job stands.", j.name_argument, output)
    add("cancel", j.cancel, "End a job; the results it has stay.", j.name_argument, output)
    add("delete", j.delete, "Delete a job and its results.", j.name_argument)


def _add_glossary_commands(add: Callable[..., Any]) -> None:
    g, output = _glossary, _options.output_format
    add("list", g.list_all, "List the glossaries a server keeps.", output)
    add("create", g.create, "Store a new, empty glossary.", g.name_argument, g.create_options)
    add("show", g.show, "List the terms of a glossary.", g.name_argument, g.show_options, output)
    add("import", g.import_file, "Store the rows of a file.", g.name_argument, g.import_options, output)
    add("delete", g.delete, "Delete a glossary and its terms.", g.name_argument)
    add(
        "match",
        g.match,
        "Show where terms stand in texts, and what they would be called.",
        _options.files,
        _options.translate,
        _options.terms,
    )
