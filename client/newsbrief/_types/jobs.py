"""Batches and jobs: plain frozen values."""

from dataclasses import dataclass
from datetime import datetime

from newsbrief._errors import NewsbriefError
from newsbrief._types.briefs import BriefResult


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article among several: briefs, or an error."""

    article_id: str
    result: BriefResult | None = None
    error: NewsbriefError | None = None
    """Never raised by the call itself: the others' briefs are there."""

    @property
    def briefs(self) -> BriefResult:
        """The briefs; raises the error where there are none."""
        if self.result is None:
            raise self.error or ValueError("an outcome without result and error")
        return self.result


@dataclass(frozen=True, slots=True)
class Job:
    """Articles that a server briefs in the background."""

    name: str
    """"jobs/archive-2026"."""
    state: str
    """"queued", "running", "succeeded" or "cancelled"; "" for a state this version of the client cannot name."""
    article_count: int
    done: int
    """Results there are, errors included."""
    failed: int
    """Results that are errors."""
    languages: tuple[str, ...]
    """Asked for; empty means all."""
    created: datetime
    started: datetime | None
    ended: datetime | None
    expires: datetime | None
    """When the server deletes it; None while it has not ended."""

    @property
    def id(self) -> str:
        """ "archive-2026"."""
        return self.name.removeprefix("jobs/")

    @property
    def active(self) -> bool:
        """Whether results are still to come."""
        return self.ended is None

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class JobResult:
    """One result of a job."""

    offset: int
    """0, 1, 2 ... in the order the results came. `Jobs.results` goes on from ``offset + 1``."""
    index: int
    """Which article of the job it is of, from 0, in the order they were sent."""
    outcome: Outcome
