"""Loads the models a server works with, and tells what their results depend on."""

import hashlib
import importlib.metadata
from collections.abc import Sequence
from functools import partial
from importlib import resources

from newsbrief_models.abstractive.model_summarizer import ModelSummarizer
from newsbrief_models.errors import ModelFolderError
from newsbrief_models.extras import MissingExtraError
from newsbrief_models.protocols import AbstractiveSummarizer, Summarizer, Translator
from newsbrief_models.store import manifest
from newsbrief_models.store.locate import resolve
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.translate.opening import open_routes, open_translator
from newsbrief_service.model_choice import folders, profile_of
from newsbrief_service.self_test import noise


def load_models(
    spec: str, workers: int, beam_size: int, device: str = "cpu"
) -> tuple[Summarizer, Sequence[Translator]]:
    """Verify and load what `spec` stands for, and see that it translates; `beam_size` 0 leaves it to the manifests.

    Raises:
        ModelFolderError: a model folder is missing, incomplete or changed, a library it needs is missing, or what it
            writes is noise.
    """
    opened = partial(open_translator, workers=workers, beam_size=beam_size or None, device=device)
    summarizer = ExtractiveSummarizer()
    try:
        if (found := profile_of(spec)) is None:
            translators: Sequence[Translator] = [opened(resolve(spec))]
        else:
            translators = open_routes(found[0], found[1].folder, opened)
    except MissingExtraError as error:
        raise ModelFolderError(folders(spec)[0], str(error)) from None
    if problem := noise(translators):
        raise ModelFolderError(folders(spec)[0], problem)
    return summarizer, translators


def load_writers(
    spec: str, workers: int, beam_size: int, device: str = "cpu"
) -> Sequence[AbstractiveSummarizer]:
    """Verify and load the models that write abstractive briefs, if the profile that `spec` stands for has some.

    Raises:
        ModelFolderError: as `load_models`.
    """
    if (found := profile_of(spec)) is None:
        return ()
    wanted, store = found
    opened = partial(open_translator, workers=workers, beam_size=beam_size or None, device=device)
    try:
        return [ModelSummarizer(opened(store.folder(name))) for name in wanted.summarizers]
    except MissingExtraError as error:
        raise ModelFolderError(folders(spec)[0], str(error)) from None


def fingerprint(spec: str, beam_size: int, device: str = "cpu") -> str:
    """SHA-256, in hexadecimal, of all that a row's translation depends on besides the row: the manifests (which hold
    the hashes of the weights and the settings of decoding), the routes, the beam, the engines' versions and our
    translating code.

    Raises:
        ModelFolderError: there is no such model.
    """
    digest = hashlib.sha256(f"{beam_size}\0{device}\0".encode())
    for folder in folders(spec):
        digest.update(manifest.read_bytes(folder) + b"\0")
    if found := profile_of(spec):
        digest.update(repr(sorted(found[0].routes.items())).encode() + b"\0")
    for library in ("ctranslate2", "transformers", "torch", "tokenizers"):
        digest.update(f"{library} {_version(library)}\0".encode())
    code = resources.files("newsbrief_models.translate")
    for file in sorted(code.iterdir(), key=lambda file: file.name):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""
