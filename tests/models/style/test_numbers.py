"""Numbers as each press writes them."""

from fractions import Fraction

import pytest

from newsbrief_models.fidelity import figures
from newsbrief_models.style.numbers import NumberStyle, restyle, written
from newsbrief_models.types import Language


@pytest.mark.parametrize(
    ("value", "english", "korean", "russian"),
    [
        ("0", "0", "0", "0"),
        ("600", "600", "600", "600"),
        ("4700", "4,700", "4천700", "4,7 тыс."),
        ("4712", "4,712", "4천712", "4712"),
        ("15000", "15,000", "1만5천", "15 тыс."),
        ("41650", "41,650", "4만1천650", "41\u00a0650"),
        ("1200000", "1.2 million", "120만", "1,2 млн"),
        ("320000000", "320 million", "3억2천만", "320 млн"),
        ("9000000000", "9 billion", "90억", "9 млрд"),
        ("3.5", "3.5", "3.5", "3,5"),
    ],
)
def test_press_forms(value: str, english: str, korean: str, russian: str) -> None:
    forms = {Language.EN: english, Language.KO: korean, Language.RU: russian}
    assert {language: written(Fraction(value), language) for language in Language} == forms
    for language, form in forms.items():
        (figure,) = figures.read(f"{form} ", language)
        assert figure.value == Fraction(value)


@pytest.mark.parametrize("value", [Fraction(1, 3), Fraction(-5)])
def test_what_has_no_short_form(value: Fraction) -> None:
    assert all(written(value, language) is None for language in Language)


@pytest.mark.parametrize(
    ("style", "text"),
    [
        (NumberStyle.YONHAP, "2026년 병력 1만5천명과 3억2천만달러, 7천890원, 석탄 4천500t을 보냈다."),
        (NumberStyle.MYRIAD, "2026년 병력 1만5000명과 3억2000만달러, 7890원, 석탄 4500t을 보냈다."),
        (NumberStyle.DIGITS, "2026년 병력 15,000명과 3억2,000만달러, 7,890원, 석탄 4,500t을 보냈다."),
    ],
)
def test_each_style_becomes_each_other(style: NumberStyle, text: str) -> None:
    assert restyle(text, style) == text
    for other in NumberStyle:
        assert restyle(restyle(text, other), style) == text


def test_other_figures_stay() -> None:
    text = "2026년 6월 19일 오전 9시30분, 1950년대 이래 3.5% 오른 수천 명"
    assert all(restyle(text, style) == text for style in NumberStyle)
