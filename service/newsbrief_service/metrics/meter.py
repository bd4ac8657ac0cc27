"""The seam between what is measured and who keeps the figures; by default nobody does."""

from collections.abc import Sequence


class Meter:
    """Told what happens. This one forgets it. No argument ever holds text of a caller; methods are ones that exist."""

    def call_started(self, kind: str, method: str) -> None:
        """A call of `method`, "/package.Service/Method", has come in."""

    def call_ended(self, kind: str, method: str, code: str, reason: str, seconds: float) -> None:
        """It ended with the status `code` ("OK"), `seconds` later; `reason` is a name of ErrorReason, or ""."""

    def unknown_call(self) -> None:
        """A call of a method that does not exist."""

    def batch_begun(self, waits: Sequence[tuple[float, bool]], lengths: Sequence[int]) -> None:
        """Rows went to an engine together: the seconds each had waited and whether it is bulk work, and its tokens."""
