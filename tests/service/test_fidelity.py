"""What the checks add to briefs and translations."""

import dataclasses
import datetime
from collections.abc import Sequence

import grpc
import pytest

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.executor import InProcessExecutor
from tests.service.conftest import Running, Start
from tests.service.test_bad_input import details, expect_invalid

SOURCE = "Some 15,000 soldiers were sent to Russia on June 19, the ministry said."
GOOD = "국방부는 병력 약 1만5천명이 6월 19일 러시아에 파견됐다고 밝혔다."
BROKEN = "국방부는 국방부는 국방부는 국방부는 국방부는 밝혔다."


class ScriptedTranslator(FakeTranslator):
    """Answers what it was told for a text, by whether care was asked for; otherwise as the fake does."""

    def __init__(self, plain: str, careful: str = "") -> None:
        super().__init__()
        self.answers = {False: plain, True: careful or plain}

    def translate(self, rows: Sequence[TranslationRow]) -> list[TranslatedRow]:
        self.history.append(tuple(rows))
        return [TranslatedRow(self.answers[row.careful], 0.9) for row in rows]


async def start_with(start: Start, translator: FakeTranslator) -> Running:
    return await start(InProcessExecutor(FakeSummarizer(), [translator], workers=1))


async def korean(running: Running, **options: object) -> types_pb2.Brief:
    request = pb.BriefArticleRequest(
        article=types_pb2.Article(body=SOURCE),
        options=types_pb2.BriefOptions(target_language_codes=["ko"], **options),  # type: ignore[arg-type]
    )
    response = await running.stub.BriefArticle(request)
    return response.briefs[0]  # type: ignore[no-any-return]


async def test_a_good_translation_has_no_findings(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD))
    brief = await korean(running)
    assert brief.text == GOOD
    assert not brief.sentences[0].findings
    assert brief.quality.severity == types_pb2.SEVERITY_UNSPECIFIED
    assert brief.quality.figures_checked == 2


@pytest.mark.parametrize("takes_hints", [False, True])
async def test_a_model_that_takes_hints_is_told_the_facts(start: Start, takes_hints: bool) -> None:
    translator = ScriptedTranslator(BROKEN, GOOD)
    translator.info = dataclasses.replace(translator.info, takes_hints=takes_hints)
    running = await start_with(start, translator)
    translator.history.clear()
    await korean(running)
    expected = [("15,000", "1만5천"), ("Russia", "러시아"), ("June 19", "6월 19일")] if takes_hints else []
    for (row,) in translator.history:  # with care too
        assert [(hint.span.of(SOURCE), hint.text) for hint in row.hints] == expected
    assert len(translator.history) == 2


async def test_a_lost_figure_is_found_where_it_stands(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD.replace("약 1만5천명이 ", "")))
    brief = await korean(running)
    (finding,) = brief.sentences[0].findings
    assert finding.kind == types_pb2.FINDING_KIND_NUMBER_MISSING
    assert finding.severity == types_pb2.SEVERITY_ERROR
    assert SOURCE[finding.source_span.start : finding.source_span.end] == "15,000"
    assert (finding.expected, finding.HasField("target_span")) == ("15000", False)
    assert brief.quality.severity == types_pb2.SEVERITY_ERROR


async def test_a_changed_figure_is_put_right_and_told(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD.replace("1만5천", "5천")))
    brief = await korean(running)
    assert brief.text == GOOD
    (finding,) = brief.sentences[0].findings
    assert (finding.repaired, finding.expected, finding.actual) == (True, "15000", "5000")
    assert GOOD[finding.target_span.start : finding.target_span.end] == "1만5천"
    assert brief.quality.severity == types_pb2.SEVERITY_UNSPECIFIED


async def test_a_broken_sentence_is_decoded_again(start: Start) -> None:
    translator = ScriptedTranslator(BROKEN, GOOD)
    running = await start_with(start, translator)
    translator.history.clear()
    assert (await korean(running)).text == GOOD
    assert [[row.careful for row in rows] for rows in translator.history] == [[False], [True]]


