"""apply_terms: what is right stays, what is wrong is mended in its case and with its particle, the rest is told."""

import pytest

from newsbrief_models.fidelity.findings import FindingKind, Severity
from newsbrief_models.fidelity.terms import Origin, TermResult, apply_terms
from newsbrief_models.terms.entries import Entry, Form, Kind
from newsbrief_models.terms.matcher import Matcher, gazetteer_matcher
from newsbrief_models.types import Language
from tests.models.fidelity.terms.wrong_sentences import glossary, rows, sentences

EN, KO, RU = Language.EN, Language.KO, Language.RU


def apply(
    source: str, one: Language, target: str, other: Language, *terms: Entry, requested: tuple[str, ...] = ()
) -> TermResult:
    """With the built-in gazetteer and a glossary of `terms`."""
    extra = Matcher(terms) if terms else None
    return apply_terms(
        source, one, target, other, matcher=gazetteer_matcher(), extra=extra, requested=requested
    )


def term(
    en: str, ko: str, ru: str, kind: Kind = Kind.ORGANIZATION, code: str = "", exact: bool = False
) -> Entry:
    """A glossary's row."""
    forms = {EN: (Form(en, exact_case=exact),), KO: (Form(ko),), RU: (Form(ru, inflection=code),)}
    return Entry(f"user.{en}", kind, forms)


@pytest.mark.parametrize("target", list(Language))
def test_what_a_fake_translator_got_wrong_arrives_right(target: Language) -> None:
    """At least 95 of 100 sentences, letter for letter; the benchmark tells the figure."""
    every = list(sentences(target))[::3]
    extra = glossary()
    wrong = [
        sentence
        for sentence in every
        if apply_terms(
            sentence.source,
            sentence.source_language,
            sentence.wrong,
            target,
            matcher=gazetteer_matcher(),
            extra=extra,
        ).text
        != sentence.right
    ]
    assert len(every) > 150
    assert len(wrong) <= 0.05 * len(every), [(s.wrong, s.right) for s in wrong[:5]]


def test_the_frames_are_varied() -> None:
    russian, korean = rows("frames.ru"), rows("frames.ko")
    assert len({row["target"] for row in russian}) >= 60
    assert {row["case"] for row in russian} == {"nom", "gen", "dat", "acc", "ins", "loc"}
    assert len({row["target"] for row in korean}) >= 60


def test_a_right_term_is_listed_and_left() -> None:
    target = "В Москве Сергея Шойгу встретил посол."
    done = apply("Sergei Shoigu was met in Moscow by the ambassador.", EN, target, RU)
    assert done.text == target
    assert [(t.text, t.origin, t.repaired, t.replaced) for t in done.applied] == [
        ("Москве", Origin.GAZETTEER, False, ""),
        ("Сергея Шойгу", Origin.GAZETTEER, False, ""),
    ]
    assert done.findings == ()


def test_an_alias_of_the_gazetteer_is_right_but_not_of_a_glossary() -> None:
    source, target = "Choe Son-hui spoke.", "Выступила Чхве Сон Хи."
    assert apply(source, EN, target, RU).text == target
    asked = term("Choe Son-hui", "최선희", "Цой Сон Хи", Kind.PERSON, "indecl")
    done = apply(source, EN, target, RU, asked)
    assert done.text == "Выступила Цой Сон Хи."
    assert [(t.replaced, t.text, t.repaired) for t in done.applied] == [("Чхве Сон Хи", "Цой Сон Хи", True)]
    assert [(f.kind, f.repaired) for f in done.findings] == [(FindingKind.TERM_NOT_APPLIED, True)]


def test_origin_tells_request_from_glossary() -> None:
    rosneft, rosatom = term("Norvik", "노르빅", "Норвик", code="m"), term("Gastelo", "가스텔로", "Гастело")
    source, target = "Norvik sued Gastelo.", "Норвик подал в суд на Гастело."
    done = apply(source, EN, target, RU, rosneft, rosatom, requested=("user.Norvik",))
    assert [t.origin for t in done.applied] == [Origin.REQUEST, Origin.GLOSSARY]


def test_what_cannot_be_found_is_told_and_nothing_changed() -> None:
    asked = term("ballistic missile", "탄도미사일", "баллистическая ракета", Kind.COMMON, "a f/ракет")
    target = "발사체가 떨어졌다."
    done = apply("A ballistic missile fell.", EN, target, KO, asked)
    assert (done.text, done.applied) == (target, ())
    assert [(f.kind, f.severity, f.expected) for f in done.findings] == [
        (FindingKind.TERM_NOT_APPLIED, Severity.WARNING, "탄도미사일")
    ]


