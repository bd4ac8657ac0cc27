"""What the client gives and takes: plain frozen values, never protobuf messages."""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass


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


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points of the text as it was sent: ``body[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` this span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of a brief and where it comes from."""

    text: str
    source: str
    """The article's own text at `spans`, as sent."""
    spans: tuple[Span, ...]
    source_index: int
    """Index into `Source.sentences`."""
    score: float
    """0..1, how much of the news the source sentence carries."""
    confidence: float
    """0..1, how sure the translation model was; 1 for the article's own sentences."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Brief:
    """An article's brief in one language; ``str(brief)`` is the headline and the text below it."""

    language: str
    headline: str
    """Empty when the article has no headline."""
    text: str
    """The sentences joined by spaces."""
    sentences: tuple[BriefSentence, ...]
    confidence: float
    """0..1, the lowest confidence of its sentences."""
    model: str
    """The model that translated it; empty when the brief is in the article's own language."""

    def __str__(self) -> str:
        return f"{self.headline}\n\n{self.text}" if self.headline else self.text


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


@dataclass(frozen=True, slots=True)
class BriefResult:
    """The briefs of one article.

    ``result["ko"]`` is the Korean brief, ``"ko" in result`` says whether there is one. Iterating gives the
    *briefs* (each knows its language), in the order they were asked for; ``result.languages`` gives the tags.
    """

    briefs: tuple[Brief, ...]
    source: Source
    article_id: str
    seconds: float
    """Time spent in the server."""
    request_id: str
    """Names this call in the server's log."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The briefs' language tags, in order."""
        return tuple(brief.language for brief in self.briefs)

    def __getitem__(self, language: str) -> Brief:
        """The brief in `language`. Raises `KeyError` naming the languages there are."""
        for brief in self.briefs:
            if brief.language == language:
                return brief
        raise KeyError(f"no brief in {language!r}; there are: {', '.join(self.languages)}")

    def __contains__(self, language: object) -> bool:
        return language in self.languages

    def __iter__(self) -> Iterator[Brief]:
        return iter(self.briefs)

    def __len__(self) -> int:
        return len(self.briefs)

    def __str__(self) -> str:
        return "\n\n".join(str(brief) for brief in self.briefs)


@dataclass(frozen=True, slots=True)
class SourceAnalyzed:
    """First event of a stream: the article was read and the sentences for the brief are chosen."""

    source: Source


@dataclass(frozen=True, slots=True)
class SentenceCompleted:
    """A sentence of the brief in `language` is ready."""

    language: str
    index: int
    """Position in the brief, from 0."""
    count: int
    """Sentences the brief will have."""
    sentence: BriefSentence


@dataclass(frozen=True, slots=True)
class BriefCompleted:
    """The brief in one language is ready; the stream ends after the last one."""

    brief: Brief


BriefEvent = SourceAnalyzed | SentenceCompleted | BriefCompleted


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """One sentence of a translation and the sentence it translates."""

    text: str
    source: str
    span: Span
    confidence: float
    """0..1, how sure the model was."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A translated text, aligned with its source sentence by sentence; ``str(translation)`` is the text."""

    text: str
    source_language: str
    sentences: tuple[TranslatedSentence, ...]
    model: str
    """Empty when source and target language are the same."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class DetectedLanguage:
    """A guess at a text's language."""

    language: str
    """May be one the server cannot brief ("ja", "uk", "de" ...), or "und"."""
    confidence: float
    supported: bool
    """True for languages the server can work with."""

    def __str__(self) -> str:
        return self.language


@dataclass(frozen=True, slots=True)
class Model:
    """A model the server has loaded."""

    name: str
    task: str
    """"summarization" or "translation"; "" for a task this version of the client cannot name."""
    version: str
    engine: str
    license: str
    """SPDX expression."""
    directions: tuple[tuple[str, str], ...]
    """(source, target) language pairs of a translation model."""
    size_bytes: int

    def __str__(self) -> str:
        return self.name
