"""Places in texts as the contract counts them: code points of the text as it was sent."""

from newsbrief.v1 import types_pb2
from newsbrief_models.abstractive.passage import Places
from newsbrief_models.text.clean import origins
from newsbrief_models.types import Document, Span


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


class Sentences:
    """Leads spans of an article's sentences, joined by spaces, back to the article's `body` as sent.

    `text` is what terms were applied to: their source spans count there.
    """

    def __init__(self, body: str, document: Document, text: str) -> None:
        self._body = body
        self._sentences = document.sentences
        self._places = Places([sentence.text for sentence in document.sentences])
        self._text = text

    def text_of(self, span: Span) -> str:
        """The text that terms were applied to, at `span`."""
        return span.of(self._text)

    def of(self, span: Span) -> types_pb2.TextSpan:
        """Where `span` of the joined sentences stands in the body; it ends with its sentence."""
        index, within = self._places.of(span)
        sentence = self._sentences[index]
        within = Span(within.start, min(within.end, len(sentence.text)))
        return Origins(sentence.span.of(self._body), sentence.text, sentence.span.start).of(within)
