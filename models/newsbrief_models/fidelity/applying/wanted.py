"""Which terms of a source a translation must have, and in which form."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Entry, Form, Strength
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language


class Origin(StrEnum):
    """Who asked for a term."""

    REQUEST = "request"
    GLOSSARY = "glossary"
    GAZETTEER = "gazetteer"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A term of the source: where, what, by whom, the form to write, and the entries it may be known by."""

    mention: Mention
    entry: Entry
    origin: Origin
    form: Form
    same: frozenset[str]

    @property
    def asked(self) -> bool:
        """Whether a user wants it so, and not only the gazetteer."""
        return self.origin is not Origin.GAZETTEER


def wanted(
    source: Side, language: Language, extra: Matcher | None, requested: Collection[str]
) -> list[Wanted]:
    """The terms in the order of the source; a user's own win over the gazetteer's they overlap. Linear in the text."""
    asked = extra.find(source.text, source.language) if extra else ()
    known = {mention.span: mention for mention in source.mentions}
    taken = source.indices(mention.span for mention in asked)
    found = [
        (mention, Origin.REQUEST if mention.entry.id in requested else Origin.GLOSSARY) for mention in asked
    ]
    found += [
        (mention, Origin.GAZETTEER)
        for mention in source.named
        if mention.strength is Strength.FULL and taken.isdisjoint(source.between(mention.span))
    ]
    return [
        Wanted(mention, mention.entry, origin, form, _same(mention, known.get(mention.span)))
        for mention, origin in sorted(found, key=lambda item: item[0].span.start)
        if (form := _form(mention.entry, language))
    ]


def written(form: Form, surface: str, language: Language) -> bool:
    """Whether `surface` is the form itself: letter for letter but for capitals, in any case of Russian."""
    texts = russian.forms(form) if language is Language.RU else frozenset({form.text})
    return surface in texts if form.exact_case else surface.casefold() in {text.casefold() for text in texts}


def _same(mention: Mention, known: Mention | None) -> frozenset[str]:
    """The ids of the term's own entry and of those the gazetteer knows by that name."""
    entries = (mention.entry, *(known.entries if known else ()))
    return frozenset(entry.id for entry in entries)


def _form(entry: Entry, language: Language) -> Form | None:
    """The form to write; a Russian one knows how it inflects."""
    forms = entry.forms.get(language, ())
    if not forms:
        return None
    if language is Language.RU and not forms[0].inflection:
        return replace(forms[0], inflection=russian.guess_code(forms[0].text, entry.kind))
    return forms[0]
