"""A name that a translator lost is stood in for by one it knows, and put back in the right form."""

import pytest

from newsbrief_models.fidelity.lexicon import builtin, with_glossary
from newsbrief_models.fidelity.revise import Revision, Style, revise
from newsbrief_models.fidelity.second_try import SecondTry, again
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.types import Hint, Language, Span, TranslationRow

EN, KO, RU = Language.EN, Language.KO, Language.RU
WEBER = Entry(
    "weber",
    Kind.PERSON,
    {EN: (Form("Thomas Weber"),), KO: (Form("토마스 베버"),), RU: (Form("Томас Вебер"),)},
)
GASTELO = Entry(
    "gastelo", Kind.COMMON, {EN: (Form("Gastelo"),), KO: (Form("가스텔로"),), RU: (Form("Гастело"),)}
)
LEXICON = with_glossary([WEBER, GASTELO])


def tried(text: str, source: Language, draft: str, target: Language) -> SecondTry | None:
    row = TranslationRow(text, source, target)
    return again(row, revised(text, source, draft, target), lexicon=LEXICON)


def revised(text: str, source: Language, draft: str, target: Language) -> Revision:
    return revise(text, source, draft, target, lexicon=LEXICON, style=Style())


@pytest.mark.parametrize(
    ("text", "source", "lost", "target", "asked", "translated", "restored"),
    [
        (
            "Reporters saw Thomas Weber at the gate.",
            EN,
            "Журналисты увидели его у ворот.",
            RU,
            "Reporters saw Kim Jong-un at the gate.",
            "Журналисты увидели Ким Чен Ына у ворот.",
            "Журналисты увидели Томаса Вебера у ворот.",
        ),
        (
            "Журналисты увидели Томаса Вебера у входа.",
            RU,
            "Reporters saw a potato at the gate.",
            EN,
            "Журналисты увидели Ким Чен Ына у входа.",
            "Reporters saw Kim Jong Un at the gate.",
            "Reporters saw Thomas Weber at the gate.",
        ),
        (
            "토마스 베버가 회의를 열었다.",
            KO,
            "He opened the meeting.",
            EN,
            "김정은이 회의를 열었다.",
            "Kim Jong-un opened the meeting.",
            "Thomas Weber opened the meeting.",
        ),
        (
            "Thomas Weber opened a meeting that Kim Jong-un left.",
            EN,
            "김정은이 떠난 회의를 열었다.",
            KO,
            "Vladimir Putin opened a meeting that Kim Jong-un left.",
            "푸틴은 김정은이 떠난 회의를 열었다.",
            "토마스 베버는 김정은이 떠난 회의를 열었다.",
        ),
        (
            "Gastelo reported it.",
            EN,
            "그렇게 보도했다.",
            KO,
            "European Union reported it.",
            "유럽연합(EU)이 그렇게 보도했다.",
            "가스텔로가 그렇게 보도했다.",
        ),
    ],
)
def test_a_known_name_stands_in_and_the_lost_one_comes_back(
    text: str, source: Language, lost: str, target: Language, asked: str, translated: str, restored: str
) -> None:
    try_ = tried(text, source, lost, target)
    assert try_
    assert try_.row.text == asked
    draft = try_.draft(translated)
    assert draft == restored
    assert revised(text, source, restored, target).faults < revised(text, source, lost, target).faults


def test_nothing_is_tried_where_no_name_is_lost() -> None:
    assert tried("Thomas Weber came.", EN, "Томас Вебер пришел.", RU) is None


@pytest.mark.parametrize("translated", ["Он пришел вчера.", "Европейские страны сообщили об этом."])
def test_a_translation_without_the_stand_in_is_given_up(translated: str) -> None:
    try_ = tried("Gastelo reported it.", EN, "Сообщили об этом.", RU)
    assert try_
    assert try_.draft(translated) is None


def test_another_stands_in_the_second_time_and_in_the_end_none() -> None:
    row = TranslationRow("Thomas Weber came yesterday.", EN, RU)
    lost = revised(row.text, EN, "Вчера пришел человек.", RU)
    texts, before = [], None
    while before := again(row, lost, lexicon=LEXICON, before=before):
        texts.append(before.row.text)
        if len(texts) > 3:
            break
    assert texts[:2] == ["Kim Jong-un came yesterday.", "Vladimir Putin came yesterday."]


def test_what_broke_down_is_decoded_with_care() -> None:
    row = TranslationRow("The talks went on for two days.", EN, RU)
    try_ = again(row, revised(row.text, EN, "нет нет нет нет нет нет нет", RU), lexicon=builtin())
    assert try_
    assert try_.row.careful
    assert try_.draft("Переговоры шли два дня.") == "Переговоры шли два дня."


def test_hints_are_given_for_the_stand_in() -> None:
    row = TranslationRow("Thomas Weber came.", EN, RU, hints=(Hint(Span(0, 12), "Томас Вебер"),))
    try_ = again(row, revised(row.text, EN, "Он пришел.", RU), lexicon=LEXICON)
    assert try_
    assert [hint.text for hint in try_.row.hints] == ["Ким Чен Ын"]


@pytest.mark.parametrize(
    ("text", "draft", "mended"),
    [
        ("The train from Kiev was late.", "Поезд из Киев опоздал.", "Поезд из Киева опоздал."),
        (
            "The talks are in Vladivostok.",
            "Встреча пройдет в Владивосток.",
            "Встреча пройдет в Владивостоке.",
        ),
        ("He came to Vladivostok.", "Он прибыл в Владивосток.", "Он прибыл в Владивосток."),
        (
            "Aide Dmitry Peskov left.",
            "Пресс-секретарь Дмитрий Песков ушел.",
            "Пресс-секретарь Дмитрий Песков ушел.",
        ),
        (
            "Putin aide Dmitry Peskov left.",
            "Секретарь Путина Дмитрий Песков ушел.",
            "Секретарь Путина Дмитрий Песков ушел.",
        ),
    ],
)
def test_a_name_copied_without_its_case_is_inflected(text: str, draft: str, mended: str) -> None:
    assert revised(text, EN, draft, RU).text == mended
