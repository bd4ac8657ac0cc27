"""Hedges turned round, decades told by their ends, times of races, and what languages leave to the reader."""

import pytest

from newsbrief_models.fidelity.figure_findings import compare
from newsbrief_models.fidelity.figures import read
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def loud(source: str, one: Language, target: str, other: Language) -> list[Finding]:
    """The findings that are no mere notes."""
    findings, _ = compare(source, one, target, other)
    return [finding for finding in findings if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("More than 1,300 hectares burned.", EN, "Выгорело менее 1300 гектаров.", RU),
        ("At least 40 people came.", EN, "최대 40명이 왔다.", KO),
        ("1천300ha 넘게 탔다.", KO, "Fewer than 1,300 hectares burned.", EN),
        ("Не более 20 человек осталось.", RU, "More than 20 people remained.", EN),
    ],
)
def test_a_hedge_turned_round_is_told(source: str, one: Language, target: str, other: Language) -> None:
    (found,) = loud(source, one, target, other)
    assert found.kind is FindingKind.NUMBER_CHANGED
    assert found.expected != found.actual


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("No more than 60 tigers survive.", EN, "호랑이는 60마리를 넘지 않는다.", KO),
        ("The swell never dropped below half a meter.", EN, "너울이 줄곧 0.5m를 넘은 탓이다.", KO),
        ("It will take until at least 2032.", EN, "Это продлится до 2032 года.", RU),
        ("Точность не превышает 25%.", RU, "It is accurate to within no more than 25 percent.", EN),
        ("More than 1,300 hectares burned.", EN, "1천300ha가 탔다.", KO),
    ],
)
def test_the_same_hedge_in_other_words_is_not(
    source: str, one: Language, target: str, other: Language
) -> None:
    assert loud(source, one, target, other) == []


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        (
            "Joblessness among people in their 20s grew.",
            EN,
            "Выросла безработица среди людей от 20 до 29 лет.",
            RU,
        ),
        ("20대 실업률이 올랐다.", KO, "Выросла безработица среди людей от 20 до 29 лет.", RU),
        ("Среди людей от 20 до 29 лет она выросла.", RU, "20대 실업률이 올랐다.", KO),
        ("She won in 1:42.17.", EN, "그는 1분42초17로 이겼다.", KO),
        ("Она победила с результатом 1:42,17.", RU, "She won in 1:42.17.", EN),
        ("It fell from 10.3 percent a month earlier.", EN, "3월 10.3%에서 떨어졌다.", KO),
        ("The layer was a metre and a half deep.", EN, "층의 깊이는 1.5m였다.", KO),
        ("I measure two metres and twenty centimetres.", EN, "2.2m가 나온다.", KO),
        ("Flags flew at half-staff.", EN, "조기가 걸렸다.", KO),
        ("She is 68.", EN, "올해 68세다.", KO),
        ("The runner-up trailed.", EN, "Занявшая второе место отстала.", RU),
        ("모레노가 이겼다.", KO, "Moreno won.", EN),
    ],
)
def test_what_says_the_same_is_right(source: str, one: Language, target: str, other: Language) -> None:
    assert loud(source, one, target, other) == []


@pytest.mark.parametrize("text", ["1:42.17", "1:42,17"])
def test_a_race_is_no_time_of_the_day(text: str) -> None:
    (figure,) = read(text, EN)
    assert str(figure) == "duration:102.17:second"
