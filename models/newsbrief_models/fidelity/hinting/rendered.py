"""Writes what rules can write without a translator: names by convention, numbers and dates by the press's habits."""

import tomllib
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from newsbrief_models.fidelity.figure_repair import NUMERALS
from newsbrief_models.fidelity.figures import Day, Figure, Kind, Origin
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.names import NameTextError, render
from newsbrief_models.style.numbers import written
from newsbrief_models.types import Hint, Language, Span

_COUNTED = (Kind.NUMBER, Kind.PERCENT, Kind.POINTS, Kind.MONEY, Kind.MEASURE, Kind.DURATION)
_LEAST = 10  # smaller numbers are words of their own in every language: two days, 이틀, двое суток


def names(side: Side, target: Language) -> Iterator[Hint]:
    """Names that the gazetteer does not know and a convention can write: Korean ones, and in English Russian ones."""
    for candidate in side.candidates:
        if not (candidate.korean or (side.language is Language.EN and candidate.firm)):
            continue
        try:
            rendering = render(candidate.span.of(side.text), side.language, target)
        except NameTextError:
            continue
        if rendering:
            yield Hint(candidate.span, rendering.text)


def figures(figure: Figure, source: Language, target: Language) -> Iterator[tuple[Span, str]]:
    """The part of a figure written in digits and how `target` writes it; nothing where that is not sure."""
    if figure.origin is not Origin.DIGITS:
        return
    if figure.kind is Kind.DATE and isinstance(figure.value, Day):
        shown = date(figure.value, target)
        if shown:
            yield figure.span, shown
    elif figure.kind in _COUNTED and isinstance(figure.value, Fraction):
        numeral = NUMERALS[source].search(figure.surface)
        shown = written(figure.value, target)
        if numeral and shown and (figure.value >= _LEAST or figure.value.denominator > 1):
            text = numeral[0].rstrip()
            start = figure.span.start + numeral.start()
            yield Span(start, start + len(text)), shown.replace("\u00a0", " ")


def date(day: Day, language: Language) -> str | None:
    """A day of a month, with or without its year, or a month of a year; None for anything else."""
    if day.month is None or (day.day is None and day.year is None):
        return None
    if day.weekday or day.part or day.shift or day.period or day.decade is not None:
        return None
    table = _months()[language]
    pattern = table["month" if day.day is None else "day" if day.year is None else "full"]
    shown: str = pattern.format(m=table["months"][day.month - 1], d=day.day, y=day.year)
    return shown


@cache
def _months() -> dict[str, Any]:
    path = files("newsbrief_models.fidelity.hinting").joinpath("months.toml")
    return tomllib.loads(path.read_text("utf-8"))
