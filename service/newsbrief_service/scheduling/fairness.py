"""Who is served next: whoever got the least so far, counted in tokens."""

import math
from collections.abc import Collection, Hashable, Mapping
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class TokenCounters(Generic[T]):
    """Virtual token counters (Sheng et al., Fairness in Serving Large Language Models, arXiv 2401.00588).

    Everybody has a counter of the tokens served to them, divided by their weight (1 unless given). The least is next.
    Who comes back after a pause is lifted to just below the least of those waiting: idle time saves nothing up, but
    of equals the one who has asked for nothing lately goes first.
    """

    def __init__(self, weights: Mapping[T, float] | None = None) -> None:
        self._weights = weights or {}
        self._served: dict[T, float] = {}

    def of(self, name: T) -> float:
        """The counter of `name`."""
        return self._served.get(name, 0.0)

    def arrive(self, name: T, waiting: Collection[T]) -> None:
        """`name`, who had nothing queued, queues something; `waiting` are those who had."""
        floor = min(map(self.of, waiting), default=0.0)
        if not waiting:
            self._served.clear()  # nobody to be compared with
        # Those below the floor and gone would be lifted to it on return: forgetting them changes nothing.
        self._served = {n: c for n, c in self._served.items() if c > floor or n in waiting}
        self._served[name] = max(self.of(name), math.nextafter(floor, 0.0))

    def charge(self, name: T, tokens: float) -> None:
        """`name` was served `tokens`."""
        self._served[name] = self.of(name) + tokens / self._weights.get(name, 1.0)
