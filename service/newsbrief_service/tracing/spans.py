"""The seam between the work and who keeps its traces; by default nobody does."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TypeAlias

# What a span that begins elsewhere can be hung on; None where nobody keeps traces.
Mark: TypeAlias = object | None


class Spans:
    """Told when parts of the work begin and end. This one forgets it. No argument ever holds text of a caller."""

    def call(self, method: str, metadata: Mapping[str, str | bytes]) -> Callable[[str], None]:
        """A call of `method`, "/package.Service/Method", begins in this task; returns what to tell its status."""
        return lambda code: None

    def part(self, name: str, **figures: int | str) -> AbstractContextManager[None]:
        """A part of this task's call lasts as long as the context."""
        return nullcontext()

    def here(self) -> Mark:
        """The part of the call that this task is in."""
        return None

    def batch(self, waited: Sequence[tuple[Mark, float]], tokens: int) -> Callable[[], None]:
        """Rows go to an engine together: where each comes from, and since when (`time.monotonic`) it waited.

        `tokens` are those of the longest. Returns what to call when they are done.
        """
        return lambda: None

    def close(self) -> None:
        """Send what was not sent yet; may block for seconds."""


_active = Spans()


def active() -> Spans:
    """Whoever keeps the traces of this process."""
    return _active


def use(spans: Spans) -> None:
    """Have `spans` keep the traces of this process."""
    global _active
    _active = spans
