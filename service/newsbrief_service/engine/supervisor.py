"""Keeps a number of engines alive, all of them with the same models."""

import logging

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.types import ModelInfo
from newsbrief_service.engine.errors import EngineDiedError
from newsbrief_service.engine.process import Command, EngineProcess
from newsbrief_service.logs import log
from newsbrief_service.supervision import Supervision


class Supervisor(Supervision[EngineProcess]):
    """`count` engines; see `Supervision`."""

    def __init__(self, command: Command, count: int) -> None:
        super().__init__("engine", count)
        self._command = command
        self.models: tuple[ModelInfo, ...] = ()
        self.fingerprint = ""

    @property
    def engines(self) -> tuple[EngineProcess, ...]:
        """Those that are ready."""
        return self.live

    async def start(self) -> None:
        """Start all engines and wait until they are ready.

        Raises:
            ModelFolderError: the model folder cannot be used.
            EngineDiedError: an engine does not come up.
        """
        await super().start()
        self.models, self.fingerprint = self._live[0].models, self._live[0].fingerprint

    async def _start(self) -> EngineProcess:
        return await EngineProcess.start(self._command)

    async def _start_again(self) -> EngineProcess | None:
        try:
            engine = await self._start()
        except (ModelFolderError, EngineDiedError) as error:
            log(logging.ERROR, "engine does not start", problem=str(error))
            return None
        if engine.fingerprint == self.fingerprint:
            return engine
        # Results of two models must not mix, in a brief or in the cache.
        await engine.kill("its model is another one")
        log(logging.ERROR, "the model changed; restart the server to use it")
        return None
