"""Executors over engines whose models are stubs."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from newsbrief_models.types import Language, TranslatedRow, TranslationRow
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.engine.process import Command

STUB = Path(__file__).parent / "stub.py"

Executors = Callable[..., Awaitable[ProcessExecutor]]


def command(*options: str, silence: float = 10.0) -> Command:
    """How to start stub engines."""
    return Command((sys.executable, str(STUB), *options), silence)


def row(text: str, target: Language = Language.KO) -> TranslationRow:
    """A row to translate from English."""
    return TranslationRow(text, Language.EN, target)


def expected(wanted: TranslationRow) -> TranslatedRow:
    """What the stub's translator makes of a row: a pure function of it, so that a mix-up shows."""
    return TranslatedRow(f"[{wanted.target}] {wanted.text}", 0.5)


@pytest.fixture
async def executors() -> AsyncIterator[Executors]:
    """A factory: `await executors("--seconds-a-row", "0.01", count=2, workers=1, silence=1.0, ...)`."""
    made: list[ProcessExecutor] = []

    async def factory(
        *options: str, count: int = 1, workers: int = 1, silence: float = 10.0, **more: Any
    ) -> ProcessExecutor:
        start = command("--workers", str(workers), *options, silence=silence)
        made.append(await ProcessExecutor.start(start, count, workers, **more))
        return made[-1]

    yield factory
    for executor in made:
        await executor.close()
