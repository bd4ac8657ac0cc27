"""What the fake answers: pure functions of what it is sent, simple enough to predict in a test."""

import re

from newsbrief._types import (
    Article,
    Brief,
    BriefResult,
    BriefSentence,
    DetectedLanguage,
    Model,
    Source,
    SourceSentence,
    Span,
    TranslatedSentence,
    Translation,
)

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


def fake_translate(text: str, to: str, source: str | None = None) -> Translation:
    """Every sentence with "[ko] " or the like before it; the text itself where the languages are the same."""
    source = source or fake_detect(text)[0].language
    same = source == to
    sentences = tuple(
        TranslatedSentence(sentence if same else f"[{to}] {sentence}", sentence, span, 1.0 if same else 0.5)
        for sentence, span in _sentences(text)
    )
    whole = text if same else " ".join(sentence.text for sentence in sentences)
    return Translation(whole, source, sentences, "" if same else MODEL)


def fake_brief(article: Article, to: tuple[str, ...] = LANGUAGES, sentences: int = 3) -> BriefResult:
    """The first `sentences` sentences, each with "[ko] " or the like before it in another language."""
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
    briefs = tuple(_brief(source, target, sentences) for target in to)
    return BriefResult(briefs, source, article.id, 0.0, "")


def _brief(source: Source, to: str, count: int) -> Brief:
    same = to == source.language
    mark = "" if same else f"[{to}] "
    confidence = 1.0 if same else 0.5
    chosen = tuple(
        BriefSentence(mark + each.text, each.text, (each.span,), index, each.score, confidence)
        for index, each in enumerate(source.sentences[:count])
    )
    return Brief(
        language=to,
        headline=source.headline and mark + source.headline,
        text=" ".join(sentence.text for sentence in chosen),
        sentences=chosen,
        confidence=confidence,
        model="" if same else MODEL,
    )


def _score(index: int) -> float:
    return 0.5 ** min(index, 60)  # a float32 holds it exactly, so it survives the wire


def _sentences(text: str) -> list[tuple[str, Span]]:
    return [(match.group(), Span(match.start(), match.end())) for match in _SENTENCE.finditer(text)]
