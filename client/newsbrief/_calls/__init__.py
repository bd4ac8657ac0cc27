"""The calls a client can make: what each sends, and how its answer is read."""

from newsbrief._calls import glossaries, jobs
from newsbrief._calls.briefs import (
    HEALTH_STATUSES,
    SERVICE,
    Texts,
    article,
    batch,
    brief,
    check,
    detect,
    health,
    models,
    path_of,
    render_names,
    stream_brief,
    translate,
)
from newsbrief._calls.call import Call
from newsbrief._calls.options import Making, TermOptions, Wording

__all__ = [
    "HEALTH_STATUSES",
    "SERVICE",
    "Call",
    "Making",
    "TermOptions",
    "Texts",
    "Wording",
    "article",
    "batch",
    "brief",
    "check",
    "detect",
    "glossaries",
    "health",
    "jobs",
    "models",
    "path_of",
    "render_names",
    "stream_brief",
    "translate",
]
