"""What was pulled first of each model, commit and SHA-256 of every file, and is held from then on."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.tables import parse_table

MAX_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Pins:
    """The commit a model was first pulled at, and its files' hashes."""

    repository: str
    asked: str  # the digits that the profile had then; empty: any commit
    revision: str
    sha256: Mapping[str, str]


def read(path: Path) -> Pins | None:
    """The pins in `path`; None where there are none yet. Raises ModelFolderError where they cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except FileNotFoundError:
        return None
    root = parse_table(path, data)
    table = root.table("sha256")
    pins = Pins(
        root.text("repository"),
        root.take("asked", str),
        root.text("revision"),
        {name: table.text(name) for name in list(table.values)},
    )
    root.end()
    return pins


def write(path: Path, pins: Pins) -> None:
    """Write `pins` to `path`, atomically."""
    lines = [
        "# Recorded when this model was first pulled; what is pulled later must be the same.",
        f'repository = "{pins.repository}"',
        f'asked = "{pins.asked}"',
        f'revision = "{pins.revision}"',
        "",
        "[sha256]",
        *(f'"{name}" = "{digest}"' for name, digest in sorted(pins.sha256.items())),
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".pins-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def compare(folder: Path, found: Mapping[str, str], known: Mapping[str, str], origin: str) -> None:
    """Refuse a file of `folder` whose hash in `found` is not the one `known`; `origin` says where that is from.

    Raises:
        ModelFolderError: naming the file, or one that is known and was not found.
    """
    for name, digest in sorted(known.items()):
        if name not in found:
            raise ModelFolderError(folder / name, f"is missing, though {origin} lists it")
        if found[name] != digest:
            raise ModelFolderError(
                folder / name, f"has sha256 {found[name][:12]}…, {origin} says {digest[:12]}…"
            )


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; bounded memory."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
