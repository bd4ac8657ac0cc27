"""Which models a server's settings mean, found without loading a library that runs models."""

from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import manifest, profile
from newsbrief_models.store.locate import BUNDLED, resolve
from newsbrief_models.store.store import Store
from newsbrief_service.settings import Settings

_PROFILE = "profile:"


def spec_of(settings: Settings) -> str:
    """The models of a server in a word that its engine processes understand as well.

    Raises:
        ModelFolderError: there is no such model.
    """
    if settings.profile in ("", BUNDLED):
        return (
            settings.model
            if settings.model == BUNDLED
            else str(resolve(settings.model, settings.models_folder))
        )
    if settings.models_folder is None:
        raise ModelFolderError(Path(settings.profile), "profiles need a folder of models; set models_dir")
    return f"{_PROFILE}{settings.profile}:{settings.models_folder}"


def profile_of(spec: str) -> tuple[profile.Profile, Store] | None:
    """The profile that `spec` stands for, and where its models are; None where it stands for one model.

    Raises:
        ModelFolderError: there is no such profile.
    """
    if not spec.startswith(_PROFILE):
        return None
    name, _, root = spec.removeprefix(_PROFILE).rpartition(":")
    return profile.load(name), Store(Path(root))


def with_store(spec: str, root: Path) -> str:
    """The profile that `spec` stands for, with its models below `root`."""
    name, _, _ = spec.removeprefix(_PROFILE).rpartition(":")
    return f"{_PROFILE}{name}:{root}"


def folders(spec: str) -> list[Path]:
    """The model folders that `spec` stands for.

    Raises:
        ModelFolderError: one is missing; the message says how to get it.
    """
    found = profile_of(spec)
    if found is None:
        return [resolve(spec)]
    wanted, store = found
    return [store.folder(name) for name in wanted.needed]


def size_of(spec: str) -> int:
    """Bytes of all models' files together; raises ModelFolderError when one is missing."""
    return sum(manifest.load(folder).size_bytes for folder in folders(spec))
