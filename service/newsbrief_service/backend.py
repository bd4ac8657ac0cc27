"""What the models of a server run in, as its settings want it: engine processes, a Ray cluster, or this process."""

from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict

from newsbrief_models.extras import MissingExtraError
from newsbrief_service.engine.executor import ProcessExecutor
from newsbrief_service.engine.plan import command, plan_for
from newsbrief_service.executor import Executor, InProcessExecutor
from newsbrief_service.language_model import outside_of
from newsbrief_service.model_choice import spec_of
from newsbrief_service.outside import Outside
from newsbrief_service.scheduling.admission import Admission
from newsbrief_service.scheduling.cache import ResultCache
from newsbrief_service.scheduling.queue import MAX_ROWS
from newsbrief_service.settings import Settings

_MAX_REQUEST_BYTES = 64 << 20  # of all calls held
# Bulk work is eased once this share of the queue is full: before its door closes, at 80 % for a caller alone.
_EASED = 0.5


async def open_backend(settings: Settings) -> tuple[Executor, Admission | None]:
    """The executor, with its models loaded, and the door to it; models in this process have none.

    Raises:
        ModelFolderError: the model cannot be used.
        MissingExtraError: a library of an extra is missing.
        EngineDiedError: an engine does not come up, or there is no cluster.
    """
    if settings.in_process:
        return in_process(settings), None
    executor = await (_on_ray if settings.executor == "ray" else _in_engines)(settings)
    rate = executor.scheduler.tokens_a_second
    return executor, Admission(rate, settings.queue_seconds, _MAX_REQUEST_BYTES)


async def _in_engines(settings: Settings) -> ProcessExecutor:
    chosen = plan_for(settings)
    return await ProcessExecutor.start(
        command(settings, chosen), chosen.engines, chosen.workers, **_manner(settings)
    )


async def _on_ray(settings: Settings) -> ProcessExecutor:
    # Imported here: few servers have a cluster.
    from newsbrief_service.cluster.executor import RayExecutor
    from newsbrief_service.cluster.plan import bounds_for, link_for

    if find_spec("ray") is None:  # told here, before the cluster is looked for
        raise MissingExtraError("ray", "is not installed")
    return await RayExecutor.join(
        link_for(settings), bounds_for(settings), silence=settings.watchdog, **_manner(settings)
    )


def in_process(settings: Settings) -> InProcessExecutor:
    """An executor with its models in this process.

    Raises:
        ModelFolderError: the model cannot be used.
    """
    # Imported here: the models' libraries take memory, and a server with engines needs none of them.
    from newsbrief_service.models import load_models, load_writers

    workers = settings.worker_count
    chosen = (spec_of(settings), workers, settings.beam_size, settings.device)
    summarizer, translators = load_models(*chosen)
    return InProcessExecutor(summarizer, translators, workers, outside_of(settings), load_writers(*chosen))


class _Manner(TypedDict):
    max_rows: int
    cache: ResultCache | None
    outside: Outside
    ease: float
    queue_seconds: float


def _manner(settings: Settings) -> _Manner:
    """How rows are batched, queued and kept, wherever the models run."""
    return {
        "max_rows": settings.batch_rows or MAX_ROWS,
        "cache": _cache(settings),
        "outside": outside_of(settings),
        "ease": settings.queue_seconds * _EASED,
        "queue_seconds": settings.queue_seconds,
    }


def _cache(settings: Settings) -> ResultCache | None:
    if not settings.cache_mb:
        return None
    folder = Path(settings.cache_dir).expanduser() if settings.cache_dir else None
    return ResultCache(settings.cache_mb << 20, folder)
