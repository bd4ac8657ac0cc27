"""Abstractive briefs through a real server: written, checked, replaced, left out, refused."""

from collections.abc import Callable, Sequence

import grpc
import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator, ScriptedSummarizer
from newsbrief_models.types import Language, SummaryRow
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.outside import Outside
from tests.service.articles import EN
from tests.service.conftest import Running, Start
from tests.service.test_bad_input import details

AS_TRANSLATED = types_pb2.GlossaryConfig(disable_builtin_names=True)
GOOD = "The first ship sails from Donghae with 450 passengers on July 3."
WRONG = "The first ship will carry 540 passengers."
FUSED = "South Korea and Russia will reopen the ferry line, with 450 people sailing to Vladivostok on July 3."


async def serving(
    start: Start,
    script: Callable[[SummaryRow], Sequence[str]],
    directions: tuple[tuple[Language, Language], ...] | None = None,
) -> Running:
    summarizer = ScriptedSummarizer(script, directions) if directions else ScriptedSummarizer(script)
    executor = InProcessExecutor(FakeSummarizer(), [FakeTranslator()], 2, Outside([summarizer]))
    return await start(executor)


def request(**options: object) -> pb.BriefArticleRequest:
    wanted = types_pb2.BriefOptions(
        summary_mode=types_pb2.SUMMARY_MODE_ABSTRACTIVE,
        glossary_config=AS_TRANSLATED,
        **options,  # type: ignore[arg-type]
    )
    return pb.BriefArticleRequest(article=types_pb2.Article(body=EN), options=wanted)


async def test_a_written_sentence_says_where_it_comes_from(start: Start) -> None:
    running = await serving(start, lambda row: [FUSED])
    response = await running.stub.BriefArticle(request())

    assert [brief.language_code for brief in response.briefs] == ["en", "ko", "ru"]
    own, korean, _ = response.briefs
    (sentence,) = own.sentences
    assert sentence.text == FUSED
    assert sentence.origin == types_pb2.SENTENCE_ORIGIN_WRITTEN
    chosen = [each.text for each in response.source.sentences if each.selected]
    assert [EN[span.start : span.end] for span in sentence.source_spans] == chosen
    assert sentence.source_text == " ".join(chosen)
    assert len(chosen) == 2
    assert own.summary_model == korean.summary_model == "models/scripted"
    assert (own.model, korean.model) == ("", "models/fake-translator")
    assert korean.sentences[0].text == f"[ko] {FUSED}"
    assert korean.sentences[0].source_spans == sentence.source_spans


async def test_a_wrong_figure_gives_way_to_the_articles_own_sentence(start: Start) -> None:
    running = await serving(start, lambda row: [WRONG])
    response = await running.stub.BriefArticle(request())

    for brief in response.briefs:
        (sentence,) = brief.sentences
        assert sentence.origin == types_pb2.SENTENCE_ORIGIN_SUBSTITUTED
        assert "450 passengers from Donghae" in sentence.text
        (finding,) = [each for each in sentence.findings if each.repaired]
        assert finding.kind == types_pb2.FINDING_KIND_NUMBER_CHANGED
        assert (finding.expected, finding.actual, finding.repaired) == ("450", "540", True)
        assert EN[finding.source_span.start : finding.source_span.end] == "450"
        assert not finding.HasField("target_span")
    assert response.briefs[0].quality.severity == types_pb2.SEVERITY_UNSPECIFIED


async def test_what_the_article_does_not_say_is_left_out_and_told(start: Start) -> None:
    running = await serving(start, lambda row: [GOOD, "Parliament approved a new pension law."])
    response = await running.stub.BriefArticle(request(target_language_codes=["en", "ru"]))

    for brief in response.briefs:
        assert len(brief.sentences) == 1
        (dropped,) = brief.dropped_sentences
        assert [each.kind for each in dropped.findings] == [types_pb2.FINDING_KIND_SENTENCE_UNSUPPORTED]


async def test_with_nothing_left_the_articles_own_sentences_stand_in(start: Start) -> None:
    running = await serving(start, lambda row: ["Parliament approved a new pension law."])
    response = await running.stub.BriefArticle(request(target_language_codes=["en"]))

    (brief,) = response.briefs
    assert [each.origin for each in brief.sentences] == [types_pb2.SENTENCE_ORIGIN_SUBSTITUTED] * 3
    assert len(brief.dropped_sentences) == 1


