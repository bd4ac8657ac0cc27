"""Whose article is next: owners take turns, and of an owner's jobs the oldest goes first. No clock, no tasks."""

from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

from newsbrief_service.jobs.statements import JobInfo, Waiting

AT_ONCE = 32  # articles of a job fetched from the store together

Fetch = Callable[[int, int, int], Awaitable[list[Waiting]]]


class Line:
    """The jobs with articles to hand out; `fetch` is `JobStore.waiting`."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._owners = OrderedDict[str, deque["_Turn"]]()

    def add(self, job: JobInfo) -> None:
        """`job` comes last of its owner's."""
        self._owners.setdefault(job.owner, deque()).append(_Turn(job))

    def remove(self, key: int) -> None:
        """Hand out no more of that job."""
        for owner, turns in list(self._owners.items()):
            for turn in [turn for turn in turns if turn.job.key == key]:
                self._drop(owner, turn)

    async def take(self) -> tuple[JobInfo, Waiting] | None:
        """The next article, of a job as it was when it was added; None when there is none. One task calls this.

        Raises:
            StoreError: articles cannot be read.
        """
        while self._owners:
            owner, turns = next(iter(self._owners.items()))
            turn = turns[0]
            if not turn.articles and not turn.dropped:
                found = await self._fetch(turn.job.key, turn.last, AT_ONCE)
                turn.articles.extend(found)
            if turn.dropped:  # while we waited
                continue
            if not turn.articles:
                self._drop(owner, turn)
                continue
            waiting = turn.articles.popleft()
            turn.last = waiting.number
            self._owners.move_to_end(owner)
            return turn.job, waiting
        return None

    def _drop(self, owner: str, turn: "_Turn") -> None:
        turn.dropped = True
        self._owners[owner].remove(turn)
        if not self._owners[owner]:
            del self._owners[owner]


class _Turn:
    """A job in line, and those of its articles that were fetched; `last` is the number handed out last."""

    def __init__(self, job: JobInfo) -> None:
        self.job = job
        self.articles = deque[Waiting]()
        self.last = -1
        self.dropped = False
