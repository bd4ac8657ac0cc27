"""Stands in for the library of that name, whose models are to be downloaded: a line is a sentence."""

from collections.abc import Sequence
from typing import Any

from minisbd import models as models


class SBDetect:
    """Finds sentences."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def sentences(self, text: str) -> list[str]:
        """The lines of `text`."""
        return text.splitlines()


def download_models(*_: Any, **__: Any) -> Sequence[str]:
    """Nothing is needed."""
    return ()
