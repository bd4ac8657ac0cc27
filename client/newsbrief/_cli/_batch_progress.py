"""How far a batch is, on one line of a terminal; nothing anywhere else."""

import time
from types import TracebackType
from typing import Self

from newsbrief._cli._console import Console
from newsbrief._errors import NewsbriefError

_SHOWN_SECONDS = 0.2


class Progress:
    """`total` articles, of which `done` were done before this run."""

    def __init__(self, console: Console, total: int, done: int) -> None:
        self._console = console
        self._total = total
        self._before = done
        self._began = time.monotonic()
        self._shown = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._console.status("")

    def show(self, done: int, failed: int) -> None:
        """Say how many of all are done, and how many of those failed."""
        now = time.monotonic()
        if now - self._shown >= _SHOWN_SECONDS or done == self._total:
            self._shown = now
            self._console.status(line(done, self._total, failed, done - self._before, now - self._began))

    def waits(self, error: NewsbriefError) -> None:
        """Say what keeps the batch from going on."""
        self._console.status(f"waiting: {error}")


def line(done: int, total: int, failed: int, now_done: int, seconds: float) -> str:
    """ "1,200/10,000 done, 3 failed, 41.5/s, 3:32 left"; `now_done` were done in `seconds`."""
    rate = now_done / seconds if seconds > 0 else 0.0
    told = [f"{done:,}/{total:,} done", f"{failed:,} failed", f"{rate:.1f}/s"]
    if rate and done < total:
        told.append(f"{_clock((total - done) / rate)} left")
    return ", ".join(told)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
