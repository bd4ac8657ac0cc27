"""Northern spelling read as Southern."""

import pytest

from newsbrief_models.names import name_to_south, to_south
from tests.models.names.tables import rows


@pytest.mark.parametrize("row", rows("south"), ids=lambda row: row["north"])
def test_northern_words_read_as_southern(row: dict[str, str]) -> None:
    assert to_south(row["north"]) == row["south"]


@pytest.mark.parametrize("row", rows("south"), ids=lambda row: row["south"])
def test_southern_text_stays(row: dict[str, str]) -> None:
    assert to_south(row["south"]) == row["south"]


def test_what_is_not_hangul_stays_where_it_is() -> None:
    text = "«로동신문»\n\tTASS 3.5% 로씨야, 5메터 ㄱ\u200b녀성 Россия"
    assert to_south(text) == "«노동신문»\n\tTASS 3.5% 러시아, 5미터 ㄱ\u200b여성 Россия"


def test_names_change_their_surname_only() -> None:
    assert name_to_south("리설주") == "이설주"
    assert name_to_south("림춘추") == "임춘추"
    for name in ("최룡해", "김정은", "류현진", "Ri", ""):
        assert name_to_south(name) == name


@pytest.mark.parametrize("unit", ["로씨야", "리설주녀사", "력", "되여", "리설주 ", "3 년간 ", "\U00010400"])
def test_a_megabyte_is_read_in_one_pass(unit: str) -> None:
    """A pass that looked back would not end: a million syllables squared."""
    size = 1_000_000 // len(unit)
    assert len(to_south(unit * size)) >= size
