"""Models on nodes that lack them: files cut in pieces where the server is, put together and verified on the node."""

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import manifest
from newsbrief_models.store.locate import BUNDLED
from newsbrief_models.store.store import Store
from newsbrief_service.cluster.order import Needed, Order
from newsbrief_service.model_choice import folders, profile_of, with_store

PIECE_BYTES = 32 << 20
_ONE = "model"  # the name of a model that no profile names

Piece = TypeVar("Piece")
Files = Mapping[str, Sequence[Piece]]


def needed(spec: str) -> tuple[Needed, ...]:
    """The models that `spec` stands for; raises ModelFolderError when one is missing."""
    return tuple(Needed(name, _digest(folder)) for name, folder in _named(spec))


def pieces(spec: str, put: Callable[[bytes], Piece]) -> dict[str, Files[Piece]]:
    """The files of each model of `spec`, by its name, in pieces that `put` has kept.

    The bundled model is a package of its own, and so is never among those of a profile.

    Raises:
        ModelFolderError: a model is missing.
        OSError: a file cannot be read.
    """
    carried = dict[str, Files[Piece]]()
    for name, folder in _named(spec):
        if name != BUNDLED:
            names = (manifest.MANIFEST_NAME, *manifest.load(folder).files)
            carried[name] = {file: [put(piece) for piece in _pieces_of(folder / file)] for file in names}
    return carried


def has(order: Order) -> bool:
    """Whether the models of `order` are on this machine where they are on the server's, and are the same."""
    try:
        return needed(order.model) == order.needed
    except ModelFolderError:
        return False


def install(order: Order, files: Mapping[str, Files[bytes]]) -> str:
    """Put the models of `order` together from `files` and return what they are called on this machine.

    The next actor on the node finds them there. Nothing is kept that is not what its manifest says, and no manifest
    that is not the server's.

    Raises:
        ModelFolderError: a file is not what it should be, or the disk is full.
    """
    store = Store(_cache() / _digest_of(order.needed))
    try:
        with store.changing():
            for model in order.needed:
                if model.name != BUNDLED and model.name not in store.names():
                    _put_together(store, model, files.get(model.name, {}))
    except OSError as error:
        raise ModelFolderError(store.root, f"cannot be written: {error.strerror}") from None
    if profile_of(order.model):
        return with_store(order.model, store.root)
    return str(store.folder(_ONE))


def _named(spec: str) -> list[tuple[str, Path]]:
    found = profile_of(spec)
    names = found[0].needed if found else (_ONE,)
    return list(zip(names, folders(spec), strict=True))


def _put_together(store: Store, model: Needed, files: Files[bytes]) -> None:
    with store.staging() as made:
        for name, parts in files.items():
            with (made / Path(name).name).open("wb") as stream:
                stream.writelines(parts)
        if _digest(made) != model.manifest:
            raise ModelFolderError(store.root / model.name, "is not the model that was sent")
        store.install(made, model.name)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(PIECE_BYTES):
            yield piece


def _digest(folder: Path) -> str:
    return hashlib.sha256(manifest.read_bytes(folder)).hexdigest()


def _digest_of(models: Sequence[Needed]) -> str:
    return hashlib.sha256(repr(models).encode()).hexdigest()[:32]


def _cache() -> Path:
    """The folder that models sent here are kept in, by the XDG Base Directory Specification."""
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return (base if base.is_absolute() else Path.home() / ".cache") / "newsbrief" / "cluster-models"
