"""From rows asked for to rows done: joins equal ones, keeps results, feeds the engines, and outlives their deaths."""

import asyncio
import logging
import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.engine.errors import EngineDiedError, EngineFaultError
from newsbrief_service.logs import log
from newsbrief_service.metrics.meter import Meter
from newsbrief_service.scheduling import caller as callers
from newsbrief_service.scheduling.cost import CostModel
from newsbrief_service.scheduling.flights import Flight, Flights
from newsbrief_service.scheduling.queue import TARGET_SECONDS, Batch, QueuedRow, RowQueue
from newsbrief_service.scheduling.refusals import out_of_time, unprocessable
from newsbrief_service.scheduling.results import Results
from newsbrief_service.tracing.spans import active

# Engines that end with a row among others before it is run alone, and then with it alone before it is given up.
_DEATHS, _ALONE_DEATHS = 2, 2
_QUARANTINE_ROWS = 10_000
# A batch may take this many times as long as predicted before its engine counts as hung; and so long before
# enough batches were seen to predict anything.
_OVERDUE = 5
_UNKNOWN_SECONDS = 120.0
_USUAL_TOKENS = 45  # of a news sentence


class Engine(Protocol):
    """What translates batches; see `engine.process.EngineProcess`."""

    async def translate(
        self, rows: Sequence[TranslationRow], limit: float
    ) -> tuple[list[TranslatedRow], float]: ...


