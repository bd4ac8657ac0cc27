"""Figures of three languages that say the same, that may, and that do not."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.fidelity.figures import Figure, compatible, read, same
from newsbrief_models.types import Language

EN, KO, RU = Language
DAY = datetime.date(2025, 6, 18)  # a Wednesday


def figure(text: str, language: Language) -> Figure:
    (found,) = read(text, language)
    return found


@pytest.mark.parametrize(
    ("english", "korean", "russian"),
    [
        ("15,000", "1만5천명", "пятнадцать тысяч"),
        ("fifteen thousand", "1만5000명", "15 тыс."),
        ("100 million", "1억명", "100 млн"),
        ("9 billion", "90억명", "9 млрд"),
        ("$1.5 billion", "15억달러", "1,5 млрд долларов"),
        ("dozens", "수십 명", "десятки"),
        ("hundreds of thousands", "수십만 명", "сотни тысяч"),
        ("twice", "두 차례", "дважды"),
        ("doubled", "두 배", "удвоился"),
        ("half", "절반", "половина"),
        ("two-thirds", "3분의 2", "две трети"),
        ("one in five", "5명 중 1명", "каждый пятый"),
        ("two weeks", "14일간", "две недели"),
        ("a decade", "10년", "десятилетие"),
        ("half a year", "6개월", "полгода"),
        ("an hour and a half", "1시간30분", "полтора часа"),
        ("3 p.m.", "오후 3시", "15:00"),
        ("June 19 last year", "지난해 6월 19일", "19 июня прошлого года"),
        ("3.5 percentage points", "3.5%포인트", "3,5 процентного пункта"),
        ("minus 31 degrees Celsius", "영하 31도", "−31 °C"),
        ("the 1990s", "1990년대", "1990-е годы"),
        ("2.5 kilometers", "2천500m", "2,5 км"),
    ],
)
def test_one_fact_in_three_languages(english: str, korean: str, russian: str) -> None:
    figures = [figure(english, EN), figure(korean, KO), figure(russian, RU)]
    for one in figures:
        for other in figures:
            assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("90 billion", EN), ("90억명", KO)),
        (("15,000", EN), ("1만5백명", KO)),
        (("3.5 percent", EN), ("3.5%포인트", KO)),
        (("$5 million", EN), ("5 млн евро", RU)),
        (("10 kilometers", EN), ("10 м", RU)),
        (("10 kilometers", EN), ("10㎏", KO)),
        (("five days", EN), ("пять недель", RU)),
        (("3 a.m.", EN), ("오후 3시", KO)),
        (("June 19", EN), ("6월 20일", KO)),
        (("June 19 last year", EN), ("올해 6월 19일", KO)),
        (("Thursday", EN), ("금요일", KO)),
        (("dozens", EN), ("сотни", RU)),
        (("second", EN), ("третий", RU)),
        (("early June", EN), ("6월 말", KO)),
        (("in her 20s", EN), ("30대 여성", KO)),
    ],
)
def test_other_facts_are_not_even_compatible(one: tuple[str, Language], other: tuple[str, Language]) -> None:
    assert not compatible(figure(*one), figure(*other))
    assert not compatible(figure(*other), figure(*one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("the third year", EN), ("3년", KO)),
        (("halved", EN), ("вдвое", RU)),
        (("a dozen", EN), ("10여명", KO)),
        (("63", EN), ("63세", KO)),
        (("15 pounds sterling", EN), ("15 фунтов", RU)),
        (("in his 40s", EN), ("40 лет", RU)),
        (("every morning at four", EN), ("새벽 4시", KO)),
        (("50 percent", EN), ("절반", KO)),
        (("within a month", EN), ("30일간", KO)),
        (("June", EN), ("19 июня", RU)),
        (("Thursday", EN), ("19일", KO)),
    ],
)
def test_one_fact_put_in_two_ways_is_compatible(
    one: tuple[str, Language], other: tuple[str, Language]
) -> None:
    assert compatible(figure(*one), figure(*other))
    assert compatible(figure(*other), figure(*one))


def test_days_are_told_from_the_publication() -> None:
    thursday, nineteenth, twentieth = figure("Thursday", EN), figure("19일", KO), figure("20일", KO)
    assert same(thursday, nineteenth, DAY)
    assert not same(thursday, nineteenth)
    assert not compatible(thursday, twentieth, DAY)
    assert same(figure("yesterday", EN), figure("17 июня", RU), DAY)
    assert not compatible(figure("4일", KO), figure("4 ноября", RU), datetime.date(2025, 12, 1))
    assert same(figure("지난주 금요일", KO), figure("June 13", EN), DAY)
    assert same(figure("last year", EN), figure("2024년", KO), DAY)
    assert not compatible(figure("last year", EN), figure("2023 году", RU), DAY)


def korean(number: int) -> str:
    """`number` the way Yonhap writes it: 1만5천, 3억2천만, 1천4."""
    parts = []
    for scale, name in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            thousands, rest = divmod(section, 1000)
            parts.append((f"{thousands}천" if thousands else "") + (str(rest) if rest else "") + name)
    return "".join(parts) + "명"


@given(st.integers(1, 10**16 - 1))
def test_any_whole_number_reads_the_same_however_written(number: int) -> None:
    grouped = f"{number:,}"
    forms = [figure(grouped, EN), figure(grouped.replace(",", " "), RU), figure(korean(number), KO)]
    assert {str(form) for form in forms} == {f"number:{number}:-"}


@given(st.integers(1, 999), st.sampled_from([("thousand", "тыс."), ("million", "млн"), ("billion", "млрд")]))
def test_scale_words_multiply(number: int, scale: tuple[str, str]) -> None:
    size = {"thousand": 10**3, "million": 10**6, "billion": 10**9}[scale[0]]
    english, russian = figure(f"{number} {scale[0]}", EN), figure(f"{number} {scale[1]}", RU)
    assert same(english, russian)
    assert same(english, figure(korean(number * size), KO))
