"""Finds the gazetteer's names, and a user's own terms, in a text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from newsbrief_models.terms import gazetteer, hangul, russian, words
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.mentions import Mention, Term
from newsbrief_models.types import Language, Span


class Matcher:
    """Finds the terms of `entries`. Indexes a language when first asked for it; safe to share between threads."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._words: dict[Language, words.WordIndex] = {}
        self._hangul: hangul.HangulIndex | None = None

    def find(self, text: str, language: Language, extra: "Matcher | None" = None) -> tuple[Mention, ...]:
        """The mentions in `text`, a text in `language`, in order and none overlapping.

        At each place the longest term wins, of equals one of `extra` (a user's glossary). Takes time linear in the
        text. A term of more than 12 English or Russian words, or 80 Korean letters, is never found.
        """
        return tuple(self._find(text, language, extra, inner=False))

    def find_inside(self, text: str, mention: Mention, language: Language) -> tuple[Mention, ...]:
        """The shorter mentions within `mention` of `text`: Russia in "Russian Foreign Ministry"."""
        start = mention.span.start
        return tuple(
            Mention(Span(start + found.span.start, start + found.span.end), found.terms, found.strength)
            for found in self._find(mention.span.of(text), language, None, inner=True)
        )

    def _find(
        self, text: str, language: Language, extra: "Matcher | None", *, inner: bool
    ) -> Iterator[Mention]:
        matchers = (extra, self) if extra else (self,)
        if language is Language.KO:
            return hangul.find(text, tuple(m.korean() for m in matchers), inner=inner)
        return words.find(text, tuple(m.worded(language) for m in matchers), inner=inner)

    def worded(self, language: Language) -> words.WordIndex:
        """The index of English or Russian terms."""
        index = self._words.get(language)
        if index is None:
            index = self._words[language] = words.WordIndex(self._terms(language), language)
        return index

    def korean(self) -> hangul.HangulIndex:
        """The index of Korean terms."""
        if self._hangul is None:
            self._hangul = hangul.HangulIndex(self._terms(Language.KO))
        return self._hangul

    def _terms(self, language: Language) -> Iterable[Term]:
        return (
            Term(entry, _declined(form, entry.kind) if language is Language.RU else form)
            for entry in self._entries
            for form in entry.forms.get(language, ())
        )


def _declined(form: Form, kind: Kind) -> Form:
    """A person's name of which nobody said how it inflects, with the code of names: Томаса Вебера."""
    if form.inflection or kind is not Kind.PERSON:
        return form
    return replace(form, inflection=russian.guess_code(form.text, kind))


@cache
def gazetteer_matcher() -> Matcher:
    """The matcher of the built-in gazetteer, made once."""
    return Matcher(gazetteer.load())


def find(text: str, language: Language, extra: Matcher | None = None) -> tuple[Mention, ...]:
    """The mentions of gazetteer entries and of `extra` terms in `text`; see `Matcher.find`."""
    return gazetteer_matcher().find(text, language, extra)
