"""Quotations are found whatever their marks; a mark without a partner is passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.text.quotes import quotations
from newsbrief_models.types import Span


def found(text: str) -> list[str]:
    return [span.of(text) for span in quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "yes" and "no."', ['"yes"', '"no."']),
        ("He said “yes” and “no.”", ["“yes”", "“no.”"]),
        ("Он сказал: «Да. Нет» и ушёл.", ["«Да. Нет»"]),
        ("«Завод «Луч» закрыт», — сказал он.", ["«Завод «Луч» закрыт»"]),
        ("«Он сказал: „Да“ мне» — так.", ["«Он сказал: „Да“ мне»"]),
        ("„Ja“ und „nein“", ["„Ja“", "„nein“"]),
        ("「하나」와 『둘』", ["「하나」", "『둘』"]),
        ('("Quoted") and —"so"', ['"Quoted"', '"so"']),
        ('그는"간다"고 했다', []),  # glued to the word before, so it opens nothing
        ('a 6" pipe and an 8" pipe', []),
        ('“Never closed. "And this" is.', ['"And this"']),
        ("» closed, never opened «", []),
        ("“" + "x" * 298 + "”", ["“" + "x" * 298 + "”"]),
        ("“" + "x" * 299 + "”", []),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_only_the_part_asked_for_is_looked_at() -> None:
    assert quotations('"a" "b" "c"', Span(4, 7)) == [Span(4, 7)]


@given(st.text('ab ."“”„«»「」'))
def test_quotations_do_not_overlap(text: str) -> None:
    at = 0
    for span in quotations(text, Span(0, len(text))):
        assert at <= span.start < span.end - 1
        at = span.end
