"""What checks found: findings, terms applied, facts across languages. Plain frozen values."""

from dataclasses import dataclass

from newsbrief._types.text import Span


@dataclass(frozen=True, slots=True)
class Finding:
    """A disagreement between a source and its translation; ``str(finding)`` says it in words."""

    kind: str
    """"number_missing", "number_changed", "number_added", "date_changed", "name_missing", "name_inconsistent",
    "term_not_applied", "attribution_lost", "negation_changed", "untranslated", "repetition" or "truncation"; of
    abstractive briefs also "name_added" or "sentence_unsupported";
    "" for a kind this version of the client cannot name."""
    severity: str
    """"error": a fact is wrong or lost; "warning": worth a look; "info": a matter of wording."""
    source_span: Span | None = None
    """In the article's body, or in the text sent; None where nothing stands there."""
    target_span: Span | None = None
    """In the sentence of the brief, or in the translation checked."""
    expected: str = ""
    """Normalized: "15000", "2025-06-17", "Kim Jong-un"; empty where there is none."""
    actual: str = ""
    repaired: bool = False
    """True when the server already corrected the translation."""

    @property
    def is_error(self) -> bool:
        """An error that still stands."""
        return self.severity == "error" and not self.repaired

    def __str__(self) -> str:
        values = (("expected", self.expected), ("found", self.actual))
        told = ", ".join(f"{word} {value}" for word, value in values if value)
        words = self.kind.replace("_", " ") or "disagreement"
        return (f"{words}: {told}" if told else words) + (", repaired" if self.repaired else "")


@dataclass(frozen=True, slots=True)
class AppliedTerm:
    """A name or term that stands in a translation as it should."""

    source: str
    text: str
    """As written: with its case ending in Russian, without the particle in Korean."""
    span: Span
    """In the translated sentence."""
    origin: str
    """"request", "glossary", "gazetteer" or "transliteration"."""
    glossary: str = ""
    """The stored glossary it came from; empty otherwise."""
    repaired: bool = False
    """True when the model wrote something else and it was replaced."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Quality:
    """What checks came to."""

    severity: str = ""
    """The worst among the findings: "error", "warning", "info"; empty when there are none."""
    figures_checked: int = 0
    """Figures and dates of the source that were compared."""
    names_checked: int = 0


@dataclass(frozen=True, slots=True)
class FactForm:
    """A fact in one brief."""

    language: str
    text: str
    """As written there; empty when it is missing."""
    span: Span | None = None
    """In the text of the brief's sentence; None when it is missing."""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, date or name of the chosen sentences, and how it stands in each brief: ``fact["ko"]``."""

    kind: str
    """"figure", "date" or "name"; "" for a kind this version of the client cannot name."""
    value: str
    """Normalized: "15000", "2025-06-19", "Kim Jong-un"."""
    source_index: int
    """Index into `Source.sentences`."""
    forms: tuple[FactForm, ...]
    agreed: bool
    """True when it stands in every brief."""

    def __getitem__(self, language: str) -> FactForm:
        """How it stands in `language`. Raises `KeyError` naming the languages there are."""
        for form in self.forms:
            if form.language == language:
                return form
        there = ", ".join(form.language for form in self.forms)
        raise KeyError(f"nothing about {language!r}; there are: {there}")

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Check:
    """What comparing a source text with a target text found."""

    findings: tuple[Finding, ...]
    """In the order of the source; spans count in the texts sent."""
    source_language: str
    target_language: str
    quality: Quality

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that are errors."""
        return tuple(finding for finding in self.findings if finding.is_error)
