"""What can be wrong with a text or a model.

ModelsError
├── TextError               the text given cannot be worked with
│   ├── MarkupError             it is HTML or another markup
│   ├── NoSentencesError        nothing in it reads as a sentence
│   ├── LanguageUnsupportedError  it is in a language newsbrief does not know
│   └── LanguageUndetectedError   no language can be told
│       └── LanguageMismatchError     it holds no letters of the language named
├── DirectionError          no such translation direction
├── AbstractionError        no such direction of retelling
├── EndpointError           a model elsewhere did not answer as it should
│   ├── EndpointUnavailableError  it cannot be reached, is busy, or takes too long
│   ├── EndpointRefusedError      it does not take our key, our model's name or our requests
│   └── EndpointOutputError       what it wrote is of no use
└── ModelFolderError        a model folder is missing, incomplete or changed
"""

from collections.abc import Iterable
from pathlib import Path

from newsbrief_models.types import Language


class ModelsError(Exception):
    """Base of this package's errors."""


class TextError(ModelsError):
    """The text given cannot be worked with."""


class MarkupError(TextError):
    """The text is markup, not plain text."""

    def __init__(self, seen: str) -> None:
        super().__init__(f"looks like markup ({seen}); send the article's plain text")
        self.seen = seen


class NoSentencesError(TextError):
    """Nothing in the text reads as a sentence."""

    def __init__(self) -> None:
        super().__init__("holds nothing that reads as a sentence")


class LanguageUnsupportedError(TextError):
    """The text, or the tag given, is of a language newsbrief does not know."""

    def __init__(self, seen: str) -> None:
        supported = ", ".join(Language)
        super().__init__(f"language {seen!r} is not supported; supported are {supported}")
        self.seen = seen


class LanguageUndetectedError(TextError):
    """The text has too few letters of any language to tell."""

    def __init__(self, problem: str = "the language could not be told from the text; name it") -> None:
        super().__init__(problem)


class LanguageMismatchError(LanguageUndetectedError):
    """The text is named as of a language, but holds letters of other scripts only."""

    def __init__(self, named: Language) -> None:
        super().__init__(f"named as {named}, but holds no letters of that language")
        self.named = named


class DirectionError(ModelsError):
    """No model translates in the direction asked for."""

    def __init__(
        self, source: Language, target: Language, available: Iterable[tuple[Language, Language]]
    ) -> None:
        known = ", ".join(f"{s}-{t}" for s, t in available) or "none"
        super().__init__(f"no model translates {source}-{target}; available: {known}")
        self.source = source
        self.target = target


class AbstractionError(ModelsError):
    """No model writes abstractive summaries in the direction asked for, or in any."""

    def __init__(
        self,
        source: Language | None = None,
        target: Language | None = None,
        available: Iterable[tuple[Language, Language]] = (),
    ) -> None:
        wanted = f" in {target} of articles in {source}" if source else ""
        known = ", ".join(f"{t} of {s}" for s, t in available)
        super().__init__(
            f"no loaded model writes abstractive briefs{wanted}" + (f"; they write {known}" if known else "")
        )
        self.source = source
        self.target = target


class EndpointError(ModelsError):
    """A model that is asked over HTTP did not answer as it should; the message quotes neither article nor answer."""


class EndpointUnavailableError(EndpointError):
    """It cannot be reached, is busy, or takes too long; it may be back later."""


class EndpointRefusedError(EndpointError):
    """It does not take our key, our model's name or our requests; someone must change the settings."""


class EndpointOutputError(EndpointError):
    """What it wrote is of no use: empty, cut off, in another language, or of another shape than asked for."""


class ModelFolderError(ModelsError):
    """A model folder is missing, incomplete or not what its manifest says; the message names the file."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem
