"""What a batch has written so far: a file of records, and beside it which job they come from."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from newsbrief._cli import _exit, _json

STATE = ".job"  # put behind the output's name
_SYNC_SECONDS = 1.0


@dataclass(slots=True)
class State:
    """What a run that was cut off leaves to the next: `records` were written before the job with the id `job` began."""

    input: str
    options: str
    job: str = ""
    records: int = 0


class Records:
    """A file of JSON Lines that grows record by record; a last line cut off by a crash is taken away.

    Records survive the end of this process at once, that of the machine after a second at most.
    """

    def __init__(self, file: Path) -> None:
        self._stream = file.open("ab+")
        self._synced = time.monotonic()
        self.lines: list[int] = []
        """The lines of the input whose records are there, in the order they were written."""
        self.failed = 0
        """How many of them are errors."""
        self._stream.seek(0)
        whole = 0
        for raw in self._stream:
            try:
                self._count(json.loads(raw))
            except (ValueError, TypeError, LookupError):
                break
            whole += len(raw)
        self._stream.truncate(whole)

    def append(self, record: dict[str, Any]) -> None:
        """Write a record."""
        line = _json.document(record, pretty=False, ascii_only=False)
        self._stream.write(line.encode() + b"\n")
        self._stream.flush()
        self._count(record)
        if time.monotonic() - self._synced > _SYNC_SECONDS:
            self.sync()

    def sync(self) -> None:
        """Have all records survive the end of the machine."""
        os.fsync(self._stream.fileno())
        self._synced = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.sync()
        self._stream.close()

    def _count(self, record: dict[str, Any]) -> None:
        failed = record["status"] != "OK"
        self.lines.append(int(record["line"]))
        self.failed += failed


@contextmanager
def locked(output: Path) -> Iterator[IO[bytes]]:
    """The file beside `output`, made if need be, for this process alone. Raises `UsageError` where it is not alone."""
    with output.with_name(output.name + STATE).open("ab+") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _exit.UsageError(f"{output}: another newsbrief is writing it") from None
        yield stream


def load(stream: IO[bytes]) -> State | None:
    """What the run before left; None where there was none, or it did not get so far."""
    stream.seek(0)
    state = None
    for line in stream:
        try:
            state = State(**json.loads(line))
        except (ValueError, TypeError):  # cut off by a crash
            break
    return state


def remove(output: Path) -> None:
    """All is written: leave nothing to the next run."""
    output.with_name(output.name + STATE).unlink()


def save(stream: IO[bytes], state: State) -> None:
    """Leave `state` to the next run: appended, so that a crash leaves the one before."""
    stream.write(json.dumps(asdict(state)).encode() + b"\n")
    stream.flush()
    os.fsync(stream.fileno())
