"""The reader against the hand labels of tests/models/fidelity/data: it may not get worse."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from newsbrief_models.fidelity.figures import read
from newsbrief_models.types import Language

DATA = Path(__file__).parent.parent / "data"
BASE = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 1, "year": 12}


def canonical(label: str) -> str:
    """`label` with a length of time in base units."""
    kind, _, rest = label.partition(":")
    number, _, unit = rest.partition(":")
    if kind != "duration" or unit not in BASE:
        return label
    return f"duration:{Fraction(number) * BASE[unit]}:{'months' if unit in ('month', 'year') else 'seconds'}"


def places(sentence: str, cell: str, language: Language) -> list[tuple[int, int, str]]:
    """The labels of a row as start, end and canonical label."""
    found, place = [], 0
    for entry in cell.split("|") if cell else []:
        surface, _, label = entry.partition("=")
        digits = language is Language.KO and surface[0].isdigit()
        before = r"(?<!\d)(?<!\d[.,])" if digits else r"(?<!\w)(?<!\d[.,])"
        after = r"(?!\d)(?![.,]\d)" if language is Language.KO else r"(?!\w)(?![.,]\d)"
        match = re.compile(before + re.escape(surface) + after).search(sentence, place)
        assert match, surface
        place = max(place, match.end())
        found.append((match.start(), match.end(), canonical(label)))
    return found


@pytest.mark.parametrize("language", list(Language))
def test_precision_and_recall_hold(language: Language) -> None:
    hits = labelled = read_ones = 0
    for line in (DATA / f"figures.{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        _, sentence, cell = line.split("\t")
        found = [(f.span.start, f.span.end, canonical(str(f))) for f in read(sentence, language)]
        labels = places(sentence, cell, language)
        labelled, read_ones = labelled + len(labels), read_ones + len(found)
        for start, end, label in labels:
            hit = next((f for f in found if f[2] == label and f[0] < end and start < f[1]), None)
            hits += hit is not None
            if hit:
                found.remove(hit)
    assert hits / labelled >= 0.99
    assert hits / read_ones >= 0.99