async def test_the_better_of_two_broken_ones_stays_and_is_told(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(BROKEN, BROKEN))
    brief = await korean(running)
    kinds = {finding.kind for finding in brief.sentences[0].findings}
    assert types_pb2.FINDING_KIND_REPETITION in kinds


async def test_style_is_honoured(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD))
    style = types_pb2.StyleOptions(
        korean_register=types_pb2.KOREAN_REGISTER_BROADCAST, number_style=types_pb2.NUMBER_STYLE_DIGITS
    )
    brief = await korean(running, style=style)
    assert brief.text == GOOD.replace("1만5천", "15,000").replace("밝혔다", "밝혔습니다")
    assert not brief.sentences[0].findings


async def test_newspaper_endings_are_the_default(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD.replace("밝혔다", "밝혔습니다")))
    assert (await korean(running)).text == GOOD


async def test_facts_stand_across_the_briefs(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator(GOOD.replace("6월 19일 ", "")))
    options = types_pb2.BriefOptions(target_language_codes=["en", "ko"])
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=SOURCE), options=options)
    response = await running.stub.BriefArticle(request)
    facts = {fact.value: fact for fact in response.facts if fact.kind != types_pb2.FACT_KIND_NAME}

    assert list(facts) == ["15000", "--06-19"]
    assert [(form.language_code, form.text) for form in facts["15000"].forms] == [
        ("en", "15,000"),
        ("ko", "1만5천"),
    ]
    assert facts["15000"].agreed
    assert [(form.text, form.HasField("span")) for form in facts["--06-19"].forms] == [
        ("June 19", True),
        ("", False),
    ]
    assert not facts["--06-19"].agreed

    stream = running.stub.StreamBriefArticle(
        pb.StreamBriefArticleRequest(article=request.article, options=options)
    )
    *_, last = [event async for event in stream]
    assert list(last.facts_compared.facts) == list(response.facts)


async def test_a_state_told_in_passing_counts(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator("한러 외교장관이 15일 회담했다고 외교부가 밝혔다."))
    body = "The foreign ministers of South Korea and Russia met on the 15th, the Foreign Ministry said."
    request = pb.BriefArticleRequest(
        article=types_pb2.Article(body=body),
        options=types_pb2.BriefOptions(target_language_codes=["en", "ko"]),
    )
    response = await running.stub.BriefArticle(request)
    names = {fact.value: fact.agreed for fact in response.facts if fact.kind == types_pb2.FACT_KIND_NAME}
    assert names["South Korea"]
    assert names["Russia"]


async def test_relative_dates_are_counted_from_the_day_of_publication(start: Start) -> None:
    running = await start_with(
        start, ScriptedTranslator("합의는 2025년 6월 19일 이뤄졌다고 국방부가 밝혔다.")
    )
    article = types_pb2.Article(
        body="The accord was reached on June 19 last year, the Defense Ministry said."
    )
    options = types_pb2.BriefOptions(target_language_codes=["ko"])
    article.publish_time.FromDatetime(datetime.datetime(2026, 6, 4, tzinfo=datetime.UTC))
    response = await running.stub.BriefArticle(pb.BriefArticleRequest(article=article, options=options))
    dates = [fact.value for fact in response.facts if fact.kind == types_pb2.FACT_KIND_DATE]
    assert dates == ["2025-06-19"]
    assert not [f for f in response.briefs[0].sentences[0].findings if f.severity == types_pb2.SEVERITY_ERROR]


async def test_spans_lead_back_to_a_messy_source(start: Start) -> None:
    body = SOURCE.replace("Some 15,000", "Some\n  15,\u00ad000")
    running = await start_with(
        start, ScriptedTranslator("국방부는 병력이 6월 19일 러시아에 파견됐다고 밝혔다.")
    )
    options = types_pb2.BriefOptions(target_language_codes=["ko"])
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=body), options=options)
    response = await running.stub.BriefArticle(request)
    (finding,) = response.briefs[0].sentences[0].findings
    assert body[finding.source_span.start : finding.source_span.end] == "15,\u00ad000"


