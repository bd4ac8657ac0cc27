"""On whose behalf a row is translated: set once a call, read wherever its rows are queued."""

import math
import time
from contextvars import ContextVar
from dataclasses import dataclass, field

PRIORITY = "x-newsbrief-priority"  # request metadata
BULK = "bulk"


@dataclass(frozen=True, slots=True)
class Caller:
    """A call's place among others; times are of `time.monotonic`."""

    tenant: str = "-"
    bulk: bool = False
    arrived: float = field(default_factory=time.monotonic)
    deadline: float = math.inf
    owner: str = ""  # whose the things are that the call makes; "" where the server asks nobody who they are


_current: ContextVar[Caller | None] = ContextVar("caller", default=None)


def enter(caller: Caller) -> None:
    """Say that this task, and those it starts, work for `caller`."""
    _current.set(caller)


def current() -> Caller:
    """Whom this task works for; outside of a call, somebody who arrives now."""
    return _current.get() or Caller()
