"""Sentences end where a reader would end them, and nothing of a text is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.text.clean import clean
from newsbrief_models.text.sentences import split
from newsbrief_models.types import Language

EN, KO, RU = Language
MARK = "¦"


def paragraphs() -> list[tuple[Language, str]]:
    """The lines of paragraphs.txt, each under its language."""
    found: list[tuple[Language, str]] = []
    language = EN
    for line in (Path(__file__).parent / "paragraphs.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            language = Language(line[1:3])
        elif line and not line.startswith("#"):
            found.append((language, line))
    return found


def marked(text: str, language: Language) -> list[str]:
    return [span.of(text) for span in split(text, language)]


@pytest.mark.parametrize(("language", "line"), paragraphs())
def test_newswire_paragraphs(language: Language, line: str) -> None:
    wanted = [sentence.strip() for sentence in line.split(MARK)]
    text = line.replace(f" {MARK} ", " ").replace(MARK, "")
    assert marked(text, language) == wanted


def test_there_are_ten_paragraphs_of_each_language() -> None:
    languages = [language for language, _ in paragraphs()]
    assert all(languages.count(language) >= 10 for language in Language)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (EN, "He arrived at 6 p.m.¦ Kim did not."),
        (EN, "He arrived at 6 p.m. Tuesday."),
        (EN, "At 8:24 a.m. Japan reported a launch."),
        (EN, "The launch came at 8:24 a.m.¦ Japan reported it."),
        (EN, "He lives in the U.S.¦ The others do not."),
        (EN, "He leads the U.S. Army."),
        (EN, "Is it vitamin C.¦ The doctor says so."),
        (EN, 'She said "no."¦ He left.'),
        (EN, 'She said "No. 5 is mine."¦ He left.'),
        (EN, "He said no.¦ Then he left."),
        (EN, "See No. 5 and pp. 7-9."),
        (EN, "1. The first point.¦ 2. The second."),
        (EN, "Visit www.example.org or v2.0.1 now.¦ Thanks."),
        (EN, "Well... maybe.¦ Maybe not."),
        (EN, "It rained. . . . and rained."),
        (EN, "“Stop!” he said.¦ “Why?” asked the guard."),
        (EN, "What?!¦ Yes."),
        (EN, "Talks stalled.”¦ He left."),
        (EN, 'The 6" pipe burst.¦ The 8" pipe held.¦ All is well.'),
        (EN, "He spoke to The Hon. Member, e.g. Dr. No, a.k.a. Smith."),
        (KO, "1. 개요를 보고했다.¦ 2. 결론은 없다."),
        (KO, "가. 첫째 안이다.¦ 나. 둘째 안이다."),
        (KO, '그는 "간다."라고 했다.¦ 끝이다.'),
        (KO, '그는 "간다."¦ 그녀는 남았다.'),
        (KO, '그는 "갈까?" 하고 물었다.'),
        (KO, "기온은 3.5도였다.¦ A.B. 리 박사가 쟀다."),
        (KO, "좋아요.¦ 갑시다!¦ 정말?"),
        (KO, "‘평화의 길’을 열었다.¦ 그 길은 길다."),
        (RU, "Это было в 1990 г.¦ Россия вышла из договора."),
        (RU, "В июне 2025 г. Ким Чен Ын принял гостя."),
        (RU, "Он купил хлеб, соль и т.п.¦ Ким не купил."),
        (RU, "А. С. Пушкин и Дж. Байрон — поэты.¦ И. О. главы ушёл."),
        (RU, "Книга Иванова А. С.¦ Она вышла в мае."),
        (RU, "«Да!» — сказал он.¦ «Нет!» — ответила она."),
        (RU, "Он знал это. — Однако молчал."),
        (RU, "В V в. до н. э. Рим был мал."),
        (RU, "Он помог им.¦ Они ушли."),
        (RU, "Скорость 8 м/с.¦ Ветер слабый."),
        (RU, "Цена — 5 руб. 50 коп. за штуку."),
        (RU, "ООО «Ромашка» закрыто.¦ ООО «Лютик» — нет."),
    ],
)
def test_tricky_ends(language: Language, line: str) -> None:
    assert marked(line.replace(MARK, ""), language) == [sentence.strip() for sentence in line.split(MARK)]


def test_invisible_characters_hide_no_end() -> None:
    assert marked("The end.\u200b The \ufeffbeginning.\u200b\u200b", EN) == [
        "The end.\u200b",
        "The \ufeffbeginning.",
    ]


def test_a_paragraph_end_ends_a_sentence() -> None:
    assert marked("Headline without stop\n\nText by Mr.\n\nBrown.", EN) == [
        "Headline without stop",
        "Text by Mr.",
        "Brown.",
    ]


def test_a_long_quotation_is_split_and_an_unbalanced_mark_swallows_nothing() -> None:
    sentence = "The committee will meet again next week to hear both sides. "
    assert len(marked(f"“{sentence * 8}” he said.", EN)) == 8
    assert len(marked(f"“{sentence * 8}", EN)) == 8
    assert len(marked(f"“{sentence * 3}” he said.", EN)) == 1


def test_without_a_stop_all_is_one_sentence() -> None:
    text = "слово " * 5000
    assert marked(text, RU) == [text.strip()]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    ("unit", "least", "most"),
    [
        ("x", 1, 1),
        (".", 1, 1),
        ('"', 1, 1),
        ("“", 1, 1),
        ("!", 1, 1),
        ('."', 1, 1),
        ("\u0301", 1, 1),
        ("\n", 0, 0),
        (" \u200b", 0, 0),
        ("간다. ", 25_000, 25_000),
    ],
)
def test_hostile_runs(unit: str, least: int, most: int, language: Language) -> None:
    text = unit * (100_000 // len(unit))
    found = split(text, language)
    assert least <= len(found) <= most
    assert "".join(span.of(text) for span in found).replace(" ", "") == text.replace(" ", "") * bool(most)


@given(
    st.lists(
        st.one_of(
            st.text(st.characters(categories=None), max_size=8),
            st.sampled_from(
                [
                    ". ",
                    '." ',
                    "U.S. ",
                    "г. ",
                    "다. ",
                    "\n",
                    "\n\n",
                    "“",
                    "”",
                    "«",
                    "»",
                    '"',
                    "… ",
                    "1. ",
                    "? — ",
                ]
            ),
        )
    ).map("".join),
    st.sampled_from(Language),
)
def test_nothing_is_lost(text: str, language: Language) -> None:
    at = 0
    for span in split(text, language):
        assert at <= span.start < span.end <= len(text)
        assert clean(text[at : span.start]) == ""
        assert clean(span.of(text)) != ""
        at = span.end
    assert clean(text[at:]) == ""