async def test_each_brief_written_at_once_has_sentences_of_its_own(start: Start) -> None:
    written = {
        Language.EN: [GOOD],
        Language.KO: ["첫 배는 7월 3일 승객 450명을 태우고 동해를 떠난다."],
        Language.RU: ["Первое судно с 540 пассажирами выйдет из Тонхэ 3 июля."],
    }
    running = await serving(start, lambda row: written[row.target])
    response = await running.stub.BriefArticle(request(summary_route=types_pb2.SUMMARY_ROUTE_DIRECT))

    english, korean, russian = (brief.sentences[0] for brief in response.briefs)
    assert english.text == GOOD
    assert korean.text == written[Language.KO][0]
    assert korean.source_sentence_index == english.source_sentence_index == 1
    assert korean.source_text == response.source.sentences[1].text
    assert russian.origin == types_pb2.SENTENCE_ORIGIN_SUBSTITUTED
    assert russian.text.startswith("[ru] The first ship will carry 450 passengers")
    figure = next(fact for fact in response.facts if fact.value == "450")
    assert [form.text for form in figure.forms] == ["450"] * 3
    assert figure.agreed


async def test_facts_of_a_translated_summary_stand_in_each_brief(start: Start) -> None:
    running = await serving(start, lambda row: [GOOD])
    response = await running.stub.BriefArticle(request())

    figure = next(fact for fact in response.facts if fact.value == "450")
    assert figure.source_sentence_index == 1
    for form, brief in zip(figure.forms, response.briefs, strict=True):
        assert brief.sentences[0].text[form.span.start : form.span.end] == form.text == "450"


async def test_a_stream_tells_the_same(start: Start) -> None:
    running = await serving(start, lambda row: [GOOD, WRONG])
    whole = await running.stub.BriefArticle(request())
    asked = pb.StreamBriefArticleRequest(article=request().article, options=request().options)
    events = [event async for event in running.stub.StreamBriefArticle(asked)]

    told = {
        event.brief_completed.language_code: event.brief_completed
        for event in events
        if event.HasField("brief_completed")
    }
    assert [told[brief.language_code] for brief in whole.briefs] == list(whole.briefs)
    assert list(events[-1].facts_compared.facts) == list(whole.facts)


async def test_without_a_model_that_writes_the_call_is_refused(start: Start) -> None:
    running = await start()
    for call, asked in (
        (running.stub.BriefArticle, request()),
        (
            running.stub.BatchBriefArticles,
            pb.BatchBriefArticlesRequest(articles=[request().article], options=request().options),
        ),
    ):
        with pytest.raises(grpc.aio.AioRpcError) as caught:
            await call(asked)
        info, bad = details(caught.value)
        assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
        assert info.reason == "ABSTRACTIVE_NOT_INSTALLED"
        assert bad.field_violations[0].field == "options.summary_mode"
        assert "ask for extractive briefs" in bad.field_violations[0].description
        assert "--llm-url" in bad.field_violations[0].description  # what whoever runs the server can do


async def test_a_direction_that_no_model_writes_is_refused(start: Start) -> None:
    running = await serving(start, lambda row: [GOOD], directions=((Language.KO, Language.KO),))
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(request())
    assert caught.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert "no loaded model writes abstractive briefs in en of articles in en" in (
        caught.value.details() or ""
    )


async def test_a_mode_that_the_contract_does_not_know_is_bad_input(start: Start) -> None:
    running = await start()
    asked = pb.BriefArticleRequest(article=types_pb2.Article(body=EN))
    asked.options.MergeFromString(b"\x28\x63")  # summary_mode = 99
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(asked)
    assert caught.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert "options.summary_mode: got 99" in (caught.value.details() or "")


async def test_the_model_is_listed(start: Start) -> None:
    running = await serving(start, lambda row: [GOOD])
    models = (await running.stub.ListModels(pb.ListModelsRequest())).models
    (model,) = [each for each in models if each.task == types_pb2.MODEL_TASK_ABSTRACTION]
    assert model.name == "models/scripted"
    assert len(model.directions) == 9
