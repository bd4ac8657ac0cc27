"""Paragraphs are found in text laid out in any common way."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.text.clean import clean
from newsbrief_models.text.layout import next_seen, paragraphs

FIRST = (
    "The harbour town opened a tram line on Tuesday, eight years after work began, and the mayor promised that "
    "a second line to the airport would follow by 2031 if parliament approved the money. It may not."
)
SECOND = (
    "The line cost 620 million crowns, 90 million more than planned, and has 28 stops. Trams will run every six "
    "minutes between the harbour and the university from the first of October, the operator said on Tuesday."
)
KOREAN = (
    "해안도시가 착공 8년 만인 화요일 트램 노선을 개통했다고 시 당국이 밝혔다. 시장은 의회가 예산을 승인하면 "
    "2031년까지 공항으로 가는 두 번째 노선이 놓일 것이라고 약속했다. 노선에는 정류장 28곳이 있다."
)


def found(text: str) -> list[str]:
    return [span.of(text) for span in paragraphs(text)]


def test_blank_lines_end_paragraphs() -> None:
    assert found(f"\n{FIRST}\n \t\n\n{SECOND}\r\n\r\n\u200b\n") == [FIRST, SECOND]


def test_one_paragraph_a_line() -> None:
    assert found(f"{FIRST}\n{SECOND}") == [FIRST, SECOND]
    assert found("하나가 갔다.\n둘이 갔다.\n셋이 갔다.") == ["하나가 갔다.", "둘이 갔다.", "셋이 갔다."]


@pytest.mark.parametrize("width", [50, 72, 100])
def test_wrapped_lines_are_joined(width: int) -> None:
    first, second = textwrap.fill(FIRST, width), textwrap.fill(SECOND, width)
    assert found(f"{first}\n\n{second}") == [first, second]
    assert found(f"Short headline\n\n{first}\n") == ["Short headline", first]


def test_wrapped_korean_is_joined() -> None:
    wrapped = textwrap.fill(KOREAN, 30)
    assert found(wrapped) == [wrapped]


def test_a_short_line_ends_a_paragraph_of_wrapped_lines() -> None:
    wrapped = textwrap.fill(FIRST + " And so it went on.", 72)
    assert len(wrapped.splitlines()[-1]) < 60
    assert found(f"{wrapped}\n{textwrap.fill(SECOND, 72)}") == [wrapped, textwrap.fill(SECOND, 72)]


def test_two_lines_are_a_headline_and_its_text() -> None:
    text = "Kim receives envoy at guest house in the north\nThe envoy arrived on Tuesday and left on Friday night."
    assert len(found(text)) == 2


def test_a_line_going_on_in_lower_case_is_joined() -> None:
    assert len(found("The envoy arrived on Tuesday and met the\nminister of railways in the evening.")) == 1


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\v", "\f"])
def test_line_breaks_of_any_kind(newline: str) -> None:
    assert found(f"One went home.{newline}Two stayed.{newline}{newline}Three slept.") == [
        "One went home.",
        "Two stayed.",
        "Three slept.",
    ]


def test_where_text_shows_again() -> None:
    assert next_seen("ab \u200b\n cd", 2, 8) == 6
    assert next_seen("ab  ", 2, 4) == 4


@given(st.text(st.one_of(st.characters(categories=None), st.sampled_from("\n\r \u2028ab."))))
def test_only_blank_space_is_left_out(text: str) -> None:
    at = 0
    for span in paragraphs(text):
        assert at <= span.start < span.end
        assert clean(text[at : span.start]) == ""
        at = span.end
    assert clean(text[at:]) == ""
