"""How many text workers, and how they are started: from the machine and the settings."""

import dataclasses
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from newsbrief_service.child import Command
from newsbrief_service.engine.plan import cores
from newsbrief_service.executor import Executor
from newsbrief_service.model_choice import spec_of
from newsbrief_service.settings import Settings
from newsbrief_service.text_workers.pool import TextPool
from newsbrief_service.text_workers.texts import PooledTexts

# Texts take a quarter of the processor time that translating them with the bundled model takes.
_CORES_A_WORKER = 4
# The bound a worker ends at: ten times what it needs with the largest glossaries.
_LIMIT_MB = 2048


def worker_count(settings: Settings) -> int:
    """How many text workers a server has; 0 where it works on texts itself."""
    if settings.in_process:
        return 0
    return settings.text_workers or max(1, cores() // _CORES_A_WORKER)


def command(settings: Settings) -> Command:
    """How a text worker is started. `settings` name a folder to keep things in; see `with_folder`."""
    arguments: Mapping[str, object] = {
        "--data-dir": settings.data_folder,
        "--max-article-chars": settings.max_article_chars,
        "--memory-mb": _LIMIT_MB,
        "--log-level": settings.log_level,
    }
    # -P: a file of the working directory must not pose as a module.
    start = [sys.executable, "-P", "-m", "newsbrief_service.text_workers"]
    return Command((*start, *(str(part) for pair in arguments.items() for part in pair)), settings.watchdog)


async def open_texts(settings: Settings, executor: Executor) -> PooledTexts | None:
    """Text workers that ask `executor` for models; None where the server works on texts itself.

    Raises:
        TextWorkerDiedError: one does not come up.
    """
    if not (count := worker_count(settings)):
        return None
    pool = TextPool(command(settings), count, executor)
    await pool.start()
    return PooledTexts(pool)


@contextmanager
def with_folder(settings: Settings) -> Iterator[Settings]:
    """`settings` with a folder for what is kept until the server stops, which text workers read glossaries in.

    Raises:
        ModelFolderError: there is no such model.
    """
    if settings.data_folder is not None or not worker_count(settings):
        yield settings
        return
    spec_of(settings)  # where models were to be kept in memory as well, it says so
    with tempfile.TemporaryDirectory(prefix="newsbrief-") as folder:
        yield dataclasses.replace(settings, data_dir=folder)
