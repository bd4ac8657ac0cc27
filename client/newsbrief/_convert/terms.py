"""Terms, names and glossaries, read from messages."""

from datetime import UTC, datetime
from typing import cast

from google.protobuf.timestamp_pb2 import Timestamp

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._convert.fidelity import span
from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import types_pb2 as pb

_INFLECT = {pb.INFLECTION_POLICY_INVARIABLE: False, pb.INFLECTION_POLICY_INFLECT: True}


def time(message: Timestamp) -> datetime:
    """A moment, in UTC."""
    return message.ToDatetime(UTC)


def term(message: pb.GlossaryTerm) -> t.Term:
    """One thing in each language."""
    forms = {
        language: t.TermForm(
            form.text,
            aliases=tuple(form.aliases),
            inflect=_INFLECT.get(form.inflection),
            case_sensitive=form.case_sensitive,
        )
        for language, form in message.forms.items()
    }
    kind = cast(t.TermKind, _enums.name(pb.TermKind, message.kind))
    return t.Term(forms, kind=kind, note=message.note)


def name_rendering(message: pb.NameRendering) -> t.NameRendering:
    """A name in another script."""
    return t.NameRendering(
        text=message.text,
        convention=_enums.name(pb.NameConvention, message.convention),
        origin=_enums.name(pb.TermOrigin, message.origin),
        alternatives=tuple(
            t.NameAlternative(other.text, _enums.name(pb.NameConvention, other.convention))
            for other in message.alternatives
        ),
    )


def glossary(message: glossary_pb.Glossary) -> t.Glossary:
    """A stored glossary."""
    return t.Glossary(
        name=message.name,
        display_name=message.display_name,
        entry_count=message.entry_count,
        created=time(message.create_time),
        updated=time(message.update_time),
        etag=message.etag,
    )


def glossary_entry(message: glossary_pb.GlossaryEntry) -> t.GlossaryEntry:
    """A term of a stored glossary."""
    return t.GlossaryEntry(message.name, term(message.term), time(message.update_time))


def import_report(message: glossary_pb.ImportGlossaryEntriesResponse) -> t.ImportReport:
    """What became of a file of terms."""
    problems = tuple(t.RowProblem(each.row, each.message, each.column) for each in message.problems)
    return t.ImportReport(message.imported_count, problems, message.problem_count)


def term_match(message: glossary_pb.GlossaryMatch) -> t.TermMatch:
    """A term found in a text."""
    return t.TermMatch(
        source=message.source_text,
        span=span(message.source_span),
        text=message.target_text,
        origin=_enums.name(pb.TermOrigin, message.origin),
        entry=message.glossary_entry,
    )
