"""Models as one tar file, for machines without a network: written with their hashes, read with nothing trusted."""

import shutil
import tarfile
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import files, manifest
from newsbrief_models.store.manifest import MANIFEST_NAME, MAX_MANIFEST_BYTES, Manifest
from newsbrief_models.store.profile import MODEL_NAME
from newsbrief_models.store.store import Store

MAX_MEMBERS = 10_000


def export(store: Store, names: Sequence[str], path: Path) -> list[Manifest]:
    """Write the models `names`, verified first, to the tar file `path`; it is not there until it is whole.

    Raises:
        ModelFolderError: a model is missing or changed, or the file cannot be written.
    """
    verified = [store.verify(name) for name in names]
    partial = path.with_name(f".{path.name}.partial")
    try:
        with tarfile.open(partial, "w", format=tarfile.PAX_FORMAT) as tar:
            for name, about in zip(names, verified, strict=True):
                # The manifest first: who reads knows the hashes before the files come.
                for file in (MANIFEST_NAME, *sorted(about.files)):
                    tar.add(store.folder(name) / file, f"{name}/{file}", recursive=False, filter=_plain)
        partial.replace(path)
    except OSError as error:
        raise ModelFolderError(path, f"cannot be written: {error.strerror}") from None
    finally:
        partial.unlink(missing_ok=True)
    return verified


def import_(store: Store, path: Path) -> list[Manifest]:
    """Put the models in the tar file `path` into `store`; each is verified before it is in place.

    Members are never extracted by their own account: only ``NAME/FILE``, plain files, named and sized by the manifest
    that came before them, are copied. Links, devices, absolute or climbing paths, strange names, more bytes than were
    announced: all refused.

    Raises:
        ModelFolderError: naming the member that is refused, or the file that is not what its manifest says.
    """
    with store.changing(), store.staging() as staging:
        try:
            with tarfile.open(path, "r:") as tar:
                abouts = _extract(path, tar, staging)
        except (tarfile.TarError, OSError, EOFError) as error:
            raise ModelFolderError(path, f"is no tar file of models: {error}") from None
        for name, about in abouts.items():
            files.verify(staging / name, about)
        return [store.install(staging / name, name) for name in abouts]


def _plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nothing of this machine in the file: same models, same bytes."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    member.mode = 0o644
    return member


def _extract(path: Path, tar: tarfile.TarFile, staging: Path) -> dict[str, Manifest]:
    abouts: dict[str, Manifest] = {}
    for count, member in enumerate(tar):
        if count >= MAX_MEMBERS:
            raise ModelFolderError(path, f"has more than {MAX_MEMBERS:,} members")
        name, file = _parts(path, member)
        folder = staging / name
        if file == MANIFEST_NAME:
            if name in abouts or member.size > MAX_MANIFEST_BYTES:
                raise ModelFolderError(path, f"{member.name}: is there twice, or too large")
            folder.mkdir()
            _copy(tar, member, folder / file)
            abouts[name] = manifest.load(folder)
            if abouts[name].name != name:
                raise ModelFolderError(path, f"{member.name}: is the manifest of {abouts[name].name!r}")
            continue
        entry = abouts[name].files.get(file) if name in abouts else None
        if entry is None:
            raise ModelFolderError(path, f"{member.name}: is not listed in a manifest before it")
        if member.size != entry.size or (folder / file).exists():
            raise ModelFolderError(path, f"{member.name}: is there twice, or not of the size in the manifest")
        _copy(tar, member, folder / file)
    if not abouts:
        raise ModelFolderError(path, "holds no model")
    return abouts


def _parts(path: Path, member: tarfile.TarInfo) -> tuple[str, str]:
    """The model and the file that a member is; raises ModelFolderError for anything but ``NAME/FILE``."""
    shown = member.name[:100]
    if not member.isreg():
        raise ModelFolderError(path, f"{shown!r}: is not a plain file")
    parts = PurePosixPath(member.name).parts
    plain = len(parts) == 2 and member.name == "/".join(parts)
    if not plain or not MODEL_NAME.fullmatch(parts[0]) or not manifest.FILE_NAME.fullmatch(parts[1]):
        raise ModelFolderError(path, f"{shown!r}: is no MODEL/FILE")
    return parts[0], parts[1]


def _copy(tar: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    source = tar.extractfile(member)
    if source is None:
        raise tarfile.TarError(f"{member.name} has no content")
    with source, target.open("xb") as file:
        shutil.copyfileobj(source, file)
