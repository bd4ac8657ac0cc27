"""An article, and what was read in it: plain frozen values, never protobuf messages."""

from dataclasses import KW_ONLY, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """A news article as plain text.

    A server takes 20 to 20,000 characters of `body` unless it is set otherwise.
    """

    body: str
    _: KW_ONLY
    title: str = ""
    """The headline. When empty, a first line of the body that reads as a headline is taken for it."""
    language: str | None = None
    """BCP-47 tag ("en", "ko", "ru", "ko-KP" ...); None asks the server to detect it."""
    id: str = ""
    """Your own name for it, up to 256 characters; comes back as `BriefResult.article_id`."""
    published: date | None = None
    """The day "Thursday", "17일" and "вчера" are counted from: a date, or a datetime, of which the day is
    taken as it reads, whatever its time zone: 7 a.m. of June 20 in Seoul is June 20."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points of the text as it was sent: ``body[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """A sentence of the article, and what the summarizer thought of it."""

    text: str
    span: Span
    score: float
    """0..1, how much of the news this sentence carries."""
    reasons: tuple[str, ...]
    """What spoke for it, strongest first: "position", "centrality", "headline", "figures", "names".

    A reason this version of the client cannot name is left out.
    """
    selected: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What the server read in the article."""

    language: str
    language_confidence: float
    """0..1; 1 when you named the language."""
    headline: str
    """The headline the briefs start from; empty when the article has none."""
    headline_span: Span | None
    """Where it stands in the body; None when there is none or it came as `Article.title`."""
    sentences: tuple[SourceSentence, ...]
