"""The sample articles and their gold briefs keep the shape that seeds/README.md promises."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
ARTICLES = sorted(SEEDS.glob("*.txt"))
LANGUAGES = ("en", "ko", "ru")
# What each agency puts before the first sentence; a dateline is no part of it.
DATELINE = re.compile(
    r"^(?:[A-Z]+, [A-Z][a-z]+ \d{1,2} \(Yonhap\) -- |\([^)=]+=연합뉴스\) [가-힣]+ 기자 = "
    r"|[А-Я]+, \d{1,2} [а-я]+\. /ТАСС/\. |[А-Я]+, \d{1,2} [а-я]+ - РИА Новости\. )"
)
ABBREVIATION = re.compile(r"(?:\bRep|\bCorp)\.$")
SENTENCE_BREAK = re.compile(r"(?<=[.!?])\s+(?=[\"“«A-ZА-ЯЁ가-힣])")
SCRIPT = {"en": re.compile(r"[A-Za-z]"), "ko": re.compile(r"[가-힣]"), "ru": re.compile(r"[А-Яа-яЁё]")}
NEGATION = {
    "en": re.compile(r"\b(?:not|no|neither|never)\b", re.IGNORECASE),
    "ko": re.compile(r"않|아니|없|못"),
    "ru": re.compile(r"\b(?:не|нет|ни)\b"),
}


def language_of(article: Path) -> str:
    return article.suffixes[0].removeprefix(".")


def gold_of(article: Path) -> dict[str, Any]:
    slug = article.name.split(".")[0]
    return tomllib.loads((SEEDS / f"{slug}.gold.toml").read_text(encoding="utf-8"))


def body_sentences(article: Path) -> list[str]:
    """The sentences after the headline, less the dateline. Fits these articles, not just any."""
    sentences: list[str] = []
    for paragraph in article.read_text(encoding="utf-8").strip().split("\n\n")[1:]:
        start = len(sentences)
        for piece in SENTENCE_BREAK.split(DATELINE.sub("", paragraph)):
            if len(sentences) > start and ABBREVIATION.search(sentences[-1]):
                sentences[-1] += " " + piece
            else:
                sentences.append(piece)
    return sentences


def test_six_articles_two_per_language_each_with_gold() -> None:
    assert Counter(map(language_of, ARTICLES)) == {"en": 2, "ko": 2, "ru": 2}
    slugs = {article.name.split(".")[0] for article in ARTICLES}
    assert len(slugs) == 6
    assert {gold.name for gold in SEEDS.glob("*.gold.toml")} == {f"{slug}.gold.toml" for slug in slugs}


def test_at_least_three_articles_open_with_a_dateline() -> None:
    openings = [article.read_text(encoding="utf-8").split("\n\n")[1] for article in ARTICLES]
    assert sum(DATELINE.match(opening) is not None for opening in openings) >= 3


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)
class TestArticle:
    def test_is_a_headline_and_paragraphs_parted_by_blank_lines(self, article: Path) -> None:
        text = article.read_text(encoding="utf-8")
        paragraphs = text.removesuffix("\n").split("\n\n")
        assert all(paragraph and paragraph == paragraph.strip() for paragraph in paragraphs)
        assert all("\n" not in paragraph for paragraph in paragraphs)
        assert paragraphs[0][-1] not in ".!?"
        assert 10 <= 1 + len(body_sentences(article)) <= 14

    def test_holds_what_a_brief_can_lose(self, article: Path) -> None:
        text = article.read_text(encoding="utf-8")
        assert len(re.findall(r"\d+(?:[.,]\d+)*", text)) >= 6
        assert re.search(r"\"[^\"]{10,}\"|«[^»]{10,}»", text), "a quote"
        assert NEGATION[language_of(article)].search(text)

    def test_gold_is_aligned(self, article: Path) -> None:
        gold = gold_of(article)
        numbers = gold["sentences"]
        assert gold["language"] == language_of(article)
        assert len(numbers) == 3
        assert numbers == sorted(set(numbers))
        assert set(gold["briefs"]) == set(LANGUAGES)
        for language, brief in gold["briefs"].items():
            assert len(brief["sentences"]) == len(numbers)
            for line in (brief["headline"], *brief["sentences"]):
                assert line == line.strip()
                assert SCRIPT[language].search(line)
                assert not any(SCRIPT[other].search(line) for other in ("ko", "ru") if other != language)

    def test_own_brief_is_verbatim(self, article: Path) -> None:
        gold = gold_of(article)
        own = gold["briefs"][gold["language"]]
        sentences = body_sentences(article)
        assert own["headline"] == article.read_text(encoding="utf-8").split("\n")[0]
        assert own["sentences"] == [sentences[number - 1] for number in gold["sentences"]]
