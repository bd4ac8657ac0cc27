"""Writes the sizes and hashes of a model folder's files into its manifest; run when weights are replaced.

python -m newsbrief_models.store.seal FOLDER
"""

import argparse
import hashlib
import os
import sys
import tempfile
import tomllib
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.files import model_files
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest, parse, read_bytes


def seal(folder: Path) -> Manifest:
    """Rewrite the ``[files]`` table of the manifest in `folder` to what the folder holds, and nothing else.

    Lists every file but documents and hidden ones. Atomic: a reader sees the old manifest or the new one.

    Raises:
        ModelFolderError: no manifest in the folder, or one that is wrong apart from its files.
    """
    path = folder / MANIFEST_NAME
    try:
        before = read_bytes(folder).decode()
        rest = _without_files(before)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelFolderError(path, f"is not TOML: {error}") from None
    text = _with_files_table(before, [_line(folder / name) for name in model_files(folder)])
    manifest = parse(path, text.encode())
    if _without_files(text) != rest:
        raise ModelFolderError(path, "[files] must stand as a table of its own, outside any string")
    _replace(path, text)
    return manifest


def _line(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return f'"{path.name}" = {{ size = {size}, sha256 = "{digest}" }}'


def _with_files_table(text: str, lines: list[str]) -> str:
    """`text` with the lines of its ``[files]`` table replaced, or with the table appended."""
    kept: list[str] = []
    inside = False
    for line in text.splitlines():
        if line.startswith("["):
            inside = line.split("#")[0].strip() == "[files]"
        if not inside:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join([*kept, "", "[files]", *lines, ""])


def _without_files(text: str) -> dict[str, object]:
    return {key: value for key, value in tomllib.loads(text).items() if key != "files"}


def _replace(path: Path, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".manifest-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)  # mkstemp makes it private; a model folder is for all to read
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def main() -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m newsbrief_models.store.seal", description=__doc__)
    parser.add_argument("folder", type=Path, help=f"model folder holding {MANIFEST_NAME}")
    try:
        manifest = seal(parser.parse_args().folder)
    except ModelFolderError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    for name, entry in manifest.files.items():
        sys.stdout.write(f"{entry.sha256}  {entry.size:>12,}  {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
