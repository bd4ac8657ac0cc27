"""Finds model folders: the bundled one, or one given by its path."""

from importlib.util import find_spec
from pathlib import Path

from newsbrief_models.errors import ModelFolderError

BUNDLED = "bundled"
_BUNDLED_PACKAGE = "newsbrief_bundled"


def bundled() -> Path:
    """The folder of the model in the data package newsbrief-bundled, found without importing the package.

    Raises:
        ModelFolderError: the package is not installed; the message says how to install it.
    """
    spec = find_spec(_BUNDLED_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelFolderError(
            Path(_BUNDLED_PACKAGE),
            "the bundled model is not installed; run: pip install newsbrief-bundled "
            "(in a checkout: pip install ./models/bundled)",
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def resolve(spec: str, store: Path | None = None) -> Path:
    """The model folder that `spec` names: ``"bundled"``, a model below `store`, or a path (``~`` is the home folder).

    Raises:
        ModelFolderError: no such folder, or the bundled package is not installed.
    """
    if spec == BUNDLED:
        return bundled()
    if store is not None and "/" not in spec and not spec.startswith(".") and (store / spec).is_dir():
        return store / spec
    folder = Path(spec).expanduser()
    if not folder.is_dir():
        raise ModelFolderError(
            folder,
            f"no such folder (a model is {BUNDLED!r}, a folder, or the name of one that was pulled: "
            "see `newsbrief-server models list`)",
        )
    return folder
