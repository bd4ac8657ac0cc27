"""The values: how they read, and that nothing is lost on the way to the wire and back."""

import dataclasses
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

import newsbrief
from newsbrief import _convert, _messages
from newsbrief import _types as types
from newsbrief.testing import fake_brief
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
share = st.floats(0, 1, width=32)
count = st.integers(0, 2**31 - 1)
spans = st.builds(types.Span, count, count)
findings = st.builds(
    types.Finding,
    kind=st.sampled_from(["", "number_missing", "name_inconsistent", "truncation"]),
    severity=st.sampled_from(["", "info", "warning", "error"]),
    source_span=st.none() | spans,
    target_span=st.none() | spans,
    expected=text,
    actual=text,
    repaired=st.booleans(),
)
applied = st.builds(
    types.AppliedTerm,
    source=text,
    text=text,
    span=spans,
    origin=st.sampled_from(["", "request", "glossary", "gazetteer", "transliteration"]),
    glossary=text,
    repaired=st.booleans(),
)
some_findings = st.lists(findings, max_size=2).map(tuple)
some_terms = st.lists(applied, max_size=2).map(tuple)
qualities = st.builds(types.Quality, st.sampled_from(["", "info", "warning", "error"]), count, count)
facts = st.builds(
    types.Fact,
    kind=st.sampled_from(["", "figure", "date", "name"]),
    value=text,
    source_index=count,
    forms=st.lists(st.builds(types.FactForm, text, text, st.none() | spans), max_size=3).map(tuple),
    agreed=st.booleans(),
)
some_facts = st.lists(facts, max_size=2).map(tuple)
sentences = st.builds(
    types.BriefSentence,
    text=text,
    source=text,
    spans=st.lists(spans, max_size=3).map(tuple),
    source_index=count,
    score=share,
    confidence=share,
    findings=some_findings,
    applied_terms=some_terms,
    origin=st.sampled_from(["", "extracted", "written", "substituted"]),
)
briefs = st.builds(
    types.Brief,
    language=text,
    headline=text,
    text=text,
    sentences=st.lists(sentences, max_size=3).map(tuple),
    confidence=share,
    model=text,
    quality=qualities,
    headline_findings=some_findings,
    summary_model=text,
    dropped=st.lists(some_findings, max_size=1).map(tuple),
)
reasons = st.sampled_from(["position", "centrality", "headline", "figures", "names"])
source_sentences = st.builds(
    types.SourceSentence,
    text=text,
    span=spans,
    score=share,
    reasons=st.lists(reasons).map(tuple),
    selected=st.booleans(),
)
sources = st.builds(
    types.Source,
    language=text,
    language_confidence=share,
    headline=text.filter(bool),
    headline_span=st.none() | spans,
    sentences=st.lists(source_sentences, max_size=3).map(tuple),
)
results = st.builds(
    types.BriefResult,
    briefs=st.lists(briefs, max_size=3).map(tuple),
    source=sources,
    article_id=text,
    seconds=st.integers(0, 10**9).map(lambda micros: micros / 1e6),
    request_id=st.just("r"),
    facts=some_facts,
)
events = (
    st.builds(types.SourceAnalyzed, sources)
    | st.builds(types.BriefCompleted, briefs)
    | st.builds(types.FactsCompared, some_facts)
    | st.builds(types.SentenceCompleted, text, count, count, sentences)
)
translations = st.builds(
    types.Translation,
    text=text,
    source_language=text,
    sentences=st.lists(
        st.builds(types.TranslatedSentence, text, text, spans, share, some_findings, some_terms), max_size=3
    ).map(tuple),
    model=text,
)
models = st.builds(
    types.Model,
    name=text,
    task=st.sampled_from(["", "summarization", "translation", "abstraction"]),
    version=text,
    engine=text,
    license=text,
    directions=st.lists(st.tuples(text, text), max_size=3).map(tuple),
    size_bytes=st.integers(0, 2**63 - 1),
)


@given(results)
def test_results_survive_the_wire(value: types.BriefResult) -> None:
    wire = _messages.brief_result(value).SerializeToString()
    assert _convert.brief_result(service_pb.BriefArticleResponse.FromString(wire), "r") == value


@given(events, count)
def test_events_survive_the_wire(value: types.BriefEvent, sequence: int) -> None:
    message = _messages.brief_event(value, sequence)
    assert message.sequence == sequence
    assert _convert.brief_event(message) == value


