"""One queue of rows over all articles, and how a batch is taken from it. No clock, no processes: pure bookkeeping."""

import itertools
import time
from dataclasses import dataclass, field

from newsbrief_models.types import Language, TranslationRow
from newsbrief_service.scheduling.caller import Caller
from newsbrief_service.scheduling.cost import CostModel
from newsbrief_service.scheduling.fairness import TokenCounters
from newsbrief_service.tracing.spans import Mark, active

# A batch is to last this long at most: so long a cancelled batch still runs, and so long the most urgent row waits.
TARGET_SECONDS = 0.4
# But so many rows it may have in any case: with them most of what batching saves is saved (measured: of 13.3 ms a row
# alone, 5.8 remain at 8 rows and 5.5 at 16), and a machine that slows down must not lose it just then.
MIN_ROWS = 8
# More save up to a fifth (measured with hints: 22.9 ms a row at 8 rows, 18.6 at 32, busy machine), but whoever comes
# meanwhile waits longer: a desk's p95 beside a crawler's grows from 2.5 times its usual one to 3.3 with 16 rows (R15 of
# the reliability suite, 2 cores). So batches are as large as this only while one caller alone has had work lately.
MAX_ROWS = 32
SHARED_ROWS = 8
_LATELY_SECONDS = 30.0
# Of what is served while both classes wait.
SHARES = {False: 0.85, True: 0.15}  # by `bulk`
# Rows within this factor of the first row's length are taken before others: they hardly pad each other.
_NEAR = 1.5
# Characters a token, measured over the sample articles with the bundled model's tokenizer. Only relative errors among
# rows matter: the cost model is fitted in the same unit.
CHARS_A_TOKEN = {Language.EN: 3.4, Language.KO: 1.5, Language.RU: 3.0}

# Beam 4, which care takes, costs about so much more than the usual beam 1 (measured: the bundled model's manifest).
CAREFUL_FACTOR = 3
# What the marks around a hint add to a row, in characters.
HINT_CHARS = 12


