"""People, hints, joined and roughened sentences stay right."""

# ruff: noqa: S311 (seeded so that a test repeats itself)
from __future__ import annotations

import random

import pytest
from newsbrief_training.augment.hinted import agreed
from newsbrief_training.augment.joining import joined
from newsbrief_training.augment.noise import requote, roughen
from newsbrief_training.augment.people import Cast, Genders, Person, Spellings, batchim, same_order
from newsbrief_training.corpora import Article, Corpus

from newsbrief_models.translate.marking import mark


def test_batchim_decides_the_particle() -> None:
    assert [batchim(w) for w in ("쇼이구", "서울", "김정은", "NATO")] == ["vowel", "l", "consonant", "?"]


def test_gender_is_learnt_from_surnames_that_tell() -> None:
    genders = Genders(["Анна Белова", "Анна Орлова", "Иван Белов", "Иван Орлов", "Саша Белов", "Саша Белова"])
    assert [genders.of(n) for n in ("Анна Тигай", "Иван Витте", "Саша Ли", "Ким Ли")] == ["f", "m", "?", "?"]


def test_a_korean_name_in_the_other_order_is_noticed() -> None:
    assert same_order(Person("Yuri Yamaoka", "유리 야마오카", "Юри Ямаока"))
    assert not same_order(Person("Toru Yamaoka", "야마오카 도루", "Тору Ямаока"))


def _names() -> tuple[list[Person], Spellings]:
    known = [
        Person("Pavel Belov", "파벨 벨로프", "Павел Белов"),
        Person("Pavel Orlov", "파벨 오를로프", "Павел Орлов"),
        Person("Anton Orlov", "안톤 오를로프", "Антон Орлов"),
        Person("Anton Sidorov", "안톤 시도로프", "Антон Сидоров"),
    ]
    lists = [
        Corpus("names", "en", "ko", [(p.en, p.ko) for p in known]),
        Corpus("names-synth", "en", "ru", [(p.en, p.ru) for p in known]),
    ]
    return known, Spellings(lists)


def test_people_change_in_all_languages_at_once() -> None:
    cast = Cast(*_names())
    lines = {"en": "Pavel Belov spoke.", "ko": "파벨 벨로프가 말했다.", "ru": "Говорил Павел Белов."}
    new = next(n for s in range(20) if (n := cast.substitute(lines, random.Random(s))))
    first, last = new["en"].split()[:2]
    assert {"Pavel": "Павел", "Anton": "Антон"}[first] in new["ru"]
    assert {"Belov": "벨로프", "Orlov": "오를로프", "Sidorov": "시도로프"}[last] + "가" in new["ko"]


def test_a_declined_name_is_left_alone() -> None:
    cast = Cast(*_names())
    lines = {"en": "We met Pavel Belov.", "ko": "파벨 벨로프를 만났다.", "ru": "Мы встретили Павла Белова."}
    assert all(cast.substitute(lines, random.Random(s)) is None for s in range(10))


def _marked(source: str, lang: str, target: str, to: str) -> str | None:
    """With every hint: of several seeds the longest."""
    found = (agreed(source, lang, target, to, random.Random(seed)) for seed in range(8))
    hints = max(found, key=len)
    return mark(source, hints) if hints else None


def test_hints_are_lemmas_and_the_target_keeps_its_case() -> None:
    target = "16 мая из Москвы уехали 17 тыс. человек."
    marked = _marked("Some 17,000 people left Moscow on May 16.", "en", target, "ru")
    assert marked == (
        "Some <t> 17,000 <s> 17 тыс. </t> people left <t> Moscow <s> Москва </t> on <t> May 16 <s> 16 мая </t>."
    )


def test_a_figure_is_hinted_in_the_digits_of_the_target() -> None:
    marked = _marked("Some 17,000 people left.", "en", "Уехали 17 000 человек.", "ru")
    assert marked == "Some <t> 17,000 <s> 17 000 </t> people left."


@pytest.mark.parametrize("target", ["Люди уехали.", "Из столицы уехали 18 тыс. человек."])
def test_what_the_target_does_not_have_is_no_hint(target: str) -> None:
    assert _marked("Some 17,000 people left Moscow.", "en", target, "ru") is None


def test_joined_sentences_are_neighbours_in_every_language() -> None:
    lines = {g: [f"{g}{i}." for i in range(6)] for g in ("en", "ko", "ru")}
    rows = list(joined(Article("a", lines), random.Random(1), share=1.0))
    assert {"en": "en1. en2.", "ko": "ko1. ko2.", "ru": "ru1. ru2."} in rows
    assert not any("0." in row["en"] for row in rows)
    assert all(row["en"].replace("en", "ru") == row["ru"] for row in rows)


def test_rough_text_keeps_its_words() -> None:
    text = 'He said "yes, today" on Monday.'
    for seed in range(30):
        rough = roughen(text, "en", random.Random(seed))
        assert "yes" in rough.lower()
        assert "monday" in rough.lower()


def test_quotes_stay_balanced() -> None:
    for seed in range(10):
        rough = requote("Он сказал: «Да».", "ru", random.Random(seed))
        assert rough.count("«") == rough.count("»")
