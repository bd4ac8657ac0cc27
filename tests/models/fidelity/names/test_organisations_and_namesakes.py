"""compare_names: organisations lost, replaced or in other words; one Korean given name for another; odd spellings."""

import pytest

from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.names import compare_names
from newsbrief_models.fidelity.naming.alignment import distance
from newsbrief_models.fidelity.naming.given import may_be_one, readings
from newsbrief_models.fidelity.naming.phonetics import sounds_of
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU
MISSING, OTHER = FindingKind.NAME_MISSING, FindingKind.NAME_INCONSISTENT


def loud(source: str, one: Language, target: str, other: Language) -> list[FindingKind]:
    """The kinds of the findings that are no mere notes."""
    checked = compare_names(source, one, target, other, matcher=gazetteer_matcher())
    return [finding.kind for finding in checked.findings if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("TASS and KCNA wrote about it.", EN, "Об этом писали ТАСС и другое агентство.", RU),
        ("산림청은 비가 온다고 밝혔다.", KO, "Officials said that rain was coming.", EN),
        ("Росавиация закрыла аэропорт.", RU, "The regulator closed the airport.", EN),
        ("The OECD average is lower.", EN, "Средний показатель организации ниже.", RU),
        ("«Вижн инвест» построит завод.", RU, "A foreign company will build the plant.", EN),
    ],
)
def test_a_lost_organisation_is_told_though_a_common_noun_stands_for_it(
    source: str, one: Language, target: str, other: Language
) -> None:
    assert MISSING in loud(source, one, target, other)


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("법무부는 27명이라고 밝혔다.", KO, "Минобороны сообщило о 27 людях.", RU),
        ("The Supreme Court ruled for the miners.", EN, "헌법재판소는 광부들의 손을 들어줬다.", KO),
        ("Seoul National University hosted the forum.", EN, "Форум принял университет Ёнсе.", RU),
    ],
)
def test_another_organisation_in_its_place_is_told(
    source: str, one: Language, target: str, other: Language
) -> None:
    assert set(loud(source, one, target, other)) & {OTHER, MISSING}


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("법무부는 27명이라고 밝혔다.", KO, "Минюст сообщил о 27 людях.", RU),
        ("The Justice Ministry named 27 people.", EN, "법무부는 27명의 이름을 밝혔다.", KO),
        ("The plant in Georgia employs 300.", EN, "Завод в Джорджии дает работу 300 людям.", RU),
        ("The plant in Georgia employs 300.", EN, "Завод в Грузии дает работу 300 людям.", RU),
        ("Hyundai's chairman came.", EN, "현대차그룹 회장이 왔다.", KO),
        ("The spy agency told lawmakers.", EN, "국가정보원이 의원들에게 보고했다.", KO),
        ("North Korean military builders came.", EN, "북한 군 건설자들이 왔다.", KO),
        ("현대건설은 다리를 놓았다.", KO, "Hyundai Engineering & Construction built a bridge.", EN),
    ],
)
def test_other_words_for_the_same_are_right(source: str, one: Language, target: str, other: Language) -> None:
    assert loud(source, one, target, other) == []


@pytest.mark.parametrize(
    ("english", "korean", "russian"),
    [("Park Ji-hoon", "박지훈", "Пак Чжи Хун"), ("Lim Chae-won", "임채원", "Лим Чхэ Вон")],
)
def test_korean_names_are_told_apart_by_their_syllables(english: str, korean: str, russian: str) -> None:
    assert loud(f"{english} spoke on Monday.", EN, f"{korean} 연구위원은 월요일 말했다.", KO) == []
    assert loud(f"{korean} 연구위원은 월요일 말했다.", KO, f"{russian} выступил в понедельник.", RU) == []
    for wrong in ("Пак Чжи Хён", "Лим Чхэ Мин"):
        assert loud(f"{english} spoke on Monday.", EN, f"{wrong} выступил в понедельник.", RU)


def test_syllables_are_read_as_all_that_they_may_stand_for() -> None:
    assert readings("hyun") == {"현"}
    assert {"영", "용"} <= readings("yong")
    assert readings("Хёка") == {"혁"}  # in the genitive
    assert readings("euisun") == frozenset()
    assert may_be_one(["Chung", "Euisun"], ["정의선"])  # nobody can tell
    assert not may_be_one(["Ли", "Дон", "Мина"], ["Lee", "Dong", "hyuk"])


def test_a_russian_spelling_may_be_two_people() -> None:
    """Ли Сон Гвон is a minister of the North, 리선권, and may be 이성권."""
    assert loud("이성권 의원이 전했다.", KO, "Об этом сообщил депутат Ли Сон Гвон.", RU) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jose", "호세"),
        ("Kajima", "Кадзима"),
        ("Livigno", "리비뇨"),
        ("Carlos", "카를로스"),
        ("Jinping", "Цзиньпин"),
    ],
)
def test_letters_of_other_languages_sound_as_they_are_read(one: str, other: str) -> None:
    assert distance(sounds_of(one), sounds_of(other)) < 0.1


@pytest.mark.parametrize("word", ["이동혁을", "노태악 중앙선거관리위원장은", "도재원이"])
def test_a_dropped_korean_is_told(word: str) -> None:
    assert MISSING in loud(f"결승에서 {word} 7-3으로 이겼다.", KO, "The final ended 7-3.", EN)
