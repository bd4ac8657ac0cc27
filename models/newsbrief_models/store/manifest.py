"""Reads what a model folder says of itself (`newsbrief-model.toml`), strictly: unknown keys are refused."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.types import Language

MANIFEST_NAME = "newsbrief-model.toml"
MAX_MANIFEST_BYTES = 64 * 1024
SCHEMA = 1
TASKS = ("translation",)
# Model folders are flat, so a name that could leave the folder or hide in it is none.
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file's size in bytes and its SHA-256 in lower-case hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Decoding:
    """How the model is best decoded, and how long a text it can take and give, in tokens."""

    beam_size: int  # >= 1; 1 is greedy
    max_source_tokens: int  # >= 16, without tag and end token; longer sentences are split
    max_target_tokens: int  # >= 16; the model's positions end here
    repetition_penalty: float  # >= 1; 1 is none
    no_repeat_ngram_size: int  # no n-gram of this size is written twice; 0 allows all


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model folder's manifest, already checked for form; `verify` checks the files against it."""

    name: str
    version: str
    task: str
    architecture: str
    engine: str
    license: str  # SPDX expression
    source: str  # where the weights come from
    revision: str
    directions: tuple[tuple[Language, Language], ...]  # (source, target)
    language_tags: Mapping[Language, str]  # the token that asks for a target language
    decoding: Decoding
    files: Mapping[str, FileEntry]
    scores: Mapping[str, float]  # measured quality, free names
    confidence: Mapping[str, float]  # calibration of the confidence, free names
    takes_hints: bool = False  # trained to obey hints marked as `translate.marking` does

    @property
    def size_bytes(self) -> int:
        """All listed files together."""
        return sum(entry.size for entry in self.files.values())


def load(folder: Path) -> Manifest:
    """Read the manifest of `folder`. Opens no other file.

    Raises:
        ModelFolderError: no folder, no manifest, or one that is too large, not TOML, of another schema,
            or lacking, misspelling or mistyping a key; the message names the key.
    """
    return parse(folder / MANIFEST_NAME, read_bytes(folder))


def read_bytes(folder: Path) -> bytes:
    """The manifest file's bytes, at most `MAX_MANIFEST_BYTES`; raises ModelFolderError when there is none."""
    if not folder.is_dir():
        raise ModelFolderError(folder, "no such folder")
    path = folder / MANIFEST_NAME
    try:
        with path.open("rb") as file:
            data = file.read(MAX_MANIFEST_BYTES + 1)
    except FileNotFoundError:
        raise ModelFolderError(folder, f"holds no {MANIFEST_NAME}") from None
    except OSError as error:
        raise ModelFolderError(path, f"cannot be read: {error.strerror}") from None
    if len(data) > MAX_MANIFEST_BYTES:
        raise ModelFolderError(path, f"is larger than {MAX_MANIFEST_BYTES:,} bytes")
    return data


