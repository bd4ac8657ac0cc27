import pytest

from newsbrief_models.summarize.vectors import cosine, grams, stems, tfidf, words


def test_words_are_folded_and_composed() -> None:
    assert words("Ёлка, ЁЛКА — Straße \u1112\u1161\u11ab") == ["елка", "елка", "strasse", "한"]


def test_pieces_of_words() -> None:
    assert grams("Port a") == ["^po", "por", "ort", "^a"]
    assert grams("서울은") == ["^서", "서울", "울은"]
    assert grams("😀") == ["😀"]
    assert stems("Договорились harbours 대통령은 14") == ["догов", "harbo", "대통", "14"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("президента", "президентом"), ("대통령은", "대통령이"), ("exports", "exported")],
)
def test_endings_do_not_hide_a_shared_word(one: str, other: str) -> None:
    first, second, third = tfidf([grams(one), grams(other), grams("xyz")])
    assert cosine(first, second) > 0.3
    assert cosine(first, third) == 0
    assert stems(one) == stems(other)


def test_vectors_are_unit_and_the_cosine_symmetric() -> None:
    first, second, empty = tfidf([["a", "b", "b"], ["b", "c"], []])
    assert cosine(first, first) == pytest.approx(1)
    assert cosine(first, second) == cosine(second, first)
    assert empty == {}
    assert cosine(first, empty) == 0


def test_what_few_say_weighs_more() -> None:
    vector, *_ = tfidf([["common", "rare"], ["common"], ["common"]])
    assert vector["rare"] > vector["common"]
