"""Text on a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief._cli._layout import cells, harmless, one_line, table, wrap

any_text = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("한국", 4),
        ("Россия", 6),
        ("e\u0301", 1),  # combining accent
        ("\u1112\u1161\u11ab", 2),  # 한 in conjoining letters
        ("👍", 2),
        ("日本", 4),
        ("a\u200db", 2),  # joiner
        ("…", 1),  # ambiguous
        ("\uff21", 2),
    ],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


@given(any_text, st.integers(2, 40), st.sampled_from(["", "  "]))
def test_wrapping_keeps_the_width_and_loses_nothing(text: str, width: int, indent: str) -> None:
    text = one_line(text)
    wrapped = wrap(text, width + len(indent), indent=indent)
    for line in wrapped.split("\n"):
        assert cells(line) <= width + len(indent)
        assert line.startswith(indent) or not line
    assert wrapped.replace("\n", "").replace(" ", "") == text.replace(" ", "")


def test_korean_wraps_at_spaces() -> None:
    assert wrap("북한이 미사일을 쏘았다", 14) == "북한이\n미사일을\n쏘았다"
    assert wrap("북한이 미사일을 쏘았다", 15) == "북한이 미사일을\n쏘았다"


def test_long_words_are_cut_between_characters() -> None:
    assert wrap("가나다라마", 5) == "가나\n다라\n마"


def test_no_break_spaces_hold() -> None:
    assert wrap("one two\u00a0[3]", 9) == "one\ntwo\u00a0[3]"


@given(any_text)
def test_nothing_drives_the_terminal(text: str) -> None:
    shown = harmless(text)
    assert not [c for c in shown if unicodedata.category(c) == "Cc" and c not in "\n\t"]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("LRE", "RLE", "LRO", "RLO", "PDF")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("LRI", "RLI", "FSI", "PDI")]


def test_control_characters_are_seen_to_be_gone() -> None:
    assert harmless("a\x1b[31mb\x07\x9bc\rd\u202ee") == "a\ufffd[31mb\ufffd\ufffdc\ufffdde"
    assert harmless("a\r\nb\u2028c\td") == "a\nb\nc\td"


def test_ordinary_text_is_left_alone() -> None:
    text = "Ким сказал: «да» — 北 정부 👩\u200d👩\u200d👧 5\u00a0%"
    assert harmless(text) == text


def test_tables_align_by_cells() -> None:
    rows = [["", "en", "ko"], ["[1]", "15,000", "1만5천명"], ["[12]", "✓", "✗"]]
    assert table(rows, None) == ["      en      ko", "[1]   15,000  1만5천명", "[12]  ✓       ✗"]


@given(st.lists(st.tuples(any_text, any_text, any_text), min_size=1, max_size=4), st.integers(22, 60))
def test_tables_keep_the_width(rows: list[tuple[str, str, str]], width: int) -> None:
    clean = [[one_line(cell) for cell in row] for row in rows]
    for line in table(clean, width):
        assert cells(line) <= width


def test_what_is_cut_shows_it() -> None:
    assert table([["두 사람이 만났다고 한다", "x"]], 15) == ["두 사람이 …   x"]


def test_time_is_linear() -> None:
    assert len(wrap("x" * 1_000_000, 80).split("\n")) == 12_500
