"""The facts of an article across its briefs, as messages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from newsbrief.v1 import types_pb2
from newsbrief_models.abstractive.passage import Places
from newsbrief_models.abstractive.verifying import CheckedSentence, Origin
from newsbrief_models.fidelity.facts import FactKind
from newsbrief_models.types import Language, Span
from newsbrief_service.messages import spans
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence

_KINDS = {
    FactKind.FIGURE: types_pb2.FACT_KIND_FIGURE,
    FactKind.DATE: types_pb2.FACT_KIND_DATE,
    FactKind.NAME: types_pb2.FACT_KIND_NAME,
}


class _Key(NamedTuple):
    """A fact of what briefs are made of: the number of its sentence there, what it is, and where it stands in it."""

    row: int
    kind: FactKind
    span: Span


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact in one brief: its value, the sentence of the article it is from, and where `text` says it, if it does."""

    value: str
    source_index: int
    text: str
    place: Span | None


def across(briefs: Mapping[Language, FinishedBrief]) -> list[types_pb2.Fact]:
    """Each fact of the chosen sentences, or of what a model wrote, and how it stands in each brief, in order.

    A name that can be looked for in one translation only is left out: nothing could be said of the others. Of briefs
    that a model wrote one by one every fact is told that any of them has.
    """
    found = {language: dict(_facts_of(brief)) for language, brief in briefs.items()}
    apart = any(brief.written and brief.written.direct for brief in briefs.values())
    translated = [] if apart else [facts for language, facts in found.items() if briefs[language].model]
    keys = set.intersection(*map(set, translated)) if translated else set().union(*found.values())
    own = [] if apart else [language for language, brief in briefs.items() if not brief.model]
    messages = []
    for key in sorted(keys, key=lambda key: (key.row, key.span.start, key.kind)):
        told = {language: facts.get(key) for language, facts in found.items()}
        first = next(each for each in told.values() if each)
        # In the language that briefs are made of, it stands where it was found.
        for language in own:
            text = briefs[language].sentences[key.row].rendered.text
            told[language] = told[language] or replace(first, text=text, place=key.span)
        messages.append(_fact(key, told))
    return messages


def _fact(key: _Key, told: Mapping[Language, _Told | None]) -> types_pb2.Fact:
    first = next(each for each in told.values() if each)
    forms = [_form(language, each) for language, each in told.items()]
    return types_pb2.Fact(
        kind=_KINDS[key.kind],
        value=first.value,
        source_sentence_index=first.source_index,
        forms=forms,
        agreed=all(form.text for form in forms),
    )


def _form(language: Language, told: _Told | None) -> types_pb2.FactForm:
    if told is None or told.place is None:
        return types_pb2.FactForm(language_code=language)
    if told.place.start == told.place.end:  # told in passing, as 한러 tells of two states
        return types_pb2.FactForm(language_code=language, text=told.value)
    return types_pb2.FactForm(
        language_code=language, text=told.place.of(told.text), span=spans.message(told.place)
    )


def _facts_of(brief: FinishedBrief) -> Iterator[tuple[_Key, _Told]]:
    for sentence in reversed(brief.sentences):  # of equal keys the first sentence's is kept
        if brief.written and brief.written.direct and sentence.written:
            texts = [each.text for each in brief.written.document.sentences]
            yield from _facts_apart(sentence, sentence.written, Places(texts))
            continue
        for fact in sentence.rendered.revision.check.facts:
            place = fact.target_span if brief.model else fact.source_span
            key = _Key(sentence.index, fact.kind, fact.source_span)
            yield key, _Told(fact.value, sentence.source_index, sentence.rendered.text, place)


def _facts_apart(
    sentence: FinishedSentence, written: CheckedSentence, places: Places
) -> Iterator[tuple[_Key, _Told]]:
    """The facts of a sentence that shares none with other briefs, by where the article has them."""
    for fact in sentence.rendered.revision.check.facts:
        if written.origin is Origin.SUBSTITUTED:
            translated = written.language is not sentence.language
            index, span = written.best, fact.source_span
            place = fact.target_span if translated else fact.source_span
        elif fact.source_span in written.evidence:
            index, span = places.of(written.evidence[fact.source_span])
            place = fact.source_span
        else:
            continue
        yield _Key(index, fact.kind, span), _Told(fact.value, index, sentence.rendered.text, place)
