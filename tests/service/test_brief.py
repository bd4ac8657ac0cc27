"""BriefArticle and StreamBriefArticle: what comes back for a good article."""

import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from tests.service.articles import EN, KO, RU
from tests.service.conftest import Start

# The fake leaves names as they are, and those the gazetteer knows would be put right.
AS_TRANSLATED = types_pb2.GlossaryConfig(disable_builtin_names=True)


def request(body: str, **options: object) -> pb.BriefArticleRequest:
    return pb.BriefArticleRequest(
        article=types_pb2.Article(article_id="a-1", body=body),
        options=types_pb2.BriefOptions(glossary_config=AS_TRANSLATED, **options),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(("language", "body"), [("en", EN), ("ko", KO), ("ru", RU)])
async def test_three_briefs_aligned_with_the_source(start: Start, language: str, body: str) -> None:
    running = await start()
    response = await running.stub.BriefArticle(request(body))

    assert [brief.language_code for brief in response.briefs] == ["en", "ko", "ru"]
    assert response.article_id == "a-1"
    assert response.source.language_code == language
    assert response.server_duration.ToNanoseconds() > 0
    chosen = [i for i, sentence in enumerate(response.source.sentences) if sentence.selected]
    for brief in response.briefs:
        assert [s.source_sentence_index for s in brief.sentences] == chosen
        assert brief.text == " ".join(s.text for s in brief.sentences)
        for sentence in brief.sentences:
            (span,) = sentence.source_spans
            assert body[span.start : span.end] == sentence.source_text
            own = brief.language_code == language
            assert sentence.text == (
                sentence.source_text if own else f"[{brief.language_code}] {sentence.source_text}"
            )
            assert sentence.confidence == (1.0 if own else 0.5)
        assert brief.model == ("" if brief.language_code == language else "models/fake-translator")


@pytest.mark.parametrize("body", [EN, KO, RU])
async def test_the_first_line_is_taken_for_the_headline(start: Start, body: str) -> None:
    running = await start()
    response = await running.stub.BriefArticle(request(body))

    headline = response.source.headline
    assert headline.text == body.split("\n")[0] == body[headline.span.start : headline.span.end]
    assert all(brief.headline.endswith(headline.text) for brief in response.briefs)


async def test_a_title_of_its_own_has_no_span(start: Start) -> None:
    running = await start()
    article = types_pb2.Article(body=EN.split("\n\n", 1)[1], title="Ferry line to reopen")
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(article=article))

    assert response.source.headline.text == "Ferry line to reopen"
    assert not response.source.headline.HasField("span")


async def test_options_are_honoured(start: Start) -> None:
    running = await start()
    response = await running.stub.BriefArticle(
        request(EN, target_language_codes=["ru", "en"], max_sentences=1)
    )

    assert [brief.language_code for brief in response.briefs] == ["ru", "en"]
    assert [len(brief.sentences) for brief in response.briefs] == [1, 1]
    assert {row.target for rows in running.translator.history for row in rows} == {"ru"}


async def test_a_short_article_is_kept_whole(start: Start) -> None:
    running = await start()
    response = await running.stub.BriefArticle(
        request("The port of Busan reopened on Monday.", max_sentences=10)
    )

    assert [len(brief.sentences) for brief in response.briefs] == [1, 1, 1]
    assert not response.source.HasField("headline")


async def test_the_stream_tells_the_same_as_the_reply(start: Start) -> None:
    running = await start()
    whole = await running.stub.BriefArticle(request(KO))
    asked = pb.StreamBriefArticleRequest(
        article=types_pb2.Article(body=KO), options=types_pb2.BriefOptions(glossary_config=AS_TRANSLATED)
    )
    events = [event async for event in running.stub.StreamBriefArticle(asked)]

    assert [event.sequence for event in events] == list(range(len(events)))
    assert events[0].source_analyzed == whole.source
    briefs = {
        e.brief_completed.language_code: e.brief_completed for e in events if e.HasField("brief_completed")
    }
    assert briefs == {brief.language_code: brief for brief in whole.briefs}
    for language, brief in briefs.items():
        told = [e.sentence_completed for e in events if e.sentence_completed.language_code == language]
        assert [t.sentence for t in told] == list(brief.sentences)
        assert [(t.sentence_index, t.sentence_count) for t in told] == [(0, 3), (1, 3), (2, 3)]


async def test_north_korean_tag_is_read_as_korean(start: Start) -> None:
    running = await start()
    article = types_pb2.Article(body=KO, language_code="ko-KP")
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(article=article))

    assert response.source.language_code == "ko"
    assert response.source.language_confidence == 1.0


async def test_no_break_spaces_stay_in_the_articles_own_language(start: Start) -> None:
    running = await start()
    body = "Перевозка тонны угля обойдется в 1\u00a0840 рублей, сообщили в министерстве."
    response = await running.stub.BriefArticle(request(body))

    assert response.briefs[2].sentences[0].text == body
    assert {row.text for rows in running.translator.history for row in rows} == {body.replace("\u00a0", " ")}


async def test_wrapped_lines_come_out_as_one_sentence(start: Start) -> None:
    running = await start()
    body = (
        "The foreign ministers of the two countries met on Monday in the city\nof Khabarovsk, officials said."
    )
    response = await running.stub.BriefArticle(request(body, target_language_codes=["en"]))

    (sentence,) = response.briefs[0].sentences
    assert sentence.source_text == body
    assert sentence.text == body.replace("\n", " ")
