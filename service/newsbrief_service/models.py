"""Loads the models a server works with, and tells what their results depend on."""

import hashlib
import importlib.metadata
from importlib import resources

from newsbrief_models.protocols import Summarizer, Translator
from newsbrief_models.store import manifest
from newsbrief_models.store.locate import resolve
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.translate.ctranslate2_translator import ENGINE, CTranslate2Translator


def load_models(model: str, workers: int, beam_size: int) -> tuple[Summarizer, Translator]:
    """Verify and load the model that `model` names; `beam_size` 0 leaves it to the manifest.

    Raises:
        ModelFolderError: the model folder is missing, incomplete or changed.
    """
    translator = CTranslate2Translator.open(resolve(model), workers=workers, beam_size=beam_size or None)
    return ExtractiveSummarizer(), translator


def fingerprint(model: str, beam_size: int) -> str:
    """SHA-256, in hexadecimal, of all that a row's translation depends on besides the row: the manifest (which holds
    the hashes of the weights and the settings of decoding), the beam, the engine's version and our translating code.

    Raises:
        ModelFolderError: there is no such model.
    """
    digest = hashlib.sha256(manifest.read_bytes(resolve(model)))
    digest.update(f"\0{beam_size}\0{importlib.metadata.version(ENGINE)}\0".encode())
    code = resources.files("newsbrief_models.translate")
    for file in sorted(code.iterdir(), key=lambda file: file.name):
        if file.is_file():
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
