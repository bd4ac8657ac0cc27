"""The values the figure reader gives: what kind of figure, how much, of what, how it is written, where it stands."""

import datetime
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from newsbrief_models.types import Span


class Kind(StrEnum):
    """What a figure is."""

    NUMBER = "number"  # a count; a Korean counter (명, 척) is no unit
    ORDINAL = "ordinal"
    PERCENT = "percent"
    POINTS = "points"  # percentage points
    MONEY = "money"
    DATE = "date"
    REL = "rel"  # a date told from the day of writing: "June 19 last year", 내달, завтра
    WEEKDAY = "weekday"
    TIME = "time"  # of the day
    DURATION = "duration"  # an age too
    MEASURE = "measure"
    VAGUE = "vague"  # dozens, 수천, миллионы долларов
    FRACTION = "fraction"
    MULTIPLE = "multiple"  # how many times: twice, threefold, 세 배, трижды
    DECADE = "decade"  # 1990s; with the unit "age", people in their twenties


class Approx(StrEnum):
    """How a writer hedges a figure."""

    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    NEARLY = "nearly"


class Origin(StrEnum):
    """How a figure is written, which says how freely translators drop or add it."""

    DIGITS = "digits"
    WORDS = "words"
    IMPLIED = "implied"  # a one that nobody wrote: "within a week", год назад


@dataclass(frozen=True, slots=True)
class Range:
    """Both numbers at once, where a language has one word for them: 두세 명, two or three."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Shift:
    """A period told from the day of writing: ``Shift("year", -1)`` is last year, ``Shift("day", 0)`` today."""

    unit: str  # "day", "week", "month" or "year"
    by: int

    @classmethod
    def named(cls, key: str) -> "Shift":
        """The shift that a table calls ``year-1`` or ``day+0``."""
        unit = key.rstrip("+-0123456789")
        return cls(unit, int(key.removeprefix(unit)))


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; what is not told is None or empty.

    `year` is of the common era, `month` 1..12, `day` 1..31, `weekday` 1 (Monday) .. 7, `century` 1.., `decade` the
    first year of a decade (or of a decade of life), `period` a quarter Q1..Q4, a half H1, H2 or a season, `part` early,
    mid or late, `shift` the period told from the day of writing.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    century: int | None = None
    decade: int | None = None
    period: str = ""
    part: str = ""
    shift: Shift | None = None

    def resolved(self, reference: datetime.date) -> "Day":
        """This date with what `shift` tells from `reference` filled in; a week stays a shift."""
        shift = self.shift
        if shift is None or shift.unit == "week":
            return self
        if shift.unit == "day":
            ordinal = reference.toordinal() + shift.by
            if not 1 <= ordinal <= datetime.date.max.toordinal():
                return self
            date = datetime.date.fromordinal(ordinal)
            return replace(self, year=date.year, month=date.month, day=date.day, shift=None)
        months = reference.year * 12 + reference.month - 1 + shift.by * (1 if shift.unit == "month" else 12)
        year, month = divmod(months, 12)
        return replace(self, year=year, month=month + 1 if shift.unit == "month" else self.month, shift=None)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day. `half` is True when the writer left open which half of the day: "at half past nine"."""

    hour: int  # 0..23
    minute: int = 0
    half: bool = False


Value = Fraction | Range | Day | Clock


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a text.

    `value` is exact; of a vague figure it is the power of ten. `unit` is an ISO 4217 code for money (or POUND, PESO,
    DINAR, SHILLING where the text does not say whose), a name of units.toml for measures and durations, vague ones too,
    "age" for decades of life, else empty. `span` counts code points of the text read; `surface` is the text there.
    """

    kind: Kind
    value: Value
    unit: str
    approx: Approx | None
    origin: Origin
    span: Span
    surface: str

    def __str__(self) -> str:
        """The figure in a short form free of language: ``money:1500000000:USD``, ``rel:year-1/--06-19``."""
        value = _show(self.value)
        if self.kind is Kind.VAGUE and isinstance(self.value, Fraction):
            value = f"{10 ** int(self.value)}s"
        if self.kind is Kind.FRACTION and isinstance(self.value, Fraction):
            value = f"{self.value.numerator}/{self.value.denominator}"
        unit = self.unit or ("-" if self.kind is Kind.NUMBER else "")
        return f"{self.kind}:{value}:{unit}" if unit else f"{self.kind}:{value}"


def _show(value: Value) -> str:
    match value:
        case Range(low, high):
            return f"{_show(low)}..{_show(high)}"
        case Clock(hour, minute):
            return f"{hour:02}:{minute:02}"
        case Day():
            return _show_day(value)
        case Fraction():
            return _show_fraction(value)


def _show_fraction(value: Fraction) -> str:
    if (value * 10**9).denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    whole, rest = divmod(abs(value), 1)
    decimals = f".{int(rest * 10**9):09}".rstrip("0") if rest else ""
    return f"{'-' if value < 0 else ''}{int(whole)}{decimals}"


def _show_day(day: Day) -> str:
    part = f"~{day.part}" if day.part else ""
    if day.decade is not None:
        return f"{day.decade}{part}"
    if day.century is not None:
        return f"C{day.century}{part}"
    plain = _show_plain(day)
    if day.shift is None:
        return (plain or str(day.weekday)) + part
    inner = f"w{day.weekday}" if day.weekday else plain
    return f"{day.shift.unit}{day.shift.by:+d}{'/' + inner if inner else ''}{part}"


def _show_plain(day: Day) -> str:
    year = "" if day.year is None else f"{day.year:04}"
    if day.period:
        return f"{year or '-'}-{day.period}"
    if day.month is None and day.day is None:
        return year
    month = "-" if day.month is None else f"-{day.month:02}"
    return f"{year or '-'}{month}" + (f"-{day.day:02}" if day.day else "")
