"""No text, and no glossary, makes finding cost more than time linear in the text."""

import time

import pytest

from newsbrief_models.terms import Entry, Form, Kind, Matcher, find
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU
TEXTS = {
    "one word without end": (EN, "a"),
    "the start of a name": (EN, "United Nations Security "),
    "hyphens": (EN, "Kim-"),
    "marks over a letter": (EN, "e\u0301\u0302"),
    "Cyrillic without end": (RU, "ы"),
    "Russian starts": (RU, "Министерство иностранных "),
    "Hangul without end": (KO, "가"),
    "Korean starts": (KO, "유엔 안전보장이사회 "),
    "particles": (KO, "에서는"),
    "spaces and dots": (KO, "· 서 "),
    "brackets": (KO, "쇼이구(("),
}


def seconds(text: str, language: Language) -> float:
    best = 9.0
    for _ in range(2):
        start = time.process_time()
        find(text, language)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("name", TEXTS)
def test_time_is_linear(name: str) -> None:
    language, piece = TEXTS[name]
    find(piece, language)  # builds the index
    small = seconds(piece * (4_000 // len(piece)), language)
    large = seconds(piece * (32_000 // len(piece)), language)
    assert large < 8 * small * 3 + 0.02, (small, large)  # eight times the text; three times as slack


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("text", ["", "\0", "\u202e\u200d", "\ud800", "'" * 50, "()" * 50, "\n\n", "́"])
def test_odd_text_gives_nothing_and_no_error(text: str, language: Language) -> None:
    assert find(text, language) == ()


def test_a_hundred_thousand_terms_that_begin_alike() -> None:
    entries = [
        Entry(
            f"t{n}",
            Kind.ORGANIZATION,
            {RU: (Form(f"Общество номер {n}"),)},
        )
        for n in range(100_000)
    ]
    own = Matcher(entries)
    assert [m.entry.id for m in own.find("у Общества номер 31415.", RU)] == ["t31415"]
    start = time.process_time()
    own.find("Общество номер " * 2_000, RU)
    assert time.process_time() - start < 2
