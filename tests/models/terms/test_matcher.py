"""Names are found where they stand and nowhere else."""

import pytest

from newsbrief_models.terms import Entry, Form, Kind, Matcher, Strength, find
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.types import Language

EN, KO, RU = Language.EN, Language.KO, Language.RU


def seen(text: str, language: Language, *strengths: Strength) -> list[tuple[str, str]]:
    """(words, id of the first entry) of the mentions in `text` that have one of `strengths` (FULL when none)."""
    wanted = strengths or (Strength.FULL,)
    return [(m.span.of(text), m.entry.id) for m in find(text, language) if m.strength in wanted]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kim Jong-un's visit", ["Kim Jong-un"]),
        ("KIM JONG UN met Putin", ["KIM JONG UN"]),
        ("the U.S. and N. Korea", ["U.S.", "N. Korea"]),
        ("a U.S.-led group in Washington, D.C., said", ["U.S.", "Washington, D.C."]),
        ("Recep Tayyip Erdoğan’s envoy", ["Recep Tayyip Erdoğan"]),
        ("the UN Security Council's vote", ["UN Security Council"]),
        ("Korean Central News\nAgency (KCNA)", ["Korean Central News\nAgency", "KCNA"]),
        ("OPEC+ cut output; OPEC did not", ["OPEC+", "OPEC"]),
        ("two ballistic missiles and three brigades", ["ballistic missiles", "brigades"]),
        ("in Moscow. Kim left", ["Moscow"]),
    ],
)
def test_english(text: str, names: list[str]) -> None:
    assert [name for name, _ in seen(text, EN)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("встреча Ким Чен Ына с Сергеем Шойгу", ["Ким Чен Ына", "Сергеем Шойгу"]),
        (
            "слова Центрального телеграфного агентства Кореи (ЦТАК)",
            ["Центрального телеграфного агентства Кореи", "ЦТАК"],
        ),
        ("из Южной Кореи в Москву", ["Южной Кореи", "Москву"]),
        ("в Крыму и о Крыме", ["Крыму", "Крыме"]),
        ("по данным «Рёнхапа» и агентства Ренхап", ["Рёнхапа", "агентства Ренхап"]),
        ("секретарем Совета безопасности РФ", ["секретарем Совета безопасности РФ"]),
        ("пуск двух баллистических ракет", ["баллистических ракет"]),
        ("СОЕДИНЁННЫЕ ШТАТЫ", ["СОЕДИНЁННЫЕ ШТАТЫ"]),
    ],
)
def test_russian(text: str, names: list[str]) -> None:
    assert [name for name, _ in seen(text, RU)] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("김정은이 모스크바에서 KCNA가", ["김정은", "모스크바", "KCNA"]),
        ("타스통신과 타스 통신은", ["타스통신", "타스 통신"]),
        ("러시아 국가안보회의 서기인 세르게이 쇼이구는", ["러시아 국가안보회의 서기", "세르게이 쇼이구"]),
        ("국가 안보회의는", ["국가 안보회의"]),
        ("이란·이라크에 관해", ["이란", "이라크"]),
        ("서울로, 평양에서는, 베이징까지도", ["서울", "평양", "베이징"]),
        ("조선중앙통신(KCNA)에 따르면", ["조선중앙통신", "KCNA"]),
        ("김정은에게서도", ["김정은"]),
        ("쇼이구은 아니라 세르게이 쇼이구은", ["세르게이 쇼이구"]),
    ],
)
def test_korean(text: str, names: list[str]) -> None:
    assert [name for name, _ in seen(text, KO)] == names


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("give us food and let us go", EN),
        ("turkey was served; may I", EN),
        ("who is it", EN),
        ("chad, mali and polish", EN),
        ("a male nurse was nice", EN),
        ("the quad bike and an apple", EN),
        ("they fed the dog", EN),
        ("“자유”이란 말", KO),
        ("'자유'이란 말", KO),
        ("민주주의란 무엇인가", KO),
        ("할 수도 있다", KO),
        ("집에 가나 학교에 가나", KO),
        ("그만 말리는 사람", KO),
        ("오만하게 굴다", KO),
        ("미국인 친구", KO),
        ("수단과 방법을 가리지 않고", KO),
        ("타이어가 터졌다", KO),
        ("예수 그리스도가 났다", KO),
        ("여우가 이란다", KO),
        ("고양이가 운다", KO),
        ("상주하는 직원", KO),
        ("Того требует закон. Того и жди", RU),
        ("того не знает никто, перу и бумаге", RU),
        ("мали и чад, гану, конго", RU),
        ("новая газета, красная звезда, единая россия", RU),
        ("пришла ли она? Ли не знает", RU),
        ("Правда, он пришёл. Находка века", RU),
        ("на севере и на юге", RU),
    ],
)
def test_ordinary_words_are_no_names(text: str, language: Language) -> None:
    assert seen(text, language) == []


