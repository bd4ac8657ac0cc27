"""The package's tables: shape, no row twice, letters of the script they claim."""

from importlib import resources

import pytest

from newsbrief_models.names.syllables import is_hangul
from newsbrief_models.names.tables import rows

DATA = resources.files("newsbrief_models.names") / "data"
NAMES = sorted(path.name.removesuffix(".tsv") for path in DATA.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_rows_and_none_twice(name: str) -> None:
    table = rows(name)
    assert len(table) > 2
    assert len({tuple(row.values()) for row in table}) == len(table)
    assert all(cell == cell.strip() for row in table for cell in row.values())


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("surnames", "hangul"),
        ("syllables", "hangul"),
        ("russian_names", "russian"),
        ("nikl_words", "russian"),
        ("north_words", "north"),
        ("initial_law", "north"),
        ("yo_surnames", "surname"),
    ],
)
def test_a_key_stands_once(name: str, column: str) -> None:
    keys = [row[column] for row in rows(name)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("name", "column"),
    [("surnames", "hangul"), ("syllables", "hangul"), ("korean_places", "place"), ("titles", "title")],
)
def test_hangul_columns_are_hangul(name: str, column: str) -> None:
    assert all(is_hangul(row[column]) for row in rows(name))


def test_what_a_northern_word_becomes_is_not_changed_again() -> None:
    """The South's words are no Northern ones, or reading a text twice would change it twice."""
    north = {row["north"] for row in rows("north_words")}
    assert not north & {row["south"] for row in rows("north_words")}
