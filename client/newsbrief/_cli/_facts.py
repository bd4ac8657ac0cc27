"""The fact grid: each figure, date and name of the chosen sentences, and how it stands in each brief."""

from collections.abc import Sequence

from newsbrief._cli._console import Style
from newsbrief._cli._layout import cells, one_line, table
from newsbrief._types import Fact

SAME, MISSING = "✓", "✗"
NONE = "no figures, dates or names to compare"


def grid(facts: Sequence[Fact], style: Style, width: int | None) -> str:
    """An aligned table; a fact that is missing somewhere stands out. `width` None cuts nothing."""
    title = "── facts "
    head = style.dim(title + "─" * max((width or 0) - cells(title), 2))
    if not facts:
        return f"{head}\n{NONE}"
    languages = [form.language for form in facts[0].forms]
    rows = [["", "", "", *map(one_line, languages)]]
    rows += [[f"[{fact.source_index + 1}]", fact.kind, *_cells(fact)] for fact in facts]
    lines = table(rows, width)
    shown = [
        line if fact.agreed else style.severity("error", line)
        for fact, line in zip(facts, lines[1:], strict=True)
    ]
    return "\n".join([head, style.dim(lines[0]), *shown])


def _cells(fact: Fact) -> list[str]:
    """The value, and how each brief has it."""
    value = one_line(fact.value)
    forms = [one_line(form.text) for form in fact.forms]
    return [value, *(SAME if form == value else form or MISSING for form in forms)]


def markdown_rows(facts: Sequence[Fact]) -> list[list[str]]:
    """The same table as rows of cells, the header first."""
    if not facts:
        return []
    languages = [form.language for form in facts[0].forms]
    return [["", "fact", *languages], *([fact.kind, *_cells(fact)] for fact in facts)]


def summary(facts: Sequence[Fact]) -> str:
    """ "11 of 12 facts stand in every brief"."""
    agreed = sum(fact.agreed for fact in facts)
    return f"{agreed} of {len(facts)} facts stand in every brief" if facts else NONE
