"""What finding terms in a text gives, and what both ways of finding share."""

from dataclasses import dataclass

from newsbrief_models.terms.entries import Entry, Form, Strength
from newsbrief_models.types import Span

_RANK = {Strength.FULL: 0, Strength.WEAK: 1, Strength.DERIVED: 2}


@dataclass(frozen=True, slots=True)
class Term:
    """One form of one entry: what is looked for."""

    entry: Entry
    form: Form


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where one term, or several that are written alike, stands.

    `span` covers the name alone: no Korean particle, no English 's. `terms` is never empty and holds one term an entry.
    """

    span: Span
    terms: tuple[Term, ...]
    strength: Strength

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What it may name, in the order of the gazetteer; a user's own terms come first."""
        return tuple(term.entry for term in self.terms)

    @property
    def entry(self) -> Entry:
        """The first of `entries`."""
        return self.terms[0].entry


def mention(start: int, end: int, terms: list[Term]) -> Mention:
    """The mention of the strongest of `terms`, each entry once."""
    best = min(_RANK[term.form.strength] for term in terms)
    chosen: dict[str, Term] = {}
    for term in terms:
        if _RANK[term.form.strength] == best:
            chosen.setdefault(term.entry.id, term)
    kept = tuple(chosen.values())
    return Mention(Span(start, end), kept, kept[0].form.strength)
