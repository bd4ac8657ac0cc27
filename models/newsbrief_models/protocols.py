"""What a summarizer and a translator must offer, whatever is behind them."""

from collections.abc import Sequence
from typing import Protocol

from newsbrief_models.types import Document, ModelInfo, Selection, TranslatedRow, TranslationRow


class Summarizer(Protocol):
    """Chooses the sentences of a brief. Deterministic, and safe to call from several threads at once."""

    @property
    def info(self) -> ModelInfo: ...

    def select(self, document: Document, max_sentences: int) -> Selection:
        """Score every sentence of `document` and choose at most `max_sentences` (>= 1) of them.

        Chooses all when the document has no more than that. `document` has at least one sentence.
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
