"""From the contract's messages to the client's values; `_messages` goes the other way."""

from typing import Any

from newsbrief import _types as t
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb

_REASON = "SELECTION_REASON_"
_TASK = "MODEL_TASK_"


def span(message: pb.TextSpan) -> t.Span:
    """A range of code points."""
    return t.Span(message.start, message.end)


def _brief_sentence(message: pb.BriefSentence) -> t.BriefSentence:
    return t.BriefSentence(
        text=message.text,
        source=message.source_text,
        spans=tuple(span(each) for each in message.source_spans),
        source_index=message.source_sentence_index,
        score=message.score,
        confidence=message.confidence,
    )


def _brief(message: pb.Brief) -> t.Brief:
    return t.Brief(
        language=message.language_code,
        headline=message.headline,
        text=message.text,
        sentences=tuple(_brief_sentence(sentence) for sentence in message.sentences),
        confidence=message.confidence,
        model=message.model,
    )


def _enum_name(enum: Any, value: int, prefix: str) -> str:
    """ "SELECTION_REASON_NAMES" → "names"; "" for unspecified and for values of a newer contract."""
    return enum.Name(value).removeprefix(prefix).lower() if value and value in enum.values() else ""


def _source_sentence(message: pb.SourceSentence) -> t.SourceSentence:
    names = (_enum_name(pb.SelectionReason, reason, _REASON) for reason in message.reasons)
    return t.SourceSentence(
        text=message.text,
        span=span(message.span),
        score=message.score,
        reasons=tuple(name for name in names if name),
        selected=message.selected,
    )


def _source(message: pb.SourceReport) -> t.Source:
    headline = message.headline
    return t.Source(
        language=message.language_code,
        language_confidence=message.language_confidence,
        headline=headline.text,
        headline_span=span(headline.span) if headline.HasField("span") else None,
        sentences=tuple(_source_sentence(sentence) for sentence in message.sentences),
    )


def article(message: pb.Article) -> t.Article:
    """The article as received, for a server that speaks in the client's values (newsbrief.testing)."""
    return t.Article(
        message.body, title=message.title, language=message.language_code or None, id=message.article_id
    )


def brief_result(message: service_pb.BriefArticleResponse, request_id: str = "") -> t.BriefResult:
    """The answer to one article."""
    return t.BriefResult(
        briefs=tuple(_brief(brief) for brief in message.briefs),
        source=_source(message.source),
        article_id=message.article_id,
        seconds=message.server_duration.ToTimedelta().total_seconds(),
        request_id=request_id,
    )


def brief_event(message: service_pb.StreamBriefArticleResponse) -> t.BriefEvent | None:
    """The event in one message of a stream; None for an event of a newer contract."""
    match message.WhichOneof("event"):
        case "source_analyzed":
            return t.SourceAnalyzed(_source(message.source_analyzed))
        case "sentence_completed":
            done = message.sentence_completed
            return t.SentenceCompleted(
                done.language_code, done.sentence_index, done.sentence_count, _brief_sentence(done.sentence)
            )
        case "brief_completed":
            return t.BriefCompleted(_brief(message.brief_completed))
    return None


def translation(message: pb.Translation) -> t.Translation:
    """One translated text."""
    return t.Translation(
        text=message.text,
        source_language=message.source_language_code,
        sentences=tuple(
            t.TranslatedSentence(s.text, s.source_text, span(s.source_span), s.confidence)
            for s in message.sentences
        ),
        model=message.model,
    )


def detected_language(message: pb.DetectedLanguage) -> t.DetectedLanguage:
    """One guess."""
    return t.DetectedLanguage(message.language_code, message.confidence, message.supported)


def model(message: pb.Model) -> t.Model:
    """One loaded model."""
    return t.Model(
        name=message.name,
        task=_enum_name(pb.ModelTask, message.task, _TASK),
        version=message.version,
        engine=message.engine,
        license=message.license,
        directions=tuple((d.source_language_code, d.target_language_code) for d in message.directions),
        size_bytes=message.size_bytes,
    )
