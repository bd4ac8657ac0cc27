"""Articles, briefs, translations and models, as messages."""

from datetime import UTC, date, datetime, timedelta
from datetime import time as clock

from google.protobuf.timestamp_pb2 import Timestamp

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._messages.fidelity import applied_term, fact, finding, quality, span
from newsbrief._messages.terms import time
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb


def article(value: t.Article) -> pb.Article:
    """The article as sent."""
    return pb.Article(
        article_id=value.id,
        title=value.title,
        body=value.body,
        language_code=value.language or "",
        publish_time=day(value.published),
    )


def day(value: date | None) -> Timestamp | None:
    """The beginning of a day. Servers count from the day of the timestamp in UTC, so a datetime's own day is sent."""
    if value is None:
        return None
    return time(datetime.combine(date(value.year, value.month, value.day), clock(), UTC))


def brief_sentence(value: t.BriefSentence) -> pb.BriefSentence:
    """One sentence of a brief."""
    return pb.BriefSentence(
        text=value.text,
        source_spans=[span(each) for each in value.spans],
        source_text=value.source,
        source_sentence_index=value.source_index,
        score=value.score,
        confidence=value.confidence,
        findings=[finding(each) for each in value.findings],
        applied_terms=[applied_term(each) for each in value.applied_terms],
        origin=_enums.value(pb.SentenceOrigin, value.origin),
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
        quality=quality(value.quality),
        headline_findings=[finding(each) for each in value.headline_findings],
        summary_model=value.summary_model,
        dropped_sentences=[pb.DroppedSentence(findings=map(finding, each)) for each in value.dropped],
        reduced=value.reduced,
    )


def _source_sentence(value: t.SourceSentence) -> pb.SourceSentence:
    return pb.SourceSentence(
        text=value.text,
        span=span(value.span),
        score=value.score,
        reasons=[_enums.value(pb.SelectionReason, name) for name in value.reasons],
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
        facts=[fact(each) for each in value.facts],
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
        case t.FactsCompared():
            compared = service_pb.FactsCompared(facts=[fact(each) for each in value.facts])
            return service_pb.StreamBriefArticleResponse(sequence=sequence, facts_compared=compared)
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
                findings=[finding(each) for each in sentence.findings],
                applied_terms=[applied_term(each) for each in sentence.applied_terms],
            )
            for sentence in value.sentences
        ],
        model=value.model,
        reduced=value.reduced,
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
        task=_enums.value(pb.ModelTask, value.task),
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
