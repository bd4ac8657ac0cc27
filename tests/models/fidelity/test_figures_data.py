"""The hand-labelled figures keep the format and the promises of data/README.md: a reader is measured by them."""

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "ko", "ru")

NUMBER = r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?"
MONTH, DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
SEASON = r"(?:spring|summer|autumn|winter)"
PART = r"(?:~early|~mid|~late)?"
DATE = rf"(?:\d{{4}}|-)(?:-(?:{MONTH}(?:-{DAY})?|-{DAY}|Q[1-4]|H[12]|{SEASON}))|\d{{4}}|C\d{{1,2}}"
MEASURE = r"(?:km|m|cm|mm|nmi|mi|ft|kg|g|t|bbl|l|m2|km2|ha|m3|MW|GW|MWh|kWh|m/s|km/h|kn|degC|deg|TEU)"
TIME = r"(?:second|minute|hour|day|week|month|year)"
CURRENCY = r"(?:KRW|USD|RUB|EUR|JPY|CNY|GBP)"

# What may follow `KIND:` in a label, kind by kind.
VALUES = {
    "number": rf"{NUMBER}(?:\.\.{NUMBER})?:-",
    "ordinal": r"[1-9]\d*",
    "percent": NUMBER,
    "points": NUMBER,
    "money": rf"{NUMBER}:{CURRENCY}",
    "date": rf"(?:{DATE}){PART}",
    "rel": rf"(?:day|week|month|year)[+-]\d(?:/(?:{DATE}|w[1-7]))?{PART}",
    "weekday": r"[1-7]",
    "time": r"(?:[01]\d|2[0-3]):[0-5]\d",
    "duration": rf"{NUMBER}:{TIME}",
    "measure": rf"{NUMBER}:{MEASURE}",
    "vague": rf"10{{1,12}}s(?::(?:{CURRENCY}|{TIME}))?",
    "fraction": r"[1-9]\d*/[1-9]\d*",
    "multiple": NUMBER,
    "decade": rf"\d{{2,4}}{PART}(?::age)?",
}
# Two ways to say one length of time, brought to the smaller unit.
FACTOR = {"hour": ("minute", 60), "week": ("day", 7), "year": ("month", 12)}


@dataclass(frozen=True)
class Label:
    surface: str
    kind: str
    value: str  # with its unit, as written

    def comparable(self) -> str:
        """Kind, value and unit in a form that is equal for equal facts."""
        number, _, unit = self.value.partition(":")
        if self.kind == "duration" and unit in FACTOR:
            smaller, factor = FACTOR[unit]
            return f"duration:{Fraction(number) * factor}:{smaller}"
        if self.kind == "duration":
            return f"duration:{Fraction(number)}:{unit}"
        return f"{self.kind}:{self.value}"


@dataclass(frozen=True)
class Row:
    id: str
    sentence: str
    labels: tuple[Label, ...]


def read(language: str) -> list[Row]:
    lines = (DATA / f"figures.{language}.tsv").read_text(encoding="utf-8").removesuffix("\n").split("\n")
    assert lines[0] == "id\tsentence\tlabels"
    rows = []
    for line in lines[1:]:
        row_id, sentence, labels = line.split("\t")
        rows.append(Row(row_id, sentence, tuple(map(label, labels.split("|"))) if labels else ()))
    return rows


def label(text: str) -> Label:
    surface, _, rest = text.partition("=")
    kind, _, value = rest.partition(":")
    return Label(surface, kind, value)


def find(surface: str, sentence: str, start: int, language: str) -> int:
    """Where `surface` next stands from `start` on, not inside a longer number or word; -1 if nowhere."""
    before = r"(?<![\w])(?<!\d[.,])" if language != "ko" else r"(?<!\d)(?<!\d[.,])"
    if language == "ko" and not surface[0].isdigit():
        before = r"(?<!\w)"  # a particle may follow a Korean figure, nothing may precede it
    after = r"(?!\w)(?![.,]\d)" if language != "ko" else r"(?!\d)(?![.,]\d)"
    match = re.compile(before + re.escape(surface) + after).search(sentence, start)
    return match.start() if match else -1


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_are_many_and_their_ids_and_sentences_unique(language: str) -> None:
    rows = read(language)
    assert len(rows) >= 300
    assert len({row.id for row in rows}) == len({row.sentence for row in rows}) == len(rows)
    assert all(re.fullmatch(rf"[p{language[0]}]\d{{3}}", row.id) for row in rows)
    assert all(row.sentence == row.sentence.strip() and row.sentence[-1] in ".!?" for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_surfaces_stand_in_their_sentence_in_order(language: str) -> None:
    astray = []
    for row in read(language):
        position = 0
        for item in row.labels:
            start = find(item.surface, row.sentence, position, language) if item.surface else -1
            if start < 0:
                astray.append((row.id, item.surface))
            position = max(position, start + len(item.surface))
    assert not astray


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_and_values_are_of_the_documented_form(language: str) -> None:
    odd = [
        (row.id, item.kind, item.value)
        for row in read(language)
        for item in row.labels
        if item.kind not in VALUES or not re.fullmatch(VALUES[item.kind], item.value)
    ]
    assert not odd


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_and_many_sentences_without_figures_are_there(language: str) -> None:
    rows = read(language)
    assert {item.kind for row in rows for item in row.labels} == set(VALUES)
    assert sum(not row.labels for row in rows) >= 50


def test_parallel_rows_say_the_same_in_three_languages() -> None:
    rows = {language: {row.id: row for row in read(language) if row.id[0] == "p"} for language in LANGUAGES}
    assert rows["en"].keys() == rows["ko"].keys() == rows["ru"].keys()
    assert len(rows["en"]) >= 100
    differing = {}
    for row_id in rows["en"]:
        facts = [
            Counter(item.comparable() for item in rows[language][row_id].labels) for language in LANGUAGES
        ]
        if not facts[0] == facts[1] == facts[2]:
            differing[row_id] = facts
    assert not differing
