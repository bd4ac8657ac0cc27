"""Reads the figures of an English or Russian text in one pass over its tokens."""

from newsbrief_models.fidelity.figures.clocks import time_rule
from newsbrief_models.fidelity.figures.cursor import HYPHENS, Cursor
from newsbrief_models.fidelity.figures.dates import date_rule
from newsbrief_models.fidelity.figures.drafts import Draft, Found, Rule, finish
from newsbrief_models.fidelity.figures.figure import Figure, Kind
from newsbrief_models.fidelity.figures.idioms import (
    bare_rule,
    compound_rule,
    multiple_rule,
    pair_rule,
    share_rule,
    weekday_rule,
)
from newsbrief_models.fidelity.figures.quantities import quantity_rule
from newsbrief_models.types import Language

_LONGEST_CODE = 24  # tokens
_RULES: tuple[Rule, ...] = (
    date_rule,
    time_rule,
    weekday_rule,
    share_rule,
    bare_rule,
    compound_rule,
    quantity_rule,
    pair_rule,
    multiple_rule,
)


def read_western(text: str, language: Language) -> tuple[Figure, ...]:
    """The figures of an English or Russian `text`, in order. Time linear in its length."""
    cursor = Cursor(text, language)
    drafts: list[Draft] = []
    at = 0
    while at < len(cursor.tokens):
        found = _read(cursor, at)
        drafts += found[0]
        at = max(found[1], at + 1)
    return tuple(finish(cursor, draft) for draft in drafts)


def _read(cursor: Cursor, at: int) -> Found:
    """What stands at `at`: a name or idiom to pass over, a figure, or nothing."""
    if not cursor.may_start(at):
        return [], (_code(cursor, at) if cursor.tied(at) else None) or at + 1
    passed = _pass_over(cursor, at)
    if passed is not None:
        return [], passed
    for rule in _RULES:
        found = rule(cursor, at)
        if found:
            return [draft for draft in found[0] if not _uncounted(cursor, draft)], found[1]
    return [], at + 1


def _pass_over(cursor: Cursor, at: int) -> int | None:
    """The place after an idiom, a code (F-16, SU1234, 8-800-100-00-00) or a numbered name that starts at `at`."""
    skip = cursor.find("skip", at)
    if skip:
        return skip[1]
    named = cursor.find("numbered_name", at)
    if named and cursor.low(named[1]).isdecimal():
        return named[1] + 1
    return _code(cursor, at)


def _code(cursor: Cursor, at: int) -> int | None:
    """The place after a run of letters, digits and hyphens without spaces that is a code, not a figure."""
    end, digits, hyphens = at, 0, 0
    start = cursor.low(at)
    if not start.isalnum() or (cursor.glued(at) and cursor.low(at - 1) in HYPHENS and cursor.glued(at - 1)):
        return None
    while end < min(len(cursor.tokens), at + _LONGEST_CODE) and (end == at or cursor.glued(end)):
        word = cursor.low(end)
        if word == "." and start.isalpha() and cursor.glued(end + 1):
            pass
        elif word in HYPHENS and cursor.glued(end + 1):
            hyphens += 1
        elif word.isdecimal():
            digits += 1
        elif not word.isalpha():
            break
        end += 1
    if not digits or end == at + 1:
        return None
    if start.isalpha():
        return end if _is_name(cursor, at, end) else None
    return (
        end
        if hyphens >= 2 and digits >= 3 and end - at == digits + hyphens and not _is_day(cursor, at, end)
        else None
    )


def _is_name(cursor: Cursor, at: int, end: int) -> bool:
    """Whether letters with digits after them are a code: F-16, SU1234, МиГ-31; not mid-1990s, not US$5."""
    tied = cursor.low(at + 1)
    if tied in HYPHENS:
        plain = cursor.tokens[at].text.islower() and len(cursor.low(at)) > 2
        year = (
            len(cursor.low(at + 2)) == 4
            and cursor.low(at + 2)[:2] in ("19", "20")
            and len(cursor.low(at)) > 2
        )
        return cursor.low(at + 2).isdecimal() and not year and not (plain and cursor.find("code_prefix", at))
    return tied.isdecimal()


def _is_day(cursor: Cursor, at: int, end: int) -> bool:
    return end - at == 5 and len(cursor.low(at)) == 4


def _uncounted(cursor: Cursor, draft: Draft) -> bool:
    """Figures that are part of a name or an idiom, by the words beside them: third countries, 12 Tverskaya Street."""
    if draft.kind is Kind.VAGUE and draft.value == 0:  # several
        return True
    if (
        draft.kind is Kind.MEASURE
        and draft.value in (1, 1000)
        and cursor.low(draft.start - 1) in ("per", "за")
    ):  # a rate
        return True
    if draft.kind not in (Kind.NUMBER, Kind.ORDINAL):
        return False
    if draft.kind is Kind.ORDINAL and cursor.find("no_ordinal_before", draft.end):
        return True
    if draft.value == 2 and draft.kind is Kind.NUMBER and cursor.find("no_two_before", draft.end):
        return True
    if cursor.before(f"no_{draft.kind}_after", draft.start):
        return True
    if draft.kind is Kind.NUMBER and draft.value == 1 and cursor.before("no_one_after", draft.start):
        return True
    street = (
        cursor.language == Language.EN and cursor.upper(draft.end) and cursor.find("street", draft.end + 1)
    )
    return bool(draft.kind is Kind.NUMBER and street)
