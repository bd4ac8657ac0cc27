"""Briefs, translations, languages and models as messages."""

from collections.abc import Sequence
from dataclasses import replace

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.abstractive.verifying import CheckedSentence, Origin
from newsbrief_models.text.language import LanguageGuess
from newsbrief_models.types import (
    ABSTRACTION,
    SUMMARIZATION,
    TRANSLATION,
    Document,
    Language,
    ModelInfo,
    Reason,
    Selection,
)
from newsbrief_service.messages import fidelity, spans
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence, FinishedTranslation, SourceAnalyzed

_REASONS = {
    Reason.POSITION: types_pb2.SELECTION_REASON_POSITION,
    Reason.CENTRALITY: types_pb2.SELECTION_REASON_CENTRALITY,
    Reason.HEADLINE: types_pb2.SELECTION_REASON_HEADLINE,
    Reason.FIGURES: types_pb2.SELECTION_REASON_FIGURES,
    Reason.NAMES: types_pb2.SELECTION_REASON_NAMES,
}
_TASKS = {
    SUMMARIZATION: types_pb2.MODEL_TASK_SUMMARIZATION,
    TRANSLATION: types_pb2.MODEL_TASK_TRANSLATION,
    ABSTRACTION: types_pb2.MODEL_TASK_ABSTRACTION,
}
_ORIGINS = {
    Origin.EXTRACTED: types_pb2.SENTENCE_ORIGIN_EXTRACTED,
    Origin.WRITTEN: types_pb2.SENTENCE_ORIGIN_WRITTEN,
    Origin.SUBSTITUTED: types_pb2.SENTENCE_ORIGIN_SUBSTITUTED,
}


