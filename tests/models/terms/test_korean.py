"""Korean particles: which form a name takes, and what a replaced name does to the text after it."""

import pytest

from newsbrief_models.terms import korean
from newsbrief_models.terms.korean import End
from newsbrief_models.types import Span


@pytest.mark.parametrize(
    ("name", "particle", "joined"),
    [
        ("김정은", "는", "김정은은"),
        ("김정은", "가", "김정은이"),
        ("김정은", "를", "김정은을"),
        ("김정은", "와", "김정은과"),
        ("김정은", "로", "김정은으로"),
        ("쇼이구", "은", "쇼이구는"),
        ("쇼이구", "이", "쇼이구가"),
        ("쇼이구", "을", "쇼이구를"),
        ("쇼이구", "과", "쇼이구와"),
        ("쇼이구", "으로", "쇼이구로"),
        ("서울", "으로", "서울로"),
        ("서울", "는", "서울은"),
        ("모스크바", "에서", "모스크바에서"),
        ("KCNA", "이", "KCNA가"),
        ("TASS", "은", "TASS는"),
        ("UN", "가", "UN이"),
        ("LG", "은", "LG는"),
        ("FTA", "을", "FTA를"),
        ("APEC", "는", "APEC은"),
        ("IOC", "은", "IOC는"),
        ("Google", "으로", "Google로"),
        ("G7", "가", "G7이"),
        ("G20", "로", "G20으로"),
        ("3.5%", "을", "3.5%를"),
        ("6천명", "를", "6천명을"),
        ("15", "은", "15는"),
        ("쇼이구(러시아)", "은", "쇼이구(러시아)는"),
        ("‘천리마’", "은", "‘천리마’는"),
        ("푸틴", "라고", "푸틴이라고"),
        ("쇼이구", "이었", "쇼이구였"),
        ("", "은", "는"),
    ],
)
def test_attach(name: str, particle: str, joined: str) -> None:
    assert korean.attach(name, particle) == joined


@pytest.mark.parametrize(
    ("text", "old", "new", "mended"),
    [
        ("푸틴이 말했다.", "푸틴", "쇼이구", "쇼이구가 말했다."),
        ("푸틴은 말했다.", "푸틴", "쇼이구", "쇼이구는 말했다."),
        ("쇼이구를 만났다.", "쇼이구", "김정은", "김정은을 만났다."),
        ("쇼이구와의 회담", "쇼이구", "김정은", "김정은과의 회담"),
        ("쇼이구로부터는 답이 없다", "쇼이구", "김정은", "김정은으로부터는 답이 없다"),
        ("부산으로 갔다", "부산", "서울", "서울로 갔다"),
        ("서울로 갔다", "서울", "평양", "평양으로 갔다"),
        ("푸틴이라고 했다", "푸틴", "쇼이구", "쇼이구라고 했다"),
        ("그는 푸틴이다.", "푸틴", "쇼이구", "그는 쇼이구다."),
        ("푸틴이었다.", "푸틴", "쇼이구", "쇼이구였다."),
        ("푸틴입니다.", "푸틴", "쇼이구", "쇼이구입니다."),
        ("쇼이구(러시아)는 왔다", "쇼이구", "김정은", "김정은(러시아)은 왔다"),
        ("‘쇼이구’는 왔다", "쇼이구", "김정은", "‘김정은’은 왔다"),
        ("통신이 전했다", "통신", "KCNA", "KCNA가 전했다"),
        ("푸틴에게서 들었다", "푸틴", "쇼이구", "쇼이구에게서 들었다"),
        ("푸틴 대통령은 왔다", "푸틴", "쇼이구", "쇼이구 대통령은 왔다"),
        ("푸틴의 말", "푸틴", "쇼이구", "쇼이구의 말"),
        ("푸틴", "푸틴", "쇼이구", "쇼이구"),
        ("쇼이구가방을 샀다", "쇼이구", "김정은", "김정은가방을 샀다"),
    ],
)
def test_repair(text: str, old: str, new: str, mended: str) -> None:
    start = text.index(old)
    result, span = korean.repair(text, Span(start, start + len(old)), new)
    assert result == mended
    assert span.of(result) == new


def test_repair_refuses_a_span_outside_the_text() -> None:
    with pytest.raises(ValueError, match=r"span 0\.\.9 is outside a text of 2"):
        korean.repair("서울", Span(0, 9), "평양")


@pytest.mark.parametrize(
    ("name", "end"),
    [
        ("서울", End.RIEUL),
        ("평양", End.CLOSED),
        ("도쿄", End.OPEN),
        ("F-16", End.CLOSED),
        ("MH370", End.CLOSED),
    ],
)
def test_final_sounds(name: str, end: End) -> None:
    assert korean.end_of(name) is end


@pytest.mark.parametrize(
    "run", ["", "은", "는", "에서도", "과의", "으로부터는", "까지", "이라고", "이었다", "측은", "들이"]
)
def test_particles_follow(run: str) -> None:
    assert korean.follows(run, "김정은")


@pytest.mark.parametrize("run", ["숙", "일성", "에서울", "다", "라고", "가나다"])
def test_other_syllables_do_not(run: str) -> None:
    assert not korean.follows(run, "김정은")
