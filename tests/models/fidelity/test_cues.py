"""Negations and attributions that one side of a translation lacks."""

import pytest

from newsbrief_models.fidelity.cues import attribution, negation
from newsbrief_models.fidelity.findings import FindingKind
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("No decision was made.", "결정은 내려지지 않았다.", KO),
        ("No decision was made.", "Решения принято не было.", RU),
        ("He did not attend.", "그는 참석을 거부해 오지 못했다.", KO),
        ("The plant closed without warning.", "공장은 예고 없이 문을 닫았다.", KO),
        ("The work must end no later than Friday.", "작업은 금요일까지 끝나야 한다.", KO),
        ("No fewer than 40 people came.", "Пришли по меньшей мере 40 человек.", RU),
        ("Nobody was hurt.", "Никто не пострадал.", RU),
        ("The talks failed.", "회담은 실패했다.", KO),
    ],
)
def test_a_negation_that_is_answered(source: str, target: str, language: Language) -> None:
    assert negation(source, EN, target, language) == []
    assert negation(target, language, source, EN) == []


@pytest.mark.parametrize(
    ("source", "source_language", "target", "target_language"),
    [
        ("The minister did not attend the talks.", EN, "장관은 회담에 참석했다.", KO),
        ("Министр не приехал на переговоры.", RU, "The minister came to the talks.", EN),
        ("장관은 회담에 참석하지 않았다.", KO, "Министр принял участие в переговорах.", RU),
    ],
)
def test_a_negation_lost_or_added(
    source: str, source_language: Language, target: str, target_language: Language
) -> None:
    (lost,) = negation(source, source_language, target, target_language)
    assert lost.kind is FindingKind.NEGATION_CHANGED
    assert lost.source_span
    assert lost.expected == lost.source_span.of(source)
    (added,) = negation(target, target_language, source, source_language)
    assert added.target_span == lost.source_span
    assert (added.source_span, added.actual) == (None, lost.expected)


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("The line will reopen in May, the ministry said.", "국방부는 노선이 5월 재개된다고 밝혔다.", KO),
        (
            "The line will reopen in May, the ministry said.",
            "Линию откроют в мае, сообщили в министерстве.",
            RU,
        ),
        ("The line will reopen in May.", "노선은 5월 재개된다.", KO),
    ],
)
def test_an_attribution_that_arrived(source: str, target: str, language: Language) -> None:
    assert attribution(source, EN, target, language) == []


def test_an_attribution_lost_but_not_one_added() -> None:
    said, bare = "The line will reopen in May, the ministry said.", "노선은 5월 재개된다."
    (finding,) = attribution(said, EN, bare, KO)
    assert (finding.kind, finding.expected) == (FindingKind.ATTRIBUTION_LOST, "said")
    assert attribution(bare, KO, said, EN) == []


@pytest.mark.parametrize(
    ("source", "source_language", "target", "target_language"),
    [
        (
            "Moscow ruled out a force without a mandate.",
            EN,
            "Москва не исключила отправку сил без мандата.",
            RU,
        ),
        ("기준금리를 내릴 가능성은 작다.", KO, "The bank is likely to lower its rate.", EN),
        ("Депутаты отказались голосовать.", RU, "의원들은 투표했다.", KO),
    ],
)
def test_a_denial_turned_round(
    source: str, source_language: Language, target: str, target_language: Language
) -> None:
    assert negation(source, source_language, target, target_language)


@pytest.mark.parametrize(
    ("source", "source_language", "target", "target_language"),
    [
        (
            "Moscow did not rule out a force without a mandate.",
            EN,
            "Россия готова послать силы без мандата.",
            RU,
        ),
        ("분담금의 4분의 1밖에 내지 않았다.", KO, "It has paid only a quarter of its share.", EN),
        (
            "Из-за ливней, не прекращающихся со среды, закрыты дороги.",
            RU,
            "Rain since Wednesday closed roads.",
            EN,
        ),
        ("Судам вход без лоцмана запрещен.", RU, "선박은 도선사 없이 들어올 수 없다.", KO),
    ],
)
def test_a_negation_in_other_words(
    source: str, source_language: Language, target: str, target_language: Language
) -> None:
    assert negation(source, source_language, target, target_language) == []


@pytest.mark.parametrize(
    ("source", "source_language", "target", "target_language"),
    [
        ("노조는 화요일 파업에 들어가겠다고 경고했다.", KO, "Забастовка начнется во вторник.", RU),
        ("No claim has come from the owners, one broker said.", EN, "От владельцев нет заявления.", RU),
        ("The plan was dropped by Slovakia, he said.", EN, "Словакия отменила план.", RU),
    ],
)
def test_words_that_only_look_like_saying(
    source: str, source_language: Language, target: str, target_language: Language
) -> None:
    assert attribution(source, source_language, target, target_language)
