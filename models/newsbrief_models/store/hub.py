"""Fetches the files of a model from the Hugging Face hub, its cache, or a folder laid out like that cache."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelsError
from newsbrief_models.extras import require
from newsbrief_models.store.safety import is_wanted, is_weights

_COMMIT = re.compile(r"[0-9a-f]{40}")
# The hub's own service converts pickled weights to safetensors and offers them as a pull request under this name.
CONVERTER = "SFconvertbot"


class PullError(ModelsError):
    """The files of a model cannot be had; the message names the repository and says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A snapshot of a repository: only the files that we read."""

    folder: Path
    revision: str  # the full commit
    names: tuple[str, ...]
    sha256: Mapping[str, str]  # what the hub says of its large files; empty when it was not asked


def fetch(repository: str, revision: str, folder: Path | None = None, *, offline: bool = False) -> Fetched:
    """The files of `repository` at the commit that begins with `revision` (empty: the newest).

    `folder` is laid out like the hub's cache and is read instead of the hub. Without one the cache of huggingface_hub
    is used (``HF_HOME``), and the network, unless ``HF_HUB_OFFLINE`` is set or `offline`. Downloads are taken up where
    they were cut off; ``HF_TOKEN`` opens gated repositories.

    Raises:
        PullError: no such repository, commit or file, no network, no safetensors.
        MissingExtraError: huggingface_hub is not installed.
    """
    hub, errors = require("huggingface_hub"), require("huggingface_hub.errors")
    if folder is not None or offline or require("huggingface_hub.constants").HF_HUB_OFFLINE:
        return _cached(hub, repository, revision, folder)
    try:
        return _online(hub, repository, revision)
    except (errors.HfHubHTTPError, errors.LocalEntryNotFoundError, OSError, ValueError) as error:
        raise PullError(f"{repository}: {_line(error)}") from None
    except Exception as error:
        # What the HTTP library under huggingface_hub raises has no base class of the hub's.
        if not type(error).__module__.startswith(("httpx", "httpcore", "requests", "urllib3", "hf_xet")):
            raise
        raise PullError(f"{repository}: {_line(error)}") from None


def _cached(hub: Any, repository: str, revision: str, folder: Path | None) -> Fetched:
    cache = folder or Path(require("huggingface_hub.constants").HF_HUB_CACHE)
    snapshots = cache / f"models--{repository.replace('/', '--')}" / "snapshots"
    commits = sorted(path.name for path in snapshots.glob("*")) if snapshots.is_dir() else []
    found = [commit for commit in commits if commit.startswith(revision)]
    if not revision and len(commits) != 1:
        main = snapshots.parent / "refs" / "main"
        found = [main.read_text().strip()] if main.is_file() else []
    if len(found) != 1 or found[0] not in commits:
        wanted = f"commit {revision}" if revision else "the newest commit"
        raise PullError(f"{repository}: {wanted} is not in {cache}, and the hub is not asked")
    names = _wanted(path.name for path in (snapshots / found[0]).iterdir())
    _require_weights(repository, names)
    path = hub.snapshot_download(
        repository, revision=found[0], cache_dir=cache, local_files_only=True, allow_patterns=list(names)
    )
    return Fetched(Path(path), found[0], names, {})


def _online(hub: Any, repository: str, revision: str) -> Fetched:
    api = hub.HfApi()
    commit = _commit(api, repository, revision)
    info = api.model_info(repository, revision=commit, files_metadata=True)
    if not any(is_weights(file.rfilename) for file in info.siblings):
        info = _converted(api, repository) or info
        commit = info.sha
    names = _wanted(file.rfilename for file in info.siblings)
    _require_weights(repository, names)
    path = hub.snapshot_download(repository, revision=commit, allow_patterns=list(map(_literally, names)))
    told = {
        file.rfilename: file.lfs["sha256"] if isinstance(file.lfs, dict) else file.lfs.sha256
        for file in info.siblings
        if file.rfilename in names and file.lfs
    }
    return Fetched(Path(path), commit, names, told)


def _commit(api: Any, repository: str, revision: str) -> str:
    """The full commit that `revision` begins; the hub itself takes whole ones only."""
    if _COMMIT.fullmatch(revision):
        return revision
    if not revision:
        return str(api.model_info(repository).sha)
    commits = [c.commit_id for c in api.list_repo_commits(repository) if c.commit_id.startswith(revision)]
    if len(commits) != 1:
        raise PullError(f"{repository}: {len(commits)} commits begin with {revision}")
    return str(commits[0])


def _converted(api: Any, repository: str) -> Any:
    """The newest pull request of the hub's converter that has weights in safetensors; None where there is none."""
    for request in api.get_repo_discussions(repository, author=CONVERTER, discussion_type="pull_request"):
        if request.author == CONVERTER:
            info = api.model_info(repository, revision=f"refs/pr/{request.num}", files_metadata=True)
            if any(is_weights(file.rfilename) for file in info.siblings):
                return info
    return None


def _wanted(names: Iterable[str]) -> tuple[str, ...]:
    found = sorted(filter(is_wanted, names))
    # A repository that has both has the same weights twice.
    if "model.safetensors" in found:
        found = [name for name in found if not is_weights(name) or name == "model.safetensors"]
        found = [name for name in found if name != "model.safetensors.index.json"]
    return tuple(found)


def _require_weights(repository: str, names: tuple[str, ...]) -> None:
    if not any(map(is_weights, names)):
        raise PullError(f"{repository}: holds no weights in safetensors, and pickled ones are not loaded")


def _literally(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