def test_two_that_sound_alike_are_left_alone() -> None:
    asked = term("Morozov", "모로조프", "Морозов", Kind.PERSON, "sm")
    target = "Марозов и Морозоф молчали."
    done = apply("Morozov kept silent.", EN, target, RU, asked)
    assert done.text == target
    assert [f.kind for f in done.findings] == [FindingKind.TERM_NOT_APPLIED]


def test_each_mention_is_mended_and_spans_point_at_the_new_text() -> None:
    asked = term("Norvik Shipping", "노르빅해운", "Норвик Шиппинг", code="- m")
    source = "Norvik Shipping sold ships, and Norvik Shipping bought others."
    done = apply(source, EN, "Norvik Shipping는 배를 팔았고 Norvik Shipping가 다른 배를 샀다.", KO, asked)
    assert done.text == "노르빅해운은 배를 팔았고 노르빅해운이 다른 배를 샀다."
    assert [t.target_span.of(done.text) for t in done.applied] == ["노르빅해운", "노르빅해운"]
    assert [t.source_span.of(source) for t in done.applied] == ["Norvik Shipping", "Norvik Shipping"]


def test_a_term_within_another_is_not_taken_for_it() -> None:
    short, long = (
        term("Norvik", "노르빅", "Норвик", code="m"),
        term("Norvik Bank", "노르빅은행", "Норвик Банк", code="- m"),
    )
    done = apply("Norvik Bank left Norvik.", EN, "Norvik Bank가 Norvik을 떠났다.", KO, short, long)
    assert done.text == "노르빅은행이 노르빅을 떠났다."


def test_a_term_of_exact_case_wants_its_capitals() -> None:
    asked = term("Polaris", "폴라리스", "Полярис", exact=True)
    assert apply("Polaris won.", EN, "Polaris가 이겼다.", KO, asked).text == "폴라리스가 이겼다."
    assert apply("The polaris missile fell.", EN, "polaris 미사일이 떨어졌다.", KO, asked).applied == ()


def test_an_invariable_term_stays_as_it_is() -> None:
    asked = term("TASS", "타스 통신", "ТАСС", code="indecl")
    assert (
        apply("The TASS reporter left.", EN, "Корреспондент TASS ушёл.", RU, asked).text
        == "Корреспондент ТАСС ушёл."
    )
    assert apply("TASS reported it.", EN, "따스 통신이 보도했다.", KO, asked).text == "타스 통신이 보도했다."


def test_a_stranger_in_a_persons_place_is_replaced_when_there_is_but_one() -> None:
    source = "Sergei Shoigu landed in Pyongyang."
    done = apply(source, EN, "Виктор Соколов прибыл в Пхеньян.", RU)
    assert done.text == "Сергей Шойгу прибыл в Пхеньян."
    assert [f.kind for f in done.findings if f.repaired] == [FindingKind.NAME_INCONSISTENT]


def test_a_lost_term_takes_the_place_of_the_one_strange_name() -> None:
    asked = term("Ozyorsky", "오죠르스키", "Озёрский", Kind.PLACE, "aa")
    source = "The talks will be held in Ozyorsky on Wednesday."
    assert apply(source, EN, "Переговоры пройдут в среду в Органе.", RU, asked).text.endswith("в Озёрском.")
    two = "Переговоры пройдут в среду в Органе и в Осане."
    assert apply(source, EN, two, RU, asked).findings[0].kind is FindingKind.TERM_NOT_APPLIED


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Baltic ports are full.", "Балтийские порты заполнены.", RU),
        ("The Helsinki court ruled.", "Хельсинкский суд постановил.", RU),
        ("Kazakh and Kyrgyz envoys met.", "카자흐와 키르기스 특사가 만났다.", KO),
        ("Pyongyang declined.", "북한은 거부했다.", KO),
        ("Uzbekistan Airways flies there.", "Uzbekistan Airways летает туда.", RU),
    ],
)
def test_what_is_right_in_another_way_is_not_touched(source: str, target: str, language: Language) -> None:
    assert apply(source, EN, target, language).text == target


@pytest.mark.parametrize("text", ["", " ", "?!", "\u202e\x00", "ТАСС" * 2000, "Kim Jong-un " * 50])
def test_odd_texts_are_no_trouble(text: str) -> None:
    asked = term("TASS", "타스 통신", "ТАСС", code="indecl")
    for target in (KO, RU):
        assert apply(text, EN, text, target, asked).text is not None
        assert apply("TASS met Kim Jong-un.", EN, text, target, asked).findings
