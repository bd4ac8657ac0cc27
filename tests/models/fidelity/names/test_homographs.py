"""A Korean city is told from the word it is written like, and what only looks like a name is none."""

import pytest

from newsbrief_models.fidelity.findings import Severity
from newsbrief_models.fidelity.names import compare_names
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def alarms(source: str, one: Language, target: str, other: Language) -> list[str]:
    found = compare_names(source, one, target, other, matcher=gazetteer_matcher()).findings
    return [finding.expected or finding.actual for finding in found if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("대구에서 열린 집회에는 8천여명이 모였다.", "More than 8,000 people gathered in Gwangju.", EN),
        ("대구에서 열린 집회에는 8천여명이 모였다.", "На митинг собрались более 8 тыс. человек.", RU),
        ("경주에서 정상회의가 열렸다.", "The summit was held on Tuesday.", EN),
    ],
)
def test_a_city_named_bare_is_missed(source: str, target: str, language: Language) -> None:
    assert alarms(source, KO, target, language)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("대구에서 열린 집회에는 8천여명이 모였다.", "More than 8,000 people gathered in Daegu.", EN),
        ("러시아는 바렌츠해 대구 어획 쿼터를 늘렸다.", "Russia raised the cod quota in the Barents Sea.", EN),
        ("올해 잡은 대구에서 기생충이 나왔다.", "Parasites were found in cod caught this year.", EN),
        (
            "컨테이너는 1만6천500개라고 한 의원이 전했다.",
            "Контейнеров было 16,5 тыс., рассказал депутат.",
            RU,
        ),
    ],
)
def test_what_is_no_city_and_no_name_is_not(source: str, target: str, language: Language) -> None:
    assert alarms(source, KO, target, language) == []


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("로스네프티는 생산량을 줄였다.", KO, "«Лукойл» сократил добычу.", RU),
        ("쇼이구 서기는 평양을 찾았다.", KO, "라브로프 장관은 평양을 찾았다.", KO),
    ],
)
def test_another_in_their_place_is_told(source: str, one: Language, target: str, other: Language) -> None:
    assert alarms(source, one, target, other)
