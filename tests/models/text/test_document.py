"""An article is read as an editor would: what is news, where it stands, what is its headline."""

import textwrap
import unicodedata

import pytest

from newsbrief_models.text.document import read
from newsbrief_models.types import Document, Language

EN, KO, RU = Language

ENGLISH = """\
Ferry line to open between Busan and Vladivostok
By Jane Doe, in Busan

BUSAN, June 17 (Ostrel) -- A ferry line will open\u00a0in July, the operator said. Tickets cost $185.50.

"We have waited long. We are ready," Kim Do-hyun, 41, told reporters.

(Photo by John Smith)
The first ship carries 312 passengers. (Ostrel)

Read more: Harbour gets second pier

(inputs from Ostrel)

Tags:
ferry
Busan
"""
KOREAN = """\
부산-블라디보스토크 여객선 7월 취항
운항사 "요금 25만원부터"…첫 배 312명
(부산=어느통신) 김하나 기자 = 부산과 블라디보스토크를 잇는 여객선이 7월 취항한다고 운항사가 밝혔다. 요금은 25만원부터다.
김도현(41) 선장은 "오래 기다렸다. 준비됐다"고 말했다.
여객선이 부두에 정박해 있는 모습. [사진=어느통신]
첫 배에는 승객 312명이 탄다. (끝)
hana@example.co.kr
<저작권자(c) 어느통신, 무단 전재-재배포 금지>
"""
RUSSIAN = """\
Паром Пусан — Владивосток начнёт ходить в июле

ПУСАН, 17 июня. /ОСТРЕЛ/. Паром Пусан — Владивосток начнёт ходить в июле, сказал оператор. Билет стоит 15 тыс. руб.

«Мы долго ждали. Мы готовы», — сказал капитан Ким До Хён.

Фото: Иван Петров / ОСТРЕЛ

Читайте также:
В порту построят второй причал

На первом судне поплывут 312 пассажиров.
"""


