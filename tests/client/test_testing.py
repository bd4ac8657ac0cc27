"""The fake server that users test with."""

import pytest

import newsbrief
from newsbrief.testing import FakeServer, fake_brief, fake_check, fake_detect, fake_translate


def test_the_docstring_is_true(server: FakeServer) -> None:
    with newsbrief.Client(server.target) as client:
        result = client.brief("Kim visited Vladivostok. He stayed two days.")
    assert result["ko"].text == "[ko] Kim visited Vladivostok. [ko] He stayed two days."
    assert repr(result["ko"].text) in (newsbrief.testing.__doc__ or "")


def test_history(server: FakeServer) -> None:
    with newsbrief.Client(server.target) as client:
        client.models()
        client.translate("x", to="ko", source="en")
    assert [call.method for call in server.requests] == ["models", "translate"]
    assert server.requests[1].to == ("ko",)


def test_failures_come_in_order_and_once(server: FakeServer) -> None:
    server.fail_next("INTERNAL", times=2)
    server.fail_next("PERMISSION_DENIED")
    seen = []
    with newsbrief.Client(server.target) as client:
        for _ in range(4):
            try:
                client.models()
            except newsbrief.NewsbriefError as error:
                seen.append(error.code)
    assert seen == ["INTERNAL", "INTERNAL", "PERMISSION_DENIED"]


def test_a_stream_can_break_off(server: FakeServer) -> None:
    server.fail_next("INTERNAL", after_events=2)
    with newsbrief.Client(server.target) as client:
        events = client.stream_brief("One. Two.")
        assert isinstance(next(events), newsbrief.SourceAnalyzed)
        assert isinstance(next(events), newsbrief.SentenceCompleted)
        with pytest.raises(newsbrief.ServerError):
            next(events)


def test_unknown_codes(server: FakeServer) -> None:
    with pytest.raises(KeyError):
        server.fail_next("NO_SUCH_CODE")


@pytest.mark.parametrize("sentences", [0, -1, 11])
def test_it_refuses_what_a_server_refuses(server: FakeServer, sentences: int) -> None:
    with newsbrief.Client(server.target) as client:
        with pytest.raises(newsbrief.InvalidInput) as caught:
            client.brief("x", sentences=sentences)
        assert (caught.value.reason, caught.value.field) == ("OUT_OF_RANGE", "options.max_sentences")
        for blank in ("", " \n\t"):
            with pytest.raises(newsbrief.InvalidInput) as empty:
                client.brief(blank)
            assert (empty.value.reason, empty.value.field) == ("TEXT_EMPTY", "article.body")


def test_answers() -> None:
    body = "Первое предложение. Второе?\n\nТретье!"
    result = fake_brief(newsbrief.Article(body), ("ru",), 2)
    assert [s.source for s in result["ru"].sentences] == ["Первое предложение.", "Второе?"]
    assert all(s.span.of(body) == s.text for s in result.source.sentences)
    assert fake_detect(body)[0].language == "ru"
    assert fake_translate(body, "ru").text == body
    assert fake_translate("One.", "ko").sentences[0].source == "One."
    assert not fake_detect("...")[0].supported


def test_checks() -> None:
    check = fake_check("15,000 and 2.5 and 7", "2.5 and 1500", "en", "ru")
    assert [(each.kind, each.expected, each.actual) for each in check.findings] == [
        ("number_changed", "15000", "1500"),
        ("number_missing", "7", ""),
    ]
    assert check.quality == newsbrief.Quality("error", figures_checked=3)
    (added,) = fake_check("", "9", "en", "ru").findings
    assert (added.kind, added.source_span, added.target_span) == ("number_added", None, newsbrief.Span(0, 1))
    term = newsbrief.Term({"en": "TASS", "ru": "ТАСС"})
    (lost,) = fake_check("TASS", "KCNA", "en", "ru", [term]).findings
    assert (lost.kind, lost.severity, lost.expected) == ("term_not_applied", "warning", "ТАСС")
    assert fake_check("TASS", "ТАСС", "en", "ru", [term]).quality == newsbrief.Quality(names_checked=1)


def test_terms() -> None:
    terms = [
        newsbrief.Term({"en": ("Kim", "Kims"), "ko": "김"}),
        newsbrief.Term({"en": "Kim Jong-un", "ko": "김정은"}),
    ]
    (sentence,) = fake_translate("Kim Jong-un, Kims and Kim.", "ko", "en", terms).sentences
    assert sentence.text == "[ko] 김정은, 김 and 김."
    assert [term.span.of(sentence.text) for term in sentence.applied_terms] == ["김정은", "김", "김"]
    assert fake_translate("Kim.", "ru", "en", terms).text == "[ru] Kim."
    assert fake_translate("Kim.", "en", "en", terms).sentences[0].applied_terms == ()


def test_a_fact_that_a_term_hides() -> None:
    term = newsbrief.Term({"en": "5 ships", "ko": "배 다섯 척"})
    (fact,) = fake_brief(newsbrief.Article("He saw 5 ships."), ("en", "ko"), terms=[term]).facts
    assert (fact.agreed, fact["en"].text, fact["ko"]) == (False, "5", newsbrief.FactForm("ko", ""))
