"""Abstractive briefs: have a model write, hold it against the article, and bring it into the languages asked for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from newsbrief_models.abstractive.passage import Places
from newsbrief_models.abstractive.verifying import Abstraction, CheckedSentence, Origin, Verifier
from newsbrief_models.errors import AbstractionError
from newsbrief_models.fidelity.check import Check, in_order
from newsbrief_models.fidelity.findings import Finding
from newsbrief_models.types import ABSTRACTION, Document, Language, Selection, Span
from newsbrief_service.errors import from_abstraction_error
from newsbrief_service.executor import Executor
from newsbrief_service.translation import Manner, Rendered, as_it_is, render


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote about an article, as checked; `abstractions` by the language it was written in."""

    document: Document
    model: str
    abstractions: Mapping[Language, Abstraction]

    def of(self, target: Language) -> Abstraction:
        """What the brief in `target` is made of: its own language's, or what is translated from the article's."""
        return self.abstractions.get(target) or self.abstractions[self.document.language]

    @property
    def direct(self) -> bool:
        """Whether each brief has sentences of its own."""
        return len(self.abstractions) > 1 or self.document.language not in self.abstractions

    @property
    def sources(self) -> tuple[int, ...]:
        """Indices of all of the article's sentences that anything rests on, ascending."""
        every = [s for abstraction in self.abstractions.values() for s in abstraction.sentences]
        return tuple(sorted({index for sentence in every for index in sentence.sources}))


def require_model(executor: Executor) -> None:
    """Raise ServiceError unless some model writes abstractive briefs, of articles in whatever language."""
    if not any(info.task == ABSTRACTION for info in executor.models):
        raise from_abstraction_error(AbstractionError())


async def write(
    document: Document,
    selection: Selection,
    targets: Sequence[Language],
    max_sentences: int,
    executor: Executor,
    manner: Manner,
    *,
    direct: bool,
) -> Written:
    """Have the article retold in its own language, or with `direct` in each of `targets`, and checked.

    `selection` is what briefs are made of where nothing that was written can be kept.

    Raises:
        ServiceError: no model writes in a direction wanted, or it did not answer as it should.
    """
    languages = tuple(targets) if direct else (document.language,)
    try:
        models = [executor.summarizer_of(document.language, language) for language in languages]
    except AbstractionError as error:
        raise from_abstraction_error(error) from None
    drafts = await asyncio.gather(
        *(executor.abstract(document, language, max_sentences) for language in languages)
    )
    check = partial(
        _checked, document, selection, dict(zip(languages, drafts, strict=True)), max_sentences, manner
    )
    return Written(document, models[0].name, await executor.run(check))


def _checked(
    document: Document,
    selection: Selection,
    drafts: Mapping[Language, Sequence[str]],
    max_sentences: int,
    manner: Manner,
) -> dict[Language, Abstraction]:
    verifier = Verifier(document, manner.lexicon, manner.reference)
    checked = {}
    for language, sentences in drafts.items():
        abstraction = verifier.verify(sentences, language, max_sentences)
        if not abstraction.sentences:
            abstraction = replace(abstraction, sentences=verifier.extract(selection.chosen))
        checked[language] = abstraction
    return checked


async def written_brief(
    written: Written, target: Language, headline: Sequence[str], executor: Executor, manner: Manner
) -> list[Rendered]:
    """The `headline` (one or none) and then each sentence of the brief in `target`, with all that was found."""
    document, sentences = written.document, written.of(target).sentences
    source = document.language
    foreign = [
        *(headline if target is not source else ()),
        *(s.text for s in sentences if s.language is not target),
    ]
    own = [*(headline if target is source else ()), *(s.text for s in sentences if s.language is target)]
    translated = iter(await render(foreign, source, target, executor, manner) if foreign else ())
    kept = iter(await as_it_is(own, target, executor, manner) if own else ())
    first = [next(translated if target is not source else kept) for _ in headline]
    places = Places([sentence.text for sentence in document.sentences])
    return first + [
        _told(sentence, next(kept))
        if sentence.language is target
        else _translated(sentence, next(translated), places)
        for sentence in sentences
    ]


def _told(sentence: CheckedSentence, done: Rendered) -> Rendered:
    """A sentence that stays as it was written, with what holding it against the article found."""
    return _with(done, [*done.revision.check.findings, *sentence.findings])


def _translated(sentence: CheckedSentence, done: Rendered, places: Places) -> Rendered:
    """A translated sentence: spans in what was translated are led back to the article, or given up."""
    found = [replace(each, target_span=None) for each in sentence.findings]
    for each in done.revision.check.findings:
        span = each.source_span and origin_of(each.source_span, sentence, places)
        found.append(replace(each, source_span=span))
    return _with(done, found)


def origin_of(span: Span, sentence: CheckedSentence, places: Places) -> Span | None:
    """Where the article's sentences, joined by spaces, say what `sentence` says at `span`; None if not known."""
    if sentence.origin is Origin.SUBSTITUTED:
        return span.moved(places.start(sentence.best))
    return sentence.evidence.get(span)


def _with(done: Rendered, findings: Sequence[Finding]) -> Rendered:
    checked = Check(in_order(findings), done.revision.check.facts)
    return replace(done, revision=replace(done.revision, check=checked))