async def test_unknown_style_values_are_refused(start: Start) -> None:
    running = await start()
    style = types_pb2.StyleOptions(korean_register=7)  # type: ignore[arg-type]
    options = types_pb2.BriefOptions(style=style)
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=SOURCE), options=options)
    await expect_invalid(running.stub.BriefArticle(request), "OUT_OF_RANGE", "options.style.korean_register")


async def test_a_wrong_name_is_put_right_and_listed(start: Start) -> None:
    body = "Russian Security Council Secretary Sergei Shoigu arrived in Pyongyang on June 19."
    running = await start_with(
        start, ScriptedTranslator("세르게이 쇼이고 러시아 국가안보회의 서기가 6월 19일 평양에 도착했다.")
    )
    options = types_pb2.BriefOptions(target_language_codes=["ko"])
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=body), options=options)
    sentence = (await running.stub.BriefArticle(request)).briefs[0].sentences[0]

    assert sentence.text.startswith("세르게이 쇼이구 ")
    terms = {term.target_text: term for term in sentence.applied_terms}
    assert terms["세르게이 쇼이구"].repaired
    assert terms["세르게이 쇼이구"].origin == types_pb2.TERM_ORIGIN_GAZETTEER
    assert not terms["평양"].repaired
    for text, term in terms.items():
        assert sentence.text[term.target_span.start : term.target_span.end] == text
        assert term.source_text in body
    assert not [f for f in sentence.findings if f.severity == types_pb2.SEVERITY_ERROR]


async def test_a_desks_own_term_wins(start: Start) -> None:
    term = types_pb2.GlossaryTerm(
        forms={"en": types_pb2.TermForm(text="Shoigu"), "ko": types_pb2.TermForm(text="쇼이고")}
    )
    running = await start_with(start, ScriptedTranslator("쇼이구는 평양에 도착했다고 국방부가 밝혔다."))
    request = pb.TranslateTextRequest(
        contents=["Shoigu arrived in Pyongyang, the ministry said."],
        target_language_code="ko",
        glossary_config=types_pb2.GlossaryConfig(inline_terms=[term]),
    )
    translation = (await running.stub.TranslateText(request)).translations[0]
    assert translation.text == "쇼이고는 평양에 도착했다고 국방부가 밝혔다."
    (applied,) = (t for t in translation.sentences[0].applied_terms if t.target_text == "쇼이고")
    assert (applied.origin, applied.repaired) == (types_pb2.TERM_ORIGIN_REQUEST, True)


async def test_built_in_names_can_be_left_out(start: Start) -> None:
    running = await start_with(start, ScriptedTranslator("쇼이고는 평양에 도착했다고 국방부가 밝혔다."))
    request = pb.TranslateTextRequest(
        contents=["Shoigu arrived in Pyongyang, the ministry said."],
        target_language_code="ko",
        glossary_config=types_pb2.GlossaryConfig(disable_builtin_names=True),
    )
    sentence = (await running.stub.TranslateText(request)).translations[0].sentences[0]
    assert sentence.text.startswith("쇼이고는")
    assert not sentence.applied_terms


async def test_a_glossary_that_is_not_there(start: Start) -> None:
    running = await start()
    options = types_pb2.BriefOptions(glossary_config=types_pb2.GlossaryConfig(glossaries=["glossaries/none"]))
    request = pb.BriefArticleRequest(article=types_pb2.Article(body=SOURCE), options=options)
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await running.stub.BriefArticle(request)
    assert caught.value.code() is grpc.StatusCode.NOT_FOUND
    assert details(caught.value)[0].reason == "NOT_FOUND"
