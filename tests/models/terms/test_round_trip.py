"""Every form of every row, in every case, is found again in a text."""

from collections.abc import Iterator

import pytest

from newsbrief_models.terms import Entry, Form, Kind, Strength, find, gazetteer, korean, russian
from newsbrief_models.types import Language


def texts(entry: Entry, language: Language) -> Iterator[tuple[Form, str, str]]:
    """(form, how it reads, a text with it) for each form and case of `entry`."""
    for form in entry.forms[language]:
        if language is Language.EN:
            yield form, form.text, f"they met at {form.text} that day"
        elif language is Language.KO:
            yield form, form.text, f"그때 {korean.attach(form.text, '은')} 그랬다"
        else:
            for surface in russian.forms(form):
                yield form, surface, f"это было {surface} тогда"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", Kind)
def test_every_form_is_found(kind: Kind, language: Language) -> None:
    """Whole; and as its own entry, unless it is weak or derived and another's name reads the same."""
    lost = []
    for entry in gazetteer.load():
        if entry.kind is not kind:
            continue
        for form, surface, text in texts(entry, language):
            entries = {m.span.of(text): m.entries for m in find(text, language)}
            if surface not in entries or (form.strength is Strength.FULL and entry not in entries[surface]):
                lost.append((entry.id, surface))
    assert lost == []
