"""Imports what only some installations have, and says how to get it where it is missing."""

from importlib import import_module
from typing import Any

from newsbrief_models.errors import ModelsError

# Versions below these run code from a model's configuration, or unpickle weights without limits.
FLOORS = {"torch": (2, 6), "transformers": (5, 5), "huggingface_hub": (1, 0), "safetensors": (0, 5)}


_EXTRAS = {"openai": "llm", "ray": "ray"}  # of libraries that come with another extra than [hub]


class MissingExtraError(ModelsError):
    """A library of an extra is missing, or too old to be used safely."""

    def __init__(self, library: str, problem: str) -> None:
        extra = _EXTRAS.get(library, "hub")
        super().__init__(f"{library} {problem}; run: pip install 'newsbrief[{extra}]'")
        self.library = library


def require(name: str) -> Any:
    """The module `name`, of a library that comes with an extra.

    Typed as Any: type checkers run where these libraries are not installed.

    Raises:
        MissingExtraError: it is not installed, or older than its floor.
    """
    library = name.partition(".")[0]
    try:
        found = import_module(library)
        module = import_module(name)
    except ImportError:
        raise MissingExtraError(library, "is not installed") from None
    if (floor := FLOORS.get(library)) and _version(found.__version__) < floor:
        wanted = ".".join(map(str, floor))
        raise MissingExtraError(library, f"is {found.__version__}, and {wanted} is the oldest that is safe")
    return module


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("+")[0].split(".")[:2] if part.isdigit())
