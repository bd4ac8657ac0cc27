"""The folder that pulled models are kept in: what is in it, and how a model gets in and out, whole or not at all."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import files, manifest, pins
from newsbrief_models.store.locate import BUNDLED, bundled
from newsbrief_models.store.manifest import Manifest

_STAGING = ".staging-"
_OLD = ".old-"


@dataclass(frozen=True, slots=True)
class Stored:
    """A model of the store; `problem` says why its manifest cannot be read, if so."""

    name: str
    folder: Path
    about: Manifest | None
    problem: str


class Store:
    """Models below `root`: ``root/NAME`` is a model folder, ``root/.pins/NAME.toml`` what was first pulled of it.

    A model is made in a hidden folder beside the others and renamed into place once it is verified; a process killed at
    any moment leaves the old model, the new one or none, and what it was making is swept away by the next that writes.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """The models there are."""
        if not self.root.is_dir():
            return []
        return sorted(p.name for p in self.root.iterdir() if p.is_dir() and not p.name.startswith("."))

    def folder(self, name: str) -> Path:
        """The folder of the model `name`, "bundled" among them.

        Raises:
            ModelFolderError: there is none; the message says how to get it.
        """
        if name == BUNDLED:
            return bundled()
        if name not in self.names():
            raise ModelFolderError(
                self.root / name, f"has not been pulled; run: newsbrief-server models pull {name}"
            )
        return self.root / name

    def models(self) -> list[Stored]:
        """All models, the unusable included."""
        found = []
        for name in self.names():
            try:
                found.append(Stored(name, self.root / name, manifest.load(self.root / name), ""))
            except ModelFolderError as error:
                found.append(Stored(name, self.root / name, None, error.problem))
        return found

    def verify(self, name: str) -> Manifest:
        """Compare every byte of the model `name` with its manifest; raises ModelFolderError naming the file."""
        folder = self.folder(name)
        about = manifest.load(folder)
        files.verify(folder, about)
        return about

    def pins(self, name: str) -> Path:
        """Where it is kept what was first pulled of the model `name`."""
        return self.root / ".pins" / f"{name}.toml"

    def remove(self, name: str, *, forget: bool = False) -> None:
        """Remove a model, and with `forget` also what was recorded when it was first pulled.

        Raises:
            ModelFolderError: there is none, or it is the bundled one.
        """
        if name == BUNDLED:
            raise ModelFolderError(bundled(), "comes with newsbrief; uninstall newsbrief-bundled instead")
        with self.changing():
            known = name in self.names()
            if known:
                self._discard(self.root / name)
            elif not (forget and pins.read(self.pins(name))):
                self.folder(name)
            if forget:
                self.pins(name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """Hold the store for writing; waits for whoever does, and sweeps away what killed processes left."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in self.root.iterdir():
                if left.name.startswith((_STAGING, _OLD)):
                    shutil.rmtree(left, ignore_errors=True)
            yield

    @contextlib.contextmanager
    def staging(self) -> Iterator[Path]:
        """A hidden folder to make a model in; gone afterwards. To be used while `changing`."""
        folder = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self.root))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def install(self, made: Path, name: str) -> Manifest:
        """Verify the folder `made` once more and move it to where `name` is looked for. To be used while `changing`.

        Raises:
            ModelFolderError: it is not what its manifest says.
        """
        about = manifest.load(made)
        files.verify(made, about)
        made.chmod(0o755)
        for path in made.iterdir():
            _settle(path)
        _settle(made)
        if (self.root / name).exists():
            self._discard(self.root / name)
        made.rename(self.root / name)
        _settle(self.root)
        return about

    def _discard(self, folder: Path) -> None:
        aside = Path(tempfile.mkdtemp(prefix=_OLD, dir=self.root))
        folder.rename(aside / "model")  # at once: what is removed file by file could be read half-way
        shutil.rmtree(aside, ignore_errors=True)


def _settle(path: Path) -> None:
    """See `path` on the disk, so that a power cut cannot leave a name without its content."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
