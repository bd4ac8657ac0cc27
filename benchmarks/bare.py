"""The work of a brief without a server around it: the same pipeline, its rows straight to an engine process."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from newsbrief.v1 import types_pb2
from newsbrief_models.errors import AbstractionError
from newsbrief_models.types import Document, Language, ModelInfo, Selection, TranslatedRow, TranslationRow
from newsbrief_service.briefing import Briefing
from newsbrief_service.engine.plan import command, plan_for
from newsbrief_service.engine.process import EngineProcess
from newsbrief_service.glossaries.resolve import Resolver
from newsbrief_service.glossaries.store import Store
from newsbrief_service.settings import Settings

T = TypeVar("T")
_SECONDS = 120.0


class _Straight:
    """An Executor with one engine and neither queue nor scheduler."""

    def __init__(self, engine: EngineProcess) -> None:
        self._engine = engine
        self.models = engine.models
        self._pool = ThreadPoolExecutor(1)

    def translator_of(self, source: Language, target: Language) -> ModelInfo:
        return next(info for info in self.models if (source, target) in info.directions)

    def summarizer_of(self, source: Language, target: Language) -> ModelInfo:
        raise AbstractionError(source, target)

    async def abstract(self, document: Document, target: Language, max_sentences: int) -> tuple[str, ...]:
        raise AbstractionError(document.language, target)

    async def select(self, document: Document, max_sentences: int) -> Selection:
        return await self._engine.select(document, max_sentences)

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        return (await self._engine.translate(rows, _SECONDS))[0]

    async def run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    async def close(self) -> None:
        await self._engine.close()
        self._pool.shutdown()


class BareWork:
    """Briefs articles on an engine of its own, set up as a server's would be. `close` it."""

    def __init__(self) -> None:
        self._runner = asyncio.Runner()
        settings = Settings(data_dir=":memory:", log_level="error")
        engine = self._runner.run(EngineProcess.start(command(settings, plan_for(settings))))
        self._executor = _Straight(engine)
        self._store = Store(None)
        self._resolver = Resolver(self._store)
        self._briefing = Briefing(self._executor, self._resolver, settings.max_article_chars)

    def brief(self, text: str) -> float:
        """Brief `text`; returns the milliseconds it took."""
        return self._runner.run(self._brief(text))

    async def _brief(self, text: str) -> float:
        started = time.perf_counter()
        await self._briefing.brief(types_pb2.Article(body=text), types_pb2.BriefOptions())
        return (time.perf_counter() - started) * 1000

    def close(self) -> None:
        """End the engine."""
        for part in (self._resolver, self._store, self._executor):
            self._runner.run(part.close())
        self._runner.close()
