"""Knows what agencies and sites put around news text: notes, lists of links, datelines. Patterns: data/desk.toml."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from newsbrief_models.text import tables
from newsbrief_models.text.clean import clean
from newsbrief_models.types import Language

_LONGEST_NOTE = 250  # characters; longer lines are text
_LONGEST_DATELINE = 200
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Desk:
    """The habits of one language's newsrooms."""

    _note: re.Pattern[str]
    _label: re.Pattern[str]
    _dateline: re.Pattern[str]

    def is_note(self, line: str) -> bool:
        """Whether a cleaned line or sentence is no news: a byline, a credit, a link, a copyright notice."""
        return len(line) <= _LONGEST_NOTE and self._note.match(line) is not None

    def is_label(self, line: str) -> bool:
        """Whether a cleaned line does nothing but head a list: "Tags:", "관련기사", "Читайте также:"."""
        return len(line) <= _LONGEST_NOTE and self._label.match(line) is not None

    def dateline(self, text: str, start: int, end: int) -> int:
        """Where the news begins in ``text[start:end]``: after its dateline if it has one, else at `start`."""
        source = text[start : min(end, start + 2 * _LONGEST_DATELINE)]
        found = self._dateline.match(clean(source)[:_LONGEST_DATELINE])
        if found is None:
            return start
        length = len(found[0].rstrip())
        # Cleaning may have dropped or folded characters: find the source that cleans to the dateline.
        return start + bisect_left(range(len(source)), length, key=lambda i: len(clean(source[:i])))


@cache
def desk(language: Language) -> Desk:
    """The habits of the newsrooms that write `language`."""
    table = tables.tree("desk")
    parts: dict[str, str] = dict(table["parts"].get(language, {}))
    parts["places"] = "|".join(re.escape(place) for place in table["places"].get(language, ()))

    def compiled(patterns: list[str]) -> re.Pattern[str]:
        joined = "|".join(f"(?:{pattern})" for pattern in patterns)
        # {date} is made of {month}: parts stand in the order in which they use each other, the last first.
        for name in ("places", "place", "date", "month"):
            joined = joined.replace(f"{{{name}}}", parts.get(name, ""))
        return re.compile(joined) if joined else _NEVER

    own = table[language]
    return Desk(
        compiled(table["any"]["note"] + own["note"]), compiled(own["label"]), compiled(own["dateline"])
    )
