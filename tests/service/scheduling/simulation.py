"""Engines that exist on paper: a clock that jumps, and batches that take what a formula says."""

import heapq
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsbrief_models.types import Language, TranslationRow
from newsbrief_service.scheduling.caller import Caller
from newsbrief_service.scheduling.cost import CostModel
from newsbrief_service.scheduling.queue import Batch, QueuedRow, RowQueue


def seconds_of(rows: int, steps: int) -> float:
    """What a batch takes in truth; not what the cost model expects at first."""
    return 0.003 + 0.002 * steps + 0.00035 * rows * steps


@dataclass(order=True)
class _Event:
    at: float
    order: int
    rows: list[QueuedRow] = field(compare=False)  # that arrive
    batch: Batch | None = field(compare=False, default=None)  # that ends


class Simulation:
    """Runs articles through a queue with `workers` workers; `done` says when each row was."""

    def __init__(self, workers: int = 1, max_rows: int = 32) -> None:
        self.cost = CostModel()
        self.queue = RowQueue(self.cost, max_rows)
        self.done: dict[int, float] = {}
        self.batches: list[tuple[float, Batch]] = []
        self.expired: list[QueuedRow] = []
        self._idle = workers
        self._events: list[_Event] = []
        self._order = itertools.count()

    def article(
        self,
        at: float,
        tenant: str,
        lengths: Iterable[int],
        *,
        bulk: bool = False,
        seconds: float = float("inf"),
    ) -> list[QueuedRow]:
        """An article that arrives at `at` with rows of these lengths, in tokens (>= 2), and has `seconds`."""
        caller = Caller(tenant, bulk, at, at + seconds)
        rows = []
        for length in lengths:
            number = next(self._order)
            text = TranslationRow("x" * round((length - 1) * 3.4 + 1), Language.EN, Language.KO)
            rows.append(QueuedRow(str(number).encode(), text, caller))
        heapq.heappush(self._events, _Event(at, next(self._order), rows))
        return rows

    def run(self) -> float:
        """Until nothing is left; returns when that was."""
        now = 0.0
        while self._events:
            event = heapq.heappop(self._events)
            now = event.at
            if event.batch is None:
                self.queue.add(*event.rows)
            else:
                self._idle += 1
                rows, steps = len(event.batch.rows), event.batch.steps
                self.cost.observe(rows, steps, seconds_of(rows, steps))
                self.done.update((row.order, now) for row in event.batch.rows)
            if not self._events or self._events[0].at > now:  # all that comes at one time comes first
                self._start(now)
        return now

    def latency(self, rows: Iterable[QueuedRow]) -> float:
        """From an article's arrival until its last row was done."""
        return max(self.done[row.order] - row.caller.arrived for row in rows)

    def _start(self, now: float) -> None:
        while self._idle:
            batch = self.queue.form(now, self._idle, engine_is_idle=True)
            self.expired += batch.expired
            if not batch.rows:
                return
            self._idle -= 1
            self.batches.append((now, batch))
            ends = now + seconds_of(len(batch.rows), batch.steps)
            heapq.heappush(self._events, _Event(ends, next(self._order), [], batch))
