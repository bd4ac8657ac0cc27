"""Times as they are stored: whole microseconds since 1970, UTC."""

import time

from google.protobuf.timestamp_pb2 import Timestamp


def now() -> int:
    """The time, in microseconds since 1970."""
    return time.time_ns() // 1000


def timestamp(microseconds: int | None) -> Timestamp | None:
    """The same as a message; None for none."""
    if microseconds is None:
        return None
    return Timestamp(seconds=microseconds // 1_000_000, nanos=microseconds % 1_000_000 * 1_000)
