"""What becomes of single sentences held against an article."""

import datetime

import pytest

from newsbrief_models.abstractive.aligning import Aligner
from newsbrief_models.abstractive.verifying import CheckedSentence, Origin, Verifier
from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.text.document import read
from newsbrief_models.types import Language
from tests.service.articles import EN, KO, RU

K, S = FindingKind, Severity
ARTICLES = {Language.EN: EN, Language.KO: KO, Language.RU: RU}


def verify(draft: str, language: Language, target: Language | None = None) -> CheckedSentence | None:
    verifier = Verifier(read(ARTICLES[language]), builtin(), datetime.date(2025, 6, 17))
    kept = verifier.verify([draft], target or language, 3).sentences
    return kept[0] if kept else None


@pytest.mark.parametrize(
    ("language", "draft", "sources"),
    [
        (Language.EN, "The first ship sails on July 3 with four hundred and fifty passengers.", (1,)),
        (
            Language.EN,
            "Seoul and Moscow will reopen the ferry line, with 450 people to Vladivostok on July 3.",
            (0, 1),
        ),
        (Language.KO, "첫 배는 승객 450명을 태우고 동해를 떠난다.", (1,)),
        (Language.RU, "Первое судно с 450 пассажирами отправится 3 июля из Тонхэ.", (1,)),
    ],
)
def test_what_the_article_says_stays(language: Language, draft: str, sources: tuple[int, ...]) -> None:
    kept = verify(draft, language)
    assert kept is not None
    assert (kept.text, kept.origin, kept.sources, kept.findings) == (draft, Origin.WRITTEN, sources, ())


@pytest.mark.parametrize(
    ("language", "draft", "kind", "expected", "actual"),
    [
        (Language.EN, "The first ship will carry 540 passengers.", K.NUMBER_CHANGED, "450", "540"),
        (Language.EN, "The first ship will leave on July 13.", K.DATE_CHANGED, "--07-03", "--07-13"),
        (
            Language.EN,
            "Japan and Russia agreed to reopen a ferry line.",
            K.NAME_INCONSISTENT,
            "South Korea",
            "Japan",
        ),
        (Language.EN, "Kim Jong Un agreed to reopen the ferry line.", K.NAME_ADDED, "", "Kim Jong-un"),
        (
            Language.EN,
            "Harbor master Lee Dong-su said nobody expected it.",
            K.NAME_ADDED,
            "",
            "Lee Dong-su",
        ),
        (Language.KO, "요금은 18만엔이다.", K.NUMBER_CHANGED, "180000 KRW", "180000 JPY"),
        (Language.RU, "Билет будет стоить 180 тысяч рублей.", K.NUMBER_CHANGED, "180000 KRW", "180000 RUB"),
    ],
)
def test_a_wrong_fact_gives_way(
    language: Language, draft: str, kind: FindingKind, expected: str, actual: str
) -> None:
    kept = verify(draft, language)
    assert kept is not None
    assert kept.origin is Origin.SUBSTITUTED
    assert kept.text == read(ARTICLES[language]).sentences[kept.best].text
    found = [(f.kind, f.expected, f.actual) for f in kept.findings if f.severity is S.ERROR]
    assert (kind, expected, actual) in found
    assert all(finding.repaired for finding in kept.findings)


def test_a_figure_of_another_matter_is_warned_of() -> None:
    kept = verify("Tickets will cost 450 won.", Language.EN)
    assert kept is not None
    assert kept.origin is Origin.WRITTEN
    assert [finding.severity for finding in kept.findings] == [S.WARNING]


def test_a_negation_that_is_lost_or_added_is_warned_of() -> None:
    lost = verify("Harbor master Park Min-seo said it was expected so soon.", Language.EN)
    added = verify("The first ship will not carry 450 passengers from Donghae.", Language.EN)
    for kept in (lost, added):
        assert kept is not None
        assert [f.kind for f in kept.findings] == [K.NEGATION_CHANGED]


@pytest.mark.parametrize("draft", ["Parliament approved a new pension law.", "Мост закрыли.", "!!!", ""])
def test_what_rests_on_nothing_is_left_out(draft: str) -> None:
    assert verify(draft, Language.EN) is None


def test_across_languages_facts_align() -> None:
    kept = verify(
        "The first ship will carry 450 passengers from Donghae on July 3.", Language.RU, Language.EN
    )
    wrong = verify(
        "The first ship will carry 540 passengers from Donghae on July 3.", Language.RU, Language.EN
    )
    assert kept is not None
    assert wrong is not None
    assert (kept.origin, kept.sources, kept.findings) == (Origin.WRITTEN, (1,), ())
    assert (wrong.origin, wrong.language, wrong.best) == (Origin.SUBSTITUTED, Language.RU, 1)


def test_a_source_stands_in_once_and_no_sentence_comes_twice() -> None:
    verifier = Verifier(read(EN), builtin())
    drafts = ["The first ship will carry 540 passengers.", "The first ship will carry 541 passengers."]
    done = verifier.verify(
        [*drafts, "Tickets will cost 180,000 won.", "Tickets will cost 180,000 won."], Language.EN, 9
    )
    assert [sentence.best for sentence in done.sentences] == [1, 3]
    assert len(done.dropped) == 1


def test_more_than_asked_for_is_not_kept() -> None:
    drafts = [sentence.text for sentence in read(EN).sentences]
    assert len(Verifier(read(EN), builtin()).verify(drafts, Language.EN, 2).sentences) == 2


def test_every_sentence_aligns_with_itself() -> None:
    for text in ARTICLES.values():
        document = read(text)
        aligner = Aligner(document)
        for index, sentence in enumerate(document.sentences):
            assert aligner.align(sentence.text).sources[0] == index
