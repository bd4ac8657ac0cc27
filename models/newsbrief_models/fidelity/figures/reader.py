"""The figures of a text, whatever its language."""

import datetime
from dataclasses import replace

from newsbrief_models.fidelity.figures.figure import Day, Figure, Kind
from newsbrief_models.fidelity.figures.korean import read_korean
from newsbrief_models.fidelity.figures.western import read_western
from newsbrief_models.types import Language


def read(text: str, language: Language, *, reference: datetime.date | None = None) -> tuple[Figure, ...]:
    """The numbers, dates and quantities of `text`, in order of appearance and non-overlapping.

    With `reference`, the day the text was published, dates told from it ("last year", 내달 3일) are resolved and become
    dates; weeks stay as told. Takes time linear in the length of `text`; never raises for any text.
    """
    figures = read_korean(text) if language is Language.KO else read_western(text, language)
    if reference is None:
        return figures
    return tuple(_resolved(figure, reference) for figure in figures)


def _resolved(figure: Figure, reference: datetime.date) -> Figure:
    if figure.kind is not Kind.REL or not isinstance(figure.value, Day):
        return figure
    day = figure.value.resolved(reference)
    return replace(figure, kind=Kind.REL if day.shift else Kind.DATE, value=day)
