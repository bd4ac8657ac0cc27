"""Pulls a model: fetch, compare hashes, convert in a process of its own, verify, let it write, move it into place."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import pins
from newsbrief_models.store.hub import Fetched, PullError, fetch
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest
from newsbrief_models.store.pins import Pins
from newsbrief_models.store.profile import Profile, Recipe
from newsbrief_models.store.safety import check_file
from newsbrief_models.store.store import Store
from newsbrief_models.translate.families import families

Tell = Callable[[str], None]
_HUB_LIBRARIES = ("huggingface_hub", "transformers", "torch", "tokenizers", "safetensors")


class LicenseError(PullError):
    """The licence of what is to be pulled has to be accepted first."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """A model that is in place now, and the sentences it wrote as a test."""

    about: Manifest
    wrote: Mapping[str, str]


def recipes_of(profile: Profile, *, accepted: bool) -> list[Recipe]:
    """What there is to pull for `profile`'s routes and summaries.

    Raises:
        LicenseError: its licences forbid common uses, and were not `accepted`.
        PullError: it has nothing that can be pulled.
    """
    if profile.endpoints:
        names = ", ".join(f"{e.repository}" for e in profile.endpoints.values())
        raise PullError(
            f"the profile {profile.name} is not pulled: serve one of these on an OpenAI-compatible endpoint: {names}"
        )
    require_license(profile, accepted=accepted)
    return [profile.recipes[name] for name in profile.needed if name in profile.recipes]


def require_license(profile: Profile, *, accepted: bool) -> None:
    """Raise LicenseError unless the licences of `profile` allow common uses, or were `accepted`."""
    if profile.must_accept and not accepted:
        raise LicenseError(f"{profile.license_note}. To pull it all the same, add --accept-license")


def pull(
    store: Store,
    recipe: Recipe,
    tell: Tell,
    *,
    folder: Path | None = None,
    offline: bool = False,
) -> Pulled:
    """Put the model of `recipe` into `store`, from the hub, its cache, or `folder` laid out like it; see `hub.fetch`.

    Files whose hashes the profile does not know are recorded when first pulled and must be the same ever after. `tell`
    is given a line for each step.

    Raises:
        PullError: the files cannot be had.
        ModelFolderError: a file is not the one that is known, is not what its name says, or cannot be converted.
        MissingExtraError: a library of the extra `[hub]` is missing, or too old to be safe.
    """
    _require_libraries()
    with store.changing():
        recorded = pins.read(store.pins(recipe.name))
        if recorded and recorded.asked != recipe.revision:
            tell(
                f"{recipe.name}: the profile wants {recipe.revision} now, not {recorded.asked or 'any commit'}"
            )
            recorded = None
        if recorded and recorded.repository != recipe.repository:
            raise PullError(
                f"{recipe.name}: was first pulled from {recorded.repository}, not {recipe.repository}; "
                f"to forget that: newsbrief-server models remove {recipe.name} --forget"
            )
        wanted = recorded.revision if recorded else recipe.revision
        tell(f"{recipe.name}: fetching {recipe.repository} at {wanted or 'its newest commit'}")
        fetched = fetch(recipe.repository, wanted, folder, offline=offline)
        known = _check(recipe, fetched, recorded, tell)
        if recorded is None:
            pins.write(store.pins(recipe.name), known)
        with store.staging() as staging:
            tell(f"{recipe.name}: converting for {recipe.engine} ({recipe.weights})")
            wrote = _convert(recipe, fetched, staging)
            about = store.install(staging / "model", recipe.name)
    for direction, text in wrote.items():
        tell(f"{recipe.name}: {direction}: {text}")
    tell(f"{recipe.name}: ready, {about.size_bytes / 1e6:,.0f} MB, {about.license}")
    return Pulled(about, wrote)


def _require_libraries() -> None:
    for name in _HUB_LIBRARIES:
        if importlib.util.find_spec(name) is None:
            raise PullError(f"pulling needs {name}; run: pip install 'newsbrief[hub]'")


def _check(recipe: Recipe, fetched: Fetched, recorded: Pins | None, tell: Tell) -> Pins:
    """Compare what was fetched with all that is known of it, hashes first, then form."""
    found = {name: pins.sha256(fetched.folder / name) for name in fetched.names}
    pins.compare(fetched.folder, found, recipe.sha256, f"the profile's entry for {recipe.name}")
    pins.compare(fetched.folder, found, fetched.sha256, "the hub")
    if recorded:
        pins.compare(fetched.folder, found, recorded.sha256, "what was recorded when it was first pulled")
    elif new := sorted(set(found).difference(recipe.sha256)):
        tell(
            f"{recipe.name}: trusted on first use, and held from now on: {', '.join(new)} at {fetched.revision}"
        )
    for name in fetched.names:
        check_file(fetched.folder / name)
    return Pins(recipe.repository, recipe.revision, fetched.revision, found)


def _convert(recipe: Recipe, fetched: Fetched, staging: Path) -> Mapping[str, str]:
    """Make ``staging/model``, in a process of its own without a network."""
    source, target = staging / "source", staging / "model"
    source.mkdir()
    target.mkdir()
    for name in fetched.names:  # only what was checked is there to be read
        (source / name).symlink_to((fetched.folder / name).resolve())
    (target / MANIFEST_NAME).write_text(_manifest(recipe, fetched), "utf-8")
    command = [sys.executable, "-P", "-m", "newsbrief_models.store.convert", str(source), str(target)]
    # No network, and no threads that spin while they wait.
    offline = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "OMP_WAIT_POLICY": "PASSIVE"}
    log = staging / "log"
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env={**os.environ, **offline, "PYTHONUTF8": "1"},
        ) as process,
    ):
        # Its standard input stays open meanwhile: it ends when we do.
        said = process.stdout.read() if process.stdout else b""
    if process.returncode:
        problem = log.read_text("utf-8", "replace")
        line = (problem.strip().splitlines() or [f"ended with {process.returncode}"])[-1]
        raise ModelFolderError(fetched.folder, line.removeprefix(f"{source}").lstrip(": "))
    wrote: Mapping[str, str] = json.loads(said)
    return wrote


def _manifest(recipe: Recipe, fetched: Fetched) -> str:
    """The manifest without its files. JSON's strings, numbers and lists are TOML's as well."""
    described = dict(recipe.description)
    config = json.loads((fetched.folder / "config.json").read_bytes())
    if where := families()[str(described["family"])].tags_in:
        described["language_tags"] = _tags(fetched.folder / "config.json", config, where, described)
    lines = {
        "schema": 1,
        "name": recipe.name,
        "version": fetched.revision[:12],
        "architecture": config["model_type"],
        "engine": recipe.engine,
        "weights": recipe.weights,
        "license": recipe.license,
        "source": f"https://huggingface.co/{recipe.repository}",
        "revision": fetched.revision,
        **{key: value for key, value in described.items() if not isinstance(value, dict)},
    }
    text = [f"{key} = {json.dumps(value)}" for key, value in lines.items()]
    for table, values in described.items():
        if isinstance(values, dict):
            text += ["", f"[{table}]", *(f"{key} = {json.dumps(value)}" for key, value in values.items())]
    return "\n".join([*text, ""])


def _tags(path: Path, config: Any, where: str, described: Mapping[str, Any]) -> dict[str, str]:
    """The language tags that a model's own configuration has for the languages' names in the profile.

    Raises:
        ModelFolderError: it has none for one of them.
    """
    params = config.get("task_specific_params")
    table = params.get(where) if isinstance(params, dict) else None
    tags = {}
    for language, name in described["language_tags"].items():
        entry = table.get(name) if isinstance(table, dict) else None
        match entry:
            case [_, str(tag)]:  # a number, and the token
                tags[language] = tag
            case _:
                raise ModelFolderError(path, f"has no {where} for {name!r} in task_specific_params")
    return tags


def as_engine(recipe: Recipe, engine: str | None, weights: str | None) -> Recipe:
    """`recipe` for another engine, or with weights of another kind."""
    engine = engine or recipe.engine
    usual = recipe.weights if engine == recipe.engine else "float32"
    return replace(recipe, engine=engine, weights=weights or usual)
