"""The case of a name read off its form and the words before it."""

import pytest

from newsbrief_models.fidelity.applying.russian_case import case_at, own_cases
from newsbrief_models.terms.entries import Form, Kind
from newsbrief_models.terms.russian import Case
from newsbrief_models.types import Span

LEBEDEV = Form("Лебедев", inflection="sm")
GAVAN = Form("Гавань", inflection="f")


@pytest.mark.parametrize(
    ("text", "kind", "case"),
    [
        ("Об этом заявил X.", Kind.PERSON, Case.NOM),
        ("Слова X удивили всех.", Kind.PERSON, Case.GEN),
        ("Доклад поручили министру X.", Kind.PERSON, Case.DAT),
        ("Президент принял посла X.", Kind.PERSON, Case.ACC),
        ("Встреча с генералом X прошла.", Kind.PERSON, Case.INS),
        ("Книга об X вышла.", Kind.PERSON, Case.LOC),
        ("Он прилетел в X.", Kind.PLACE, Case.ACC),
        ("Он живёт в X.", Kind.PLACE, Case.LOC),
        ("Он вернулся из X.", Kind.PLACE, Case.GEN),
        ("Жители X вышли.", Kind.PLACE, Case.GEN),
        ("X закрыт для судов.", Kind.PLACE, Case.NOM),
        ("Газета «X» вышла.", Kind.ORGANIZATION, Case.NOM),
        ("После встречи X ответил на вопросы.", Kind.PERSON, Case.NOM),
    ],
)
def test_the_words_before_decide_for_a_foreign_form(text: str, kind: Kind, case: Case) -> None:
    at = text.index("X")
    assert case_at(text, Span(at, at + 1), LEBEDEV, kind) is case


@pytest.mark.parametrize(
    ("surface", "cases"),
    [
        ("Лебедефым", {Case.INS}),
        ("Лебедефу", {Case.DAT}),
        ("Лебедефа", {Case.GEN, Case.ACC}),
        ("Lebedev", set(Case)),
    ],
)
def test_a_misspelt_form_tells_its_case(surface: str, cases: set[Case]) -> None:
    assert set(own_cases(surface, LEBEDEV)) == cases


def test_the_form_wins_where_the_words_leave_a_choice() -> None:
    text = "Делегация поехала за Гаванью."
    at = text.index("Гаванью")
    assert case_at(text, Span(at, at + 7), GAVAN, Kind.PLACE) is Case.INS


def test_a_listed_name_stands_as_the_one_before() -> None:
    text = "Встреча с Ивановым и X прошла."
    before, at = text.index("Ивановым"), text.index("X")
    earlier = (Span(before, before + 8), Case.INS)
    assert case_at(text, Span(at, at + 1), LEBEDEV, Kind.PERSON, earlier) is Case.INS
