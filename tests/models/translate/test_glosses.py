"""A model's dictionary says how the words of a sentence may be translated."""

from __future__ import annotations

import pytest

from newsbrief_models.translate.glosses import Glosses, Segment, segments, stem
from newsbrief_models.translate.marking import mark
from newsbrief_models.types import Hint, Language, Span

EN, KO, RU = Language.EN, Language.KO, Language.RU
TABLE = "\n".join(
    (
        "en\tru\tmine\tмина",
        "en\tru\tnickel<mine\tрудник",
        "en\tru\tnickel\tникель",
        "en\tru\tsai\t",
        "en\tru\tpower\tвласть",
        "en\tru\tlost\tпотерять",
        "en\tru\tlost>power\tлишиться",
        "ko\ten\t정상\tsummit",
        "ko\ten\t회담\ttalks",
        "ko\ten\t=갔다\twent",
        "ru\ten\tзаяв\tsaid",
    )
)


@pytest.fixture(scope="module")
def glosses() -> Glosses:
    return Glosses.parse(TABLE.encode())


def told(glosses: Glosses, text: str, source: Language, target: Language) -> list[tuple[str, str]]:
    return [(g.span.of(text), g.text) for g in glosses.suggest(text, source, target)]


def test_a_word_is_known_in_all_its_forms(glosses: Glosses) -> None:
    assert told(glosses, "Powers of the mines", EN, RU) == [("Powers", "власть"), ("mines", "мина")]
    assert told(glosses, "Он ЗАЯВИЛ, она заявила", RU, EN) == [("ЗАЯВИЛ", "said"), ("заявила", "said")]


def test_neighbours_decide_what_a_word_means(glosses: Glosses) -> None:
    assert told(glosses, "a nickel mine", EN, RU) == [("nickel", "никель"), ("mine", "рудник")]
    assert told(glosses, "it lost its power", EN, RU) == [("lost", "лишиться"), ("power", "власть")]


def test_korean_stems_are_found_in_front_of_their_particles(glosses: Glosses) -> None:
    assert told(glosses, "정상회담에서", KO, EN) == [("정상", "summit"), ("회담", "talks")]
    assert told(glosses, "갔다 갔다가", KO, EN) == [("갔다", "went")]


def test_words_it_does_not_know_have_none(glosses: Glosses) -> None:
    assert told(glosses, "said the zyx", EN, RU) == []
    assert told(glosses, "mine", EN, KO) == []
    assert told(glosses, "", EN, RU) == []


def test_a_hint_comes_before_a_gloss(glosses: Glosses) -> None:
    text = "a nickel mine"
    hints = (Hint(Span(2, 8), "никелевый"),)
    found = glosses.suggest(text, EN, RU, hints)
    assert [g.text for g in found] == ["рудник"]
    assert mark(text, hints, found) == "a <t> nickel <s> никелевый </t> mine рудник"


def test_a_gloss_stands_after_the_whole_word(glosses: Glosses) -> None:
    text = "정상회담에서 <"
    assert mark(text, (), glosses.suggest(text, KO, EN)) == "정상회담에서 summit talks <"
    text = "러시아와의 정상회담"
    hints = (Hint(Span(0, 3), "Russia"), Hint(Span(8, 10), "talks"))
    marked = mark(text, hints, (Hint(Span(6, 8), "summit"),))
    assert marked == "<t> 러시아 <s> Russia </t>와의 정상 summit<t> 회담 <s> talks </t>"


def test_an_endless_word_is_none_and_costs_nothing(glosses: Glosses) -> None:
    assert told(glosses, "mine" * 50_000, EN, RU) == []
    assert len(told(glosses, "mine " * 50_000, EN, RU)) == 50_000


@pytest.mark.parametrize("line", ["en\tru\tmine", "en\tfr\tmine\tmine", "en\tru\ta\tb\tc"])
def test_a_table_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"line 1 has|is not a valid"):
        Glosses.parse(line.encode())


def test_segments_have_the_places_of_their_words() -> None:
    assert segments("The mines,", EN, {"mine"}) == [Segment("mine", Span(4, 9))]
    assert stem("Учёных", RU) == stem("ученые", RU)
