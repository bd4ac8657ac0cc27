"""What is no article is refused with the reason; any text at all is read or refused, and its spans are true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.errors import (
    LanguageMismatchError,
    LanguageUndetectedError,
    LanguageUnsupportedError,
    MarkupError,
    NoSentencesError,
    TextError,
)
from newsbrief_models.text.clean import clean
from newsbrief_models.text.document import read, sentences
from newsbrief_models.types import Language

EN, KO, RU = Language


class TestErrors:
    @pytest.mark.parametrize("body", ["", " \n\u200b", "12345.", "🚒🚒🚒"])
    def test_no_letters(self, body: str) -> None:
        with pytest.raises(LanguageUndetectedError):
            read(body)

    @pytest.mark.parametrize("body", ["", " \n\u200b", "* * *", "(END)", "Tags: a, b"])
    def test_no_sentences(self, body: str) -> None:
        with pytest.raises(NoSentencesError):
            read(body, language=EN)

    def test_another_language(self) -> None:
        with pytest.raises(LanguageUnsupportedError) as caught:
            read("Президент України заявив, що переговори тривають.")
        assert caught.value.seen == "uk"

    def test_a_language_named_is_taken_at_its_word(self) -> None:
        document = read("Der Rat traf sich am Montag. Er trifft sich wieder.", language=EN)
        assert (document.language, document.language_confidence) == (EN, 1.0)
        assert len(document.sentences) == 2

    def test_unless_the_text_has_none_of_its_letters(self) -> None:
        with pytest.raises(LanguageMismatchError):
            read("The council met on Monday.", language=KO)

    def test_markup(self) -> None:
        with pytest.raises(MarkupError):
            read("<p>The council met.</p>")
        with pytest.raises(MarkupError):
            read("The council met.", "<h1>Council</h1>")
        with pytest.raises(MarkupError):
            sentences("<p>The council met.</p>", EN)


class TestSentences:
    def test_layout_is_kept_by_what_lies_between(self) -> None:
        text = "  Ferry line\n\n(END)  \n\tThe line opens. It is new.\r\n\r\n* * *\n"
        found = sentences(text, EN)
        assert [sentence.text for sentence in found] == [
            "Ferry line",
            "(END)",
            "The line opens.",
            "It is new.",
            "* * *",
        ]
        assert [sentence.paragraph for sentence in found] == [0, 1, 2, 2, 3]
        rebuilt, at = "", 0
        for sentence in found:
            rebuilt += text[at : sentence.span.start] + sentence.span.of(text).upper()
            at = sentence.span.end
        assert rebuilt + text[at:] == text.upper()

    def test_blank(self) -> None:
        with pytest.raises(NoSentencesError):
            sentences(" \n\u200b", KO)


PIECES = [
    "SEOUL — ",
    "(서울=뉴스1) 홍길동 기자 = ",
    "МОСКВА, 4 июн — РИА Новости. ",
    "Tags:",
    "(끝)",
    "\n",
    "\n\n",
    ". ",
    "\u200b",
    "The council met. ",
]


@given(
    st.lists(st.one_of(st.text(st.characters(categories=None), max_size=6), st.sampled_from(PIECES))).map(
        "".join
    ),
    st.sampled_from([None, *Language]),
)
def test_any_text_is_read_or_refused(body: str, language: Language | None) -> None:
    try:
        document = read(body, language=language)
    except TextError:
        return
    at = 0
    for sentence in document.sentences:
        assert at <= sentence.span.start < sentence.span.end <= len(body)
        assert sentence.text == clean(sentence.span.of(body)) != ""
        at = sentence.span.end
    numbers = [sentence.paragraph for sentence in document.sentences]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(numbers[-1] + 1))
