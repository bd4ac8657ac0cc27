"""How figures are named in findings and facts."""

import pytest

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.figure_findings import value
from newsbrief_models.types import Language


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Some 15,000 came.", "15000"),
        ("It rose 3.5 percent.", "3.5%"),
        ("It rose 3.5 percentage points.", "3.5 percentage points"),
        ("It cost $1.5 billion.", "1500000000 USD"),
        ("It took three days.", "3 day"),
        ("It was signed on June 19, 2025.", "2025-06-19"),
        ("It was signed on June 19.", "--06-19"),
        ("It was signed on June 19 last year.", "06-19 last year"),
        ("He left on Thursday.", "Thursday"),
        ("Talks begin next month.", "next month"),
        ("Talks begin at 9:30 a.m.", "09:30"),
        ("The third round ended.", "no. 3"),
        ("They met twice.", "2 times"),
    ],
)
def test_values_read_well(text: str, shown: str) -> None:
    (figure,) = figures.read(text, Language.EN)
    assert value(figure) == shown
