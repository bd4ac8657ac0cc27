"""Figures put back where a translation changed them."""

import pytest

from newsbrief_models.fidelity.figure_repair import repair
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


@pytest.mark.parametrize(
    ("source", "source_language", "target", "target_language", "right"),
    [
        (
            "Some 15,000 soldiers were sent.",
            EN,
            "병력 5천명이 파견됐다.",
            KO,
            "병력 1만5천명이 파견됐다.",
        ),
        ("병력 1만5천명이 파견됐다.", KO, "Отправлено 50 тыс. военных.", RU, "Отправлено 15 тыс. военных."),
        (
            "Отправлено 15 тыс. военных.",
            RU,
            "Some 1,500 soldiers were sent.",
            EN,
            "Some 15,000 soldiers were sent.",
        ),
        ("The contract is worth $9 billion.", EN, "계약 규모는 9억달러다.", KO, "계약 규모는 90억달러다."),
        ("Цены выросли на 3,5%.", RU, "Prices rose 5.3 percent.", EN, "Prices rose 3.5 percent."),
    ],
)
def test_the_only_one_of_its_kind_is_put_right(
    source: str, source_language: Language, target: str, target_language: Language, right: str
) -> None:
    text, findings = repair(source, source_language, target, target_language)
    assert text == right
    (finding,) = findings
    assert finding.repaired
    assert finding.target_span
    assert finding.target_span.of(right)[0] in "0123456789$"


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (
            "Some 4,700 were hurt and 600 died.",
            "4천100명이 다치고 900명이 숨졌다.",
        ),  # which is which is a guess
        ("Some 15,000 soldiers were sent.", "병력이 파견됐다."),  # nowhere to put it
        ("Some 15,000 soldiers were sent.", "병력 1만5천명이 파견됐다."),  # nothing is wrong
        ("It cost 15,000 won.", "5천달러가 들었다."),  # another unit
    ],
)
def test_what_is_not_safe_is_left_alone(source: str, target: str) -> None:
    assert repair(source, EN, target, KO) == (target, [])


def test_two_kinds_at_once_keep_their_places() -> None:
    source = "Prices rose 3.5 percent and 15,000 people marched."
    text, findings = repair(source, EN, "물가가 5.3% 오르고 5천명이 행진했다.", KO)
    assert text == "물가가 3.5% 오르고 1만5천명이 행진했다."
    assert [finding.target_span and finding.target_span.of(text) for finding in findings] == [
        "3.5%",
        "1만5천",
    ]


def test_a_hedge_turned_round_is_no_figure_to_mend() -> None:
    target = "Выгорело менее 1300 гектаров."
    assert repair("More than 1,300 hectares burned.", Language.EN, target, Language.RU) == (target, [])
