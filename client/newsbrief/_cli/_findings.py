"""How findings read: marked and short below a sentence, or a line each as compilers write."""

import re
from collections.abc import Iterable

from newsbrief._cli._console import Style
from newsbrief._cli._layout import one_line, wrap
from newsbrief._types import Check, Finding, Span

REPAIRED = "✓"
MARKS = {"error": "✗", "warning": "⚠"}
_OTHER_MARK = "ℹ"
_GLUE = "\u00a0"
_IN_A_WORD = {
    "untranslated": "left untranslated",
    "repetition": "repeats itself",
    "truncation": "breaks off",
    "sentence_unsupported": "says what the article does not",
}
# What these expect are words of a text, which nobody would miss as such.
_NAMED = ("attribution_lost", "negation_changed")
# A day of no known year as ISO 8601 (2000) had it, and what a desk calls it.
_DAY = re.compile(r"--(0[1-9]|1[0-2])-(\d\d)")
_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")


def marked(finding: Finding) -> str:
    """ "✗ 15000 is missing", "✓ 5000 → 15000 repaired"."""
    mark = REPAIRED if finding.repaired else MARKS.get(finding.severity, _OTHER_MARK)
    return f"{mark} {one_line(_short(finding))}"


def _short(finding: Finding) -> str:
    repaired = " repaired" if finding.repaired else ""
    expected, actual = (
        _DAY.sub(lambda day: f"{_MONTHS[int(day[1]) - 1]} {int(day[2])}", value)
        for value in (finding.expected, finding.actual)
    )
    if expected and actual:
        return f"{actual} → {expected}{repaired}" if repaired else f"{actual} instead of {expected}"
    value = expected or actual
    if value and finding.kind not in _NAMED:
        change = "missing" if expected else "added"
        return f"{value} was {change}, repaired" if repaired else f"{value} is {change}"
    words = _IN_A_WORD.get(finding.kind, finding.kind.replace("_", " ") or "disagreement")
    return (f"{words}: {value}" if value else words) + repaired


def below(findings: Iterable[Finding], style: Style, width: int) -> str:
    """Findings as they stand below a sentence, worst first, with the line break before them; "" for none."""
    groups: dict[str, list[str]] = {"error": [], "warning": [], "": []}
    for finding in findings:
        severity = "" if finding.repaired else finding.severity
        groups[severity if severity in groups else ""].append(marked(finding).replace(" ", _GLUE))
    return "".join(
        "\n" + style.severity(severity, wrap(" · ".join(texts), width, indent="    ").replace(_GLUE, " "))
        for severity, texts in groups.items()
        if texts
    )


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a character, both from 1; lines end at a newline."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def compiled(check: Check, files: tuple[str, str], texts: tuple[str, str], style: Style) -> str:
    """A line for each finding; `files` and `texts` are the source's and the target's.

    "target.txt:12:5: error: number changed: expected 15000, found 1500 (source 3:10)"
    """
    return "\n".join(_line(finding, files[1], texts, style) for finding in check.findings)


def _line(finding: Finding, file: str, texts: tuple[str, str], style: Style) -> str:
    where = one_line(file) + _at(finding.target_span, texts[1], ":")
    source = _at(finding.source_span, texts[0], " ")
    severity = finding.severity or "note"
    told = one_line(str(finding)) + (f" (source {source.strip()})" if source else "")
    return f"{where}: {style.severity(severity, severity)}: {told}"


def _at(span: Span | None, text: str, before: str) -> str:
    return f"{before}{':'.join(map(str, position(text, span.start)))}" if span else ""
