"""How the values of options are read; each is a type for argparse."""

import re
from argparse import ArgumentTypeError
from datetime import date, datetime

from newsbrief import Term, _channel

_NEXT_FORM = re.compile(r",(?=\s*[A-Za-z-]{2,8}\s*=)")


def language_list(value: str) -> tuple[str, ...]:
    """ "ru, en" as ("ru", "en")."""
    codes = tuple(code.strip() for code in value.split(",") if code.strip())
    if not codes:
        raise ArgumentTypeError("name at least one language, like en,ko,ru")
    return codes


def day(value: str) -> date:
    """A day, or the day of a time as it reads. https://www.iso.org/iso-8601-date-and-time-format.html"""
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is no date like 2026-06-19") from None


def term(value: str) -> Term:
    """ "en=Shoigu|Shoygu,ko=쇼이구": what is written first, other spellings after it."""
    forms = {}
    for part in _NEXT_FORM.split(value):
        language, equals, form = part.partition("=")
        spellings = [spelling.strip() for spelling in form.split("|")]
        if not equals or not all(spellings) or language.strip() in forms:
            break
        forms[language.strip()] = spellings
    else:
        if len(forms) > 1:
            return Term(forms)
    raise ArgumentTypeError(f"{value!r} is no term like en=Shoigu,ko=쇼이구,ru=Шойгу")


def seconds(value: str) -> float:
    """A time a call may take."""
    try:
        return _channel.check_timeout(float(value))
    except ValueError:
        raise ArgumentTypeError(f"{value!r} is not a positive number of seconds") from None


def count(value: str) -> int:
    """How many, 1 at least."""
    if not value.isdecimal() or not int(value):
        raise ArgumentTypeError(f"{value!r} is not a number from 1")
    return int(value)
