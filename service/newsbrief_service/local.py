"""A private server in this process on a free loopback port, for `newsbrief demo`, `--local` and `batch --ray`."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from typing import Any

from newsbrief_service import logs
from newsbrief_service.backend import in_process, open_backend
from newsbrief_service.server import Server
from newsbrief_service.settings import IN_MEMORY, Settings
from newsbrief_service.text_workers.plan import open_texts, with_folder


@contextmanager
def local_server(**settings: Any) -> Iterator[str]:
    """Serve for as long as the context lasts; yields HOST:PORT. `settings` are fields of Settings.

    Raises:
        SettingsError, ModelFolderError: the server cannot be set up.
    """
    wanted = Settings(
        **{"port": 0, "reflection": False, "data_dir": IN_MEMORY, "log_level": "error", **settings}
    )
    logs.configure(wanted.log_level)
    target: Future[str] = Future()
    stop = threading.Event()
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(wanted, target, stop)), name="newsbrief-local"
    )
    thread.start()
    try:
        yield target.result()
    finally:
        stop.set()
        thread.join()


async def _serve(settings: Settings, target: Future[str], stop: threading.Event) -> None:
    with with_folder(settings) if settings.executor == "ray" else nullcontext(settings) as kept:
        await _serve_in(kept, target, stop)


async def _serve_in(settings: Settings, target: Future[str], stop: threading.Event) -> None:
    starting = asyncio.create_task(_start(settings))
    stopped = asyncio.create_task(asyncio.to_thread(stop.wait))
    await asyncio.wait((starting, stopped), return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
    (server,) = await asyncio.gather(starting, return_exceptions=True)
    if isinstance(server, BaseException):
        target.set_exception(server)
        stop.set()
        return
    target.set_result(server.target)
    await stopped
    await server.stop()


async def _start(settings: Settings) -> Server:
    if (
        settings.executor != "ray"
    ):  # what one command asks for is soon done; processes for it take longer to start
        server = Server(settings, in_process(settings))
        await server.start()
        return server
    executor, admission = await open_backend(settings)
    try:
        server = Server(settings, executor, admission, await open_texts(settings, executor))
        await server.start()
    except BaseException:
        await executor.close()
        raise
    return server
