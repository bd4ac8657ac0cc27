"""Reads an article: language, headline, and the sentences that are news, each with its place in the source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbrief_models.errors import NoSentencesError
from newsbrief_models.text.clean import clean, refuse_markup
from newsbrief_models.text.desk import Desk, desk
from newsbrief_models.text.language import require, require_letters
from newsbrief_models.text.layout import next_seen, paragraphs
from newsbrief_models.text.sentences import split_paragraph
from newsbrief_models.types import Document, Headline, Language, Sentence, Span

_LONGEST_HEADLINE = 200  # characters
_LONGEST_SUBHEAD = 100
_LONGEST_KICKER = 40
_MOST_SUBHEADS = 6
_STOPPED = re.compile(r".*[.!?…。！？:;,][\"'’”»)\]}」』】]{0,4}\Z")
_HEADLINE_END = re.compile(r".*(?:\.\.\.|…|[!?！？]|\b[A-Z]\.[A-Z]\.)[\"'’”»)\]}」』】]{0,4}\Z")
_PATH = re.compile(r" [|>›»/] ")
_WORTH = re.compile(r"[^\W_]")  # a letter or a digit


@dataclass(frozen=True, slots=True)
class _Paragraph:
    span: Span
    text: str  # cleaned

    @property
    def is_stopped(self) -> bool:
        return _STOPPED.match(self.text[-6:]) is not None

    @property
    def is_kicker(self) -> bool:
        """A section's name or path above the headline: "World", "News | Asia", "정치 > 북한"."""
        return not self.is_stopped and (
            " " not in self.text or _PATH.search(self.text[:_LONGEST_KICKER]) is not None
        )

    @property
    def reads_as_headline(self) -> bool:
        ended = self.is_stopped and _HEADLINE_END.match(self.text[-12:]) is None
        return not ended and len(self.text) <= _LONGEST_HEADLINE


def read(body: str, title: str = "", language: Language | None = None) -> Document:
    """Read an article's `body` and, where it is apart from it, `title`.

    `language` is taken at its word, with confidence 1; without it, it is detected. The headline is `title`, or a first
    line that reads as one. Left out of the sentences: the headline, the dateline before the first sentence, lines
    between headline and text that are no sentences, bylines, credits, links, tags, copyright notices and the like
    (data/desk.toml), and what holds neither letter nor digit. Everything else is kept. Spans are code points of
    `body`; takes time linear in its length.

    Raises:
        MarkupError: body or title is markup.
        LanguageUnsupportedError: no `language` is given, and the body is in another.
        LanguageUndetectedError: no `language` is given, and none can be told from the body.
        LanguageMismatchError: the body has letters, but none of the script of `language`.
        NoSentencesError: nothing in the body reads as a sentence.
    """
    refuse_markup(body)
    refuse_markup(title)
    language, confidence = _language(body, language)
    habits = desk(language)
    text = list(_news(body, habits))
    headline = Headline(clean(title), None) if clean(title) else None
    if headline is None:
        first = 1 if len(text) > 2 and text[0].is_kicker and text[1].reads_as_headline else 0
        if (
            len(text) > first + 1
            and text[first].reads_as_headline
            and not _has_dateline(body, text[first], habits)
        ):
            headline = Headline(text[first].text, text[first].span)
            text = text[first + 1 :]
    if headline is not None:
        text = text[_subheads(body, text, headline, habits) :]
    found = tuple(_sentences(body, text, language, habits))
    if not found:
        raise NoSentencesError
    return Document(language, confidence, headline, found)


def sentences(text: str, language: Language) -> tuple[Sentence, ...]:
    """All sentences of `text`, whatever they are; only blank space lies between their spans.

    Raises:
        MarkupError: the text is markup.
        NoSentencesError: the text is blank.
    """
    refuse_markup(text)
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs(text)):
        spans = split_paragraph(text, paragraph, language)
        found += [Sentence(clean(span.of(text)), span, number) for span in spans]
    if not found:
        raise NoSentencesError
    return tuple(found)


def _language(body: str, language: Language | None) -> tuple[Language, float]:
    if language is not None:
        require_letters(body, language)
        return language, 1.0
    guess = require(body)
    return Language(guess.code), guess.confidence


def _news(body: str, habits: Desk) -> Iterator[_Paragraph]:
    """The paragraphs that are no notes; a list of links or tags goes with the label above it."""
    listing = False
    for span in paragraphs(body):
        paragraph = _Paragraph(span, clean(span.of(body)))
        listing = habits.is_label(paragraph.text) or (listing and not paragraph.is_stopped)
        if not listing and not habits.is_note(paragraph.text) and _WORTH.search(paragraph.text):
            yield paragraph


def _has_dateline(body: str, paragraph: _Paragraph, habits: Desk) -> bool:
    return habits.dateline(body, paragraph.span.start, paragraph.span.end) > paragraph.span.start


def _subheads(body: str, text: Sequence[_Paragraph], headline: Headline, habits: Desk) -> int:
    """How many paragraphs at the beginning of `text` are no sentences: subheads, names, the headline once more.

    A line without a stop is one only where two paragraphs with stops follow: a writer who uses none means sentences.
    """
    count = 0
    if len(text) > 1 and text[0].text.casefold() == headline.text.casefold():
        count = 1
    stopped = sum(paragraph.is_stopped for paragraph in text)
    if stopped >= 2:
        for paragraph in text[count : count + _MOST_SUBHEADS]:
            if paragraph.is_stopped or len(paragraph.text) > _LONGEST_SUBHEAD:
                break
            if _has_dateline(body, paragraph, habits):
                break
            count += 1
    return count


def _sentences(body: str, text: Sequence[_Paragraph], language: Language, habits: Desk) -> Iterator[Sentence]:
    number = 0
    begun = False
    for paragraph in text:
        span = paragraph.span
        if not begun:
            start = next_seen(body, habits.dateline(body, span.start, span.end), span.end)
            if start == span.end:
                continue
            span = Span(start, span.end)
        kept = False
        for piece in split_paragraph(body, span, language):
            reading = clean(piece.of(body))
            if not habits.is_note(reading) and _WORTH.search(reading):
                yield Sentence(reading, piece, number)
                kept = begun = True
        number += kept
