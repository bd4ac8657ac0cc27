"""What a term may be: each thing that can be wrong named with its field, and what is cleaned rather than refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief.v1.types_pb2 import ErrorReason, GlossaryTerm, TermForm
from newsbrief_models.terms import russian
from newsbrief_models.terms.hangul import MAX_LENGTH
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.types import Language
from newsbrief_service.glossaries.convert import entry_of
from newsbrief_service.glossaries.review import review
from tests.service.glossaries.terms import term


def form(text: str, language: str = "ko", **fields: Any) -> GlossaryTerm:
    """A term with one form under test, and a good one beside it."""
    made = term("Seoul" if language != "en" else "", "서울" if language == "en" else "")
    made.forms[language].MergeFrom(TermForm(text=text, **fields))
    return made


BAD = {
    "one language": (term("Seoul"), "OUT_OF_RANGE", "forms"),
    "no language": (GlossaryTerm(), "OUT_OF_RANGE", "forms"),
    "an unknown language": (
        GlossaryTerm(forms={"en": TermForm(text="Tokyo"), "ja": TermForm(text="東京")}),
        "LANGUAGE_UNSUPPORTED",
        "forms",
    ),
    "empty": (form(""), "TEXT_EMPTY", 'forms["ko"].text'),
    "blank": (form(" \u200b\u3000"), "TEXT_EMPTY", 'forms["ko"].text'),
    "too long": (form("x" * 201, "en"), "TEXT_TOO_LONG", 'forms["en"].text'),
    "too many words": (form("a b c d e f g h i j k l m", "en"), "TEXT_TOO_LONG", 'forms["en"].text'),
    "too many syllables": (form("가" * (MAX_LENGTH + 1)), "TEXT_TOO_LONG", 'forms["ko"].text'),
    "NUL": (form("서울\0"), "TEXT_NOT_TEXT", 'forms["ko"].text'),
    "control characters": (form("서\x1b[31m울"), "TEXT_NOT_TEXT", 'forms["ko"].text'),
    "Hebrew": (form("ירושלים Seoul", "en"), "LANGUAGE_MISMATCH", 'forms["en"].text'),
    "Arabic": (form("القدس", "ru"), "LANGUAGE_MISMATCH", 'forms["ru"].text'),
    "Korean under ru": (form("서울", "ru"), "LANGUAGE_MISMATCH", 'forms["ru"].text'),
    "Russian under en": (form("Сеул", "en"), "LANGUAGE_MISMATCH", 'forms["en"].text'),
    "Russian under ko": (form("Сеул", "ko"), "LANGUAGE_MISMATCH", 'forms["ko"].text'),
    "a figure": (form("15,000", "en"), "LANGUAGE_MISMATCH", 'forms["en"].text'),
    "a date that Korean reads as a figure": (form("6·25"), "LANGUAGE_MISMATCH", 'forms["ko"].text'),
    "brackets around": (form("《로동신문》"), "MALFORMED_VALUE", 'forms["ko"].text'),
    "an English article": (form("the", "en"), "MALFORMED_VALUE", 'forms["en"].text'),
    "a Russian preposition": (form("на", "ru"), "MALFORMED_VALUE", 'forms["ru"].text'),
    "an alias that is a particle": (
        form("서울", aliases=["경성", "에서"]),
        "MALFORMED_VALUE",
        'forms["ko"].aliases[1]',
    ),
    "an empty alias": (form("서울", aliases=[""]), "TEXT_EMPTY", 'forms["ko"].aliases[0]'),
    "33 aliases": (
        form("서울", aliases=[f"서울{n}" for n in range(33)]),
        "OUT_OF_RANGE",
        'forms["ko"].aliases',
    ),
    "Korean that inflects": (form("서울", inflection=2), "MALFORMED_VALUE", 'forms["ko"].inflection'),
    "an unknown inflection": (form("Сеул", "ru", inflection=9), "OUT_OF_RANGE", 'forms["ru"].inflection'),
    "an unknown kind": (term("Seoul", "서울", kind=99), "OUT_OF_RANGE", "kind"),
    "a long note": (term("Seoul", "서울", note="x" * 501), "TEXT_TOO_LONG", "note"),
    "a note with NUL": (term("Seoul", "서울", note="\0"), "TEXT_NOT_TEXT", "note"),
}


@pytest.mark.parametrize("row", BAD.values(), ids=BAD)
def test_what_is_wrong_is_named(row: tuple[GlossaryTerm, str, str]) -> None:
    bad, reason, path = row
    _, problems = review(bad)
    named = [
        (ErrorReason.Name(problem.reason).removeprefix("ERROR_REASON_"), problem.path) for problem in problems
    ]
    assert named == [(reason, path)]


@pytest.mark.parametrize(
    "particle", ["은", "는", "이", "가", "을", "를", "로", "와", "의", "에서", "까지", "보다"]
)
def test_particles_are_no_terms(particle: str) -> None:
    _, problems = review(form(particle))
    assert ["particle" in problem.text for problem in problems] == [True]


GOOD = {
    "a country that reads as a particle": form("이란"),
    "a word that reads as a particle": form("이자"),
    "one letter more than a particle": form("은행"),
    "Latin in Korean": form("KCNA"),
    "Latin in Russian": form("KCNA", "ru"),
    "Chinese letters in Korean": form("北"),
    "capitals of a frequent word": form("WHO", "en"),
    "the limits": form("x" * 200, "en", aliases=[f"y{n}" for n in range(32)]),
    "twelve words": form("a b c d e f g h i j k l", "en"),
}


@pytest.mark.parametrize("good", GOOD.values(), ids=GOOD)
def test_what_is_fine(good: GlossaryTerm) -> None:
    kept, problems = review(good)
    assert problems == []
    assert kept == good


def test_invisible_characters_and_odd_spaces_are_cleaned_away() -> None:
    kept, problems = review(
        term(
            "\u202eKim\u00a0 Jong-un\u200f\n",
            "김\u200b정\u00ad은",
            "Кий\u0306 Чен\t Ын\ufeff",
            note=" a\r\nb ",
        )
    )
    assert problems == []
    assert [kept.forms[code].text for code in ("en", "ko", "ru")] == [
        "Kim Jong-un",
        "김정은",
        "Кий\u0306 Чен Ын",
    ]
    assert kept.note == "a b"


def test_letters_are_composed() -> None:
    kept, _ = review(term("Cafe\u0301", "\u1109\u1165\u110b\u116e\u11af"))
    assert (kept.forms["en"].text, kept.forms["ko"].text) == ("Café", "서울")


def test_repeated_aliases_are_dropped() -> None:
    kept, problems = review(form("서울", aliases=["한성", "서울", "한성 ", "경성"]))
    assert problems == []
    assert list(kept.forms["ko"].aliases) == ["한성", "경성"]


def test_no_message_quotes_the_term() -> None:
    for bad, _, _ in BAD.values():
        for problem in review(bad)[1]:
            for each in bad.forms.values():
                assert len(each.text) < 4 or each.text not in problem.text


@pytest.mark.parametrize(
    ("text", "kind", "inflection", "instrumental"),
    [
        ("Ким Чен Ын", 1, 0, "Ким Чен Ыном"),
        ("Ким Чен Ын", 1, 1, "Ким Чен Ын"),
        ("Захарова", 1, 0, "Захаровой"),
        ("МИД", 3, 0, "МИД"),
        ("МИД", 3, 2, "МИДом"),
        ("ТАСС", 3, 1, "ТАСС"),
    ],
)
def test_russian_forms_inflect_as_the_row_says(
    text: str, kind: int, inflection: int, instrumental: str
) -> None:
    made = form(text, "ru", inflection=inflection)
    made.kind = kind  # type: ignore[assignment]
    entry = entry_of(review(made)[0], "id")
    assert russian.inflect(entry, russian.Case.INS) == instrumental


WORDS = st.text(
    st.one_of(
        st.sampled_from(
            "abcXYZ'’-–. ·()《》гдеёйЖШьЪ가나다라은는이힣ㄱㅏ一北0159%ʼıŁß\u0301\u200d\u202e\u0130"
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@given(
    st.fixed_dictionaries(
        {}, optional={code: st.tuples(WORDS, st.lists(WORDS, max_size=2)) for code in Language}
    )
)
def test_terms_that_pass_can_be_looked_for(forms: dict[Language, tuple[str, list[str]]]) -> None:
    made = GlossaryTerm(
        forms={code: TermForm(text=text, aliases=more) for code, (text, more) in forms.items()}
    )
    kept, problems = review(made)
    if problems:
        return
    assert review(kept) == (kept, [])
    matcher = Matcher([entry_of(kept, "id")])
    for code, kept_form in kept.forms.items():
        for text in (kept_form.text, *kept_form.aliases):
            matcher.find(f"{text}. {text}은 {text}.", Language(code))
