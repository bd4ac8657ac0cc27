"""What is known of a sentence before it is translated: names and terms in their press form, figures, dates."""

from itertools import pairwise

import pytest

from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.hinting.hints import MOST
from newsbrief_models.fidelity.lexicon import builtin, with_glossary
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def found(text: str, source: Language, target: Language) -> list[tuple[str, str]]:
    return [(h.span.of(text), h.text) for h in hints(text, source, target, lexicon=builtin())]


@pytest.mark.parametrize(
    ("text", "source", "target", "expected"),
    [
        ("Officials met in Wonsan.", EN, KO, [("Wonsan", "원산")]),
        ("Встреча прошла в Вонсане.", RU, EN, [("Вонсане", "Wonsan")]),
        ("한지우 씨는 서울에 산다.", KO, RU, [("한지우", "Хан Чжи У"), ("서울", "Сеул")]),
        ("About 17,000 runners finished.", EN, RU, [("17,000", "17 тыс.")]),
        ("About 17,000 runners finished.", EN, KO, [("17,000", "1만7천")]),
        ("Рост составил 3,5%.", RU, KO, [("3,5", "3.5")]),
        ("예산은 1억2천만달러다.", KO, EN, [("1억2천만", "120 million")]),
        ("The law takes effect on May 16.", EN, RU, [("May 16", "16 мая")]),
        ("С апреля 2023 года линия молчит.", RU, KO, [("апреля 2023 года", "2023년 4월")]),
        ("1991년 1월 1일에 수교했다.", KO, EN, [("1991년 1월 1일", "January 1, 1991")]),
    ],
)
def test_facts_are_written_as_the_press_of_the_target_does(
    text: str, source: Language, target: Language, expected: list[tuple[str, str]]
) -> None:
    assert found(text, source, target) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Two days later nothing had changed.",  # a word in every language
        "They spoke twice on Thursday.",
        "The Russian side agreed.",  # an adjective stands for no name
    ],
)
def test_what_rules_cannot_write_is_left_to_the_model(text: str) -> None:
    assert found(text, EN, RU) == []


def test_a_users_term_wins_over_the_gazetteer() -> None:
    term = Entry("mine", Kind.PLACE, {EN: (Form("Wonsan"),), RU: (Form("Гэнсан"),)})
    text = "Wonsan is a port."
    (hint,) = hints(text, EN, RU, lexicon=with_glossary([term]))
    assert hint.text == "Гэнсан"


def test_hints_are_in_order_apart_and_bounded() -> None:
    text = "Seoul, 1,200 and Moscow. " * 30
    given = hints(text, EN, KO, lexicon=builtin())
    assert len(given) == MOST
    assert all(a.span.end <= b.span.start for a, b in pairwise(given))
