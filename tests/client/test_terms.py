"""Terms, names and glossaries as values: easily written, and nothing lost on the way to the wire and back."""

import copy
import dataclasses
import pickle
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsbrief
from newsbrief import Term, TermForm, _convert, _messages
from newsbrief import _types as types
from newsbrief.v1 import glossary_service_pb2 as glossary_pb

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
count = st.integers(0, 2**31 - 1)
moments = st.datetimes(timezones=st.just(UTC))
forms = st.builds(
    TermForm,
    text,
    aliases=st.lists(text, max_size=2).map(tuple),
    inflect=st.sampled_from([None, False, True]),
    case_sensitive=st.booleans(),
)
terms = st.builds(
    Term,
    st.dictionaries(text, forms, max_size=3),
    kind=st.sampled_from(["", "person", "common"]),
    note=text,
)
conventions = st.sampled_from(["", "press", "icao", "mccune_reischauer"])
origins = st.sampled_from(["", "request", "glossary", "gazetteer", "transliteration"])
renderings = st.builds(
    types.NameRendering,
    text,
    conventions,
    origins,
    st.lists(st.builds(types.NameAlternative, text, conventions), max_size=2).map(tuple),
)
reports = st.builds(
    types.ImportReport,
    count,
    st.lists(st.builds(types.RowProblem, count, text, text), max_size=2).map(tuple),
    count,
)
matches = st.builds(types.TermMatch, text, st.builds(types.Span, count, count), text, origins, text)


@given(terms)
def test_terms_survive_the_wire(term: Term) -> None:
    assert _convert.term(_messages.term(term)) == term


@given(terms)
def test_terms_are_values(term: Term) -> None:
    for other in (copy.deepcopy(term), pickle.loads(pickle.dumps(term))):  # noqa: S301 - as a process pool does
        assert (other, hash(other)) == (term, hash(term))
    assert eval(repr(term), {"Term": Term, "TermForm": TermForm}) == term  # noqa: S307


@given(renderings, reports, matches)
def test_answers_survive_the_wire(
    rendering: types.NameRendering, report: types.ImportReport, match: types.TermMatch
) -> None:
    (sent,) = _messages.name_renderings([rendering]).renderings
    assert _convert.name_rendering(sent) == rendering
    assert _convert.import_report(_messages.import_report(report)) == report
    (found,) = _messages.term_matches([match]).matches
    assert _convert.term_match(found) == match


@given(st.builds(types.Glossary, text, text, count, moments, moments, text), terms, moments)
def test_glossaries_survive_the_wire(glossary: types.Glossary, term: Term, updated: datetime) -> None:
    assert _convert.glossary(_messages.glossary(glossary)) == glossary
    entry = types.GlossaryEntry("glossaries/desk/entries/1", term, updated)
    assert _convert.glossary_entry(_messages.glossary_entry(entry)) == entry


def test_one_thing_written_in_several_ways() -> None:
    term = Term({"ru": TermForm("Шойгу", aliases=("С. К. Шойгу",)), "en": TermForm("Shoigu")})
    assert Term({"en": "Shoigu", "ru": ("Шойгу", "С. К. Шойгу")}) == term
    assert Term({"en": ["Shoigu"], "ru": ["Шойгу", "С. К. Шойгу"]}) == term
    assert dataclasses.replace(term, note="x") == Term(dict(term.forms), note="x")


def test_how_terms_read() -> None:
    term = Term({"ru": "Шойгу", "en": "Shoigu"}, kind="person")
    assert (str(term), str(term["ru"]), "ko" in term) == ("Shoigu / Шойгу", "Шойгу", False)
    with pytest.raises(KeyError):
        term["ko"]
    glossary = _convert.glossary(glossary_pb.Glossary(name="glossaries/desk"))
    assert (str(glossary), glossary.id) == ("desk", "desk")
    assert str(newsbrief.RowProblem(3, "is empty", "ko")) == "line 3, ko: is empty"
    assert str(newsbrief.RowProblem(3, "is empty")) == "line 3: is empty"


def test_a_form_says_something() -> None:
    with pytest.raises(ValueError, match="'en'"):
        Term({"en": (), "ko": "쇼이구"})
