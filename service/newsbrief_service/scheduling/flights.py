"""Rows under way, each once: whoever asks for one that is under way waits for the same result."""

import asyncio
from dataclasses import dataclass, field, replace

from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.scheduling.caller import Caller
from newsbrief_service.scheduling.queue import QueuedRow


@dataclass(eq=False)
class Flight:
    """A row under way, its result to come, and how many wait for it."""

    queued: QueuedRow
    result: "asyncio.Future[TranslatedRow]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    waiting: int = 0


class Flights:
    """The rows under way by key."""

    def __init__(self) -> None:
        self._flights: dict[bytes, Flight] = {}

    def __len__(self) -> int:
        return len(self._flights)

    def join(self, key: bytes, row: TranslationRow, caller: Caller) -> tuple[Flight, bool]:
        """The flight of `key`, and whether it is new. One that exists gets the more urgent of its callers' rights."""
        flight = self._flights.get(key)
        new = flight is None
        if flight is None:
            flight = self._flights[key] = Flight(QueuedRow(key, row, caller))
        else:
            first = flight.queued.caller
            urgent = caller if first.bulk and not caller.bulk else first
            flight.queued.caller = replace(urgent, deadline=max(first.deadline, caller.deadline))
        flight.waiting += 1
        return flight, new

    def leave(self, flight: Flight) -> None:
        """One waits no longer. A row that nobody waits for is skipped by the queue, unless it runs."""
        flight.waiting -= 1
        if flight.waiting == 0 and not flight.result.done() and not flight.queued.running:
            self._drop(flight)

    def done(self, queued: QueuedRow, result: TranslatedRow) -> None:
        """`queued` has its result."""
        if (flight := self._flights.pop(queued.key, None)) and not flight.result.done():
            flight.result.set_result(result)

    def failed(self, queued: QueuedRow, error: Exception) -> None:
        """`queued` will have no result."""
        if (flight := self._flights.pop(queued.key, None)) and not flight.result.done():
            flight.result.set_exception(error)
            flight.result.exception()  # seen, should nobody wait any more

    def wanted(self, queued: QueuedRow) -> bool:
        """Whether anybody still waits for `queued`, which an engine did not get done; if not, it is given up."""
        flight = self._flights.get(queued.key)
        if flight is not None and flight.waiting:
            return True
        if flight is not None:
            self._drop(flight)
        return False

    def _drop(self, flight: Flight) -> None:
        flight.queued.cancelled = True
        self._flights.pop(flight.queued.key, None)
