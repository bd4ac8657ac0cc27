"""From the contract's messages to the client's values; `_messages` goes the other way."""

from newsbrief._convert.briefs import (
    article,
    brief_event,
    brief_result,
    day,
    detected_language,
    model,
    translation,
)
from newsbrief._convert.fidelity import check
from newsbrief._convert.jobs import job, job_result, outcome
from newsbrief._convert.terms import (
    glossary,
    glossary_entry,
    import_report,
    name_rendering,
    term,
    term_match,
)

__all__ = [
    "article",
    "brief_event",
    "brief_result",
    "check",
    "day",
    "detected_language",
    "glossary",
    "glossary_entry",
    "import_report",
    "job",
    "job_result",
    "model",
    "name_rendering",
    "outcome",
    "term",
    "term_match",
    "translation",
]
