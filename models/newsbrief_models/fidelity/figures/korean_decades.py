"""Decades in Korean texts: 1990년대, 90년대, and those of a life: 20대 남성, 30대 초반."""

import re
from dataclasses import replace

from newsbrief_models.fidelity.figures.figure import Day
from newsbrief_models.fidelity.figures.korean_text import KoreanText

_DECADE = re.compile(r"(\d{4}|[1-9]0)\s?년대")
_AGES = re.compile(r"([1-9]0)대(?=[ ,.·]|$|가|는|은|와|의|로|도|에|이)")
_AGE_PARTICLE = re.compile(r"[의는은가이]")
_COUNTED = re.compile(r" ?\d")


def decade_at(text: KoreanText, at: int) -> tuple[Day, int] | None:
    """1990년대, 90년대, 20대 of a person."""
    match = _DECADE.match(text.text, at)
    ages = _AGES.match(text.text, at)
    if match:
        first = int(match[1])
        day, end = Day(decade=first if first >= 1000 else 1900 + first), match.end()
    elif ages and (_of_people(text, ages.end()) or _ages_stand_alone(text, at, ages.end())):
        day, end = Day(decade=int(ages[1])), ages.end()
    else:
        return None
    part = text.find("part", text.after_space(end))
    return (replace(day, part=part[0]), part[1]) if part else (day, end)


def _ages_stand_alone(text: KoreanText, at: int, end: int) -> bool:
    """Whether 20대 with a particle is people: no noun that it could count stands right before it."""
    before = text.char(at - 1) if not text.char(at - 1).isspace() else text.char(at - 2)
    return _AGE_PARTICLE.match(text.text, end) is not None and (
        not before or before in "은는도서의에고며,던인한된운\"'“‘(중"
    )


def _of_people(text: KoreanText, at: int) -> bool:
    """Whether people follow 20대: a word for them, or how many there are (10대 3명)."""
    return text.find("people", text.after_space(at)) is not None or bool(
        re.match(r" \d", text.text[at : at + 2])
    )