def parse(path: Path, data: bytes) -> Manifest:
    """Read a manifest's text; `path` is where it came from, for messages. Raises ModelFolderError."""
    try:
        root = _Table(path, "", tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError:
        raise ModelFolderError(path, "is not UTF-8") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ModelFolderError(path, f"is not TOML: {error}") from None
    schema = root.take("schema", int)
    if schema != SCHEMA:
        raise root.wrong("schema", f"is {schema}; this version reads schema {SCHEMA}")
    manifest = Manifest(
        name=root.text("name"),
        version=root.text("version"),
        task=root.text("task"),
        architecture=root.text("architecture"),
        engine=root.text("engine"),
        license=root.text("license"),
        source=root.text("source"),
        revision=root.text("revision"),
        directions=tuple(_direction(root, item) for item in root.take("directions", list)),
        language_tags=_language_tags(root.table("language_tags")),
        decoding=_decoding(root.table("decoding")),
        files=_files(root.table("files")),
        scores=_numbers(root.table("scores", optional=True)),
        confidence=_numbers(root.table("confidence", optional=True)),
        takes_hints=root.take("takes_hints", bool, False),
    )
    root.end()
    _check_agreement(root, manifest)
    return manifest


class _Table:
    """A TOML table whose keys are taken one by one; what is left at the end is unknown, hence refused."""

    def __init__(self, path: Path, name: str, values: dict[str, Any]) -> None:
        self.path, self.name, self.values = path, name, dict(values)

    def wrong(self, key: str, problem: str) -> ModelFolderError:
        return ModelFolderError(
            self.path, f"{self.name}.{key} {problem}" if self.name else f"{key} {problem}"
        )

    def take(self, key: str, kind: type[T], default: T | None = None) -> T:
        value: Any = self.values.pop(key, default)
        if value is None:
            raise self.wrong(key, "is missing")
        if kind is float and type(value) is int:
            value = float(value)  # TOML writes 1.0 as 1 too
        if not isinstance(value, kind) or type(value) is not kind:  # True is an int to isinstance
            raise self.wrong(key, f"must be {kind.__name__}, not {type(value).__name__}")
        return value

    def text(self, key: str) -> str:
        value = self.take(key, str)
        if not value or not value.isprintable() or len(value) > 500:
            raise self.wrong(key, "must be one line of 1 to 500 characters")
        return value

    def integer(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.take(key, int, default)
        if not low <= value <= high:
            raise self.wrong(key, f"must be {low} to {high}, not {value}")
        return value

    def real(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self.take(key, float, default)
        if not low <= value <= high:  # NaN is not
            raise self.wrong(key, f"must be {low} to {high}, not {value}")
        return value

    def table(self, key: str, *, optional: bool = False) -> "_Table":
        values = self.take(key, dict, {} if optional else None)
        return _Table(self.path, f"{self.name}.{key}" if self.name else key, values)

    def end(self) -> None:
        for key in self.values:
            raise self.wrong(key, "is not a key of this schema")


def _direction(root: _Table, item: object) -> tuple[Language, Language]:
    source, _, target = item.partition("-") if isinstance(item, str) else ("", "", "")
    known = tuple(map(str, Language))
    if source not in known or target not in known or source == target:
        raise root.wrong("directions", f'holds {item!r}; each is "source-target" of {", ".join(known)}')
    return Language(source), Language(target)


def _language_tags(table: _Table) -> Mapping[Language, str]:
    tags = {language: table.text(language) for language in Language if language in table.values}
    table.end()
    return MappingProxyType(tags)


def _decoding(table: _Table) -> Decoding:
    decoding = Decoding(
        beam_size=table.integer("beam_size", 1, 16),
        max_source_tokens=table.integer("max_source_tokens", 16, 4096),
        max_target_tokens=table.integer("max_target_tokens", 16, 4096),
        repetition_penalty=table.real("repetition_penalty", 1, 2, default=1.0),
        no_repeat_ngram_size=table.integer("no_repeat_ngram_size", 0, 16, default=0),
    )
    table.end()
    return decoding


def _files(table: _Table) -> Mapping[str, FileEntry]:
    entries = {}
    for name in list(table.values):
        if not _FILE_NAME.fullmatch(name) or name == MANIFEST_NAME:
            raise table.wrong(repr(name), "is not a plain file name")
        entry = table.table(name)
        entries[name] = FileEntry(entry.integer("size", 0, 1 << 40), entry.text("sha256"))
        if not _SHA256.fullmatch(entries[name].sha256):
            raise entry.wrong("sha256", "must be 64 hexadecimal digits in lower case")
        entry.end()
    return MappingProxyType(entries)


def _numbers(table: _Table) -> Mapping[str, float]:
    return MappingProxyType({key: table.take(key, float) for key in list(table.values)})


def _check_agreement(root: _Table, manifest: Manifest) -> None:
    """What single keys cannot show: the keys together describe one usable model."""
    if manifest.task not in TASKS:
        raise root.wrong("task", f"is {manifest.task!r}; known are {', '.join(TASKS)}")
    if not manifest.directions or len(set(manifest.directions)) != len(manifest.directions):
        raise root.wrong("directions", "must hold at least one direction, each once")
    for _, target in manifest.directions:
        if target not in manifest.language_tags:
            raise root.wrong(f"language_tags.{target}", "is missing, though a direction leads there")
    if not manifest.files:
        raise root.wrong("files", "must list at least one file")
