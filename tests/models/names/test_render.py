"""Every convention against forms written by hand, what is offered beside them, and what is refused."""

import pytest

from newsbrief_models.names import (
    MAX_NAME,
    Convention,
    ConventionError,
    Kind,
    NameTextError,
    conventions,
    render,
)
from newsbrief_models.types import Language
from tests.models.names.tables import rows

EN, KO, RU = Language.EN, Language.KO, Language.RU
GOLD = rows("gold")


def _form(row: dict[str, str]) -> str | None:
    kind = Kind(row["kind"]) if row["kind"] else None
    convention = Convention(row["convention"])
    rendering = render(row["name"], Language(row["source"]), Language(row["target"]), convention, kind=kind)
    return rendering.text if rendering else None


@pytest.mark.parametrize(
    "row", [row for row in GOLD if not row["limit"]], ids=lambda row: "-".join(row.values())
)
def test_a_name_is_written_as_its_convention_says(row: dict[str, str]) -> None:
    assert _form(row) == row["form"]


@pytest.mark.parametrize("row", [row for row in GOLD if row["limit"]], ids=lambda row: row["name"])
def test_the_limits_written_down_are_limits(row: dict[str, str]) -> None:
    assert _form(row) != row["form"], "no limit any more: take the note out"


def test_every_convention_of_every_direction_is_covered() -> None:
    covered = {(row["source"], row["target"], row["convention"]) for row in GOLD}
    both = [(source, target) for source in Language for target in Language if source is not target]
    offered = {(s, t, convention) for s, t in both for convention in conventions(s, t)}
    written_elsewhere = {(EN, target, c) for target in (RU,) for c in (Convention.KONTSEVICH,)} | {
        (RU, EN, c)
        for c in (
            Convention.REVISED_ROMANIZATION,
            Convention.DPRK_ROMANIZATION,
            Convention.MCCUNE_REISCHAUER,
        )
    }
    assert offered - covered == written_elsewhere


@pytest.mark.parametrize(
    ("name", "source", "target", "convention", "form"),
    [
        ("Han Ji-woo", EN, RU, Convention.KONTSEVICH, "Хан Чиу"),
        ("Хан Чжи У", RU, EN, Convention.REVISED_ROMANIZATION, "Han Jiu"),
        ("Хан Чжи У", RU, EN, Convention.DPRK_ROMANIZATION, "Han Ji U"),
        ("Хан Чжи У", RU, EN, Convention.MCCUNE_REISCHAUER, "Han Chi-u"),
    ],
)
def test_a_korean_name_from_a_third_language_takes_korean_conventions(
    name: str, source: Language, target: Language, convention: Convention, form: str
) -> None:
    rendering = render(name, source, target, convention)
    assert rendering is not None
    assert (rendering.text, rendering.convention) == (form, convention)


@pytest.mark.parametrize(
    ("name", "source", "target", "others"),
    [
        ("최선희", KO, EN, {"Choe Son-hui", "Choe Son Hui", "Choe Seonhui"}),
        ("김정은", KO, EN, {"Kim Jong-un", "Kim Jong Un"}),
        ("최선희", KO, RU, {"Цой Сон Хи", "Чхве Сонхи"}),
        ("김정은", KO, RU, {"Ким Чен Ын", "Ким Чонъын", "Ким Чон Ын"}),
        ("Сергей Шойгу", RU, EN, {"Sergey Shoygu", "Sergey Shoigu"}),
        ("Алексей Соловьев", RU, EN, {"Alexey Solovyov", "Aleksei Solovev", "Alexei Solovyev"}),
        ("Игорь Зубков", RU, KO, {"이고르 줍코프"}),
        ("Артем Пономарев", RU, KO, {"아르템 포노마레프"}),
        ("Jung Tae-jung", EN, KO, {"정태중"}),
    ],
)
def test_other_forms_in_print_stand_beside(
    name: str, source: Language, target: Language, others: set[str]
) -> None:
    rendering = render(name, source, target)
    assert rendering is not None
    texts = [alternative.text for alternative in rendering.alternatives]
    assert others <= set(texts)
    assert rendering.text not in texts
    assert len(set(texts)) == len(texts) <= 16


