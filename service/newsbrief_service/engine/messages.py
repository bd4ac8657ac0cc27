"""Models' values as messages to and from an engine, and back."""

from collections.abc import Sequence

from newsbrief_models.types import (
    Document,
    Headline,
    Hint,
    Language,
    ModelInfo,
    Reason,
    Selection,
    Sentence,
    SentenceScore,
    Span,
    TranslatedRow,
    TranslationRow,
)
from newsbrief_service.engine.v1 import engine_pb2 as pb


def translate(rows: Sequence[TranslationRow]) -> pb.Translate:
    """Rows to translate together."""
    return pb.Translate(
        rows=[
            pb.Row(
                text=r.text,
                source=r.source,
                target=r.target,
                careful=r.careful,
                hints=[pb.Hint(start=h.span.start, end=h.span.end, text=h.text) for h in r.hints],
                quick=r.quick,
            )
            for r in rows
        ]
    )


def rows(message: pb.Translate) -> list[TranslationRow]:
    """The rows of a `translate` message."""
    return [
        TranslationRow(
            r.text,
            Language(r.source),
            Language(r.target),
            r.careful,
            tuple(Hint(Span(h.start, h.end), h.text) for h in r.hints),
            r.quick,
        )
        for r in message.rows
    ]


def translated(done: Sequence[TranslatedRow], seconds: float) -> pb.Translated:
    """Rows translated in `seconds`."""
    return pb.Translated(rows=map(translated_row, done), seconds=seconds)


def translated_row(row: TranslatedRow) -> pb.TranslatedRow:
    """One row translated."""
    return pb.TranslatedRow(text=row.text, confidence=row.confidence, reduced=row.reduced)


def row_translated(message: pb.TranslatedRow) -> TranslatedRow:
    """The row of a `translated_row` message."""
    return TranslatedRow(message.text, message.confidence, message.reduced)


def translated_rows(message: pb.Translated) -> list[TranslatedRow]:
    """The rows of a `translated` message."""
    return [row_translated(row) for row in message.rows]


def select(document: Document, max_sentences: int) -> pb.Select:
    """A document to choose sentences of."""
    headline = document.headline
    message = pb.Select(
        language=document.language,
        language_confidence=document.language_confidence,
        sentences=[
            pb.Text(text=s.text, start=s.span.start, end=s.span.end, paragraph=s.paragraph, placed=True)
            for s in document.sentences
        ],
        max_sentences=max_sentences,
    )
    if headline is not None:
        span = headline.span or Span(0, 0)
        text = pb.Text(text=headline.text, start=span.start, end=span.end, placed=headline.span is not None)
        message.headline.CopyFrom(text)
    return message


def document(message: pb.Select) -> Document:
    """The document of a `select` message."""
    head = message.headline
    span = Span(head.start, head.end) if head.placed else None
    return Document(
        Language(message.language),
        message.language_confidence,
        Headline(head.text, span) if message.HasField("headline") else None,
        tuple(Sentence(t.text, Span(t.start, t.end), t.paragraph) for t in message.sentences),
    )


def abstract(document: Document, target: Language, max_sentences: int) -> pb.Abstract:
    """A document to be retold in `target`."""
    return pb.Abstract(document=select(document, max_sentences), target=target)


def selected(selection: Selection) -> pb.Selected:
    """A summarizer's verdict."""
    scores = [pb.Score(score=s.score, reasons=s.reasons) for s in selection.scores]
    return pb.Selected(scores=scores, chosen=selection.chosen)


def selection(message: pb.Selected) -> Selection:
    """The verdict of a `selected` message."""
    scores = tuple(SentenceScore(s.score, tuple(map(Reason, s.reasons))) for s in message.scores)
    return Selection(scores, tuple(message.chosen))


def model_info(info: ModelInfo) -> pb.ModelInfo:
    """What a model says of itself."""
    return pb.ModelInfo(
        name=info.name,
        task=info.task,
        version=info.version,
        engine=info.engine,
        license=info.license,
        directions=[pb.Direction(source=s, target=t) for s, t in info.directions],
        size_bytes=info.size_bytes,
        takes_hints=info.takes_hints,
    )


def info(message: pb.ModelInfo) -> ModelInfo:
    """The model of a `model_info` message."""
    return ModelInfo(
        message.name,
        message.task,
        message.version,
        message.engine,
        message.license,
        tuple((Language(d.source), Language(d.target)) for d in message.directions),
        message.size_bytes,
        message.takes_hints,
    )