def texts(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


def test_an_english_article() -> None:
    document = read(ENGLISH)
    assert document.language is EN
    assert 0.99 < document.language_confidence <= 1
    assert document.headline is not None
    assert document.headline.text == "Ferry line to open between Busan and Vladivostok"
    assert document.headline.span is not None
    assert document.headline.span.of(ENGLISH) == document.headline.text
    assert texts(document) == [
        "A ferry line will open in July, the operator said.",
        "Tickets cost $185.50.",
        '"We have waited long. We are ready," Kim Do-hyun, 41, told reporters.',
        "The first ship carries 312 passengers.",
    ]
    assert [sentence.paragraph for sentence in document.sentences] == [0, 0, 1, 2]
    assert document.sentences[0].span.of(ENGLISH) == "A ferry line will open\u00a0in July, the operator said."


def test_a_korean_article() -> None:
    document = read(KOREAN)
    assert document.language is KO
    assert document.headline is not None
    assert document.headline.text == "부산-블라디보스토크 여객선 7월 취항"
    assert texts(document) == [
        "부산과 블라디보스토크를 잇는 여객선이 7월 취항한다고 운항사가 밝혔다.",
        "요금은 25만원부터다.",
        '김도현(41) 선장은 "오래 기다렸다. 준비됐다"고 말했다.',
        "첫 배에는 승객 312명이 탄다.",
    ]


def test_a_russian_article() -> None:
    document = read(RUSSIAN)
    assert document.language is RU
    assert document.headline is not None
    assert document.headline.text == "Паром Пусан — Владивосток начнёт ходить в июле"
    assert texts(document) == [
        "Паром Пусан — Владивосток начнёт ходить в июле, сказал оператор.",
        "Билет стоит 15 тыс. руб.",
        "«Мы долго ждали. Мы готовы», — сказал капитан Ким До Хён.",
        "На первом судне поплывут 312 пассажиров.",
    ]


@pytest.mark.parametrize("article", [ENGLISH, KOREAN, RUSSIAN])
@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_line_breaks_of_other_systems(article: str, newline: str) -> None:
    assert texts(read(article.replace("\n", newline))) == texts(read(article))


@pytest.mark.parametrize("article", [ENGLISH, KOREAN, RUSSIAN])
def test_decomposed_and_peppered_text_reads_the_same(article: str) -> None:
    messy = "\ufeff" + unicodedata.normalize("NFD", article).replace(" ", "\u200b \u00a0")
    document = read(messy)
    assert document.headline is not None
    assert document.headline.text == read(article).headline.text  # type: ignore[union-attr]
    assert texts(document) == texts(read(article))


def test_wrapped_mail() -> None:
    body = "\n\n".join(textwrap.fill(paragraph, 64) for paragraph in ENGLISH.split("\n\n")[1:3])
    document = read(body, "Ferry line")
    assert texts(document) == texts(read(ENGLISH))[:3]


class TestHeadline:
    def test_a_title_is_the_headline(self) -> None:
        document = read("The council met. It will meet again.", "  Council\u00a0meets ")
        assert document.headline is not None
        assert (document.headline.text, document.headline.span) == ("Council meets", None)
        assert texts(document) == ["The council met.", "It will meet again."]

    def test_a_title_repeated_in_the_body_is_no_sentence(self) -> None:
        document = read("Council meets\n\nThe council met on Monday.", "council meets")
        assert texts(document) == ["The council met on Monday."]

    def test_a_first_sentence_is_none(self) -> None:
        document = read("The council met on Monday.\n\nIt will meet again on Friday.")
        assert document.headline is None
        assert len(document.sentences) == 2

    @pytest.mark.parametrize(
        "line", ["Will the council meet?", "Council meets...", "Council leaves for the U.S.", "‘We meet!’"]
    )
    def test_it_may_end_in_other_marks_than_a_stop(self, line: str) -> None:
        document = read(f"{line}\n\nThe council met on Monday.")
        assert document.headline is not None
        assert document.headline.text == line

    def test_a_dateline_is_none(self) -> None:
        document = read("SEOUL, June 17 (Ostrel) --\n\nThe council met on Monday.")
        assert document.headline is None
        assert texts(document) == ["The council met on Monday."]

    def test_a_long_first_line_is_none(self) -> None:
        document = read("the council met " * 20 + "\n\nIt will meet again on Friday.")
        assert document.headline is None
        assert len(document.sentences) == 2

    @pytest.mark.parametrize("kicker", ["World", "Breaking News | World", "정치 > 북한", "Новости / Азия"])
    def test_a_kicker_is_passed_over(self, kicker: str) -> None:
        document = read(
            f"{kicker}\nCouncil meets on Monday\n\nThe council met on Monday. It was short.",
            language=Language.EN,
        )
        assert document.headline is not None
        assert document.headline.text == "Council meets on Monday"
        assert len(document.sentences) == 2

    def test_it_may_be_one_word(self) -> None:
        document = read("Chess\n\nThe game has 32 pieces.")
        assert document.headline is not None
        assert document.headline.text == "Chess"

    def test_one_line_is_a_sentence(self) -> None:
        document = read("North Korea fires missile")
        assert document.headline is None
        assert texts(document) == ["North Korea fires missile"]

    def test_lines_without_stops_are_sentences_where_nothing_has_one(self) -> None:
        document = read(
            "Council meets on Monday\nThe mayor said so to the press\nNobody else was there that day"
        )
        assert document.headline is not None
        assert len(document.sentences) == 2


class TestSentencesAreKept:
    def test_a_dateline_later_on_is_text(self) -> None:
        document = read("The council met on Monday.\n\nSeoul: The ministry did not comment on it.")
        assert texts(document)[1] == "Seoul: The ministry did not comment on it."

    def test_a_list_ends_with_the_next_sentence(self) -> None:
        document = read("The council met.\n\nRelated:\nOne\nTwo\n\nIt will meet again on Friday.")
        assert texts(document) == ["The council met.", "It will meet again on Friday."]

    def test_what_has_no_letter_is_left_out(self) -> None:
        document = read("The council met.\n* * *\nIt will meet again.\n---")
        assert texts(document) == ["The council met.", "It will meet again."]

    def test_foreign_names_do_no_harm(self) -> None:
        document = read("평양을 방문한 Sergei Lebedev 서기는 北·러 협력을 논의했다. KCNA가 보도했다.")
        assert document.language is KO
        assert len(document.sentences) == 2
