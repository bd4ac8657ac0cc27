"""Clause cutting loses nothing, keeps the limit, prefers strong boundaries and stays linear."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.translate.clauses import split_clauses


def words(text: str) -> int:
    return len(text.split())


def octets(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


SENTENCES = st.lists(
    st.sampled_from(
        [
            "port",
            "1,000",
            "10:30",
            "Mr.",
            "closed.",
            "дом",
            "который",
            "и",
            "한국",
            "발표했지만",
            "—",
            ";",
            ",",
            "and",
        ]
    )
    | st.text(max_size=12)
).map(" ".join)


@given(text=SENTENCES, limit=st.integers(4, 40), measure=st.sampled_from([len, words, octets]))
def test_pieces_join_to_the_text_and_keep_the_limit(
    text: str, limit: int, measure: Callable[[str], int]
) -> None:
    pieces = split_clauses(text, measure, limit)
    assert "".join(pieces) == text
    assert all(measure(piece) <= limit for piece in pieces)


@given(text=st.text(max_size=300), limit=st.integers(1, 9))
def test_a_measure_that_grows_on_joining_is_held_too(text: str, limit: int) -> None:
    def squares(part: str) -> int:
        return len(part) ** 2

    pieces = split_clauses(text, squares, limit)
    assert "".join(pieces) == text
    assert all(squares(piece) <= limit for piece in pieces)


@pytest.mark.parametrize("text", ["", " ", "Short enough; no cut, then."])
def test_what_fits_stays_whole(text: str) -> None:
    assert split_clauses(text, words, 5) == [text]


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        (
            "The pier opened on Monday, officials said; fourteen boats came, all of them small.",
            8,
            ["The pier opened on Monday, officials said; ", "fourteen boats came, all of them small."],
        ),
        (
            "The pier opened at 10:30 with 1,000 guests, and the mayor of the town spoke.",
            9,
            ["The pier opened at 10:30 with 1,000 guests, ", "and the mayor of the town spoke."],
        ),
        (
            "Мэр сказал что план стоит дорого — совет проголосует за него на неделе",
            7,
            ["Мэр сказал что план стоит дорого ", "— совет проголосует за него на неделе"],
        ),
        (
            "시장은 사업비가 크다고 말했지만 시의회는 다음 주 표결한다",
            5,
            ["시장은 사업비가 크다고 말했지만 ", "시의회는 다음 주 표결한다"],
        ),
        (
            "The spokesman Mr. Han left the hall while the vote went on",
            8,
            ["The spokesman Mr. Han left the hall ", "while the vote went on"],
        ),
        ("one two three four five six", 3, ["one two three ", "four five six"]),
        ('He said "the port is closed." Boats wait', 6, ['He said "the port is closed." ', "Boats wait"]),
    ],
)
def test_cuts_fall_where_clauses_end(text: str, limit: int, pieces: list[str]) -> None:
    assert split_clauses(text, words, limit) == pieces


def test_pieces_are_even_rather_than_full() -> None:
    pieces = split_clauses("a " * 11, words, 10)
    assert [words(piece) for piece in pieces] == [6, 5]


HOSTILE = {
    "one word": "a",
    "one Korean word": "가",
    "spaces": " ",
    "semicolons": ";",
    "quotes": '"',
    "stops": "aaaa.",
    "dashes": " —",
    "short words": "a ",
    "openings": "and ",
    "endings": "하고 ",
    "bytes": "😀",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_is_linear(unit: str) -> None:
    text = (unit * 100_000)[:100_000]
    measured = 0

    def measure(part: str) -> int:
        nonlocal measured
        measured += len(part)
        return len(part)

    start = time.process_time()
    pieces = split_clauses(text, measure, 100)
    assert time.process_time() - start < 5
    assert measured <= 12 * len(text)
    assert "".join(pieces) == text
    assert len(pieces) <= 3 * len(text) / 100
