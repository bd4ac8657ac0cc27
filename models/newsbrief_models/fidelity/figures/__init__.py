"""Reads the numbers, dates and quantities of news texts and compares them across languages."""

from newsbrief_models.fidelity.figures.compare import Comparison, Verdict, compare
from newsbrief_models.fidelity.figures.figure import (
    Approx,
    Clock,
    Day,
    Figure,
    Kind,
    Origin,
    Range,
    Shift,
    Value,
)
from newsbrief_models.fidelity.figures.reader import read
from newsbrief_models.fidelity.figures.same import agreement, compatible, same
from newsbrief_models.fidelity.figures.same_dates import Agreement
from newsbrief_models.fidelity.figures.severity import Severity, opposed

__all__ = [
    "Agreement",
    "Approx",
    "Clock",
    "Comparison",
    "Day",
    "Figure",
    "Kind",
    "Origin",
    "Range",
    "Severity",
    "Shift",
    "Value",
    "Verdict",
    "agreement",
    "compare",
    "compatible",
    "opposed",
    "read",
    "same",
]
