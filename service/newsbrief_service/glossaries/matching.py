"""The method of GlossaryService that reads texts: which of a request's terms stand in one."""

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1.types_pb2 import TermOrigin, TextSpan
from newsbrief_service.glossaries import requests
from newsbrief_service.glossaries.resolve import FoundTerm, Origin, Resolver
from newsbrief_service.interceptor import note

_ORIGINS = {
    Origin.REQUEST: TermOrigin.TERM_ORIGIN_REQUEST,
    Origin.GLOSSARY: TermOrigin.TERM_ORIGIN_GLOSSARY,
    Origin.GAZETTEER: TermOrigin.TERM_ORIGIN_GAZETTEER,
}


class Matching:
    """Looks for `resolver`'s terms in texts of at most `max_chars` characters."""

    def __init__(self, resolver: Resolver, max_chars: int) -> None:
        self._resolver = resolver
        self._max_chars = max_chars

    async def match(self, request: pb.MatchGlossaryEntriesRequest) -> pb.MatchGlossaryEntriesResponse:
        """The terms in the request's text; raises ServiceError."""
        order = requests.match_order(request, self._max_chars)
        note(chars=len(order.content), language=order.source, target=order.target)
        terms = await self._resolver.terms_for(request.glossary_config, "glossary_config")
        found = await self._resolver.find(terms, order.content, order.source, order.target)
        note(matches=len(found))
        return pb.MatchGlossaryEntriesResponse(matches=[_match(order.content, hit) for hit in found])


def _match(content: str, hit: FoundTerm) -> pb.GlossaryMatch:
    return pb.GlossaryMatch(
        source_text=hit.span.of(content),
        source_span=TextSpan(start=hit.span.start, end=hit.span.end),
        target_text=hit.target_text,
        origin=_ORIGINS[hit.term.origin],
        glossary_entry=hit.term.entry.id if hit.term.glossary else "",
    )