@dataclass(slots=True, eq=False)
class QueuedRow:
    """A row that waits or runs."""

    key: bytes  # equal for rows whose results are equal
    row: TranslationRow
    caller: Caller
    since: float = field(default_factory=time.monotonic)
    mark: Mark = field(default_factory=lambda: active().here())
    tokens: int = field(init=False)
    deaths: int = 0  # of engines that had begun it, among others
    alone: bool = False  # to be run with nothing else in its engine
    alone_deaths: int = 0
    running: bool = False
    cancelled: bool = False
    order: int = field(default_factory=itertools.count().__next__)

    def __post_init__(self) -> None:
        self.tokens = tokens_of(self.row)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows to run together; `expired` had no time left and were dropped."""

    rows: tuple[QueuedRow, ...] = ()
    expired: tuple[QueuedRow, ...] = ()

    @property
    def alone(self) -> bool:
        """Whether nothing else may run in the engine."""
        return any(row.alone for row in self.rows)

    @property
    def steps(self) -> int:
        """Tokens of the longest row."""
        return max((row.tokens for row in self.rows), default=0)


def tokens_of(row: TranslationRow) -> int:
    """About how many tokens `row` has, at least 1; more for one that is decoded with care, which takes longer."""
    length = len(row.text) + sum(HINT_CHARS + len(hint.text) for hint in row.hints)
    return (1 + int(length / CHARS_A_TOKEN[row.source])) * (CAREFUL_FACTOR if row.careful else 1)


class RowQueue:
    """Rows that wait, and the order they are served in.

    First the class: interactive rows, and bulk rows for their guaranteed share. Then the tenant served least, then
    the article that came first. That row's batch is filled with the rest of its article, with rows near its length,
    and with others where that is cheaper than running them by themselves; its class first, and each in the same
    order; as long as `cost` predicts that it lasts no longer than `TARGET_SECONDS`, or it has few rows.
    """

    def __init__(self, cost: CostModel, max_rows: int = MAX_ROWS) -> None:
        self._cost = cost
        self.max_rows = max_rows
        self._rows: list[QueuedRow] = []
        self._classes = TokenCounters[bool](SHARES)
        self._tenants = TokenCounters[str]()
        self._seen: dict[tuple[str, bool], float] = {}  # when rows of each tenant and class were queued last

    def __len__(self) -> int:
        return sum(not row.cancelled for row in self._rows)

    def add(self, *rows: QueuedRow) -> None:
        """Queue `rows`; also such that come back from a dead engine, at their old places."""
        classes = {row.caller.bulk for row in self._rows}
        tenants = {row.caller.tenant for row in self._rows}
        for caller in {row.caller for row in rows}:
            if caller.bulk not in classes:
                self._classes.arrive(caller.bulk, classes)
                classes.add(caller.bulk)
            if caller.tenant not in tenants:
                self._tenants.arrive(caller.tenant, tenants)
                tenants.add(caller.tenant)
        self._rows.extend(rows)
        now = max((row.since for row in rows), default=0.0)
        self._seen |= {(row.caller.tenant, row.caller.bulk): now for row in rows}
        self._seen = {who: when for who, when in self._seen.items() if when > now - _LATELY_SECONDS}

    @property
    def tokens(self) -> int:
        """About how many tokens wait."""
        return sum(row.tokens for row in self._rows if not row.cancelled)

    @property
    def most_rows(self) -> int:
        """Rows that a batch may have now: `max_rows` for one who was alone lately."""
        return self.max_rows if len(self._seen) < 2 else min(self.max_rows, SHARED_ROWS)

    def full(self) -> bool:
        """Whether as many rows wait as one batch may hold, or last as long as one may."""
        rows = [row.tokens for row in self._rows if not row.cancelled]
        if not rows:
            return False
        fitting = max(MIN_ROWS, self._cost.rows_within(TARGET_SECONDS, max(rows)))
        return len(rows) >= min(self.most_rows, fitting)

    def form(self, now: float, idle_workers: int, engine_is_idle: bool) -> Batch:
        """Take the next batch; empty when nothing waits, or what is next must wait for an engine of its own.

        `idle_workers` (>= 1) share what waits. A row marked `alone` is taken only when `engine_is_idle`.
        """
        expired = tuple(row for row in self._rows if row.caller.deadline <= now and not row.cancelled)
        self._rows = [row for row in self._rows if not row.cancelled and row.caller.deadline > now]
        if not self._rows:
            return Batch(expired=expired)
        head = self._head()
        if head.alone:
            chosen = [head] if engine_is_idle else []
        else:
            chosen = self._fill(head, -(-len(self._rows) // idle_workers))
        taken = set(map(id, chosen))
        self._rows = [row for row in self._rows if id(row) not in taken]
        for row in chosen:
            self._classes.charge(row.caller.bulk, row.tokens)
            self._tenants.charge(row.caller.tenant, row.tokens)
        return Batch(tuple(chosen), expired)

    def _head(self) -> QueuedRow:
        # Equal counters: interactive first.
        bulk = min({row.caller.bulk for row in self._rows}, key=lambda b: (self._classes.of(b), b))
        return min((row for row in self._rows if row.caller.bulk is bulk), key=self._place)

    def _fill(self, head: QueuedRow, share: int) -> list[QueuedRow]:
        def preference(row: QueuedRow) -> tuple[bool, bool, bool, float, float, int]:
            other_class = row.caller.bulk is not head.caller.bulk
            return other_class, not _same_article(row, head), _far(row, head), *self._place(row)

        chosen, steps = [head], head.tokens
        others = (r for r in self._rows if r is not head and not r.alone and _decoded_alike(r.row, head.row))
        for row in sorted(others, key=preference):
            if len(chosen) >= min(share, self.most_rows):
                break
            longest = max(steps, row.tokens)
            seconds = self._cost.predict(len(chosen) + 1, longest)
            added = seconds - self._cost.predict(len(chosen), steps)
            # A row of another length pads the batch, or is padded: with what it adds it could run by itself.
            padding = _far(row, head) and added > self._cost.predict(1, row.tokens)
            # Nor are others' rows to make the least served wait: with few of them most of what batching saves is saved.
            own = row.caller.tenant == head.caller.tenant
            short = len(chosen) < MIN_ROWS or (own and seconds <= TARGET_SECONDS)
            if short and (_same_article(row, head) or not padding):
                chosen.append(row)
                steps = longest
        return chosen

    def _place(self, row: QueuedRow) -> tuple[float, float, int]:
        return self._tenants.of(row.caller.tenant), row.caller.arrived, row.order


def _decoded_alike(one: TranslationRow, other: TranslationRow) -> bool:
    return (one.careful, one.quick) == (other.careful, other.quick)


def _same_article(one: QueuedRow, other: QueuedRow) -> bool:
    return (one.caller.tenant, one.caller.arrived) == (other.caller.tenant, other.caller.arrived)


def _far(row: QueuedRow, head: QueuedRow) -> bool:
    return not head.tokens / _NEAR <= row.tokens <= head.tokens * _NEAR
