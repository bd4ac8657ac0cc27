import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.summarize.weights import bundled_weights
from newsbrief_models.types import Language, Reason
from tests.models.summarize.articles import ARTICLES, article, document

LANGUAGES = list(Language)
summarizer = ExtractiveSummarizer()


@pytest.mark.parametrize("language", LANGUAGES)
def test_takes_the_news_and_leaves_colour_and_speech(language: Language) -> None:
    chosen = summarizer.select(article(language), 4).chosen
    assert {0, 1, 5} <= set(chosen)
    assert not {2, 3, 4, 6} & set(chosen)


@pytest.mark.parametrize("language", LANGUAGES)
def test_is_deterministic(language: Language) -> None:
    first = summarizer.select(article(language), 3)
    assert ExtractiveSummarizer().select(article(language), 3) == first


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", range(1, 12))
def test_chooses_so_many_in_order(language: Language, count: int) -> None:
    size = len(ARTICLES[language][1])
    selection = summarizer.select(article(language), count)
    assert list(selection.chosen) == sorted(set(selection.chosen))
    assert len(selection.chosen) == min(count, size)
    assert len(selection.scores) == size
    assert all(0 <= score.score <= 1 for score in selection.scores)


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_are_true_of_the_sentence(language: Language) -> None:
    document_ = article(language)
    selection = summarizer.select(document_, 5)
    assert all(selection.scores[index].reasons for index in selection.chosen)
    for sentence, score in zip(document_.sentences, selection.scores, strict=True):
        assert len(set(score.reasons)) == len(score.reasons)
        if not any(letter.isdigit() for letter in sentence.text):
            assert Reason.FIGURES not in score.reasons
    first, *_, gulls, _ = selection.scores
    assert {Reason.POSITION, Reason.HEADLINE} <= set(first.reasons)
    assert not {Reason.POSITION, Reason.NAMES} & set(gulls.reasons)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headline_speaks_for_what_it_names(language: Language) -> None:
    _, texts = ARTICLES[language]
    plain = summarizer.select(document(language, texts), 1)
    told = summarizer.select(document(language, texts, texts[6]), 1)
    assert told.scores[6].score > plain.scores[6].score
    assert Reason.HEADLINE in told.scores[6].reasons
    assert all(Reason.HEADLINE not in score.reasons for score in plain.scores)


@pytest.mark.parametrize("headline", ["", "…", "😀"])
def test_headline_without_words_is_no_headline(headline: str) -> None:
    texts = ARTICLES[Language.EN][1]
    told = summarizer.select(document(Language.EN, texts, headline), 3)
    assert told == summarizer.select(document(Language.EN, texts), 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_says_nothing_twice(language: Language) -> None:
    headline, texts = ARTICLES[language]
    repeated = (texts[0], *texts, texts[1])
    chosen = summarizer.select(document(language, repeated, headline), 5).chosen
    said = [repeated[index] for index in chosen]
    assert len(set(said)) == len(said) == 5


def test_back_reference_counts_against_a_sentence() -> None:
    texts = list(ARTICLES[Language.EN][1])
    texts[4] = "This will take 14 thousand cars and 9 bus lines off the streets by 2030, the city added."
    leaning = summarizer.select(document(Language.EN, tuple(texts)), 1).scores[4].score
    texts[4] = texts[4].replace("This", "Trams")
    assert summarizer.select(document(Language.EN, tuple(texts)), 1).scores[4].score > leaning


def test_back_reference_is_forgiven_beside_what_it_refers_to() -> None:
    strict = ExtractiveSummarizer(replace(bundled_weights(), leaning=50.0))
    lead, news, *_, weather, _, _, gulls, _ = ARTICLES[Language.EN][1]
    leaning = "It will carry 14 thousand people a day in 36 trams, 20 of them bought for 90 million crowns."
    after_lead = document(Language.EN, (lead, leaning, weather, gulls))
    after_weather = document(Language.EN, (lead, weather, leaning, gulls))
    assert strict.select(after_lead, 2).chosen == (0, 1)
    assert 2 not in strict.select(after_weather, 2).chosen
    assert strict.select(document(Language.EN, (lead, weather, news, gulls)), 2).chosen == (0, 2)


def test_score_does_not_depend_on_how_many_are_asked_for() -> None:
    one, nine = (summarizer.select(article(Language.RU), count).scores for count in (1, 9))
    assert [score.score for score in one] == [score.score for score in nine]


def test_identical_sentences_make_one() -> None:
    selection = summarizer.select(document(Language.EN, ("No.",) * 40), 3)
    assert selection.chosen == (0,)
    assert summarizer.select(document(Language.EN, ("No.",) * 3), 3).chosen == (0, 1, 2)


@pytest.mark.parametrize(
    "texts",
    [
        tuple(f"w{number}." for number in range(5_000)),
        ("The same thing was said again in Seoul.",) * 5_000,
        ("x" * 100_000, '"' * 20_000, "1," * 10_000, "A-" * 10_000, "end."),
        ("😀🎉",) * 200,
        ("\u1100\u1161" * 5_000, "ﷺ" * 5_000, "가" * 5_000, "ё" * 5_000),
        ("",) * 5,
    ],
    ids=["one-word", "identical", "endless", "emoji", "composed", "empty"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_takes_bounded_time(language: Language, texts: tuple[str, ...]) -> None:
    start = time.process_time()
    selection = summarizer.select(document(language, texts, "w1 again in Seoul"), 3)
    assert time.process_time() - start < 5
    assert 1 <= len(selection.chosen) <= 3
    assert all(selection.scores[index].reasons for index in selection.chosen)
    assert all(0 <= score.score <= 1 for score in selection.scores)


@given(
    st.lists(st.text(max_size=60), min_size=1, max_size=12), st.integers(1, 14), st.sampled_from(LANGUAGES)
)
def test_any_text_gives_a_selection(texts: list[str], count: int, language: Language) -> None:
    selection = summarizer.select(document(language, tuple(texts), texts[-1]), count)
    assert len(selection.scores) == len(texts)
    assert 1 <= len(selection.chosen) <= min(count, len(texts))
    assert all(selection.scores[index].reasons for index in selection.chosen)
    assert all(0 <= score.score <= 1 for score in selection.scores)


def test_info_says_what_it_is() -> None:
    info = summarizer.info
    assert (info.name, info.task, info.engine, info.license) == (
        "newsbrief-extractive",
        "summarization",
        "python",
        "Apache-2.0",
    )
    assert info.directions == ()
    assert info.size_bytes > 0