@given(translations, models)
def test_translations_and_models_survive_the_wire(value: types.Translation, model: types.Model) -> None:
    assert _convert.translation(_messages.translation(value)) == value
    assert [_convert.model(each) for each in _messages.models([model]).models] == [model]


@given(text, text, text, st.none() | text.filter(bool), st.none() | st.dates())
def test_articles_survive_the_wire(
    body: str, title: str, name: str, language: str | None, published: date | None
) -> None:
    article = types.Article(body, title=title, id=name, language=language, published=published)
    assert _convert.article(_messages.article(article)) == article


@pytest.mark.parametrize(
    "published",
    [
        date(2025, 6, 20),
        datetime(2025, 6, 20, 7, tzinfo=timezone(timedelta(hours=9))),
        datetime(2025, 6, 20, 23, 59, tzinfo=timezone(timedelta(hours=-8))),
        datetime(2025, 6, 20, 7),  # noqa: DTZ001 - the day is what counts
    ],
)
def test_the_day_of_publication_is_the_day_as_it_reads(published: date) -> None:
    message = _messages.article(types.Article("x", published=published))
    assert message.publish_time.ToDatetime(UTC) == datetime(2025, 6, 20, tzinfo=UTC)


@given(st.builds(types.Check, some_findings, text, text, qualities))
def test_checks_survive_the_wire(value: types.Check) -> None:
    assert _convert.check(_messages.check(value)) == value


def test_no_headline() -> None:
    message = _messages.source(types.Source("en", 1.0, "", None, ()))
    assert not message.HasField("headline")
    assert _convert.brief_result(service_pb.BriefArticleResponse(source=message)).source.headline == ""


def test_a_newer_contract_is_read_as_far_as_it_is_known() -> None:
    sentence = pb.SourceSentence.FromString(b"\x22\x03\x01\x63\x02")  # reasons: POSITION, 99, CENTRALITY
    report = pb.SourceReport(sentences=[sentence])
    result = _convert.brief_result(service_pb.BriefArticleResponse(source=report))
    assert result.source.sentences[0].reasons == ("position", "centrality")
    assert _convert.model(pb.Model.FromString(b"\x10\x63")).task == ""
    assert _convert.brief_event(service_pb.StreamBriefArticleResponse()) is None
    finding = pb.FidelityFinding.FromString(b"\x08\x63\x10\x63\x2a\x01x")  # kind 99, severity 99
    check = _convert.check(service_pb.CheckFidelityResponse(findings=[finding]))
    assert check.findings == (types.Finding("", "", expected="x"),)


def test_result_by_language() -> None:
    result = fake_brief(newsbrief.Article("One. Two.", title="Title"), ("ru", "ko"))
    assert result["ko"].language == "ko"
    assert [brief.language for brief in result] == ["ru", "ko"]
    assert (len(result), "ru" in result, "en" in result) == (2, True, False)
    with pytest.raises(KeyError, match="there are: ru, ko"):
        result["en"]


def test_how_values_read() -> None:
    result = fake_brief(newsbrief.Article("One. Two.", title="Title"), ("en",))
    assert str(result["en"]) == "Title\n\nOne. Two." == str(result)
    assert str(dataclasses.replace(result["en"], headline="")) == "One. Two."
    assert str(result["en"].sentences[0]) == "One."
    assert str(newsbrief.DetectedLanguage("ko", 1.0, True)) == "ko"
    assert newsbrief.Span(1, 3).of("abcd") == "bc"
    assert str(newsbrief.Finding("number_missing", "error", expected="5")) == "number missing: expected 5"
    changed = newsbrief.Finding("number_changed", "error", expected="5", actual="6", repaired=True)
    assert str(changed) == "number changed: expected 5, found 6, repaired"
    assert str(newsbrief.Finding("truncation", "error")) == "truncation"


def test_only_errors_that_stand_count() -> None:
    error = newsbrief.Finding("number_missing", "error")
    others = (dataclasses.replace(error, repaired=True), dataclasses.replace(error, severity="warning"))
    check = newsbrief.Check((error, *others), "en", "ko", newsbrief.Quality("error"))
    assert check.errors == (error,)


def test_facts_by_language() -> None:
    fact = fake_brief(newsbrief.Article("He sent 15,000 men."), ("ko", "en")).facts[0]
    assert (str(fact), fact["ko"].text, fact.agreed) == ("15000", "15,000", True)
    with pytest.raises(KeyError, match="there are: ko, en"):
        fact["ru"]


def test_values_cannot_be_changed() -> None:
    article = newsbrief.Article("x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.body = "y"  # type: ignore[misc]
    assert not hasattr(article, "__dict__")
