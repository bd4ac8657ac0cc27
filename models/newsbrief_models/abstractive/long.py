"""Summarizes an article of any length with a model that reads so much at once: cut, retell, rank, fuse."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from newsbrief_models.abstractive.aligning import Aligner
from newsbrief_models.errors import AbstractionError
from newsbrief_models.protocols import AbstractiveSummarizer
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.translate.clauses import split_clauses
from newsbrief_models.types import Document, Language, SummaryRow

Measure = Callable[[str], int]


def retell(
    document: Document, target: Language, max_sentences: int, summarizer: AbstractiveSummarizer
) -> tuple[str, ...]:
    """The article told in `target` in about `max_sentences` sentences; nothing of it is kept from the model.

    An article that fits the model's window goes to it whole. A longer one is cut at paragraphs, else at sentences, else
    at clauses; each part is retold, in the article's language where the model can; what comes of them is ranked by how
    much of the news its sources carry, as many of the best as fit the window are put into the article's order, and the
    model makes one summary of them. Two rounds, so the time is linear in the article's length.

    Raises:
        AbstractionError: the model does not write `target` from the article's language.
        EndpointError: see `AbstractiveSummarizer.summarize`.
    """
    source = document.language
    directions = summarizer.info.directions
    if (source, target) not in directions:
        raise AbstractionError(source, target, directions)
    parts = chunks(document, summarizer.measure, summarizer.window)
    if len(parts) == 1:
        return _one(summarizer, parts[0], source, target, max_sentences)
    between = source if (source, source) in directions else target
    rows = [SummaryRow(part, source, between, max_sentences) for part in parts]
    told = [sentence for sentences in summarizer.summarize(rows) for sentence in sentences]
    if between is target and len(told) <= max_sentences:
        return tuple(told)
    if between is source:
        told = _best(document, told, summarizer)
    text = " ".join(told)
    if summarizer.measure(text) <= summarizer.window and (between, target) in directions:
        return _one(summarizer, text, between, target, max_sentences)
    if between is target:
        return tuple(told)
    # One sentence alone is longer than the window.
    pieces = split_clauses(text, summarizer.measure, summarizer.window)
    rows = [SummaryRow(piece.strip(), between, target, max_sentences) for piece in pieces]
    return tuple(sentence for sentences in summarizer.summarize(rows) for sentence in sentences)


def _one(
    summarizer: AbstractiveSummarizer, text: str, source: Language, target: Language, max_sentences: int
) -> tuple[str, ...]:
    (sentences,) = summarizer.summarize([SummaryRow(text, source, target, max_sentences)])
    return sentences


def _best(document: Document, told: Sequence[str], summarizer: AbstractiveSummarizer) -> list[str]:
    """Of the sentences told of an article's parts, the best that fit the window, at least one, in order."""
    scores = ExtractiveSummarizer().select(document, 1).scores
    aligner = Aligner(document)

    def news(sentence: str) -> float:
        sources = aligner.align(sentence).sources
        return max((scores[index].score for index in sources), default=0.0)

    kept, size = set[int](), 0
    for index in sorted(range(len(told)), key=lambda index: (-news(told[index]), index)):
        size += summarizer.measure(told[index]) + 1
        if kept and size > summarizer.window:
            break
        kept.add(index)
    return [sentence for index, sentence in enumerate(told) if index in kept]


def chunks(document: Document, measure: Measure, window: int) -> list[str]:
    """The article as few texts of at most `window` (>= 1) by `measure`, paragraphs kept whole where they fit.

    Nothing is left out: without white space the texts are the sentences one after the other. `measure` may count a
    joined text for one more than its parts each; a single character that measures more than `window` stays whole.
    """
    whole = "\n".join(_paragraphs(document))
    if measure(whole) <= window:
        return [whole]
    packed: list[str] = []
    for separator, piece in _pieces(document, measure, window):
        joined = f"{packed[-1]}{separator}{piece}" if packed else piece
        if packed and measure(joined) <= window:
            packed[-1] = joined
        else:
            packed.append(piece)
    return packed


def _paragraphs(document: Document) -> Iterator[str]:
    for _, sentences in groupby(document.sentences, key=lambda sentence: sentence.paragraph):
        yield " ".join(sentence.text for sentence in sentences)


def _pieces(document: Document, measure: Measure, window: int) -> Iterator[tuple[str, str]]:
    """What is kept together, each with what stands before it: paragraphs, sentences of long ones, clauses of those."""
    for _, group in groupby(document.sentences, key=lambda sentence: sentence.paragraph):
        sentences = [sentence.text for sentence in group]
        paragraph = " ".join(sentences)
        if measure(paragraph) <= window:
            yield "\n", paragraph
            continue
        separator = "\n"
        for sentence in sentences:
            for clause in filter(str.strip, split_clauses(sentence, measure, window)):
                yield separator, clause.strip()
                separator = " "
