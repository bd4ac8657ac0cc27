"""Texts made to be slow to read: the work grows with their length, not faster."""

import sys
from collections.abc import Callable

import pytest

from newsbrief_models.fidelity.figures import compare, read
from newsbrief_models.types import Language

SOUPS = [
    "1234567890",
    "1,",
    "12 ",
    "1-",
    "1-a-",
    "a1-",
    "1.",
    "123 456 ",
    "1만 5000 ",
    "5월 3일과 4일과 ",
    "twenty two hundred and three thousand and ",
    "hundred ",
    "hundreds of thousands of millions of ",
    "one in ",
    "3, 4, 5 and 6 ",
    "May 8 and 9 and ",
    "двадцать две тысячи три миллиона ",
    "с 7 по 8 и ",
    "полу",
    "일이삼십백천만억조경",
    "수십백천만억",
    "스물세 ",
    "한 시간 반 ",
    "% $ € - . : / ",
    "가나다라",
    "word ",
]


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls, a measure of time that does not depend on the machine."""
    count = 0

    def profile(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("soup", SOUPS)
def test_twice_the_text_takes_twice_the_calls(soup: str, language: Language) -> None:
    sizes = [(soup * (size // len(soup) + 1))[:size] for size in (600, 1200)]
    read(sizes[0], language)  # tables are loaded once
    small, large = (calls(lambda text=text: read(text, language)) for text in sizes)  # type: ignore[misc]
    assert large <= 2.3 * small + 200


def test_a_number_too_long_to_mean_anything_is_no_figure() -> None:
    for language in Language:
        assert read("9" * 100_000, language) == ()


def test_thousands_of_figures_are_compared_at_once() -> None:
    source = read(" ".join(f"{n} men," for n in range(3000, 6000)), Language.EN)
    target = read(" ".join(f"{n}명," for n in range(4000, 7000)), Language.KO)
    results = compare(source, target)
    assert sum(found.verdict == "match" for found in results) == 2000
