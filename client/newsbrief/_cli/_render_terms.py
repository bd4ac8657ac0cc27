"""How names, terms and glossaries read on a terminal. Pure functions from values to text."""

from collections.abc import Iterable, Sequence

from newsbrief._cli._console import Style
from newsbrief._cli._findings import position
from newsbrief._cli._layout import one_line, table
from newsbrief._types import (
    Glossary,
    GlossaryEntry,
    ImportReport,
    NameAlternative,
    NameRendering,
    Term,
    TermMatch,
)

_LANGUAGES = ("en", "ko", "ru")


def name(written: NameRendering, given: str) -> str:
    """ "김정은: Ким Чен Ын (press, gazetteer); also Ким Чжон Ын (press)"."""
    marks = ", ".join(mark for mark in (_convention(written), written.origin) if mark)
    told = f"{given}: {written.text}" + (f" ({marks})" if marks else "")
    if written.alternatives:
        others = (f"{other.text} ({_convention(other)})" for other in written.alternatives)
        told += f"; also {', '.join(others)}"
    return one_line(told)


def _convention(made: NameRendering | NameAlternative) -> str:
    return made.convention.replace("_", "-")


def glossaries(kept: Iterable[Glossary], width: int | None) -> str:
    """A line for each: id, terms, last change, display name."""
    rows = [
        [each.id, f"terms: {each.entry_count}", f"{each.updated:%Y-%m-%d %H:%M} UTC", each.display_name]
        for each in kept
    ]
    return "\n".join(table([list(map(one_line, row)) for row in rows], width))


def entries(listed: Sequence[GlossaryEntry], style: Style, width: int | None) -> str:
    """A line for each term: its number, its forms, kind and note; other spellings after "|"."""
    rows = [["", *_LANGUAGES, "kind", "note"]]
    for entry in listed:
        number = entry.name.rpartition("/")[2]
        forms = (_form(entry.term, language) for language in _LANGUAGES)
        rows.append([*map(one_line, (number, *forms, entry.term.kind, entry.term.note))])
    head, *lines = table(rows, width)
    return "\n".join([style.dim(head), *lines])


def _form(term: Term, language: str) -> str:
    if language not in term:
        return ""
    return " | ".join((term[language].text, *term[language].aliases))


def report(done: ImportReport, label: str, *, dry_run: bool) -> str:
    """ "terms.csv:3: ko: is empty" for each problem, and what became of the rows."""
    lines = []
    for problem in done.problems:
        column = f"{problem.column}: " if problem.column else ""
        lines.append(f"{label}:{problem.row}: {column}{problem.message}")
    if done.problem_count > len(done.problems):
        lines.append(f"{label}: {done.problem_count - len(done.problems)} more problems")
    became = "good rows" if dry_run else "rows stored"
    return "\n".join(map(one_line, [*lines, f"{label}: {became}: {done.imported}"]))


def matches(found: Iterable[TermMatch], label: str, text: str) -> str:
    """ "article.txt:1:5: Shoigu → 쇼이구 (glossaries/desk/entries/17)"."""
    lines = []
    for each in found:
        line, column = position(text, each.span.start)
        lines.append(f"{label}:{line}:{column}: {each.source} → {each.text} ({each.entry or each.origin})")
    return "\n".join(map(one_line, lines))
