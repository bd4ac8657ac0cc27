"""All rows of the suite: importing this module enters them."""

from collections.abc import Iterable

from tests.reliability import (
    answers,
    deaths,
    giving_up,
    growth,
    hostile,
    inputs,
    overload,
    storage,
    text_deaths,
)
from tests.reliability.record import ROWS, Row

MODULES = (answers, deaths, giving_up, growth, hostile, inputs, overload, storage, text_deaths)


def in_order(names: Iterable[str] | None = None) -> list[Row]:
    """The rows of those names, or all, by number. Raises KeyError for a name that is none."""
    return sorted((ROWS[name] for name in names or ROWS), key=lambda row: row.number)
