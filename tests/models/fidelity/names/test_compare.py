"""compare_names: names kept, lost, replaced and misspelt, in all six directions."""

import time

import pytest

from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.names import NameCheck, compare_names
from newsbrief_models.fidelity.terms import apply_terms
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.matcher import Matcher, gazetteer_matcher
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU

# The same sentence three times; every pair of them is a right translation.
SAME = [
    {
        EN: "Han Ji-woo, vice foreign minister, met Andrei Lebedev in Vladivostok on Tuesday.",
        KO: "한지우 외교부 차관은 화요일 블라디보스토크에서 안드레이 레베데프 국장을 만났다.",
        RU: "Замминистра иностранных дел Хан Чжи У встретилась во вторник во Владивостоке с Андреем Лебедевым.",
    },
    {
        EN: "Kim Jong-un received Sergei Shoigu in Pyongyang, KCNA reported.",
        KO: "김정은 위원장이 평양에서 세르게이 쇼이구 서기를 접견했다고 조선중앙통신이 보도했다.",
        RU: "Ким Чен Ын принял в Пхеньяне Сергея Шойгу, сообщило ЦТАК.",
    },
    {
        EN: "Lebedev said Moscow was ready for talks with Seoul.",
        KO: "레베데프 국장은 러시아가 한국과 대화할 준비가 됐다고 말했다.",
        RU: "Лебедев сказал, что Россия готова к переговорам с Южной Кореей.",
    },
    {
        EN: "Choe Gwang-ryong and Lee Soo-jin signed the deal for SK hynix.",
        KO: "최광룡 대표와 이수진 부사장이 SK hynix를 대표해 계약에 서명했다.",
        RU: "Чхве Гван Рён и Ли Су Чжин подписали контракт от имени SK hynix.",
    },
]


def check(
    source: str, one: Language, target: str, other: Language, extra: Matcher | None = None
) -> NameCheck:
    """The comparison with the built-in gazetteer."""
    return compare_names(source, one, target, other, matcher=gazetteer_matcher(), extra=extra)


def loud(checked: NameCheck) -> list[FindingKind]:
    """The kinds of the findings that are no mere notes."""
    return [finding.kind for finding in checked.findings if finding.severity >= Severity.WARNING]


@pytest.mark.parametrize("texts", SAME)
@pytest.mark.parametrize("pair", [(a, b) for a in Language for b in Language if a is not b])
def test_a_right_translation_raises_nothing(
    texts: dict[Language, str], pair: tuple[Language, Language]
) -> None:
    one, other = pair
    checked = check(texts[one], one, texts[other], other)
    assert loud(checked) == []
    assert all(fact.target_span for fact in checked.facts)


@pytest.mark.parametrize(
    ("source", "one", "right", "wrong", "other"),
    [
        (SAME[1][EN], EN, SAME[1][KO], SAME[1][KO].replace("김정은", "김정일"), KO),
        (SAME[1][KO], KO, SAME[1][EN], SAME[1][EN].replace("Shoigu", "Sobyanin"), EN),
        (SAME[1][EN], EN, SAME[1][RU], SAME[1][RU].replace("Сергея Шойгу", "Сергея Лаврова"), RU),
        (SAME[1][RU], RU, SAME[1][EN], SAME[1][EN].replace("Pyongyang", "Hanoi"), EN),
        (SAME[0][EN], EN, SAME[0][RU], SAME[0][RU].replace("Андреем", "Сергеем"), RU),
        (SAME[0][RU], RU, SAME[0][KO], SAME[0][KO].replace("안드레이", "세르게이"), KO),
        (SAME[0][KO], KO, SAME[0][EN], SAME[0][EN].replace("Andrei Lebedev", "Viktor Sokolov"), EN),
        (SAME[0][EN], EN, SAME[0][KO], SAME[0][KO].replace("한지우", "박민수"), KO),
        (SAME[0][KO], KO, SAME[0][RU], SAME[0][RU].replace("Хан Чжи У", "Пак Мин Су"), RU),
        (SAME[2][EN], EN, SAME[2][RU], SAME[2][RU].replace("Лебедев", "Соболев"), RU),
    ],
)
def test_another_name_in_its_place_is_an_error(
    source: str, one: Language, right: str, wrong: str, other: Language
) -> None:
    assert right != wrong
    assert loud(check(source, one, right, other)) == []
    assert loud(check(source, one, wrong, other))