class BriefWriter:
    """Writes the messages about one article; `body` is the article's text as sent."""

    def __init__(self, body: str, analyzed: SourceAnalyzed) -> None:
        self._body = body
        self._document: Document = analyzed.document
        self._selection: Selection = analyzed.selection

    def report(self) -> types_pb2.SourceReport:
        """What was read, and what the summarizer thought of it."""
        chosen = set(self._selection.chosen)
        return types_pb2.SourceReport(
            language_code=self._document.language,
            language_confidence=self._document.language_confidence,
            headline=self._headline(),
            sentences=[
                types_pb2.SourceSentence(
                    text=sentence.span.of(self._body),
                    span=spans.message(sentence.span),
                    score=score.score,
                    reasons=[_REASONS[reason] for reason in score.reasons],
                    selected=index in chosen,
                )
                for index, (sentence, score) in enumerate(
                    zip(self._document.sentences, self._selection.scores, strict=True)
                )
            ],
        )

    def sentence(self, finished: FinishedSentence) -> types_pb2.BriefSentence:
        """A sentence of a brief with its source and what was found in it."""
        if finished.written is not None:
            return self._written(finished, finished.written)
        source = self._document.sentences[finished.source_index]
        text, span = source.span.of(self._body), source.span
        return types_pb2.BriefSentence(
            text=finished.rendered.text,
            source_spans=[spans.message(span)],
            source_text=text,
            source_sentence_index=finished.source_index,
            score=self._selection.scores[finished.source_index].score,
            confidence=finished.rendered.confidence,
            origin=types_pb2.SENTENCE_ORIGIN_EXTRACTED,
            **fidelity.about(finished.rendered, spans.Origins(text, source.text, span.start)),
        )

    def _written(self, finished: FinishedSentence, written: CheckedSentence) -> types_pb2.BriefSentence:
        places = [self._document.sentences[index].span for index in written.sources]
        return types_pb2.BriefSentence(
            text=finished.rendered.text,
            source_spans=[spans.message(place) for place in places],
            source_text=" ".join(place.of(self._body) for place in places),
            source_sentence_index=written.best,
            score=self._selection.scores[written.best].score,
            confidence=finished.rendered.confidence,
            origin=_ORIGINS[written.origin],
            **fidelity.about(finished.rendered, spans.Sentences(self._body, self._document, written.text)),
        )

    def sentence_completed(self, finished: FinishedSentence) -> pb.SentenceCompleted:
        """The news that a sentence is ready."""
        return pb.SentenceCompleted(
            language_code=finished.language,
            sentence_index=finished.index,
            sentence_count=finished.count,
            sentence=self.sentence(finished),
        )

    def brief(self, finished: FinishedBrief) -> types_pb2.Brief:
        """A whole brief."""
        return types_pb2.Brief(
            language_code=finished.language,
            headline=finished.headline.text if finished.headline else "",
            text=" ".join(sentence.rendered.text for sentence in finished.sentences),
            sentences=[self.sentence(sentence) for sentence in finished.sentences],
            confidence=min(sentence.rendered.confidence for sentence in finished.sentences),
            model=model_name(finished.model),
            quality=fidelity.quality([sentence.rendered.revision.check for sentence in finished.sentences]),
            headline_findings=self._headline_findings(finished),
            summary_model=model_name(finished.written.model if finished.written else ""),
            dropped_sentences=self._dropped(finished),
            reduced=any(
                each.reduced
                for each in [finished.headline, *(s.rendered for s in finished.sentences)]
                if each
            ),
        )

    def _dropped(self, finished: FinishedBrief) -> list[types_pb2.DroppedSentence]:
        if finished.written is None:
            return []
        origins = spans.Sentences(self._body, self._document, "")
        return [
            types_pb2.DroppedSentence(
                findings=fidelity.findings([replace(each, target_span=None) for each in found], origins)
            )
            for found in finished.written.of(finished.language).dropped
        ]

    def _headline_findings(self, finished: FinishedBrief) -> list[types_pb2.FidelityFinding]:
        headline = self._document.headline
        if headline is None or finished.headline is None:
            return []
        text = headline.span.of(self._body) if headline.span else headline.text
        origins = spans.Origins(text, headline.text, headline.span.start if headline.span else 0)
        return fidelity.findings(finished.headline.revision.check.findings, origins)

    def _headline(self) -> types_pb2.SourceHeadline | None:
        headline = self._document.headline
        if headline is None:
            return None
        return types_pb2.SourceHeadline(
            text=headline.text, span=spans.message(headline.span) if headline.span else None
        )


def translation(content: str, finished: FinishedTranslation) -> types_pb2.Translation:
    """A translated text; `content` is the text as sent."""
    return types_pb2.Translation(
        text=finished.text,
        source_language_code=finished.source,
        sentences=[
            types_pb2.TranslatedSentence(
                text=rendered.text,
                source_span=spans.message(sentence.span),
                source_text=sentence.span.of(content),
                confidence=rendered.confidence,
                **fidelity.about(
                    rendered, spans.Origins(sentence.span.of(content), sentence.text, sentence.span.start)
                ),
            )
            for sentence, rendered in finished.sentences
        ],
        model=model_name(finished.model),
        reduced=any(rendered.reduced for _, rendered in finished.sentences),
    )


def languages(guesses: Sequence[LanguageGuess]) -> list[types_pb2.DetectedLanguage]:
    """Guesses at a language, best first."""
    return [
        types_pb2.DetectedLanguage(
            language_code=guess.code, confidence=guess.confidence, supported=guess.code in list(Language)
        )
        for guess in guesses
    ]


def model(info: ModelInfo) -> types_pb2.Model:
    """A loaded model."""
    return types_pb2.Model(
        name=model_name(info.name),
        task=_TASKS[info.task],
        version=info.version,
        engine=info.engine,
        license=info.license,
        directions=[
            types_pb2.Direction(source_language_code=source, target_language_code=target)
            for source, target in info.directions
        ],
        size_bytes=info.size_bytes,
    )


def model_name(name: str) -> str:
    """A model's resource name; empty for no model."""
    return f"models/{name}" if name else ""
