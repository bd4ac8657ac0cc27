"""Articles, briefs, translations and models, read from messages."""

from datetime import date

from google.protobuf.message import Message

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._convert.fidelity import applied_term, fact, finding, quality, span
from newsbrief._convert.terms import time
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb


def _brief_sentence(message: pb.BriefSentence) -> t.BriefSentence:
    return t.BriefSentence(
        text=message.text,
        source=message.source_text,
        spans=tuple(span(each) for each in message.source_spans),
        source_index=message.source_sentence_index,
        score=message.score,
        confidence=message.confidence,
        findings=tuple(finding(each) for each in message.findings),
        applied_terms=tuple(applied_term(each) for each in message.applied_terms),
        origin=_enums.name(pb.SentenceOrigin, message.origin),
    )


def _brief(message: pb.Brief) -> t.Brief:
    return t.Brief(
        language=message.language_code,
        headline=message.headline,
        text=message.text,
        sentences=tuple(_brief_sentence(sentence) for sentence in message.sentences),
        confidence=message.confidence,
        model=message.model,
        quality=quality(message.quality),
        headline_findings=tuple(finding(each) for each in message.headline_findings),
        summary_model=message.summary_model,
        dropped=tuple(tuple(map(finding, each.findings)) for each in message.dropped_sentences),
        reduced=message.reduced,
    )


def _source_sentence(message: pb.SourceSentence) -> t.SourceSentence:
    names = (_enums.name(pb.SelectionReason, reason) for reason in message.reasons)
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
        message.body,
        title=message.title,
        language=message.language_code or None,
        id=message.article_id,
        published=day(message, "publish_time"),
    )


def day(message: Message, field: str) -> date | None:
    """The day of the timestamp in `field`, in UTC as servers read it; None where it is unset."""
    return time(getattr(message, field)).date() if message.HasField(field) else None


def brief_result(message: service_pb.BriefArticleResponse, request_id: str = "") -> t.BriefResult:
    """The answer to one article."""
    return t.BriefResult(
        briefs=tuple(_brief(brief) for brief in message.briefs),
        source=_source(message.source),
        article_id=message.article_id,
        seconds=message.server_duration.ToTimedelta().total_seconds(),
        request_id=request_id,
        facts=tuple(fact(each) for each in message.facts),
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
        case "facts_compared":
            return t.FactsCompared(tuple(fact(each) for each in message.facts_compared.facts))
    return None


def translation(message: pb.Translation) -> t.Translation:
    """One translated text."""
    return t.Translation(
        text=message.text,
        source_language=message.source_language_code,
        sentences=tuple(
            t.TranslatedSentence(
                text=sentence.text,
                source=sentence.source_text,
                span=span(sentence.source_span),
                confidence=sentence.confidence,
                findings=tuple(finding(each) for each in sentence.findings),
                applied_terms=tuple(applied_term(each) for each in sentence.applied_terms),
            )
            for sentence in message.sentences
        ),
        model=message.model,
        reduced=message.reduced,
    )


def detected_language(message: pb.DetectedLanguage) -> t.DetectedLanguage:
    """One guess."""
    return t.DetectedLanguage(message.language_code, message.confidence, message.supported)


def model(message: pb.Model) -> t.Model:
    """One loaded model."""
    return t.Model(
        name=message.name,
        task=_enums.name(pb.ModelTask, message.task),
        version=message.version,
        engine=message.engine,
        license=message.license,
        directions=tuple((d.source_language_code, d.target_language_code) for d in message.directions),
        size_bytes=message.size_bytes,
    )
