"""`newsbrief-server models list|show|pull|convert|verify|remove|export|import`: the models on this machine."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError, ModelsError
from newsbrief_models.store import archive, profile
from newsbrief_models.store.locate import BUNDLED, bundled
from newsbrief_models.store.manifest import ENGINES, load
from newsbrief_models.store.profile import Recipe
from newsbrief_models.store.pull import as_engine, pull, recipes_of, require_license
from newsbrief_models.store.store import Store, Stored
from newsbrief_models.translate.compute import WEIGHTS
from newsbrief_service.exits import EXIT_CONFIG, EXIT_REFUSED, EXIT_USAGE
from newsbrief_service.options import add_settings
from newsbrief_service.settings import Settings

Say = Callable[[str], None]


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `models` to the commands of `newsbrief-server`."""
    models = commands.add_parser(
        "models",
        help="pull, convert, check and move models",
        description="Translation models on this machine. A profile is a set of them, for `serve --profile`; a model "
        "alone is for `serve --model`. They are kept in models_dir.",
    ).add_subparsers(required=True, metavar="COMMAND")

    _command(models, "list", "list profiles, and the models that are here", _list)
    _named(_command(models, "show", "show a profile or a model: licence, source, routes, files", _show))
    _pulling(
        _command(
            models,
            "pull",
            "fetch a profile's models, or one, from the Hugging Face hub, and make them ready",
            _pull,
        )
    )
    converting = _command(
        models, "convert", "make models anew of what was fetched, without a network", _convert
    )
    _pulling(converting)
    verify = _command(models, "verify", "compare every byte with what the manifests say", _verify)
    verify.add_argument("names", metavar="NAME", nargs="*", help="models; default: all, the bundled one too")
    remove = _named(_command(models, "remove", "remove a model", _remove))
    remove.add_argument("--forget", action="store_true", help="also forget what was first pulled of it")
    export = _command(
        models, "export", "write models to a tar file, for a machine without a network", _export
    )
    export.add_argument("names", metavar="NAME", nargs="+", help="models")
    export.add_argument("file", type=Path, metavar="FILE")
    _command(models, "import", "read models from such a file", _import).add_argument(
        "file", type=Path, metavar="FILE"
    )


def _command(
    commands: Any, name: str, text: str, work: Callable[[Store, argparse.Namespace], None]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=text, description=text.capitalize() + "."
    )
    add_settings(parser, ["data_dir", "models_dir"])
    parser.set_defaults(run=_run, work=work, exit_for_settings=EXIT_USAGE)
    return parser


def _named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("name", metavar="NAME")
    return parser


