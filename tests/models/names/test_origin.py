"""Korean, Russian or neither: told from how a name is built."""

import pytest

from newsbrief_models.names import Origin, guess_origin
from newsbrief_models.types import Language

NAMES = {
    (Language.EN, Origin.KOREAN): "Han Ji-woo;Ji-woo Han;Kim Jong Un;Pak Jong-chon;Gim Jeongeun;Namgung Min",
    (
        Language.EN,
        Origin.RUSSIAN,
    ): "Andrei Lebedev;Sergei Shoigu;Olga Sorokina;Yury Ushakov;Petrov;Inna Belskaya",
    (Language.EN, Origin.OTHER): (
        "John Smith;Lee Min;Wang Yi;Li Na;Chuang Mei-ling;Tsai Ing-wen;Robert Martin;Park Hill;Claire Dumont;Moscow;Joe"
    ),
    (Language.RU, Origin.KOREAN): "Хан Чжи У;Ким Чен Ын;Пак Мин Со;Ким Чонын;Чхве Сон Хи",
    (Language.RU, Origin.RUSSIAN): "Андрей Лебедев;Сергей Шойгу;Шойгу;А. С. Пушкин;Ростов-на-Дону;Илья Пак",
    (Language.RU, Origin.OTHER): "Клер Дюмон;Ван И;Си Цзиньпин;Джон Смит;Дональд Трамп",
    (Language.KO, Origin.KOREAN): "한지우;남궁민;리설주;김 민재;서울;백두산;강원도;허준",
    (Language.KO, Origin.RUSSIAN): "안드레이 레베데프;라브로프;세르게이;지리놉스키;자하로바",
    (Language.KO, Origin.OTHER): "시진핑;트럼프;마크롱;런던;존 스미스;김1호;Kim;ㄱ;왕이",
}


@pytest.mark.parametrize(
    ("name", "language", "origin"),
    [(name, *key) for key, names in NAMES.items() for name in names.split(";")],
)
def test_the_origin_of_a_name(name: str, language: Language, origin: Origin) -> None:
    assert guess_origin(name, language) is origin


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", ["", " ", "-", "...", "- -", "가" * 50_000, "ж" * 50_000, "a-" * 50_000])
def test_any_text_has_an_answer(name: str, language: Language) -> None:
    assert guess_origin(name, language) in Origin
