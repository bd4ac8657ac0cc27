"""Text workers that obey texts, over models that are fakes."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_service.child import Command
from newsbrief_service.executor import Executor, InProcessExecutor
from newsbrief_service.text_workers.pool import TextPool

STUB = Path(__file__).with_name("stub_text_worker.py")

Pools = Callable[..., Awaitable[TextPool]]


def brief(text: str) -> pb.BriefArticleRequest:
    """A request for one brief in Korean."""
    options = types_pb2.BriefOptions(target_language_codes=["ko"])
    return pb.BriefArticleRequest(article=types_pb2.Article(body=text), options=options)


def article(number: int, word: str = "") -> str:
    """Three sentences, `word` in the last."""
    return (
        f"The harbour report of district {number} describes how crews mended their nets before winter. "
        "Dock workers unloaded timber while the ferry waited patiently for calmer water. "
        f"A choir sang old songs in the {word or 'square'} while children carried paper lanterns."
    )


@pytest.fixture
async def pools(tmp_path: Path) -> AsyncIterator[Pools]:
    """A factory: `await pools("--limit", "1", count=2, silence=2.0, executor=...)`."""
    made: list[TextPool] = []
    own = InProcessExecutor(FakeSummarizer(), [FakeTranslator()], workers=2)

    async def factory(
        *options: str, count: int = 1, silence: float = 10.0, executor: Executor | None = None
    ) -> TextPool:
        fixed = ("--data-dir", str(tmp_path), "--max-article-chars", "20000", "--log-level", "critical")
        command = Command((sys.executable, str(STUB), *fixed, *options), silence)
        made.append(TextPool(command, count, executor or own, warm=False))
        await made[-1].start()
        return made[-1]

    yield factory
    for pool in made:
        await pool.close()
    await own.close()
