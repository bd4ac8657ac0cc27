"""Settings on a command line: a flag for each, and what flags, variables and a file make together."""

import argparse
import dataclasses
from collections.abc import Collection, Mapping
from pathlib import Path

from newsbrief_service.settings import Settings, load, parse, variable

_FIELDS = {f.name: f for f in dataclasses.fields(Settings)}


def add_settings(parser: argparse.ArgumentParser, names: Collection[str] = tuple(_FIELDS)) -> None:
    """Add `--config` and a flag for each setting in `names`; all of them unless given."""
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="TOML file of options, e.g. max_calls = 64"
    )
    for name in names:
        setting = _FIELDS[name]
        default = "empty" if setting.default == "" else setting.default
        help_text = f"{setting.metadata['help']} Default {default} [{variable(name)}]"
        # A flag of its own for yes and no, so that `--no-reflection` reads as one would say it.
        if setting.type is bool:
            parser.add_argument(_flag(name), dest=name, action="store_const", const="true", help=help_text)
            opposite = "--no-" + _flag(name)[2:]
            parser.add_argument(
                opposite, dest=name, action="store_const", const="false", help=argparse.SUPPRESS
            )
        else:
            parser.add_argument(_flag(name), dest=name, metavar=name.upper(), help=help_text)


def settings_of(options: argparse.Namespace, environ: Mapping[str, str]) -> Settings:
    """The settings that a parsed command line, `environ` and the file named by `--config` make together.

    Raises:
        SettingsError: one of them cannot be used.
    """
    given = {name: text for name, text in vars(options).items() if name in _FIELDS and text is not None}
    flags = {name: parse(_FIELDS[name], text, _flag(name)) for name, text in given.items()}
    return load(flags, environ, options.config)


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")
