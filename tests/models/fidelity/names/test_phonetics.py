"""The sound of names across three scripts."""

import pytest

from newsbrief_models.fidelity.naming.alignment import distance
from newsbrief_models.fidelity.naming.phonetics import MAX_WORD, likeness, sounds_of
from newsbrief_models.fidelity.naming.search import Text
from newsbrief_models.fidelity.naming.tokens import words_of


@pytest.mark.parametrize(
    "names",
    [
        "Shoigu Shoygu 쇼이구 Шойгу",
        "Lebedev 레베데프 Лебедев Лебедевым",
        "Zhirinovsky 지리놉스키 Жириновского",
        "Park 박 Пак",
        "Choi Choe 최 Чхве Цой",
        "Jung Jeong Jong 정 Чон",
        "Youngsoo 영수 Ёнсу",
        "Vladivostok 블라디보스토크 Владивостоке",
    ],
)
def test_one_name_sounds_alike_in_every_script(names: str) -> None:
    words = [sounds_of(name) for name in names.split()]
    assert max(distance(one, other) for one in words for other in words) < 0.2


@pytest.mark.parametrize(
    "names", ["Shoigu 소뱌닌", "Lebedev Соболев", "지우 민수", "Andrei Сергей", "Kim 박", "정은 Ир"]
)
def test_other_names_do_not(names: str) -> None:
    one, other = map(sounds_of, names.split())
    assert distance(one, other) > 0.3


def test_likeness_is_symmetric_and_free_for_the_same() -> None:
    sounds = "pbfvwtdkgxhszSZcjCmnNlaeiouOUIyYE"
    for one in sounds:
        assert likeness(one, one) == 0
        assert all(likeness(one, other) == likeness(other, one) for other in sounds)


def test_what_makes_no_sound_is_as_far_as_can_be() -> None:
    assert distance(sounds_of("漢字"), sounds_of("Kim")) == 1.0
    assert distance(sounds_of(""), sounds_of("")) == 1.0


def test_only_the_beginning_of_a_long_word_is_heard() -> None:
    assert sounds_of("a" * 10_000 + "k").text == "a"
    assert len(sounds_of("ka" * 10_000).text) == MAX_WORD


def test_a_search_finds_the_stretch_without_its_particle_or_possessive() -> None:
    for text, name, found in (
        ("어제 쇼이구가 말했다.", ["Shoigu"], "쇼이구"),
        ("Yesterday Shoigu's aide spoke.", ["쇼이구"], "Shoigu"),
        ("Вчера Ким Чен Ыном гордились.", ["김정은"], "Ким Чен Ыном"),
    ):
        match = Text(words_of(text)).find(name, 0.0)
        assert match
        assert match.span.of(text) == found


def test_a_search_keeps_off_words_that_are_taken() -> None:
    text = Text(words_of("Shoigu met Shoygu."))
    first = text.find(["쇼이구"], 0.0)
    second = text.find(["쇼이구"], 0.0, skip=frozenset({0}))
    assert first
    assert second
    assert (first.first, second.first) == (0, 2)
