"""From the client's values to the contract's messages, and to their proto-JSON."""

from typing import Any

from google.protobuf import json_format
from google.protobuf.message import Message

from newsbrief._messages.briefs import (
    article,
    brief_event,
    brief_result,
    day,
    detected_languages,
    models,
    source,
    translation,
)
from newsbrief._messages.fidelity import check
from newsbrief._messages.jobs import job, job_result, jobs, outcome
from newsbrief._messages.terms import (
    glossaries,
    glossary,
    glossary_entries,
    glossary_entry,
    import_report,
    name_renderings,
    term,
    term_matches,
)

__all__ = [
    "article",
    "brief_event",
    "brief_result",
    "check",
    "day",
    "detected_languages",
    "glossaries",
    "glossary",
    "glossary_entries",
    "glossary_entry",
    "import_report",
    "job",
    "job_result",
    "jobs",
    "models",
    "name_renderings",
    "outcome",
    "proto_json",
    "source",
    "term",
    "term_matches",
    "translation",
]


def proto_json(message: Message) -> dict[str, Any]:
    """The message in proto-JSON: lowerCamelCase names, fields without presence printed even when empty."""
    return json_format.MessageToDict(message, always_print_fields_with_no_presence=True)
