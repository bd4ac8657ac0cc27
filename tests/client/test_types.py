"""The values: how they read, and that nothing is lost on the way to the wire and back."""

import dataclasses

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
sentences = st.builds(
    types.BriefSentence,
    text=text,
    source=text,
    spans=st.lists(spans, max_size=3).map(tuple),
    source_index=count,
    score=share,
    confidence=share,
)
briefs = st.builds(
    types.Brief,
    language=text,
    headline=text,
    text=text,
    sentences=st.lists(sentences, max_size=3).map(tuple),
    confidence=share,
    model=text,
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
)
events = (
    st.builds(types.SourceAnalyzed, sources)
    | st.builds(types.BriefCompleted, briefs)
    | st.builds(types.SentenceCompleted, text, count, count, sentences)
)
translations = st.builds(
    types.Translation,
    text=text,
    source_language=text,
    sentences=st.lists(st.builds(types.TranslatedSentence, text, text, spans, share), max_size=3).map(tuple),
    model=text,
)
models = st.builds(
    types.Model,
    name=text,
    task=st.sampled_from(["", "summarization", "translation"]),
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


@given(text, text, text, st.none() | text.filter(bool))
def test_articles_survive_the_wire(body: str, title: str, name: str, language: str | None) -> None:
    article = types.Article(body, title=title, id=name, language=language)
    assert _convert.article(_messages.article(article)) == article


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


def test_values_cannot_be_changed() -> None:
    article = newsbrief.Article("x")
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.body = "y"  # type: ignore[misc]
    assert not hasattr(article, "__dict__")
