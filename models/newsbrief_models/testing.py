"""Deterministic stand-ins for models: pure functions of their input, for tests. Never a default."""

from collections.abc import Callable, Sequence

from newsbrief_models.errors import DirectionError
from newsbrief_models.types import (
    ABSTRACTION,
    Document,
    Language,
    ModelInfo,
    Reason,
    Selection,
    SentenceScore,
    SummaryRow,
    TranslatedRow,
    TranslationRow,
)

EVERY_PAIR = tuple((s, t) for s in Language for t in Language)
ALL_DIRECTIONS = tuple((s, t) for s in Language for t in Language if s is not t)


class FakeTranslator:
    """Writes the target's tag before the text: ``"[ko] ..."``. Remembers what it was asked for in `history`."""

    def __init__(self, directions: tuple[tuple[Language, Language], ...] = ALL_DIRECTIONS) -> None:
        self.info = ModelInfo("fake-translator", "translation", "1", "python", "Apache-2.0", directions, 0)
        self.history: list[tuple[TranslationRow, ...]] = []

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        self.history.append(tuple(rows))
        for row in rows:
            if (row.source, row.target) not in self.info.directions:
                raise DirectionError(row.source, row.target, self.info.directions)
        return [TranslatedRow(f"[{row.target}] {row.text}", 0.5) for row in rows]


class FakeSummarizer:
    """Takes the first sentences."""

    info = ModelInfo("fake-summarizer", "summarization", "1", "python", "Apache-2.0", (), 0)

    def select(self, document: Document, max_sentences: int) -> Selection:
        count = len(document.sentences)
        scores = tuple(SentenceScore(1 - i / count, (Reason.POSITION,)) for i in range(count))
        return Selection(scores, tuple(range(min(max_sentences, count))))


class ScriptedSummarizer:
    """Writes what `script` makes of a row; remembers the rows in `history`. Its window is counted in characters."""

    def __init__(
        self,
        script: Callable[[SummaryRow], Sequence[str]],
        directions: tuple[tuple[Language, Language], ...] = EVERY_PAIR,
        window: int = 100_000,
    ) -> None:
        self.info = ModelInfo("scripted", ABSTRACTION, "1", "python", "Apache-2.0", directions, 0)
        self.window = window
        self.history: list[SummaryRow] = []
        self._script = script

    def measure(self, text: str) -> int:
        return len(text)

    def summarize(self, rows: Sequence[SummaryRow]) -> list[tuple[str, ...]]:
        self.history += rows
        return [tuple(self._script(row)) for row in rows]
