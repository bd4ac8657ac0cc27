"""Articles longer than a model reads at once: cut without loss, retold, ranked, fused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.abstractive.long import chunks, retell
from newsbrief_models.errors import AbstractionError
from newsbrief_models.testing import ScriptedSummarizer
from newsbrief_models.types import Document, Language, Sentence, Span, SummaryRow

EN, RU = Language.EN, Language.RU


def document(paragraphs: list[list[str]]) -> Document:
    sentences, start = [], 0
    for number, texts in enumerate(paragraphs):
        for text in texts:
            sentences.append(Sentence(text, Span(start, start + len(text)), number))
            start += len(text) + 1
    return Document(EN, 1.0, None, tuple(sentences))


words = st.text("abc", min_size=1, max_size=12)
sentences = st.lists(words, min_size=1, max_size=12).map(lambda each: " ".join(each) + ".")
bodies = st.lists(st.lists(sentences, min_size=1, max_size=4), min_size=1, max_size=5)


@given(bodies, st.integers(1, 80))
def test_nothing_is_left_out_and_each_part_fits(paragraphs: list[list[str]], window: int) -> None:
    parts = chunks(document(paragraphs), len, window)
    whole = "".join(text for texts in paragraphs for text in texts)
    assert "".join("".join(parts).split()) == "".join(whole.split())
    assert all(0 < len(part) <= window for part in parts)


def test_paragraphs_stay_whole_where_they_fit() -> None:
    parts = chunks(document([["One two.", "Three four."], ["Five six."], ["Seven eight."]]), len, 24)
    assert parts == ["One two. Three four.", "Five six.\nSeven eight."]


def first_sentence(row: SummaryRow) -> list[str]:
    return [row.text.split(".")[0].replace("\n", " ") + "."]


def test_a_short_article_goes_whole() -> None:
    model = ScriptedSummarizer(first_sentence)
    assert retell(document([["Ships sail.", "Trains run."]]), RU, 3, model) == ("Ships sail.",)
    assert [(row.text, row.target) for row in model.history] == [("Ships sail. Trains run.", RU)]


def test_a_long_one_is_cut_retold_and_fused_in_its_own_language_first() -> None:
    body = document([[f"Port number {n} opened to ships of the Eastern line."] for n in range(10)])
    model = ScriptedSummarizer(first_sentence, window=120)
    told = retell(body, RU, 2, model)

    assert len(model.history) == 6
    *parts, fused = model.history
    assert {(row.source, row.target) for row in parts} == {(EN, EN)}
    assert (fused.source, fused.target) == (EN, RU)
    assert len(fused.text) <= 120
    assert told == (fused.text.split(".")[0] + ".",)


def test_a_model_of_one_direction_tells_each_part_in_the_other_language() -> None:
    body = document([[f"Port number {n} opened to ships of the Eastern line."] for n in range(4)])
    model = ScriptedSummarizer(first_sentence, ((EN, RU),), window=60)
    assert len(retell(body, RU, 2, model)) == 4
    assert {(row.source, row.target) for row in model.history} == {(EN, RU)}


def test_a_direction_it_does_not_write() -> None:
    with pytest.raises(AbstractionError, match="in ru of articles in en; they write en of en"):
        retell(document([["Ships sail."]]), RU, 3, ScriptedSummarizer(first_sentence, ((EN, EN),)))
