"""The tokens a server knows: its file, looked at again within a second of any change."""

import hmac
import logging
import time
from collections.abc import Callable

from newsbrief_service.logs import log
from newsbrief_service.security.errors import SecurityFileError
from newsbrief_service.security.tokens import Token, TokenFile, digest

_LOOK_SECONDS = 1.0


class KnownTokens:
    """The tokens of `file`. One that can no longer be read changes nothing but the log; one that is gone holds none.

    Raises:
        SecurityFileError: the file cannot be read to begin with.
    """

    def __init__(self, file: TokenFile, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._clock = clock
        self._looked = clock()
        self._stamp = self._current_stamp()
        self._tokens = file.read()

    def __len__(self) -> int:
        return len(self._tokens)

    def find(self, secret: str) -> Token | None:
        """The token of `secret`. How long it takes does not tell which, nor how nearly one was met."""
        self._refresh()
        wanted, found = digest(secret), None
        for token in self._tokens:
            if hmac.compare_digest(token.sha256, wanted):
                found = token
        return found

    def _refresh(self) -> None:
        now = self._clock()
        if now - self._looked < _LOOK_SECONDS:
            return
        self._looked = now
        # Before reading: what is written meanwhile is seen at the next look.
        stamp = self._current_stamp()
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._tokens = self._file.read()
        except SecurityFileError as error:
            log(logging.ERROR, "tokens not read; those known before stay", problem=str(error))
        else:
            log(logging.INFO, "tokens read", count=len(self._tokens))

    def _current_stamp(self) -> tuple[int, ...]:
        try:
            status = self._file.path.stat()
        except OSError:
            return ()
        return status.st_ino, status.st_mtime_ns, status.st_size
