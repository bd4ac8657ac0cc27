"""The tables hold what the code that reads them takes for granted."""

import re
from itertools import pairwise

import pytest

from newsbrief_models.text import tables
from newsbrief_models.text.desk import desk
from newsbrief_models.types import Language


def test_scripts_are_ranges_in_order() -> None:
    ranges = [(int(row["first"], 16), int(row["last"], 16)) for row in tables.rows("scripts")]
    assert all(first <= last for first, last in ranges)
    assert all(before[1] < after[0] for before, after in pairwise(ranges))


def test_a_script_without_a_language_is_told_apart_by_the_table_of_languages() -> None:
    shared = {row["script"] for row in tables.rows("scripts") if not row["language"]}
    assert shared == {row["script"] for row in tables.rows("languages")}


@pytest.mark.parametrize("row", tables.rows("languages"), ids=lambda row: row["language"])
def test_a_language_can_be_told(row: dict[str, str]) -> None:
    assert re.fullmatch("[a-z]{2}", row["language"])
    words = row["words"].split()
    assert len(words) >= 12
    assert len(words) == len(set(words))
    assert row["words"] == row["words"].lower()
    assert len(row["letters"]) == len(set(row["letters"]))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_abbreviation_is_of_one_kind(language: str) -> None:
    found = [row["words"].split() for row in tables.rows("abbreviations") if row["language"] == language]
    words = [word for kind in found for word in kind]
    assert sorted(words) == sorted(set(words))
    assert not [word for word in words if word.endswith(".")]


@pytest.mark.parametrize("language", Language)
def test_no_part_of_a_pattern_is_left_unfilled(language: Language) -> None:
    habits = desk(language)
    for pattern in (habits._note, habits._label, habits._dateline):
        assert not re.search(r"\{[a-z]", pattern.pattern)


def test_an_unknown_kind_has_no_words() -> None:
    assert tables.words("words", "en", "starter")
    assert tables.words("words", "en", "nothing") == frozenset()