@pytest.mark.parametrize(
    ("name", "source", "target", "convention"),
    [
        ("한지우", KO, EN, Convention.PRESS),
        ("한지우", KO, RU, Convention.PRESS),
        ("Шойгу", RU, KO, Convention.NIKL_LOANWORD),
        ("Шойгу", RU, EN, Convention.PRESS),
        ("Igor Belov", EN, KO, Convention.NIKL_LOANWORD),
        ("Han Ji-woo", EN, KO, Convention.PRESS),
    ],
)
def test_without_a_convention_the_usual_one_is_taken(
    name: str, source: Language, target: Language, convention: Convention
) -> None:
    rendering = render(name, source, target)
    assert rendering is not None
    assert rendering.convention is convention


@pytest.mark.parametrize("name", ["한지우", "박민서", "남궁민", "강태호", "윤서연"])
def test_a_korean_name_comes_back_from_both_scripts(name: str) -> None:
    for target in (EN, RU):
        there = render(name, KO, target)
        assert there is not None
        back = render(there.text, target, KO)
        assert back is not None
        assert name in (back.text, *(alternative.text for alternative in back.alternatives))


@pytest.mark.parametrize("name", ["Андрей Лебедев", "Ольга Третьякова", "Юрий Зайцев", "Инна Бельская"])
def test_a_russian_name_comes_back_from_english(name: str) -> None:
    there = render(name, RU, EN)
    assert there is not None
    back = render(there.text, EN, RU)
    assert back is not None
    assert back.text == name


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("John Smith", EN),
        ("Claire Dumont", EN),
        ("Chuang Mei-ling", EN),
        ("Клер Дюмон", RU),
        ("Ван И", RU),
        ("시진핑", KO),
        ("트럼프", KO),
        ("안드레이 레베데프", KO),
        ("서울1호", KO),
        ("Kim 정은", KO),
        ("Kim 정은", EN),
        ("Сергей Shoigu", RU),
        ("Шойгу-2", RU),
        ("1234", EN),
        ("…", RU),
        ("\u202eШойгу", RU),
        ("ㄱㄴㄷ", KO),
    ],
)
def test_what_the_rules_do_not_know_gets_no_form(name: str, source: Language) -> None:
    for target in Language:
        if target is not source:
            assert render(name, source, target) is None


def test_forms_do_not_depend_on_composition_stress_and_spaces() -> None:
    for name in ("Никола\u0438\u0306 Иванов", "Никола\u0301й  Иванов ", "Николай Иванов"):
        rendering = render(name, RU, KO)
        assert rendering is not None
        assert rendering.text == "니콜라이 이바노프"


@pytest.mark.parametrize("name", ["", " \n", "\u0301"])
def test_an_empty_name_is_refused(name: str) -> None:
    with pytest.raises(NameTextError, match=r"^name: is empty"):
        render(name, RU, EN)


def test_a_name_is_no_text() -> None:
    with pytest.raises(NameTextError, match=f"^name: longer than {MAX_NAME} code points"):
        render("Ш" * (MAX_NAME + 1), RU, EN)
    with pytest.raises(NameTextError, match="1000000"):
        render("김" * 1_000_000, KO, EN)
    assert render("Ш" * MAX_NAME, RU, EN) is not None


def test_a_convention_of_another_direction_is_refused_with_those_there_are() -> None:
    with pytest.raises(ConventionError, match=r"^convention: icao does not write names ko-ru") as error:
        render("한지우", KO, RU, Convention.ICAO)
    assert error.value.available == (Convention.PRESS, Convention.KONTSEVICH)
    assert "press, kontsevich" in str(error.value)
    with pytest.raises(ConventionError, match="no convention writes names ko-ko; available: none"):
        render("한지우", KO, KO)


def test_a_convention_for_names_of_the_other_origin_gives_none() -> None:
    assert render("Igor Belov", EN, RU, Convention.KONTSEVICH) is None
    assert render("Han Ji-woo", EN, KO, Convention.NIKL_LOANWORD) is None


def test_kind_settles_what_could_be_both() -> None:
    person = render("강원도", KO, EN, kind=Kind.PERSON)
    place = render("강원도", KO, EN, kind=Kind.PLACE)
    assert person is not None
    assert place is not None
    assert (person.text, place.text) == ("Kang Won-do", "Gangwon-do")
