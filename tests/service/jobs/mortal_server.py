"""A server that one article kills: python mortal_server.py DATA_DIR. It prints its address, and serves until SIGTERM.

Its fake models run in its own process, as with `serve --executor in-process`, on up to four articles at once.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence

from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.server import Server
from newsbrief_service.settings import Settings

FATAL = "zzcrash"


class MortalTranslator(FakeTranslator):
    """Ends its process when it comes upon FATAL."""

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """See the class."""
        if any(FATAL in row.text for row in rows):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().translate(rows)


async def serve(data_dir: str) -> None:
    """Serve until SIGTERM."""
    settings = Settings(port=0, data_dir=data_dir, job_parallel=4, grace=1.0)
    server = Server(settings, InProcessExecutor(FakeSummarizer(), [MortalTranslator()], workers=4))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await server.start()
    print(server.target, flush=True)
    await stop.wait()
    await server.stop()


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
