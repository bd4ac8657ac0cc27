"""Translations that broke down, and good ones that only look so."""

import pytest

from newsbrief_models.fidelity.degeneration import degeneration
from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU
SOURCE = "The ministry said on Monday that the ferry line between the two cities will reopen in July."
KOREAN = "국토교통부는 두 도시를 잇는 여객선 항로가 7월 다시 열린다고 월요일 밝혔다."
RUSSIAN = "Министерство в понедельник сообщило, что паромная линия между двумя городами откроется в июле."


def found(target: str, language: Language, source: str = SOURCE) -> list[tuple[FindingKind, Severity]]:
    return [(each.kind, each.severity) for each in degeneration(source, EN, target, language)]


@pytest.mark.parametrize(("target", "language"), [(KOREAN, KO), (RUSSIAN, RU), (SOURCE, EN)])
def test_good_translations_have_no_findings(target: str, language: Language) -> None:
    assert found(target, language) == []


@pytest.mark.parametrize(
    ("target", "language", "severity"),
    [
        (SOURCE, KO, Severity.ERROR),
        (SOURCE, RU, Severity.ERROR),
        (RUSSIAN, KO, Severity.ERROR),
        (KOREAN.replace("여객선 항로가", "ferry line between the cities가"), KO, Severity.WARNING),
        (RUSSIAN.replace("паромная линия", "линия ferry"), RU, Severity.WARNING),
    ],
)
def test_untranslated(target: str, language: Language, severity: Severity) -> None:
    assert (FindingKind.UNTRANSLATED, severity) in found(target, language)


@pytest.mark.parametrize(
    "target",
    [
        "국토교통부는 " + "항로가 " * 6 + "밝혔다.",
        "국토교통부는 다시 열린다고 다시 열린다고 다시 열린다고 월요일 밝혔다.",
        f"{KOREAN} {KOREAN}",
        "국토교통부는 하하하하하하하하하하 밝혔다.",
    ],
)
def test_loops(target: str) -> None:
    assert (FindingKind.REPETITION, Severity.ERROR) in found(target, KO)


def test_a_source_that_repeats_itself_may_be_repeated() -> None:
    chant = "Peace, peace, peace, peace, the crowd of several hundred people shouted."
    target = "Мир, мир, мир, мир, — кричала толпа из нескольких сотен человек."
    assert found(target, RU, chant) == []


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("", Severity.ERROR),
        ("국토교통부는 밝혔다.", Severity.ERROR),
        (KOREAN.removesuffix("고 월요일 밝혔다."), Severity.WARNING),
    ],
)
def test_truncation(target: str, severity: Severity) -> None:
    assert (FindingKind.TRUNCATION, severity) in found(target, KO)


def test_names_and_acronyms_may_stay_latin() -> None:
    source = "KCNA and TASS reported that SK hynix and Samsung Electronics shares rose in Seoul on Monday."
    target = "KCNA와 TASS는 SK hynix와 삼성전자 주가가 월요일 서울에서 올랐다고 보도했다."
    assert found(target, KO, source) == []


def test_within_one_language_nothing_is_looked_for() -> None:
    assert degeneration(SOURCE, EN, "peace " * 50, EN) == []
