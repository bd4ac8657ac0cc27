"""Checks a model folder's files against its manifest before anything parses them."""

import hashlib
import os
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.manifest import MANIFEST_NAME, FileEntry, Manifest

_CHUNK_BYTES = 1 << 20
_DOCUMENT_SUFFIXES = (".md",)
_DOCUMENT_PREFIXES = ("LICENSE", "NOTICE")


def verify(folder: Path, manifest: Manifest) -> None:
    """Check that `folder` holds every file of `manifest`, unchanged, and no other that an engine might open.

    Documents (``*.md``, ``LICENSE*``, ``NOTICE*``), hidden files and sub-folders are nobody's input and stay
    unchecked. Memory is bounded; each file is read once.

    Raises:
        ModelFolderError: naming the first file that is missing, unlisted, a link out of the folder, not a
            regular file, or of another size or SHA-256.
    """
    refuse_unlisted(folder, manifest)
    for name, entry in manifest.files.items():
        path = _regular_file(folder, name, entry)
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
        _compare(folder / name, digest.hexdigest(), entry)


def read_verified(folder: Path, manifest: Manifest) -> dict[str, bytes]:
    """All listed files' contents, checked as `verify` does.

    What was hashed is what the caller parses: a file changed after the check cannot slip in.
    Takes `manifest.size_bytes` of memory.
    """
    refuse_unlisted(folder, manifest)
    contents = {}
    for name, entry in manifest.files.items():
        with _regular_file(folder, name, entry).open("rb") as file:
            data = file.read(entry.size + 1)  # no more than expected, should it grow meanwhile
        _compare(folder / name, hashlib.sha256(data).hexdigest(), entry)
        contents[name] = data
    return contents


def model_files(folder: Path) -> list[str]:
    """Names of the files in `folder` that must be listed in its manifest, sorted."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if not path.is_dir()
        and path.name != MANIFEST_NAME
        and not path.name.startswith((".", *_DOCUMENT_PREFIXES))
        and not path.name.endswith(_DOCUMENT_SUFFIXES)
    )


def refuse_unlisted(folder: Path, manifest: Manifest) -> None:
    """Raise ModelFolderError for a file of the folder that the manifest does not list."""
    for name in model_files(folder):
        if name not in manifest.files:
            raise ModelFolderError(folder / name, f"is not listed in {MANIFEST_NAME}")


def _regular_file(folder: Path, name: str, entry: FileEntry) -> Path:
    """The real path of a listed file of the right size."""
    path = Path(os.path.realpath(folder / name))
    if not path.exists():
        raise ModelFolderError(folder / name, f"is missing, though {MANIFEST_NAME} lists it")
    if not path.is_relative_to(os.path.realpath(folder)):
        raise ModelFolderError(folder / name, "is a link out of the model folder")
    if not path.is_file():
        raise ModelFolderError(folder / name, "is not a regular file")
    size = path.stat().st_size
    if size != entry.size:
        raise ModelFolderError(folder / name, f"has {size:,} bytes, expected {entry.size:,}")
    return path


def _compare(path: Path, actual: str, entry: FileEntry) -> None:
    if actual != entry.sha256:
        raise ModelFolderError(path, f"has sha256 {actual[:12]}…, expected {entry.sha256[:12]}…")
