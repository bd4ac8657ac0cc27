"""The seam between the server's own process and all work on texts: who answers what calls ask about texts."""

from typing import Protocol

from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief.v1.news_brief_service_pb2_grpc import NewsBriefServiceServicer


class Briefer(Protocol):
    """Briefs articles of jobs and batches."""

    async def outcome(self, article: types_pb2.Article, options: types_pb2.BriefOptions) -> pb.BriefOutcome:
        """The briefs of an article among others, or what went wrong; raises nothing but CancelledError."""
        ...

    async def check_options(self, options: types_pb2.BriefOptions) -> None:
        """Raise ServiceError for options that no article could be briefed with."""
        ...


class Texts(Protocol):
    """Answers calls about texts: in this process (`local_texts`) or in others (`text_workers`)."""

    @property
    def servicer(self) -> NewsBriefServiceServicer:
        """The methods of NewsBriefService."""
        ...

    @property
    def briefing(self) -> Briefer:
        """For articles of jobs."""
        ...

    async def match(
        self, request: glossary_pb.MatchGlossaryEntriesRequest
    ) -> glossary_pb.MatchGlossaryEntriesResponse:
        """Which terms stand in a text; raises ServiceError."""
        ...

    async def warm_up(self) -> None:
        """Work through a sentence a direction, so that no caller pays for what happens once."""
        ...

    def readings(self) -> dict[str, float]:
        """What there is to show, by the names of `prometheus.READINGS`."""
        ...

    async def close(self) -> None:
        """Wait for what is running and give everything back; executors are not closed."""
        ...
