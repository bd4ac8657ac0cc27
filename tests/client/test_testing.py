"""The fake server that users test with."""

import pytest

import newsbrief
from newsbrief.testing import FakeServer, fake_brief, fake_detect, fake_translate


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
