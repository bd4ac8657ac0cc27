"""Profiles: which models make up a set-up, where they come from, and which of them a direction takes, in order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.locate import BUNDLED
from newsbrief_models.store.tables import Table, parse_table
from newsbrief_models.translate.families import families
from newsbrief_models.types import Language

Direction = tuple[Language, Language]
SCHEMA = 1
EXTRACTIVE = "extractive"
MODEL_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
_REVISION = re.compile(r"[0-9a-f]{7,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Published broken: with the tokenizer of another model.
REFUSED = frozenset({"Helsinki-NLP/opus-mt-tc-big-en-ko"})


@dataclass(frozen=True, slots=True)
class Recipe:
    """A model to be pulled: where from, under which licence, and what its manifest will say of it."""

    name: str
    repository: str  # "owner/name" on the hub
    revision: str  # hexadecimal digits a commit begins with; empty: the newest when first pulled
    license: str
    engine: str
    weights: str
    description: Mapping[str, object]  # the keys of a manifest that come from the profile, as TOML has them
    sha256: Mapping[str, str]  # of the files whose hashes are known


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that something else serves."""

    name: str
    repository: str
    revision: str
    license: str
    note: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A set-up; `routes` names the models of a direction, to be used one after the other, `summarizers` those that
    write abstractive briefs: of several that can, the first does. Sentences can be chosen without any.
    """

    name: str
    description: str
    license_note: str
    must_accept: bool  # the licences forbid common uses
    summarizers: tuple[str, ...]
    routes: Mapping[Direction, tuple[str, ...]]
    recipes: Mapping[str, Recipe]
    endpoints: Mapping[str, Endpoint]

    @property
    def routed(self) -> tuple[str, ...]:
        """The models that the routes need, each once."""
        return tuple(dict.fromkeys(name for route in self.routes.values() for name in route))

    @property
    def needed(self) -> tuple[str, ...]:
        """All models that are needed, each once."""
        return (*self.routed, *self.summarizers)


def names() -> list[str]:
    """The profiles that come with newsbrief, the default first."""
    found = sorted(
        path.name.removesuffix(".toml") for path in _folder().iterdir() if path.name.endswith(".toml")
    )
    return sorted(found, key=lambda name: (name != BUNDLED, name))


def load(spec: str) -> Profile:
    """The profile that `spec` names: one of `names()`, or the path of a TOML file.

    Raises:
        ModelFolderError: there is none, or it is wrong; the message names the key.
    """
    if spec in names():
        return _shipped(spec)
    path = Path(spec).expanduser()
    if path.suffix != ".toml" or not path.is_file():
        raise ModelFolderError(path, f"is no profile; there are {', '.join(names())}, or give a .toml file")
    return parse(path, path.read_bytes())


def recipe(name: str) -> tuple[Profile, Recipe] | None:
    """The recipe of a model by its name, and the shipped profile it stands in; None where there is none."""
    for profile in map(_shipped, names()):
        if name in profile.recipes:
            return profile, profile.recipes[name]
    return None


def parse(path: Path, data: bytes) -> Profile:
    """Read a profile's text; `path` is where it came from, for messages. Raises ModelFolderError."""
    root = parse_table(path, data)
    if (schema := root.take("schema", int)) != SCHEMA:
        raise root.wrong("schema", f"is {schema}; this version reads schema {SCHEMA}")
    recipes, endpoints = root.table("models", optional=True), root.table("endpoint", optional=True)
    profile = Profile(
        name=_matching(root, "name", MODEL_NAME),
        description=root.text("description"),
        license_note=root.text("license_note", "none needed"),
        must_accept=root.take("must_accept", bool, False),
        summarizers=_summarizers(root),
        routes=_routes(root.table("routes", optional=True)),
        recipes=MappingProxyType({name: _recipe(recipes, name) for name in list(recipes.values)}),
        endpoints=MappingProxyType({name: _endpoint(endpoints, name) for name in list(endpoints.values)}),
    )
    root.end()
    for key, wanted, task in (
        ("routes", profile.routed, "translation"),
        ("summarizer", profile.summarizers, "summarization"),
    ):
        for name in wanted:
            if name == BUNDLED and key == "routes":
                continue
            if name not in profile.recipes:
                raise root.wrong(key, f"names the model {name!r}, which [models] does not have")
            if profile.recipes[name].description["task"] != task:
                raise root.wrong(key, f"names the model {name!r}, whose task is not {task}")
    return profile