def test_a_surname_alone_is_weak() -> None:
    weak = Strength.WEAK
    assert ("Shoigu", "person.sergei-shoigu") in seen("Shoigu said", EN, weak)
    assert ("쇼이구", "person.sergei-shoigu") in seen("쇼이구는 말했다", KO, weak)
    assert ("Лавровым", "person.sergei-lavrov") in seen("с Лавровым", RU, weak)
    kims = next(m for m in find("Kim said", EN) if m.strength is weak)
    assert len(kims.entries) > 5
    assert "person.kim-jong-un" in {entry.id for entry in kims.entries}


def test_adjectives_and_compounds_are_derived() -> None:
    derived = Strength.DERIVED
    assert seen("Russian troops", EN, derived) == [("Russian", "place.russia")]
    assert seen("российских войск", RU, derived)[0] == ("российских", "place.russia")
    assert seen("주러시아 대사", KO, derived) == [("러시아", "place.russia")]
    assert seen("모스크바공항에서", KO, derived) == [("모스크바", "place.moscow")]
    assert seen("미국인은", KO, derived) == [("미국", "place.united-states")]
    assert seen("평양관객들의", KO, derived) == [("평양", "place.pyongyang")]
    assert seen("그가 방북했다", KO, derived) == [("방북", "place.north-korea")]


def test_two_states_in_one_word() -> None:
    found = find("한미연합훈련과 북러 관계", KO)
    assert [m.entry.parts for m in found[:2]] == [
        ("place.south-korea", "place.united-states"),
        ("place.north-korea", "place.russia"),
    ]


def test_what_a_name_may_stand_for() -> None:
    assert find("Seoul said", EN)[0].entry.seat_of == "place.south-korea"
    assert find("the Kremlin said", EN)[0].entry.seat_of == "place.russia"


def test_the_longest_wins_and_what_is_inside_can_be_asked_for() -> None:
    text = "the Russian Foreign Ministry said"
    whole = next(m for m in find(text, EN) if m.entry.id == "org.ru-mid")
    assert whole.span.of(text) == "Russian Foreign Ministry"
    inside = gazetteer_matcher().find_inside(text, whole, EN)
    assert ("Russian", "place.russia") in [(m.span.of(text), m.entry.id) for m in inside]


def term(ident: str, **forms: str) -> Entry:
    return Entry(ident, Kind.ORGANIZATION, {Language(k): (Form(v),) for k, v in forms.items()})


def test_a_users_terms_come_first_and_by_the_same_rules() -> None:
    own = Matcher(
        [term("mine.moscow", en="Moscow", ko="모스크바", ru="Москва"), term("mine.x", ru="Голубая линия")]
    )
    assert [m.entry.id for m in find("in Moscow and Seoul", EN, own)] == ["mine.moscow", "place.seoul"]
    assert [m.entry.id for m in find("모스크바에서 서울까지", KO, own)] == ["mine.moscow", "place.seoul"]
    assert [m.entry.id for m in find("из Москвы по Голубой линии", RU, own)] == ["mine.moscow", "mine.x"]


def test_a_term_within_a_term_and_a_term_like_a_particle() -> None:
    own = Matcher([term("a", ko="한빛"), term("b", ko="한빛 은행"), term("c", ko="은"), term("d", ko="")])
    assert [m.entry.id for m in own.find("한빛은행은 한빛은 은", KO)] == ["b", "a", "c"]
