"""Russian case forms, against forms written down by hand."""

import pytest

from newsbrief_models.terms import Case, Entry, Form, Kind, gazetteer, russian
from newsbrief_models.types import Language

# id -> genitive, dative, accusative, instrumental, prepositional of the press form
ROWS = {
    "person.kim-jong-un": "Ким Чен Ына|Ким Чен Ыну|Ким Чен Ына|Ким Чен Ыном|Ким Чен Ыне",
    "person.sergei-shoigu": "Сергея Шойгу|Сергею Шойгу|Сергея Шойгу|Сергеем Шойгу|Сергее Шойгу",
    "person.sergei-lavrov": "Сергея Лаврова|Сергею Лаврову|Сергея Лаврова|Сергеем Лавровым|Сергее Лаврове",
    "person.dmitry-peskov": "Дмитрия Пескова|Дмитрию Пескову|Дмитрия Пескова|Дмитрием Песковым|Дмитрии Пескове",
    "person.maria-zakharova": "Марии Захаровой|Марии Захаровой|Марию Захарову|Марией Захаровой|Марии Захаровой",
    "person.choe-son-hui": "Чхве Сон Хи|Чхве Сон Хи|Чхве Сон Хи|Чхве Сон Хи|Чхве Сон Хи",
    "person.lee-jae-myung": "Ли Чжэ Мёна|Ли Чжэ Мёну|Ли Чжэ Мёна|Ли Чжэ Мёном|Ли Чжэ Мёне",
    "person.moon-jae-in": "Мун Чжэ Ина|Мун Чжэ Ину|Мун Чжэ Ина|Мун Чжэ Ином|Мун Чжэ Ине",
    "person.xi-jinping": "Си Цзиньпина|Си Цзиньпину|Си Цзиньпина|Си Цзиньпином|Си Цзиньпине",
    "person.lloyd-austin": "Ллойда Остина|Ллойду Остину|Ллойда Остина|Ллойдом Остином|Ллойде Остине",
    "person.fumio-kishida": "Фумио Кисиды|Фумио Кисиде|Фумио Кисиду|Фумио Кисидой|Фумио Кисиде",
    "person.volodymyr-zelenskyy": (
        "Владимира Зеленского|Владимиру Зеленскому|Владимира Зеленского|Владимиром Зеленским|Владимире Зеленском"
    ),
    "person.pavel-durov": "Павла Дурова|Павлу Дурову|Павла Дурова|Павлом Дуровым|Павле Дурове",
    "person.alexander-matsegora": (
        "Александра Мацегоры|Александру Мацегоре|Александра Мацегору|Александром Мацегорой|Александре Мацегоре"
    ),
    "place.moscow": "Москвы|Москве|Москву|Москвой|Москве",
    "place.south-korea": "Южной Кореи|Южной Корее|Южную Корею|Южной Кореей|Южной Корее",
    "place.north-korea": "КНДР|КНДР|КНДР|КНДР|КНДР",
    "place.daejeon": "Тэджона|Тэджону|Тэджон|Тэджоном|Тэджоне",
    "place.kaesong": "Кэсона|Кэсону|Кэсон|Кэсоном|Кэсоне",
    "place.kazan": "Казани|Казани|Казань|Казанью|Казани",
    "place.yaroslavl": "Ярославля|Ярославлю|Ярославль|Ярославлем|Ярославле",
    "place.crimea": "Крыма|Крыму|Крым|Крымом|Крыму",
    "place.philippines": "Филиппин|Филиппинам|Филиппины|Филиппинами|Филиппинах",
    "place.kursk-region": "Курской области|Курской области|Курскую область|Курской областью|Курской области",
    "place.rostov-on-don": "Ростова-на-Дону|Ростову-на-Дону|Ростов-на-Дону|Ростовом-на-Дону|Ростове-на-Дону",
    "place.primorye": "Приморского края|Приморскому краю|Приморский край|Приморским краем|Приморском крае",
    "place.grozny": "Грозного|Грозному|Грозный|Грозным|Грозном",
    "org.kcna": (
        "Центрального телеграфного агентства Кореи|Центральному телеграфному агентству Кореи|"
        "Центральное телеграфное агентство Кореи|Центральным телеграфным агентством Кореи|"
        "Центральном телеграфном агентстве Кореи"
    ),
    "org.unsc": (
        "Совета Безопасности ООН|Совету Безопасности ООН|Совет Безопасности ООН|Советом Безопасности ООН|"
        "Совете Безопасности ООН"
    ),
    "org.yonhap": "Рёнхапа|Рёнхапу|Рёнхап|Рёнхапом|Рёнхапе",
    "org.kp-wpk": (
        "Трудовой партии Кореи|Трудовой партии Кореи|Трудовую партию Кореи|Трудовой партией Кореи|Трудовой партии Кореи"
    ),
    "title.ambassador": "посла|послу|посла|послом|после",
}


