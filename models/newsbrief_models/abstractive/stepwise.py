"""Lets a summarizer work in small steps, so that who waits for it can see that it lives, and call it off."""

from collections.abc import Callable, Sequence

from newsbrief_models.protocols import AbstractiveSummarizer
from newsbrief_models.types import ModelInfo, SummaryRow

ROWS_A_STEP = 4  # texts of a window's length; more at once would hardly be faster


class NotWantedError(Exception):
    """Nobody waits for the work any more."""


class Stepwise:
    """`summarizer`, but `before_step` is called before each few rows; what it raises ends the work."""

    def __init__(self, summarizer: AbstractiveSummarizer, before_step: Callable[[], None]) -> None:
        self._summarizer = summarizer
        self._before_step = before_step

    @property
    def info(self) -> ModelInfo:
        """See `AbstractiveSummarizer`."""
        return self._summarizer.info

    @property
    def window(self) -> int:
        """See `AbstractiveSummarizer`."""
        return self._summarizer.window

    def measure(self, text: str) -> int:
        """See `AbstractiveSummarizer`."""
        return self._summarizer.measure(text)

    def summarize(self, rows: Sequence[SummaryRow]) -> list[tuple[str, ...]]:
        """See `AbstractiveSummarizer`."""
        told: list[tuple[str, ...]] = []
        for start in range(0, len(rows), ROWS_A_STEP):
            self._before_step()
            told += self._summarizer.summarize(rows[start : start + ROWS_A_STEP])
        return told
