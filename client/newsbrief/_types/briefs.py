"""Briefs, and the events of a stream: plain frozen values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from newsbrief._types.fidelity import AppliedTerm, Fact, Finding, Quality
from newsbrief._types.text import Source, Span

SummaryMode = Literal["extractive", "abstractive"]
"""Whose sentences a brief is made of: the article's own, or a model's, each held against the article."""
SummaryRoute = Literal["source", "direct"]
"""Which language a model writes in: the article's, to be translated, or the brief's at once."""
_UNCHECKED = Quality()


@dataclass(frozen=True, slots=True)
class BriefSentence:
    """One sentence of a brief and where it comes from."""

    text: str
    source: str
    """The article's own text at `spans`, as sent, joined by spaces."""
    spans: tuple[Span, ...]
    """Of one sentence of the article, or of those that a written sentence rests on."""
    source_index: int
    """Index into `Source.sentences`; of a written sentence, of the one that has most of it."""
    score: float
    """0..1, how much of the news the source sentence carries."""
    confidence: float
    """0..1, how sure the translation model was; 1 for the article's own sentences."""
    findings: tuple[Finding, ...] = ()
    """Where it disagrees with the article, repaired or not; source spans count in the body."""
    applied_terms: tuple[AppliedTerm, ...] = ()
    """Names and terms written as the gazetteer or a glossary wants them."""
    origin: str = ""
    """"extracted": the article's own; "written": a model's; "substituted": the article's own, for one of a model that
    said what the article does not, as its findings tell; "" from a server that does not say."""

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
    quality: Quality = _UNCHECKED
    """What the checks of its sentences came to."""
    headline_findings: tuple[Finding, ...] = ()
    """Where the headline disagrees with the article's; source spans count in the body, or in the title."""
    reduced: bool = False
    """True where a server with too much to do looked for the best wording less far: to bulk calls only."""
    summary_model: str = ""
    """The model that wrote the sentences; empty when they are the article's own."""
    dropped: tuple[tuple[Finding, ...], ...] = ()
    """Why sentences of that model were left out, with nothing in their place: the findings of each."""

    def __str__(self) -> str:
        return f"{self.headline}\n\n{self.text}" if self.headline else self.text


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
    facts: tuple[Fact, ...] = ()
    """Each figure, date and name of the chosen sentences across the briefs."""

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
    """The brief in one language is ready; `FactsCompared` follows the last one."""

    brief: Brief


@dataclass(frozen=True, slots=True)
class FactsCompared:
    """Last event of a stream: all briefs are there and were compared."""

    facts: tuple[Fact, ...]


BriefEvent = SourceAnalyzed | SentenceCompleted | BriefCompleted | FactsCompared
