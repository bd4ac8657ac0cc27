"""What summarizers and translators must offer, whatever is behind them."""

from collections.abc import Sequence
from typing import Protocol

from newsbrief_models.types import (
    Document,
    ModelInfo,
    Selection,
    SummaryRow,
    TranslatedRow,
    TranslationRow,
)


class Summarizer(Protocol):
    """Chooses the sentences of a brief. Deterministic, and safe to call from several threads at once."""

    @property
    def info(self) -> ModelInfo: ...

    def select(self, document: Document, max_sentences: int) -> Selection:
        """Score every sentence of `document` and choose at most `max_sentences` (>= 1) of them.

        Chooses all when the document has no more than that. `document` has at least one sentence.
        """
        ...


class AbstractiveSummarizer(Protocol):
    """Retells texts in sentences of its own. Safe to call from several threads at once.

    Nothing it writes is believed: `abstractive.verifying` holds each sentence against the article.
    """

    @property
    def info(self) -> ModelInfo:
        """Its directions are (language of the text, language of the summary); both may be the same."""
        ...

    @property
    def window(self) -> int:
        """The longest text it reads whole, by `measure`; longer ones are cut at sentences before they come here."""
        ...

    def measure(self, text: str) -> int:
        """How much of the window `text` takes (>= 0); in time linear in its length."""
        ...

    def summarize(self, rows: Sequence[SummaryRow]) -> list[tuple[str, ...]]:
        """The sentences, each without line breaks, that retell each of `rows`, in their order. Blocks.

        Raises:
            DirectionError: a row's direction is not among ``info.directions``.
            EndpointError: the model is elsewhere and did not answer as it should.
        """
        ...


class Translator(Protocol):
    """Translates sentences. Deterministic, and safe to call from several threads at once."""

    @property
    def info(self) -> ModelInfo: ...

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """Translate `rows`, any mix of the model's directions; the result is as long and in the same order.

        A row's result does not depend on the other rows. Blocks; call it off the event loop.

        Raises:
            DirectionError: a row's direction is not among ``info.directions``.
        """
        ...
