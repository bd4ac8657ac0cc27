"""The word tables hold together: every unit is known, a word has one meaning of a kind, generated forms are right."""

import re

import pytest

from newsbrief_models.fidelity.figures import read
from newsbrief_models.fidelity.figures.cursor import Cursor
from newsbrief_models.fidelity.figures.tables import tree_of, units
from newsbrief_models.types import Language

TREES = {language: tree_of(language.value) for language in Language}
NO_UNITS = {"percent", "points", "bp", "fortnight"}  # kinds of their own, and two weeks
UNSPECIFIED = {"POUND", "PESO", "DINAR", "SHILLING", "USX", "RUX", "KZX"}


@pytest.mark.parametrize("language", list(Language))
def test_every_unit_is_in_the_table_of_units(language: Language) -> None:
    assert set(TREES[language]["unit"]) - NO_UNITS <= set(units())


@pytest.mark.parametrize("language", list(Language))
def test_currencies_are_iso_codes_or_known_names(language: Language) -> None:
    codes = set(TREES[language]["currency"])
    assert all(re.fullmatch("[A-Z]{3}", code) for code in codes - UNSPECIFIED)
    assert {"USD", "EUR", "KRW", "RUB", "JPY", "CNY", "GBP"} <= codes


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    "kind", ["month", "weekday", "cardinal", "scale", "currency", "unit", "shift", "fraction"]
)
def test_a_word_has_one_meaning_of_a_kind(language: Language, kind: str) -> None:
    keys: dict[str, set[str]] = {}
    for key, forms in TREES[language].get(kind, {}).items():
        for form in forms.split("|"):
            keys.setdefault(form, set()).add(key)
    assert not {form: key for form, key in keys.items() if len(key) > 1}


def test_all_twelve_months_and_seven_days_are_there() -> None:
    for language in (Language.EN, Language.RU):
        assert list(TREES[language]["month"]) == [str(month) for month in range(1, 13)]
    for language in Language:
        assert list(TREES[language]["weekday"]) == [str(day) for day in range(1, 8)]


@pytest.mark.parametrize(
    ("phrase", "kind", "key"),
    [
        ("квадратных километрах", "unit", "km2"),
        ("сентябрьскими", "month", "9"),
        ("восемьюдесятью", "cardinal", "80"),
        ("третьих", "ordinal", "3"),
        ("австралийских долларов", "currency", "AUD"),
    ],
)
def test_russian_forms_are_made_from_stems(phrase: str, kind: str, key: str) -> None:
    cursor = Cursor(phrase, Language.RU)
    assert cursor.find(kind, 0) == (key, len(cursor.tokens))


CASES = {
    "nominative": "пятнадцать тысяч двести сорок два",
    "genitive": "пятнадцати тысяч двухсот сорока двух",
    "dative": "пятнадцати тысячам двумстам сорока двум",
    "instrumental": "пятнадцатью тысячами двумястами сорока двумя",
    "prepositional": "пятнадцати тысячах двухстах сорока двух",
}


@pytest.mark.parametrize("case", CASES)
def test_a_russian_numeral_reads_in_every_case(case: str) -> None:
    assert [str(figure) for figure in read(CASES[case], Language.RU)] == ["number:15242:-"]
