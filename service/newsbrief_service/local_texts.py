"""Texts worked on in this process: for library use, tests, `--local`, and inside of a text worker."""

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief_service.briefing import Briefing
from newsbrief_service.executor import Executor
from newsbrief_service.glossaries.matching import Matching
from newsbrief_service.glossaries.resolve import Resolver
from newsbrief_service.glossaries.store import Store
from newsbrief_service.servicer import NewsBriefServicer
from newsbrief_service.warm_up import warm_up


class LocalTexts:
    """`Texts` with `executor`'s models and `store`'s glossaries; texts have at most `max_chars` characters."""

    def __init__(self, executor: Executor, store: Store, max_chars: int) -> None:
        self._executor = executor
        self._resolver = Resolver(store)
        self._matching = Matching(self._resolver, max_chars)
        self.briefing = Briefing(executor, self._resolver, max_chars)
        self.servicer = NewsBriefServicer(executor, self.briefing, max_chars)

    async def match(
        self, request: glossary_pb.MatchGlossaryEntriesRequest
    ) -> glossary_pb.MatchGlossaryEntriesResponse:
        """See `Texts`."""
        return await self._matching.match(request)

    async def warm_up(self) -> None:
        """See `Texts`."""
        await warm_up(self._executor)

    def readings(self) -> dict[str, float]:
        """See `Texts`."""
        return {}

    async def close(self) -> None:
        """See `Texts`."""
        await self._resolver.close()
