"""What the fake answers: pure functions of what it is sent, simple enough to predict in a test."""

import re
from collections.abc import Iterable, Sequence

from newsbrief._types import (
    Article,
    Brief,
    BriefResult,
    BriefSentence,
    DetectedLanguage,
    Finding,
    Model,
    NameAlternative,
    NameRendering,
    Quality,
    Source,
    SourceSentence,
    Span,
    Term,
    TranslatedSentence,
    Translation,
)
from newsbrief.testing._checks import facts, figures, worst
from newsbrief.testing._terms import KnownTerm, write

LANGUAGES = ("en", "ko", "ru")
MODEL = "models/fake"
MODELS = [
    Model(
        name=MODEL,
        task="translation",
        version="1",
        engine="python",
        license="Apache-2.0",
        directions=tuple((source, to) for source in LANGUAGES for to in LANGUAGES if source != to),
        size_bytes=0,
    )
]
_SENTENCE = re.compile(r"[^\s.!?][^.!?\n]*[.!?]*")
_SCRIPTS = (
    ("ko", re.compile("[가-힣]")),
    ("ru", re.compile("[а-яё]", re.I)),
    ("en", re.compile("[a-z]", re.I)),
)


def fake_detect(text: str) -> list[DetectedLanguage]:
    """The first of Korean, Russian and English whose letters occur in `text`; else "und"."""
    for language, letters in _SCRIPTS:
        if letters.search(text):
            return [DetectedLanguage(language, 1.0, supported=True)]
    return [DetectedLanguage("und", 0.0, supported=False)]


def fake_translate(
    text: str,
    to: str,
    source: str | None = None,
    terms: Iterable[Term] = (),
    findings: Sequence[Finding] = (),
) -> Translation:
    """Every sentence with "[ko] " or the like before it; the text itself where the languages are the same.

    `terms` found in a translated sentence are written in its language; every one of them gets `findings`.
    """
    return translate(text, to, source, [KnownTerm(term) for term in terms], findings)


def translate(
    text: str, to: str, source: str | None, known: Sequence[KnownTerm], findings: Sequence[Finding]
) -> Translation:
    """`fake_translate`, with terms from wherever they came."""
    source = source or fake_detect(text)[0].language
    sentences = []
    for sentence, span in _sentences(text):
        if source == to:
            sentences.append(TranslatedSentence(sentence, sentence, span, 1.0))
            continue
        written, applied = write(sentence, f"[{to}] ", to, source, known)
        sentences.append(TranslatedSentence(written, sentence, span, 0.5, tuple(findings), applied))
    whole = text if source == to else " ".join(sentence.text for sentence in sentences)
    return Translation(whole, source, tuple(sentences), "" if source == to else MODEL)


def fake_brief(
    article: Article,
    to: tuple[str, ...] = LANGUAGES,
    sentences: int = 3,
    terms: Iterable[Term] = (),
    findings: Sequence[Finding] = (),
) -> BriefResult:
    """The first `sentences` sentences, translated as by `fake_translate`; facts are the figures in digits."""
    return brief(article, to, sentences, [KnownTerm(term) for term in terms], findings)


def brief(
    article: Article,
    to: tuple[str, ...],
    sentences: int,
    known: Sequence[KnownTerm],
    findings: Sequence[Finding],
) -> BriefResult:
    """`fake_brief`, with terms from wherever they came."""
    language = article.language or fake_detect(article.body)[0].language
    found = _sentences(article.body)
    source = Source(
        language=language,
        language_confidence=1.0,
        headline=article.title,
        headline_span=None,
        sentences=tuple(
            SourceSentence(text, span, _score(index), ("position",), index < sentences)
            for index, (text, span) in enumerate(found)
        ),
    )
    briefs = tuple(_brief(source, target, sentences, known, findings) for target in to)
    return BriefResult(briefs, source, article.id, 0.0, "", facts(source, briefs))


def _brief(
    source: Source, to: str, count: int, known: Sequence[KnownTerm], findings: Sequence[Finding]
) -> Brief:
    chosen = []
    for index, each in enumerate(source.sentences[:count]):
        (sentence,) = translate(each.text, to, source.language, known, findings).sentences
        chosen.append(
            BriefSentence(
                text=sentence.text,
                source=each.text,
                spans=(each.span,),
                source_index=index,
                score=each.score,
                confidence=sentence.confidence,
                findings=sentence.findings,
                applied_terms=sentence.applied_terms,
            )
        )
    same = to == source.language
    all_findings = [finding for sentence in chosen for finding in sentence.findings]
    compared = sum(len(figures(sentence.source)) for sentence in chosen)
    return Brief(
        language=to,
        headline=source.headline and ("" if same else f"[{to}] ") + source.headline,
        text=" ".join(sentence.text for sentence in chosen),
        sentences=tuple(chosen),
        confidence=1.0 if same else 0.5,
        model="" if same else MODEL,
        quality=Quality(worst(all_findings), figures_checked=compared),
    )


def fake_render_name(name: str, to: str, convention: str = "") -> NameRendering:
    """The name with "[ru] " or the like before it, by the convention asked for; ICAO's has capitals."""
    alternative = NameAlternative(name.upper(), "icao")
    return NameRendering(f"[{to}] {name}", convention or "press", "transliteration", (alternative,))


def _score(index: int) -> float:
    return 0.5 ** min(index, 60)  # a float32 holds it exactly, so it survives the wire


def _sentences(text: str) -> list[tuple[str, Span]]:
    return [(match.group(), Span(match.start(), match.end())) for match in _SENTENCE.finditer(text)]
