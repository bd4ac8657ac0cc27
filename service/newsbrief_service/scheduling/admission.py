"""The door: work is refused here, at once, when it would wait too long; what is let in is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from newsbrief_service.scheduling.caller import Caller
from newsbrief_service.scheduling.refusals import busy, deadline_unreachable, queue_full

# A tenant may hold this many times what room is left (dynamic thresholds: Choudhury and Hahne, 1998): alone 80 % of the
# queue, two of them 44 % each. So there is always room for somebody else's first call.
_SHARE_OF_ROOM = 4
# Bytes a token in UTF-8, over the three languages (measured: en 3.4, ko 3.9, ru 5.6).
_BYTES_A_TOKEN = 4
# What one sentence of a brief is reckoned at, headline included, before the article is read.
_SENTENCE_TOKENS = 45
_RETRY_SECONDS = (0.2, 10.0)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a call will take: tokens for the models to work on, and bytes held meanwhile."""

    tokens: int
    size: int


def estimate(request: Any) -> Estimate:
    """Estimate from a request's sizes alone; a request for no translation takes no tokens."""
    size = request.ByteSize()
    articles = request.articles if hasattr(request, "articles") else []
    if hasattr(request, "article"):
        articles = [request.article]
    if articles:
        options = request.options
        targets = len(options.target_language_codes) or 3
        sentences = 1 + (options.max_sentences if options.HasField("max_sentences") else 3)
        tokens = sum(
            min(len(article.body.encode()) // _BYTES_A_TOKEN, sentences * _SENTENCE_TOKENS)
            for article in articles
        )
        # One of the targets is the article's own language, mostly.
        return Estimate(max(1, targets - 1) * tokens, size)
    if hasattr(request, "contents"):
        return Estimate(sum(len(text.encode()) for text in request.contents) // _BYTES_A_TOKEN, size)
    return Estimate(0, size)


class Admission:
    """Bounds what is let in and not finished: tokens and bytes. (Calls are counted by whoever calls this.)

    `rate` says how many tokens a second the models do; `queue_seconds` of them may be held. A call that would not be
    done by its deadline is refused as well. Takes microseconds.
    """

    def __init__(self, rate: Callable[[], float], queue_seconds: float, max_bytes: int) -> None:
        self._rate = rate
        self._queue_seconds = queue_seconds
        self._max_bytes = max_bytes
        self._held: dict[tuple[str, bool], int] = {}  # tokens by tenant and bulk
        self._bytes = 0
        self.tokens = 0
        """Tokens let in and not done."""

    @contextmanager
    def admit(self, wanted: Estimate, caller: Caller, now: float) -> Iterator[None]:
        """Hold `wanted` for as long as the context lasts.

        Raises:
            ServiceError: RESOURCE_EXHAUSTED with RetryInfo, as SERVER_BUSY, QUEUE_FULL or DEADLINE_UNREACHABLE.
        """
        self._check(wanted, caller, now)
        name = (caller.tenant, caller.bulk)
        self._held[name] = self._held.get(name, 0) + wanted.tokens
        self._bytes += wanted.size
        self.tokens += wanted.tokens
        try:
            yield
        finally:
            self._bytes -= wanted.size
            self.tokens -= wanted.tokens
            # Gone already, where another call that takes no tokens ended before.
            if left := self._held.pop(name, 0) - wanted.tokens:
                self._held[name] = left

    def _check(self, wanted: Estimate, caller: Caller, now: float) -> None:
        rate, held = self._rate(), self.tokens
        retry = min(max(held / rate / 2, _RETRY_SECONDS[0]), _RETRY_SECONDS[1])
        if self._bytes + wanted.size > self._max_bytes:
            raise busy(f"the server already holds {self._bytes:,} bytes of requests", retry)
        if not wanted.tokens:
            return
        own = sum(tokens for (tenant, _), tokens in self._held.items() if tenant == caller.tenant)
        room = self._queue_seconds * rate - held
        # The first call of a tenant is let in wherever there is room at all, however long its text.
        if room <= 0 or (own and own + wanted.tokens > _SHARE_OF_ROOM * (room - wanted.tokens)):
            raise queue_full(retry)
        wait = self._ahead(wanted, caller) / rate
        if now + wait > caller.deadline:
            raise deadline_unreachable(wait, caller.deadline - now, retry)

    def _ahead(self, wanted: Estimate, caller: Caller) -> float:
        """Tokens done until this call's are: whoever is served alike gets as much as it does, if they want as much.

        Bulk work waits for all interactive work besides.
        """
        own = self._held.get((caller.tenant, caller.bulk), 0) + wanted.tokens
        total = float(own)
        for (tenant, bulk), tokens in self._held.items():
            if bulk == caller.bulk:
                total += min(tokens, own) if tenant != caller.tenant else 0
            elif caller.bulk:
                total += tokens
        return total
