"""A private server in this process on a free loopback port, for `newsbrief demo` and `--local`."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from newsbrief_service import logs
from newsbrief_service.backend import in_process
from newsbrief_service.server import Server
from newsbrief_service.settings import IN_MEMORY, Settings


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
    try:
        server = Server(settings, in_process(settings))
        await server.start()
    except BaseException as error:
        target.set_exception(error)
        return
    target.set_result(server.target)
    await asyncio.to_thread(stop.wait)
    await server.stop()
