"""Places in texts as the contract counts them: code points of the text as it was sent."""

from newsbrief.v1 import types_pb2
from newsbrief_models.text.clean import origins
from newsbrief_models.types import Span


class Origins:
    """Leads spans of a cleaned text back to the text as sent, which begins at `start` of what the caller sent."""

    def __init__(self, sent: str, cleaned: str, start: int = 0) -> None:
        self._start = start
        self._cleaned = cleaned
        # Most sentences are clean as they were sent.
        self._places = None if sent == cleaned else origins(sent, cleaned)

    def text_of(self, span: Span) -> str:
        """The cleaned text at `span`."""
        return span.of(self._cleaned)

    def of(self, span: Span) -> types_pb2.TextSpan:
        """Where `span` of the cleaned text stands in what was sent."""
        if self._places is None:
            return message(span.moved(self._start))
        return message(Span(self._places[span.start], self._places[span.end]).moved(self._start))


def message(span: Span) -> types_pb2.TextSpan:
    """A span as the contract writes it."""
    return types_pb2.TextSpan(start=span.start, end=span.end)
