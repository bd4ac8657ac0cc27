"""Reads what a model folder says of itself (`newsbrief-model.toml`), strictly: unknown keys are refused."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.tables import Table, parse_table
from newsbrief_models.translate.compute import WEIGHTS
from newsbrief_models.translate.families import families
from newsbrief_models.types import Language

MANIFEST_NAME = "newsbrief-model.toml"
MAX_MANIFEST_BYTES = 64 * 1024
SCHEMA = 1
TASKS = ("translation", "summarization")
ENGINES = ("ctranslate2", "transformers")
# Model folders are flat, so a name that could leave the folder or hide in it is none.
FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


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
    length_penalty: float = 1.0  # a hypothesis scores its log-probability by its length to this power
    patience: float = 1.0  # CTranslate2 searches on until beam_size times this many hypotheses have ended


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
    languages: tuple[Language, ...] = ()  # of a summarizer
    family: str = "tagged"  # how it is told which language to write; see translate/families.toml
    weights: str = "int8"  # what they are stored as
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
    root = parse_table(path, data)
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
        directions=tuple(_direction(root, item) for item in root.take("directions", list, [])),
        language_tags=_language_tags(root.table("language_tags", optional=True)),
        decoding=_decoding(root.table("decoding")),
        files=_files(root.table("files")),
        scores=_numbers(root.table("scores", optional=True)),
        confidence=_numbers(root.table("confidence", optional=True)),
        languages=tuple(_language(root, item) for item in root.take("languages", list, [])),
        family=root.text("family", "tagged"),
        weights=root.text("weights", "int8"),
        takes_hints=root.take("takes_hints", bool, False),
    )
    root.end()
    _check_agreement(root, manifest)
    return manifest


def _language(root: Table, item: object) -> Language:
    if item not in tuple(map(str, Language)):
        raise root.wrong("languages", f"holds {item!r}; known are {', '.join(Language)}")
    return Language(str(item))


def _direction(root: Table, item: object) -> tuple[Language, Language]:
    source, _, target = item.partition("-") if isinstance(item, str) else ("", "", "")
    known = tuple(map(str, Language))
    if source not in known or target not in known or source == target:
        raise root.wrong("directions", f'holds {item!r}; each is "source-target" of {", ".join(known)}')
    return Language(source), Language(target)


def _language_tags(table: Table) -> Mapping[Language, str]:
    tags = {language: table.text(language) for language in Language if language in table.values}
    table.end()
    return MappingProxyType(tags)


def _decoding(table: Table) -> Decoding:
    decoding = Decoding(
        beam_size=table.integer("beam_size", 1, 16),
        max_source_tokens=table.integer("max_source_tokens", 16, 4096),
        max_target_tokens=table.integer("max_target_tokens", 16, 4096),
        repetition_penalty=table.real("repetition_penalty", 1, 2, default=1.0),
        no_repeat_ngram_size=table.integer("no_repeat_ngram_size", 0, 16, default=0),
        length_penalty=table.real("length_penalty", 0, 4, default=1.0),
        patience=table.real("patience", 1, 8, default=1.0),
    )
    table.end()
    return decoding


def _files(table: Table) -> Mapping[str, FileEntry]:
    entries = {}
    for name in list(table.values):
        if not FILE_NAME.fullmatch(name) or name == MANIFEST_NAME:
            raise table.wrong(repr(name), "is not a plain file name")
        entry = table.table(name)
        entries[name] = FileEntry(entry.integer("size", 0, 1 << 40), entry.text("sha256"))
        if not _SHA256.fullmatch(entries[name].sha256):
            raise entry.wrong("sha256", "must be 64 hexadecimal digits in lower case")
        entry.end()
    return MappingProxyType(entries)


def _numbers(table: Table) -> Mapping[str, float]:
    return MappingProxyType({key: table.take(key, float) for key in list(table.values)})


def _check_agreement(root: Table, manifest: Manifest) -> None:
    """What single keys cannot show: the keys together describe one usable model."""
    for key, known in (
        ("task", TASKS),
        ("engine", ENGINES),
        ("family", tuple(families())),
        ("weights", WEIGHTS),
    ):
        if getattr(manifest, key) not in known:
            raise root.wrong(key, f"is {getattr(manifest, key)!r}; known are {', '.join(known)}")
    translates = manifest.task == "translation"
    if len(set(manifest.directions)) != len(manifest.directions) or bool(manifest.directions) != translates:
        raise root.wrong("directions", "must hold at least one direction, each once; none for a summarizer")
    if bool(manifest.languages) == translates:
        raise root.wrong("languages", "must name a summarizer's languages, and only those")
    family = families()[manifest.family]
    own = tuple((language, language) for language in manifest.languages)
    for source, target in (*manifest.directions, *own):
        for language, needed in ((source, family.tags_sources), (target, family.tags_targets)):
            if needed and language not in manifest.language_tags:
                raise root.wrong(f"language_tags.{language}", "is missing, though the family needs it")
    if not manifest.files:
        raise root.wrong("files", "must list at least one file")