class Scheduler:
    """Translates rows on `engines()`: each runs `workers` batches at once, and holds one more in advance.

    `floor` are the seconds a batch may take in any case. While more than `ease` seconds of work wait, bulk rows are
    decoded quickly, so that less has to be refused. `wake` is to be called when the engines change.
    """

    def __init__(
        self,
        engines: Callable[[], Collection[Engine]],
        workers: int,
        max_rows: int,
        results: Results,
        floor: float,
        ease: float = math.inf,
    ) -> None:
        self._engines = engines
        self._workers = workers
        self._results = results
        self._floor = floor
        self._ease = ease
        self.meter = Meter()
        self.cost = CostModel()
        self._queue = RowQueue(self.cost, max_rows)
        self._flights = Flights()
        self._running: dict[asyncio.Task[None], tuple[Engine, Batch]] = {}
        self._quarantine: OrderedDict[bytes, None] = OrderedDict()
        self._awake = False

    async def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        """Translate `rows` on behalf of the current caller; equal rows are translated once.

        Raises:
            ServiceError: UNPROCESSABLE for a row that ends engines.
            EngineFaultError: the models raised an exception at a row.
        """
        rows = self._eased(rows)
        keys = [self._results.key(row) for row in rows]
        if not self._quarantine.keys().isdisjoint(keys):
            raise unprocessable()
        known = await self._results.known(keys)
        missing = {key: row for key, row in zip(keys, rows, strict=True) if key not in known}
        flights = self._join(missing)
        try:
            for key, flight in flights.items():
                # Shielded: a caller who gives up must not cancel the others' result.
                known[key] = await asyncio.shield(flight.result)
        finally:
            for flight in flights.values():
                self._flights.leave(flight)
        return [known[key] for key in keys]

    async def close(self) -> None:
        """Give up what runs."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def wake(self) -> None:
        """Look for work to hand out, once whoever is queueing rows now has queued them all."""
        if not self._awake:
            self._awake = True
            asyncio.get_running_loop().call_soon(self._hand_out)

    @property
    def rows_under_way(self) -> int:
        """Rows that wait or run."""
        return len(self._flights)

    @property
    def seconds_waiting(self) -> float:
        """How long the engines there are need for what waits."""
        return self._queue.tokens / self.tokens_a_second()

    def tokens_a_second(self) -> float:
        """What the engines do when there is enough to do, as far as the batches so far tell."""
        rows = min(self._queue.most_rows, self.cost.rows_within(TARGET_SECONDS, _USUAL_TOKENS))
        rate = rows * _USUAL_TOKENS / self.cost.predict(rows, _USUAL_TOKENS)
        return rate * self._workers * max(1, len(self._engines()))

    def _eased(self, rows: Sequence[TranslationRow]) -> Sequence[TranslationRow]:
        """`rows` as they are to be decoded, as far as that depends on how much waits."""
        if callers.current().bulk and self._queue.tokens > self._ease * self.tokens_a_second():
            return [replace(row, quick=True) for row in rows]
        return rows

    def _join(self, rows: Mapping[bytes, TranslationRow]) -> dict[bytes, Flight]:
        caller, flights, new = callers.current(), dict[bytes, Flight](), list[QueuedRow]()
        for key, row in rows.items():
            flights[key], is_new = self._flights.join(key, row, caller)
            if is_new:
                new.append(flights[key].queued)
        if new:
            self._queue.add(*new)
            self.wake()
        return flights

    def _hand_out(self) -> None:
        self._awake = False
        for ahead in (False, True):  # first to workers that have nothing to do, then in advance
            for engine in self._engines():
                while batch := self._next(engine, ahead):
                    task = asyncio.create_task(self._run(engine, batch))
                    self._running[task] = (engine, batch)
                    task.add_done_callback(self._finished)

    def _next(self, engine: Engine, ahead: bool) -> Batch | None:
        """What `engine` is to do next, if it has room for anything. Only a full batch is taken in advance: a smaller
        one may still grow while the others run."""
        loads = Counter(id(other) for other, _ in self._running.values())
        given = [batch for other, batch in self._running.values() if other is engine]
        if any(batch.alone for batch in given):
            return None
        if ahead and (len(given) > self._workers or not self._queue.full()):
            return None
        idle = sum(max(0, self._workers - loads[id(other)]) for other in self._engines())
        if not ahead and len(given) >= self._workers:
            return None
        now = time.monotonic()
        batch = self._queue.form(now, max(1, idle), engine_is_idle=not given)
        for row in batch.expired:
            self._flights.failed(row, out_of_time())
        for row in batch.rows:
            row.running = True
        if not batch.rows:
            return None
        self.meter.batch_begun(
            [(now - row.since, row.caller.bulk) for row in batch.rows], [row.tokens for row in batch.rows]
        )
        return batch

    def _finished(self, task: asyncio.Task[None]) -> None:
        del self._running[task]
        if not task.cancelled():
            task.result()  # a fault of ours is seen
            self.wake()

    async def _run(self, engine: Engine, batch: Batch) -> None:
        rows, steps = batch.rows, batch.steps
        predicted = self.cost.predict(len(rows), steps) if self.cost.fitted else _UNKNOWN_SECONDS / _OVERDUE
        try:
            ended = active().batch([(row.mark, row.since) for row in rows], steps)
            try:
                limit = max(self._floor, _OVERDUE * predicted)
                done, seconds = await engine.translate([row.row for row in rows], limit)
            finally:
                ended()
            if len(done) != len(rows):
                raise EngineFaultError("another number of rows")
        except EngineDiedError as death:
            self._again([row for row in rows if self._outlives(row, death.begun)])
        except EngineFaultError as fault:
            self._blame(batch, fault)
        else:
            self.cost.observe(len(rows), steps, seconds)
            for row, result in zip(rows, done, strict=True):
                self._flights.done(row, result)
            await self._results.keep({row.key: result for row, result in zip(rows, done, strict=True)})

    def _outlives(self, row: QueuedRow, begun: bool) -> bool:
        """Whether `row`, whose engine died, is to be tried again; if not, it is put into quarantine."""
        if begun and row.alone:
            row.alone_deaths += 1
        elif begun:
            row.deaths += 1
            row.alone = row.deaths >= _DEATHS
        if row.alone_deaths < _ALONE_DEATHS:
            return True
        self._quarantine[row.key] = None
        if len(self._quarantine) > _QUARANTINE_ROWS:
            self._quarantine.popitem(last=False)
        log(logging.ERROR, "row in quarantine", row=row.key.hex())
        self._flights.failed(row, unprocessable())
        return False

    def _blame(self, batch: Batch, fault: EngineFaultError) -> None:
        """An exception at a batch: each row is run alone, so that those who are not to blame get their results."""
        if batch.alone:
            self._flights.failed(batch.rows[0], fault)
            return
        for row in batch.rows:
            row.alone = True
        self._again(batch.rows)

    def _again(self, rows: Sequence[QueuedRow]) -> None:
        for row in rows:
            row.running = False
        self._queue.add(*(row for row in rows if self._flights.wanted(row)))
        self.wake()