def _pulling(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a profile, or a model of one")
    parser.add_argument(
        "--accept-license", action="store_true", help="accept licences that forbid commercial use"
    )
    parser.add_argument("--engine", choices=ENGINES, help="what is to run it; default: as the profile says")
    parser.add_argument(
        "--weights", choices=WEIGHTS, help="how weights are kept; default: as the profile says"
    )
    parser.add_argument(
        "--from",
        dest="folder",
        type=Path,
        metavar="FOLDER",
        help="read this folder, laid out like the hub's cache, instead of the hub",
    )


def _run(settings: Settings, options: argparse.Namespace) -> int:
    if settings.models_folder is None:
        _say_error("models are kept in a folder; set models_dir, or another data_dir than ':memory:'")
        return EXIT_CONFIG
    try:
        options.work(Store(settings.models_folder), options)
    except ModelsError as error:
        _say_error(str(error))
        return EXIT_REFUSED
    return 0


def _list(store: Store, _: argparse.Namespace) -> None:
    here = {model.name: model for model in store.models()}
    _say("profiles:")
    for name in profile.names():
        found = profile.load(name)
        missing = [model for model in found.needed if model != BUNDLED and model not in here]
        state = "described" if found.endpoints else "to pull" if missing else "ready"
        _say(f"  {name:<10} {state:<10} {found.description}")
    _say("models:")
    for model in (_bundled(), *here.values()):
        _say(f"  {_line(model)}")


def _bundled() -> Stored:
    try:
        return Stored(BUNDLED, bundled(), load(bundled()), "")
    except ModelFolderError as error:
        return Stored(BUNDLED, error.path, None, error.problem)


def _line(model: Stored) -> str:
    if model.about is None:
        return f"{model.name:<26} unusable: {model.problem}"
    about = model.about
    does = " ".join("-".join(pair) for pair in about.directions) or "summaries: " + " ".join(about.languages)
    size = f"{about.size_bytes / 1e6:,.0f} MB"
    return f"{model.name:<26} {size:>9}  {about.engine} {about.weights}, {about.license}, {does}"


def _show(store: Store, options: argparse.Namespace) -> None:
    if options.name != BUNDLED and (options.name in profile.names() or options.name.endswith(".toml")):
        return _show_profile(profile.load(options.name))
    if (
        options.name != BUNDLED
        and options.name not in store.names()
        and (found := profile.recipe(options.name))
    ):
        return _show_recipe(found[1])
    about = load(store.folder(options.name))
    _say(_line(Stored(options.name, store.folder(options.name), about, "")))
    _say(f"from {about.source}, revision {about.revision}; family {about.family}, {about.architecture}")
    for name, entry in about.files.items():
        _say(f"  {entry.sha256}  {entry.size:>13,}  {name}")
    return None


def _show_profile(found: profile.Profile) -> None:
    _say(f"{found.name}: {found.description}")
    _say(f"licence: {found.license_note}")
    written = f"; in words of their own by {', '.join(found.summarizers)}" if found.summarizers else ""
    _say(f"summaries: {profile.EXTRACTIVE}{written}")
    for pair, route in found.routes.items():
        _say(f"  {'-'.join(pair)}: {' then '.join(route)}")
    for recipe in found.recipes.values():
        _show_recipe(recipe)
    for endpoint in found.endpoints.values():
        at = f" at {endpoint.revision[:12]}" if endpoint.revision else ""
        _say(f"  {endpoint.repository}{at}, {endpoint.license}: {endpoint.note}")


def _show_recipe(recipe: Recipe) -> None:
    revision = recipe.revision or "its newest commit when first pulled"
    hashes = "hashes known" if recipe.sha256 else "hashes recorded when first pulled, and held from then on"
    _say(f"  {recipe.name}: {recipe.repository} at {revision}, {recipe.license}; {hashes}")


def _pull(store: Store, options: argparse.Namespace) -> None:
    for recipe in _wanted(options):
        pull(store, as_engine(recipe, options.engine, options.weights), _say, folder=options.folder)


def _convert(store: Store, options: argparse.Namespace) -> None:
    for recipe in _wanted(options):
        made = as_engine(recipe, options.engine, options.weights)
        pull(store, made, _say, folder=options.folder, offline=True)


def _wanted(options: argparse.Namespace) -> list[Recipe]:
    """The recipes of the profile or model that was named; its licence is said before anything is fetched."""
    found = profile.recipe(options.name)
    if found is None:
        wanted = profile.load(options.name)
        recipes = recipes_of(wanted, accepted=options.accept_license)
    else:
        wanted, recipes = found[0], [found[1]]
        require_license(wanted, accepted=options.accept_license)
    _say(f"{wanted.name}: {wanted.license_note}")
    return recipes


def _verify(store: Store, options: argparse.Namespace) -> None:
    names = options.names or [BUNDLED, *store.names()]
    wrong: list[ModelFolderError] = []
    for name in names:
        try:
            about = store.verify(name)
            _say(f"{name}: {len(about.files)} files, {about.size_bytes:,} bytes, all as they were")
        except ModelFolderError as error:
            wrong.append(error)
            _say_error(str(error))
    if wrong:
        raise ModelFolderError(wrong[0].path, f"{len(wrong)} of {len(names)} models are not what they were")


def _remove(store: Store, options: argparse.Namespace) -> None:
    store.remove(options.name, forget=options.forget)


def _export(store: Store, options: argparse.Namespace) -> None:
    for about in archive.export(store, options.names, options.file):
        _say(f"{about.name}: {about.size_bytes:,} bytes, {about.license}")


def _import(store: Store, options: argparse.Namespace) -> None:
    for about in archive.import_(store, options.file):
        _say(f"{about.name}: {about.size_bytes:,} bytes, {about.license}, verified")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def _say_error(line: str) -> None:
    print(f"newsbrief-server: {line}", file=sys.stderr)  # noqa: T201
