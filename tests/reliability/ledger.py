"""The ledger: each request has one end, and an answer is the right one for its own input."""

import itertools
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import grpc
from google.rpc import error_details_pb2, status_pb2

import newsbrief
from newsbrief_service.errors import DETAILS_KEY
from tests.reliability.record import Run

OK, WRONG = "OK", "WRONG ANSWER"


@dataclass(slots=True)
class Entry:
    """A request: when it was sent (`time.monotonic`), how it ended, after how many seconds, and what came with it."""

    began: float
    outcome: str = ""
    seconds: float = 0.0
    reason: str = ""
    retry_after: float | None = None

    @property
    def ended(self) -> float:
        """When it was over."""
        return self.began + self.seconds

    def end(self, right: bool) -> None:
        """An answer came."""
        self._end(OK if right else WRONG)

    def fail(self, error: Exception) -> None:
        """It failed with `error`, of gRPC or of our client."""
        if isinstance(error, grpc.aio.AioRpcError):
            self.reason, self.retry_after = _details(error)
            self._end(error.code().name)
        elif isinstance(error, newsbrief.NewsbriefError):
            self.reason, self.retry_after = error.reason, error.retry_after
            self._end(error.code)
        else:
            raise error

    def _end(self, outcome: str) -> None:
        assert not self.outcome, "a request that ends twice"
        self.outcome, self.seconds = outcome, time.monotonic() - self.began


@dataclass
class Ledger:
    """Entries by the number of their request."""

    entries: dict[int, Entry] = field(default_factory=dict)

    @contextmanager
    def request(self, number: int) -> Iterator[Entry]:
        """Enter request `number`; a failed call is entered as its end, a cancelled one as CANCELLED."""
        assert number not in self.entries, "a request that is sent twice"
        entry = self.entries[number] = Entry(time.monotonic())
        try:
            yield entry
        except (grpc.aio.AioRpcError, newsbrief.NewsbriefError) as error:
            entry.fail(error)

    def outcomes(self) -> Counter[str]:
        """How many requests ended how; one without an end is OPEN."""
        return Counter(entry.outcome or "OPEN" for entry in self.entries.values())

    def of(self, outcome: str) -> list[Entry]:
        """The entries with that end."""
        return [entry for entry in self.entries.values() if entry.outcome == outcome]

    def seconds(self, outcome: str = OK) -> list[float]:
        """How long they took."""
        return [entry.seconds for entry in self.of(outcome)]

    def close(self, run: Run, *allowed: str) -> None:
        """Write down how requests ended; any end but OK and `allowed` breaks the line."""
        outcomes = self.outcomes()
        run.note("requests", len(self.entries))
        for outcome in sorted({OK, *allowed, *outcomes}):
            if outcome in (OK, *allowed):
                run.note(outcome, outcomes[outcome])
            else:
                run.exactly(outcome, outcomes[outcome], 0)
        run.exactly("wrong answers", outcomes[WRONG], 0)


def percentile(values: list[float], percent: int) -> float:
    """The value that `percent` of `values` do not exceed; 0 of none."""
    if len(values) < 2:
        return max(values, default=0.0)
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def longest_gap(times: list[float]) -> float:
    """The longest time between two of `times`."""
    ordered = sorted(times)
    return max((b - a for a, b in itertools.pairwise(ordered)), default=0.0)


def _details(error: grpc.aio.AioRpcError) -> tuple[str, float | None]:
    """The reason and the retry delay (seconds) that a failed call carries."""
    info, retry, status = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo(), status_pb2.Status()
    reason, seconds = "", None
    for key, value in error.trailing_metadata() or ():
        if key == DETAILS_KEY and isinstance(value, bytes):
            status.ParseFromString(value)
    for detail in status.details:
        if detail.Unpack(info):
            reason = info.reason
        elif detail.Unpack(retry):
            seconds = retry.retry_delay.ToMilliseconds() / 1000
    return reason, seconds