@pytest.mark.parametrize("ident", ROWS)
def test_press_forms_inflect(ident: str) -> None:
    entry = gazetteer.by_id()[ident]
    oblique = (Case.GEN, Case.DAT, Case.ACC, Case.INS, Case.LOC)
    assert "|".join(russian.inflect(entry, case) for case in oblique) == ROWS[ident]
    assert russian.inflect(entry, Case.NOM) == entry.name(Language.RU)


@pytest.mark.parametrize(
    ("ident", "nominative", "genitive", "instrumental"),
    [
        (
            "term.ballistic-missile",
            "баллистические ракеты",
            "баллистических ракет",
            "баллистическими ракетами",
        ),
        ("term.patrol-boat", "патрульные катера", "патрульных катеров", "патрульными катерами"),
        ("title.ambassador", "послы", "послов", "послами"),
        ("term.brigade", "бригады", "бригад", "бригадами"),
        ("term.joint-statement", "совместные заявления", "совместных заявлений", "совместными заявлениями"),
    ],
)
def test_plurals(ident: str, nominative: str, genitive: str, instrumental: str) -> None:
    entry = gazetteer.by_id()[ident]
    done = [russian.inflect(entry, case, plural=True) for case in (Case.NOM, Case.GEN, Case.INS)]
    assert done == [nominative, genitive, instrumental]


def test_what_has_no_plural_keeps_the_singular() -> None:
    assert russian.inflect(gazetteer.by_id()["place.moscow"], Case.GEN, plural=True) == "Москвы"


@pytest.mark.parametrize(
    ("text", "kind", "feminine", "genitive", "instrumental"),
    [
        ("Иван Петров", Kind.PERSON, False, "Ивана Петрова", "Иваном Петровым"),
        ("Анна Петрова", Kind.PERSON, True, "Анны Петровой", "Анной Петровой"),
        ("Пак Мин Су", Kind.PERSON, False, "Пак Мин Су", "Пак Мин Су"),
        ("Хан Чжи Мин", Kind.PERSON, False, "Хан Чжи Мина", "Хан Чжи Мином"),
        ("Хан Чжи Мин", Kind.PERSON, True, "Хан Чжи Мин", "Хан Чжи Мин"),
        ("Валентина Руденко", Kind.PERSON, True, "Валентины Руденко", "Валентиной Руденко"),
        ("Пётр Толстой", Kind.PERSON, False, "Петра Толстого", "Петром Толстым"),
        ("Павел Лунгин", Kind.PERSON, False, "Павла Лунгина", "Павлом Лунгиным"),
        ("Большой зал", Kind.PLACE, False, "Большого зала", "Большим залом"),
        ("Токио", Kind.PLACE, False, "Токио", "Токио"),
        ("Министерство труда", Kind.ORGANIZATION, False, "Министерства труда", "Министерством труда"),
        ("ЮНИДО", Kind.ORGANIZATION, False, "ЮНИДО", "ЮНИДО"),
        ("Acme Corp", Kind.ORGANIZATION, False, "Acme Corp", "Acme Corp"),
    ],
)
def test_terms_without_a_code_are_guessed(
    text: str, kind: Kind, feminine: bool, genitive: str, instrumental: str
) -> None:
    form = Form(text, inflection=russian.guess_code(text, kind, feminine=feminine))
    assert russian.inflect(form, Case.GEN) == genitive
    assert russian.inflect(form, Case.INS) == instrumental


def test_a_bare_string_inflects() -> None:
    assert russian.inflect("Вашингтон", Case.LOC) == "Вашингтоне"


def test_cases_of_a_surface() -> None:
    form = Form("Москва", inflection="f")
    assert russian.cases(form, "Москве") == (Case.DAT, Case.LOC)
    assert russian.cases(form, "Москвою") == ()


def test_an_adjective_has_all_genders() -> None:
    forms = russian.forms(Form("российский", inflection="A"))
    assert {"российская", "российского", "российскую", "российскими", "российское"} <= forms


def test_an_entry_without_russian_has_no_case() -> None:
    entry = Entry("x", Kind.PLACE, {})
    with pytest.raises(ValueError, match="'x' has no Russian form"):
        russian.inflect(entry, Case.GEN)
