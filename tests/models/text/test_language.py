"""Languages are told apart by letters and words, from headlines on."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_models.errors import LanguageMismatchError, LanguageUndetectedError, LanguageUnsupportedError
from newsbrief_models.text.language import detect, parse_tag, require, require_letters
from newsbrief_models.types import Language

EN, KO, RU = Language

OURS = [
    ("en", "Envoy arrives in Pyongyang for talks on ferry line"),
    ("en", "North Korea fires missile"),
    ("en", "Seoul shares close higher"),
    ("en", "Pedro Sánchez meets Beyoncé"),
    (
        "en",
        "Kim Jong-un (김정은) received Sergei Shoigu (Сергей Шойгу) at the guest house on Wednesday, KCNA said.",
    ),
    ("ko", '김정은 "러 조건없이 지지"…쇼이구 면담'),
    ("ko", "北, 美에 對話 제의"),
    ("ko", "삼성전자 Galaxy Z Fold 7 공개"),
    ("ko", "KCNA는 Sergei Shoigu 서기의 방북을 보도했다."),
    ("ko", "「春香傳」은 한국의 고전 소설이다."),
    ("ru", "Шойгу прибыл в Пхеньян"),
    ("ru", "ЦТАК: КНДР запустила ракету"),
    ("ru", "Samsung представила смартфон Galaxy S25 Ultra"),
    ("ru", "Объём торговли вырос вдвое, сообщили в посольстве"),
]
OTHERS = [
    ("uk", "Президент України заявив про нові переговори"),
    ("uk", "Північна Корея запустила ракету"),
    ("be", "Прэзідэнт Беларусі сустрэўся з кіраўніком урада"),
    ("bg", "Президентът на САЩ заяви, че ще се срещне с министъра"),
    ("bg", "Русия и Северна Корея подписаха споразумение за сътрудничество"),
    ("sr", "Председник Србије рекао је да неће бити преговора"),
    ("mk", "Претседателот рече дека нема да има преговори меѓу министрите"),
    ("kk", "Қазақстан президенті Ресейге барады"),
    ("ja", "北朝鮮がミサイルを発射"),
    ("ja", "首相は水曜日、記者団に対し「協議を続ける」と述べた。"),
    ("zh", "朝鲜领导人会见俄罗斯代表团"),
    ("zh", "北韓領導人會見代表團"),
    ("de", "Nordkorea schickt Soldaten nach Russland"),
    ("de", "Die Bank hat am Montag den Kurs gesenkt und will im Herbst weitere Schritte folgen lassen"),
    ("fr", "Le gouvernement annonce un plan pour les routes du nord"),
    ("fr", "La ministre s'est rendue à Moscou"),
    ("es", "El presidente se reunió con el ministro"),
    ("es", "Corea del Norte envía tropas a Rusia"),
    ("it", "Il presidente ha detto che la guerra non finirà presto"),
    ("pt", "Coreia do Norte envia soldados para a Rússia"),
    ("nl", "Noord-Korea stuurt soldaten naar Rusland"),
    ("pl", "Korea Północna wysłała żołnierzy do Rosji"),
    ("tr", "Kuzey Kore Rusya'ya asker gönderdi"),
    ("vi", "Triều Tiên phóng tên lửa"),
    ("id", "Presiden mengatakan bahwa perang tidak akan berakhir dalam waktu dekat"),
    ("ar", "كوريا الشمالية تطلق صاروخا"),
    ("el", "Η Βόρεια Κορέα εκτόξευσε πύραυλο"),
    ("hi", "उत्तर कोरिया ने मिसाइल दागी"),
    ("th", "เกาหลีเหนือยิงขีปนาวุธ"),
]


@pytest.mark.parametrize(("code", "text"), OURS)
def test_our_languages_show_in_a_headline(code: str, text: str) -> None:
    assert detect(text)[0].code == code
    assert require(text).language == Language(code)


@pytest.mark.parametrize(("code", "text"), OTHERS)
def test_other_languages_are_refused_by_name(code: str, text: str) -> None:
    assert detect(text)[0].code == code
    with pytest.raises(LanguageUnsupportedError) as caught:
        require(text)
    assert caught.value.seen == code


@pytest.mark.parametrize("text", ["", " \n", "12345 !!!", "🚒 — 3.5%", "\x00\u200b\ud800"])
def test_no_letters_no_language(text: str) -> None:
    assert [(guess.code, guess.confidence) for guess in detect(text)] == [("und", 0.0)]
    with pytest.raises(LanguageUndetectedError):
        require(text)


def test_a_paragraph_leaves_no_doubt() -> None:
    english = "The council will vote next week, and the mayor said that the plan would cost 3.5 million."
    russian = "Совет проголосует на следующей неделе; мэр сказал, что план стоит 3,5 млн."
    korean = "시의회는 다음 주 표결하며 시장은 사업비가 350만이라고 말했다."
    for text in (english, russian, korean):
        assert detect(text)[0].confidence > 0.99


def test_a_text_in_two_languages_gives_two_guesses() -> None:
    guesses = detect("The council will vote on the plan. 시의회는 다음 주 이 계획을 표결한다.")
    assert {guess.code for guess in guesses[:2]} == {"en", "ko"}
    assert all(guess.confidence > 0.2 for guess in guesses[:2])


def test_decomposed_letters_count_as_composed_ones() -> None:
    assert detect(unicodedata.normalize("NFD", "Северный флот получил новый корабль"))[0].code == "ru"
    assert detect(unicodedata.normalize("NFD", "북한이 미사일을 쐈다"))[0].code == "ko"


def test_only_the_beginning_is_looked_at() -> None:
    beginning = "The council will vote on the plan next week. " * 100
    assert detect(beginning + "가" * 1_000_000) == detect(beginning)


@given(st.text(st.characters(categories=None)))
def test_any_text_has_ordered_guesses(text: str) -> None:
    guesses = detect(text)
    confidences = [guess.confidence for guess in guesses]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sum(confidences) <= 1 + 1e-9
    assert len({guess.code for guess in guesses}) == len(guesses)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", EN),
        ("EN-us", EN),
        ("ko-KP", KO),
        ("KO", KO),
        ("ru-RU", RU),
        ("ru-Cyrl-RU", RU),
        ("en-GB-oxendict", EN),
    ],
)
def test_tags_name_languages(tag: str, language: Language) -> None:
    assert parse_tag(tag) is language


@pytest.mark.parametrize(
    "tag",
    [
        "",
        "e",
        "eng",
        "uk",
        "de-DE",
        "ru_RU",
        "en-",
        "-en",
        "en--US",
        " en",
        "en\n",
        "한국어",
        "en-" + "x" * 9,
    ],
)
def test_what_is_no_tag_of_ours_is_refused(tag: str) -> None:
    with pytest.raises(LanguageUnsupportedError) as caught:
        parse_tag(tag)
    assert caught.value.seen == tag


def test_a_long_tag_is_named_in_part() -> None:
    with pytest.raises(LanguageUnsupportedError) as caught:
        parse_tag("en-" + "abcd-" * 1000)
    assert len(caught.value.seen) == 35


def test_letters_of_the_language_named_are_required() -> None:
    require_letters("KCNA: 3 병", KO)
    require_letters("12345", KO)  # nothing speaks against it
    with pytest.raises(LanguageMismatchError, match="named as ko") as caught:
        require_letters("The council will vote.", KO)
    assert isinstance(caught.value, LanguageUndetectedError)
    assert caught.value.named is KO
