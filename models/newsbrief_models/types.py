"""The values that language tools, summarizers and translators pass to each other."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language newsbrief works in, as its BCP-47 primary tag."""

    EN = "en"
    KO = "ko"
    RU = "ru"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of Unicode code points: ``text[start:end]``, ``0 <= start <= end``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part of `text` this span covers."""
        return text[self.start : self.end]

    def moved(self, by: int) -> "Span":
        """The same range `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text: where it stands there, and how it reads once cleaned.

    `text` is the source at `span` with white space folded to single spaces and invisible characters removed;
    the source at `span` itself stays with whoever holds the source.
    """

    text: str
    span: Span
    paragraph: int  # counted from 0 over the paragraphs that hold sentences


@dataclass(frozen=True, slots=True)
class Headline:
    """An article's headline; `span` is its place in the body, None when it was given apart from the body."""

    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Document:
    """An article as read: its language, its headline if it has one, its sentences in order."""

    language: Language
    language_confidence: float  # 0..1; 1 when the language was given
    headline: Headline | None
    sentences: tuple[Sentence, ...]


class Reason(StrEnum):
    """What speaks for choosing a sentence."""

    POSITION = "position"
    CENTRALITY = "centrality"
    HEADLINE = "headline"
    FIGURES = "figures"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """How much of the news a sentence carries (0..1), and what spoke for it, strongest first."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """A summarizer's verdict: a score for every sentence of the document, and the indices chosen, ascending."""

    scores: tuple[SentenceScore, ...]
    chosen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A text to retell in `target`, its own language `source` or another, in at most `max_sentences` sentences."""

    text: str
    source: Language
    target: Language
    max_sentences: int


@dataclass(frozen=True, slots=True)
class Hint:
    """How the part of a sentence at `span` is to be written in the target language, in its dictionary form."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One sentence to translate from `source` to `target`.

    `careful` asks for another decoding than usual, slower and without loops, for a sentence that came out broken;
    `quick` for one with a single hypothesis, when there is too much to do.
    `hints` are in order and do not overlap; a model that was not trained to take them ignores them.
    """

    text: str
    source: Language
    target: Language
    careful: bool = False
    hints: tuple[Hint, ...] = ()
    quick: bool = False


@dataclass(frozen=True, slots=True)
class TranslatedRow:
    """A translated sentence; `confidence` is 0..1 and comparable within one model only, UNKNOWN where the model does
    not tell.

    `reduced` says that the model looked at fewer hypotheses than usual, as a `quick` row asked for.
    """

    text: str
    confidence: float
    reduced: bool = False


UNKNOWN = 0.0  # a confidence that a model does not tell; one that it tells is above
TRANSLATION = "translation"
SUMMARIZATION = "summarization"  # chooses an article's own sentences
ABSTRACTION = "abstraction"  # writes sentences of its own
ENDPOINT = "endpoint"  # the engine of a model that is asked over HTTP


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a loaded model says of itself."""

    name: str
    task: str  # TRANSLATION, SUMMARIZATION or ABSTRACTION
    version: str
    engine: str  # "ctranslate2", "python", ENDPOINT
    license: str  # SPDX expression
    # (source, target); empty for those who choose sentences
    directions: tuple[tuple[Language, Language], ...]
    size_bytes: int
    takes_hints: bool = False  # whether it was trained to obey `Hint`s