def _summarizers(root: Table) -> tuple[str, ...]:
    """The models that write; none where the only summarizer is the one that chooses sentences."""
    if isinstance(root.values.get("summarizer"), str):
        only = root.text("summarizer")
        return () if only == EXTRACTIVE else (only,)
    names = root.take("summarizer", list, [])
    if not names or not all(isinstance(name, str) for name in names) or len(set(names)) < len(names):
        raise root.wrong("summarizer", f"must be {EXTRACTIVE!r}, a model, or a list of models, each once")
    return tuple(names)


def _folder() -> Path:
    return Path(str(files("newsbrief_models.store"))) / "profiles"


@cache
def _shipped(name: str) -> Profile:
    path = _folder() / f"{name}.toml"
    return parse(path, path.read_bytes())


def _routes(table: Table) -> Mapping[Direction, tuple[str, ...]]:
    routes: dict[Direction, tuple[str, ...]] = {}
    known = tuple(map(str, Language))
    for key in list(table.values):
        source, _, target = key.partition("-")
        if source not in known or target not in known or source == target:
            raise table.wrong(key, "is no direction")
        route = table.take(key, list)
        if not 1 <= len(route) <= 2 or not all(isinstance(name, str) for name in route):
            raise table.wrong(key, "must name one model, or two")
        routes[Language(source), Language(target)] = tuple(route)
    return MappingProxyType(routes)


def _recipe(table: Table, name: str) -> Recipe:
    if not MODEL_NAME.fullmatch(name):
        raise table.wrong(repr(name), "is no name for a model")
    row = table.table(name)
    repository = _matching(row, "repository", _REPOSITORY)
    if repository in REFUSED:
        raise row.wrong("repository", f"is {repository}, which was published with the wrong tokenizer")
    hashes = row.table("sha256", optional=True)
    known = {file: hashes.text(file) for file in list(hashes.values)}
    for file, digest in known.items():
        if not _SHA256.fullmatch(digest):
            raise hashes.wrong(repr(file), "must be 64 hexadecimal digits in lower case")
    found = Recipe(
        name=name,
        repository=repository,
        revision=_matching(row, "revision", _REVISION, ""),
        license=row.text("license"),
        engine=row.text("engine", "ctranslate2"),
        weights=row.text("weights", "int8"),
        description=MappingProxyType(
            {
                "task": row.text("task", "translation"),
                "family": _family(row),
                **{key: row.take(key, list) for key in ("directions", "languages") if key in row.values},
                **{key: row.take(key, dict) for key in ("language_tags", "decoding") if key in row.values},
            }
        ),
        sha256=MappingProxyType(known),
    )
    row.end()
    return found


def _family(row: Table) -> str:
    name = row.text("family")
    if name not in families():
        raise row.wrong("family", f"is {name!r}; known are {', '.join(families())}")
    return name


def _endpoint(table: Table, name: str) -> Endpoint:
    row = table.table(name)
    found = Endpoint(
        name,
        _matching(row, "repository", _REPOSITORY),
        _matching(row, "revision", _REVISION, ""),
        row.text("license"),
        row.text("note"),
    )
    row.end()
    return found


def _matching(table: Table, key: str, pattern: re.Pattern[str], default: str | None = None) -> str:
    if default is not None and key not in table.values:
        return default
    value = table.text(key)
    if not pattern.fullmatch(value):
        raise table.wrong(key, f"must match {pattern.pattern}")
    return value
