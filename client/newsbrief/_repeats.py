"""When a stream that ended before anything arrived is asked for again.

gRPC repeats single answers by the service config. Streams it must not: measured on grpcio 1.85, of streams that it
repeated itself while a server was killed and started again some were never sent, nor ended at their deadline.
"""

import random
import time

import grpc

from newsbrief._channel import (
    RETRY_ATTEMPTS,
    RETRY_BACKOFF_MULTIPLIER,
    RETRY_FIRST_BACKOFF_S,
    RETRY_MAX_BACKOFF_S,
)


class Repeats:
    """The attempts of one call, paced as gRPC's proposal A6 has it; `seconds` is the time for all of them."""

    def __init__(self, seconds: float) -> None:
        self._deadline = time.monotonic() + seconds
        self._bound = RETRY_FIRST_BACKOFF_S
        self._left = RETRY_ATTEMPTS - 1

    @property
    def seconds(self) -> float:
        """What is left of the time."""
        return max(0.0, self._deadline - time.monotonic())

    def pause(self, code: grpc.StatusCode) -> float | None:
        """Seconds to wait before the next attempt after one that ended with `code`; None when there is none."""
        pause = random.uniform(0.8, 1.2) * self._bound  # noqa: S311 - jitter, not a secret
        if code is not grpc.StatusCode.UNAVAILABLE or not self._left or pause >= self.seconds:
            return None
        self._left -= 1
        self._bound = min(RETRY_MAX_BACKOFF_S, RETRY_BACKOFF_MULTIPLIER * self._bound)
        return pause
