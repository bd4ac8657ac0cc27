"""From stored and inline terms to the entries that are looked for in texts."""

from newsbrief.v1.types_pb2 import GlossaryTerm, InflectionPolicy, TermForm, TermKind
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.russian import guess_code
from newsbrief_models.types import Language

_NEVER = "indecl"
_KINDS = {
    TermKind.TERM_KIND_UNSPECIFIED: Kind.COMMON,  # the one kind of which nothing is assumed but a plural
    TermKind.TERM_KIND_PERSON: Kind.PERSON,
    TermKind.TERM_KIND_PLACE: Kind.PLACE,
    TermKind.TERM_KIND_ORGANIZATION: Kind.ORGANIZATION,
    TermKind.TERM_KIND_TITLE: Kind.TITLE,
    TermKind.TERM_KIND_WORK: Kind.WORK,
    TermKind.TERM_KIND_COMMON: Kind.COMMON,
}
# Surnames that only women have; a woman's name of another shape is to be marked invariable where it does not inflect.
_WOMAN = ("ова", "ева", "ёва", "ина", "ына", "ская", "цкая")


def entry_of(term: GlossaryTerm, ident: str) -> Entry:
    """The entry of a reviewed term; its first form in a language is what is written, `ident` is kept as its id."""
    kind = _KINDS[term.kind]
    forms = {Language(code): _forms(form, Language(code), kind) for code, form in term.forms.items()}
    return Entry(ident, kind, forms, term.note)


def _forms(form: TermForm, language: Language, kind: Kind) -> tuple[Form, ...]:
    return tuple(
        Form(
            text,
            inflection=_inflection(text, form.inflection, kind) if language is Language.RU else "",
            exact_case=form.case_sensitive,
        )
        for text in (form.text, *form.aliases)
    )


def _inflection(text: str, policy: InflectionPolicy.ValueType, kind: Kind) -> str:
    """The code by which a Russian form changes. Told to inflect, an acronym does so as a word: МИД, МИДа."""
    if policy == InflectionPolicy.INFLECTION_POLICY_INVARIABLE:
        return _NEVER
    code = guess_code(text, kind, feminine=text.endswith(_WOMAN))
    if code == _NEVER and policy == InflectionPolicy.INFLECTION_POLICY_INFLECT:
        return guess_code(text.lower(), kind)
    return code