@pytest.mark.parametrize(
    ("source", "one", "target", "other", "expected"),
    [
        (SAME[0][EN], EN, SAME[0][RU].replace(" с Андреем Лебедевым", " с делегацией"), RU, "Andrei Lebedev"),
        (SAME[0][KO], KO, SAME[0][EN].replace("Han Ji-woo, vice", "The vice"), EN, "한지우"),
        (SAME[1][RU], RU, SAME[1][KO].replace("세르게이 쇼이구 서기", "특사"), KO, "세르게이 쇼이구"),
    ],
)
def test_a_dropped_name_is_missing(
    source: str, one: Language, target: str, other: Language, expected: str
) -> None:
    found = [f for f in check(source, one, target, other).findings if f.kind is FindingKind.NAME_MISSING]
    assert [finding.expected for finding in found] == [expected]
    assert found[0].severity is Severity.WARNING
    assert found[0].source_span is not None
    assert found[0].target_span is None


def test_an_exchange_points_at_both_sides() -> None:
    target = SAME[1][RU].replace("Сергея Шойгу", "Сергея Лаврова")
    found = [f for f in check(SAME[1][EN], EN, target, RU).findings if f.severity is Severity.ERROR]
    assert len(found) == 1
    assert found[0].kind is FindingKind.NAME_INCONSISTENT
    assert found[0].source_span
    assert found[0].source_span.of(SAME[1][EN]) == "Sergei Shoigu"
    assert found[0].target_span
    assert found[0].target_span.of(target) == "Сергея Лаврова"
    assert (found[0].expected, found[0].actual) == ("Сергей Шойгу", "Сергея Лаврова")


@pytest.mark.parametrize(
    ("source", "one", "target", "other"),
    [
        ("Choe Son-hui flew home.", EN, "Цой Сон Хи улетела домой.", RU),
        ("Choe Son-hui flew home.", EN, "Чхве Сон Хи улетела домой.", RU),
        ("Sergey Shoygu spoke.", EN, "Выступил Сергей Шойгу.", RU),
        ("리설주 여사가 참석했다.", KO, "Ri Sol-ju attended.", EN),
        ("Выступил Жириновский.", RU, "지리놉스키가 연설했다.", KO),
        ("Jung Min-ho won.", EN, "Победил Чон Мин Хо.", RU),
        ("Jeong Min-ho won.", EN, "정민호 선수가 이겼다.", KO),
    ],
)
def test_spellings_of_other_conventions_are_the_same_name(
    source: str, one: Language, target: str, other: Language
) -> None:
    assert loud(check(source, one, target, other)) == []


def test_what_news_says_in_a_names_place_is_the_name() -> None:
    assert loud(check("Russia protested.", EN, "Москва выразила протест.", RU)) == []
    assert loud(check("Kim Jong-un smiled.", EN, "김 위원장이 웃었다.", KO)) == []
    assert (
        loud(check("The summit of South Korea and Russia opened.", EN, "한러 정상회담이 개막했다.", KO)) == []
    )


def test_a_known_persons_surname_needs_its_own_given_name() -> None:
    assert loud(check("Sergei Sobyanin spoke.", EN, "Выступил Владимир Собянин.", RU))
    assert loud(check("Sergei Sobyanin spoke.", EN, "Выступил мэр Собянин.", RU)) == []


def test_a_glossarys_name_is_looked_for() -> None:
    forms = {EN: (Form("Mall of the Creek"),), KO: (Form("Mall of the Creek"),)}
    extra = Matcher([Entry("user.mall", Kind.PLACE, forms)])
    source = "Mall of the Creek reopened."
    assert loud(check(source, EN, "Mall of the Creek가 다시 문을 열었다.", KO, extra)) == []
    assert loud(check(source, EN, "쇼핑센터가 다시 문을 열었다.", KO, extra)) == [FindingKind.NAME_MISSING]


@pytest.mark.parametrize("text", ["", " ", "...", "12345", "\u202e\x00", "A" * 5000, "Kim " * 300])
def test_odd_texts_are_no_trouble(text: str) -> None:
    for one, other in ((EN, KO), (KO, RU), (RU, EN)):
        assert check(text, one, SAME[0][other], other).checked >= 0
        assert check(SAME[0][one], one, text, other).checked > 0


@pytest.mark.parametrize("text", ["Kim Jong-un Shoygu ", "Aaa Bbb-Ccc ", "и", "김정은 ", "«Ли Ван Ким» "])
def test_time_grows_no_faster_than_the_text(text: str) -> None:
    """Four times the text may take some six times as long, not sixteen."""

    def seconds(size: int) -> float:
        source, target = text * (size // len(text)), text[::-1] * (size // len(text))
        begun = time.process_time()
        check(source, EN, target, RU)
        apply_terms(source, EN, target, RU, matcher=gazetteer_matcher())
        return time.process_time() - begun

    seconds(1_000)
    small = min(seconds(4_000) for _ in range(3))
    assert min(seconds(16_000) for _ in range(2)) < 8 * small + 0.05
