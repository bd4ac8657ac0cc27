"""`newsbrief-server check`: what `serve` would need, tried one by one without serving; a line for each."""

import datetime
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from newsbrief_models.errors import ModelsError
from newsbrief_service.backend import in_process
from newsbrief_service.engine.plan import plan_for
from newsbrief_service.glossaries.store import Store
from newsbrief_service.jobs.store import JobStore
from newsbrief_service.security.errors import SecurityFileError
from newsbrief_service.security.setup import certificates_for, token_file
from newsbrief_service.settings import Settings
from newsbrief_service.storage.errors import StoreError
from newsbrief_service.text_workers.plan import worker_count
from newsbrief_service.warm_up import warm_up

Part = Callable[[Settings], Awaitable[str]]


class ProblemError(Exception):
    """Something that would keep the server from serving as it should; the message is for people."""


async def check(settings: Settings) -> bool:
    """Check everything, print a line for each thing, and say whether all is well."""
    well = True
    for name, part in _PARTS.items():
        try:
            mark, said = "ok", await part(settings)
        except (ProblemError, ModelsError, SecurityFileError, StoreError) as error:
            mark, said, well = "failed", str(error), False
        print(f"{mark:<6}  {name}: {said}")  # noqa: T201
    return well


async def _address(settings: Settings) -> str:
    wanted = {"none": "anybody may call", "tokens": "with a token", "mtls": "with a client certificate"}
    tls = "TLS" if settings.tls_cert else "no TLS"
    warning = ", and other machines may reach it so" if settings.exposed else ""
    return f"{settings.host}:{settings.port}, {tls}, {wanted[settings.auth]}{warning}"


async def _certificates(settings: Settings) -> str:
    certificates = certificates_for(settings)
    if certificates is None:
        return "none wanted"
    times = {
        name: datetime.datetime.fromtimestamp(seconds, datetime.UTC)
        for name, seconds in certificates.expiries().items()
    }
    shown = ", ".join(f"{name} until {time:%Y-%m-%d %H:%M} UTC" for name, time in times.items())
    return f"{certificates.subject}, {shown}"


async def _tokens(settings: Settings) -> str:
    if settings.auth != "tokens":
        return "none wanted"
    tokens = token_file(settings).read()
    if not tokens:
        return "there are none yet, so nobody can call; add one with `newsbrief-server tokens add NAME`"
    return f"{len(tokens)}, of {len({token.tenant for token in tokens})} tenants"


async def _storage(settings: Settings) -> str:
    folder = settings.data_folder
    if folder is None:
        return "in memory, until the server stops"
    there = folder
    while not there.exists():
        there = there.parent
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise ProblemError(f"{folder}: cannot be written")
    for store in (Store(folder), JobStore(folder, settings.job_mb << 20)):
        try:
            await store.check()
        finally:
            await store.close()
    return str(folder)


async def _cache(settings: Settings) -> str:
    if not settings.cache_mb:
        return "off"
    if not settings.cache_dir:
        return f"{settings.cache_mb} MB in memory"
    return f"{settings.cache_mb} MB in {Path(settings.cache_dir).expanduser()}"


async def _engines(settings: Settings) -> str:
    if settings.in_process:
        return f"none; {settings.worker_count} threads of the server"
    chosen = plan_for(settings)
    return f"{chosen.engines} of {chosen.workers} batches at once, {chosen.memory_mb} MiB each at most"


async def _texts(settings: Settings) -> str:
    count = worker_count(settings)
    return str(count) if count else "none; threads of the server"


async def _model(settings: Settings) -> str:
    executor = in_process(settings)
    try:
        done = await warm_up(executor)
    finally:
        await executor.close()
    names = ", ".join(f"{info.name} {info.version}" for info in executor.models)
    return f"{names}; translates {', '.join('-'.join(pair) for pair in done)}"


_PARTS: dict[str, Part] = {
    "address": _address,
    "certificates": _certificates,
    "tokens": _tokens,
    "storage": _storage,
    "cache": _cache,
    "engines": _engines,
    "text workers": _texts,
    "models": _model,
}
