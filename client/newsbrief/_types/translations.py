"""Translations, guesses at a language, and models: plain frozen values."""

from dataclasses import dataclass

from newsbrief._types.fidelity import AppliedTerm, Finding
from newsbrief._types.text import Span


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """One sentence of a translation and the sentence it translates."""

    text: str
    source: str
    span: Span
    confidence: float
    """0..1, how sure the model was."""
    findings: tuple[Finding, ...] = ()
    """Where it disagrees with its source; source spans count in the text sent."""
    applied_terms: tuple[AppliedTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text, aligned with its source sentence by sentence; ``str(translation)`` is the text."""

    text: str
    source_language: str
    sentences: tuple[TranslatedSentence, ...]
    model: str
    """Empty when source and target language are the same."""
    reduced: bool = False
    """As `Brief.reduced`."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """A guess at a text's language."""

    language: str
    """May be one the server cannot brief ("ja", "uk", "de" ...), or "und"."""
    confidence: float
    supported: bool
    """True for languages the server can work with."""

    def __str__(self) -> str:
        return self.language


@dataclass(frozen=True, slots=True)
class Model:
    """A model the server has loaded."""

    name: str
    task: str
    """"summarization" or "translation"; "" for a task this version of the client cannot name."""
    version: str
    engine: str
    license: str
    """SPDX expression."""
    directions: tuple[tuple[str, str], ...]
    """(source, target) language pairs of a translation model."""
    size_bytes: int

    def __str__(self) -> str:
        return self.name
