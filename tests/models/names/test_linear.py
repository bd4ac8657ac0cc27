"""The rules themselves, below the limit on a name's length, take any text in one pass."""

import time
from collections.abc import Callable

import pytest

from newsbrief_models.names import Convention, Kind, korean, loanword, reading, russian

RULES: dict[str, tuple[Callable[[str], object], str]] = {
    "loanword": (loanword.hangul, "Шойгу"),
    "loanword, one consonant": (loanword.hangul, "б"),
    "loanword, endings": (loanword.hangul, "град"),
    "loanword, joints": (loanword.hangul, "а-"),
    "latin": (lambda text: russian.latin(text, Convention.BGN_PCGN), "ьещ"),
    "cyrillic": (russian.cyrillic, "shch"),
    "revised": (
        lambda text: korean.write(text, Convention.REVISED_ROMANIZATION, kind=Kind.PLACE),
        "독립문",
    ),
    "kontsevich": (lambda text: korean.write(text, Convention.KONTSEVICH, cyrillic=True), "앙"),
    "reading": (reading.hangul, "kim-"),
    "reading, words": (reading.hangul, "kim "),
}


@pytest.mark.parametrize("name", RULES)
def test_time_grows_as_length(name: str) -> None:
    rule, unit = RULES[name]
    rule(unit * 10)
    times = []
    for size in (4_000, 32_000):
        text = unit * (size // len(unit))
        best = min(_seconds(rule, text) for _ in range(3))
        times.append(max(best, 1e-4))
    assert times[1] < 8 * 4 * times[0], "eight times the text takes eight times as long, and a margin of four"


def _seconds(rule: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    rule(text)
    return time.process_time() - start
