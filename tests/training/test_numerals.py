"""Numbers are read and written as the press of each language prints them."""

# ruff: noqa: S311 (seeded so that a test repeats itself)
from __future__ import annotations

import random
from decimal import Decimal

import pytest
from newsbrief_training.augment.numbers import agreement, substitute
from newsbrief_training.augment.numerals import Mention, mentions, render, values

SAME = [
    (15_000, "15,000 people", "1만5천명", "15 тыс. человек"),
    (4_200, "4,200 documents", "문서 4천200건", "4200 документов"),
    (42_110, "42,110 tons", "4만2천110t", "42 110 тонн"),
    (1_200_000, "1.2 million cars", "자동차 120만대", "1,2 млн автомобилей"),
    (320_000_000, "$320 million", "3억2천만달러", "320 млн долларов"),
    (1_200_000_000_000, "1.2 trillion won", "1조2천억원", "1,2 трлн вон"),
    (Decimal("3.5"), "3.5 percent", "3.5%", "3,5%"),
    (1993, "in 1993", "1993년", "в 1993 году"),
]


@pytest.mark.parametrize(("value", "en", "ko", "ru"), SAME)
def test_one_value_in_three_scripts(value: int | Decimal, en: str, ko: str, ru: str) -> None:
    for text, lang in ((en, "en"), (ko, "ko"), (ru, "ru")):
        assert values(text, lang) == [Decimal(value).normalize()], lang


@pytest.mark.parametrize(("value", "en", "ko", "ru"), SAME)
def test_what_was_read_is_written_back(value: int | Decimal, en: str, ko: str, ru: str) -> None:
    for text, lang in ((en, "en"), (ko, "ko"), (ru, "ru")):
        (mention,) = mentions(text, lang)
        assert render(Decimal(value), mention, lang) == text[mention.start : mention.end], lang


def test_a_form_that_cannot_hold_the_value_is_refused() -> None:
    thousands = Mention(0, 0, Decimal(15_000), "тыс.", 0)
    assert render(Decimal(15_250), thousands, "ru") is None
    assert render(Decimal(27_000), thousands, "ru") == "27 тыс."


@pytest.mark.parametrize("text", ["the 14th typhoon", "G20", "10:30", "an F-16", "No.5", "the 1940s"])
def test_not_every_digit_is_a_number(text: str) -> None:
    assert values(text, "en") == []


@pytest.mark.parametrize(
    ("value", "form"),
    [(1, "one"), (21, "one"), (11, "many"), (3, "few"), (13, "many"), (24, "few"), (30, "many")],
)
def test_agreement(value: int, form: str) -> None:
    assert agreement(Decimal(value)) == form


LINES = {
    "en": "The plant has created 310 jobs, and the average salary is 92,000 rubles.",
    "ko": "공장은 일자리 310개를 만들었으며 평균 월급은 9만2천루블이다.",
    "ru": "Создано 310 рабочих мест, средняя зарплата — 92 тыс. рублей.",
}


@pytest.mark.parametrize("seed", range(20))
def test_substituted_values_agree_in_all_languages(seed: int) -> None:
    new = substitute(LINES, random.Random(seed))
    assert new is not None
    found = {lang: sorted(values(text, lang)) for lang, text in new.items()}
    assert found["en"] == found["ko"] == found["ru"]
    assert found["en"] != sorted(values(LINES["en"], "en"))
    assert all(agreement(v) == "many" for v in found["en"])


@pytest.mark.parametrize("seed", range(20))
def test_dates_stay_dates(seed: int) -> None:
    lines = {
        "en": "The deal was signed in June 2025, and the text was published on July 27.",
        "ko": "협정은 2025년 6월 체결됐으며 본문은 7월 27일 공개됐다.",
        "ru": "Соглашение подписали в июне 2025 года, а текст опубликовали 27 июля.",
    }
    new = substitute(lines, random.Random(seed))
    assert new is not None
    day, year = sorted(values(new["en"], "en"))
    assert 1 <= day <= 28
    assert 1900 <= year <= 2030
    assert sorted(values(new["ru"], "ru")) == [day, year]


def test_a_clock_a_month_and_a_fraction_stay() -> None:
    lines = {
        "en": "It opened at 9 a.m. after 3 rounds.",
        "ko": "3차례 협의 끝에 오전 9시 문을 열었다.",
        "ru": "Он открылся в 9 часов после 3 раундов.",
    }
    new = substitute(lines, random.Random(1))
    assert new is not None
    assert "9 a.m." in new["en"]
    assert "오전 9시" in new["ko"]
