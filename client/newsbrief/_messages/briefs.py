"""From the client's values to the contract's messages, and to their proto-JSON."""

from datetime import timedelta
from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from newsbrief import _types as t
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb


def article(value: t.Article) -> pb.Article:
    """The article as sent."""
    return pb.Article(
        article_id=value.id, title=value.title, body=value.body, language_code=value.language or ""
    )


def span(value: t.Span) -> pb.TextSpan:
    """A range of code points."""
    return pb.TextSpan(start=value.start, end=value.end)


def brief_sentence(value: t.BriefSentence) -> pb.BriefSentence:
    """One sentence of a brief."""
    return pb.BriefSentence(
        text=value.text,
        source_spans=[span(each) for each in value.spans],
        source_text=value.source,
        source_sentence_index=value.source_index,
        score=value.score,
        confidence=value.confidence,
    )


def brief(value: t.Brief) -> pb.Brief:
    """A brief in one language."""
    return pb.Brief(
        language_code=value.language,
        headline=value.headline,
        text=value.text,
        sentences=[brief_sentence(sentence) for sentence in value.sentences],
        confidence=value.confidence,
        model=value.model,
    )


def _source_sentence(value: t.SourceSentence) -> pb.SourceSentence:
    return pb.SourceSentence(
        text=value.text,
        span=span(value.span),
        score=value.score,
        reasons=[pb.SelectionReason.Value(f"SELECTION_REASON_{name.upper()}") for name in value.reasons],
        selected=value.selected,
    )


def source(value: t.Source) -> pb.SourceReport:
    """What the server read in the article."""
    headline = None
    if value.headline:
        where = span(value.headline_span) if value.headline_span else None
        headline = pb.SourceHeadline(text=value.headline, span=where)
    return pb.SourceReport(
        language_code=value.language,
        language_confidence=value.language_confidence,
        headline=headline,
        sentences=[_source_sentence(sentence) for sentence in value.sentences],
    )


def brief_result(value: t.BriefResult) -> service_pb.BriefArticleResponse:
    """The answer to one article; the request id is no part of it."""
    response = service_pb.BriefArticleResponse(
        article_id=value.article_id,
        briefs=[brief(each) for each in value.briefs],
        source=source(value.source),
    )
    response.server_duration.FromTimedelta(timedelta(seconds=value.seconds))
    return response


def brief_event(value: t.BriefEvent, sequence: int) -> service_pb.StreamBriefArticleResponse:
    """One message of a stream."""
    match value:
        case t.SourceAnalyzed():
            return service_pb.StreamBriefArticleResponse(
                sequence=sequence, source_analyzed=source(value.source)
            )
        case t.BriefCompleted():
            return service_pb.StreamBriefArticleResponse(
                sequence=sequence, brief_completed=brief(value.brief)
            )
        case t.SentenceCompleted():
            done = service_pb.SentenceCompleted(
                language_code=value.language,
                sentence_index=value.index,
                sentence_count=value.count,
                sentence=brief_sentence(value.sentence),
            )
            return service_pb.StreamBriefArticleResponse(sequence=sequence, sentence_completed=done)


def translation(value: t.Translation) -> pb.Translation:
    """One translated text."""
    return pb.Translation(
        text=value.text,
        source_language_code=value.source_language,
        sentences=[
            pb.TranslatedSentence(
                text=sentence.text,
                source_span=span(sentence.span),
                source_text=sentence.source,
                confidence=sentence.confidence,
            )
            for sentence in value.sentences
        ],
        model=value.model,
    )


def detected_languages(values: list[t.DetectedLanguage]) -> service_pb.DetectLanguageResponse:
    """Guesses, best first."""
    return service_pb.DetectLanguageResponse(
        languages=[
            pb.DetectedLanguage(
                language_code=value.language, confidence=value.confidence, supported=value.supported
            )
            for value in values
        ]
    )


def _model(value: t.Model) -> pb.Model:
    return pb.Model(
        name=value.name,
        task=pb.ModelTask.Value(f"MODEL_TASK_{value.task.upper() or 'UNSPECIFIED'}"),
        version=value.version,
        engine=value.engine,
        license=value.license,
        directions=[
            pb.Direction(source_language_code=source_code, target_language_code=target_code)
            for source_code, target_code in value.directions
        ],
        size_bytes=value.size_bytes,
    )


def models(values: list[t.Model]) -> service_pb.ListModelsResponse:
    """Loaded models."""
    return service_pb.ListModelsResponse(models=[_model(value) for value in values])


def proto_json(message: Message) -> dict[str, Any]:
    """The message in proto-JSON: lowerCamelCase names, fields without presence printed even when empty."""
    return json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
