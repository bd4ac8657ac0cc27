"""Words that translate one another are found, and a sentence is glossed as if the dictionary had never seen it."""

from __future__ import annotations

from newsbrief_training.glossing.align import links
from newsbrief_training.glossing.counts import Counts, sightings
from newsbrief_training.glossing.units import Unit

from newsbrief_models.translate.glosses import segments
from newsbrief_models.types import Language


def unit(word: str) -> Unit:
    return Unit(word, word, word, 0)


def test_words_that_keep_company_are_linked() -> None:
    lines = [
        ("red ship", "корабль красный"),
        ("red house", "красный дом"),
        ("old ship", "старый корабль"),
    ] * 3
    pairs = [([unit(x) for x in a.split()], [unit(y) for y in b.split()]) for a, b in lines]
    linked = list(links(pairs))
    assert sorted(linked[0]) == [(0, 1), (1, 0)]
    assert sorted(linked[1]) == [(0, 0), (1, 1)]


def test_a_line_with_nothing_on_one_side_has_no_links() -> None:
    pairs = [([unit("ship")], []), ([unit("ship")], [unit("корабль")])]
    assert list(links(pairs)) == [[], [(0, 0)]]


def seen(text: str, translated: dict[int, str], weight: float = 1.0) -> list[tuple[str, str, float]]:
    return sightings(segments(text, Language.EN, {"nickel", "mine", "old"}), translated, weight)


def test_counts_choose_by_neighbour_and_alone() -> None:
    counts = Counts()
    for _ in range(2):
        counts.add(seen("nickel mine", {0: "никелевый", 7: "рудник"}))
    for _ in range(3):
        counts.add(seen("mine", {0: "мина"}))
    assert (counts.get("mine"), counts.get("nickel<mine")) == ("мина", "рудник")


def test_what_a_group_taught_is_taken_out_and_put_back() -> None:
    counts = Counts()
    own = seen("nickel mine", {7: "рудник"})
    counts.add(own)
    counts.add(seen("old mine", {4: "шахта"}, 0.3))
    assert counts.get("mine") == "рудник"
    with counts.without(own):
        assert counts.get("mine") == "шахта"
    assert counts.get("mine") == "рудник"


def test_a_word_that_mostly_stands_for_nothing_has_no_gloss() -> None:
    counts = Counts()
    for _ in range(19):
        counts.add(seen("mine", {}))
    counts.add(seen("mine", {0: "мина"}))
    assert counts.get("mine", "-") == "-"
