"""Terms, names and glossaries, as messages."""

from collections.abc import Iterable
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from newsbrief import _enums
from newsbrief import _types as t
from newsbrief._messages.fidelity import span
from newsbrief.v1 import glossary_service_pb2 as glossary_pb
from newsbrief.v1 import news_brief_service_pb2 as service_pb
from newsbrief.v1 import types_pb2 as pb

_INFLECTION = {
    None: pb.INFLECTION_POLICY_UNSPECIFIED,
    False: pb.INFLECTION_POLICY_INVARIABLE,
    True: pb.INFLECTION_POLICY_INFLECT,
}


def time(value: datetime) -> Timestamp:
    """A moment."""
    message = Timestamp()
    message.FromDatetime(value)
    return message


def term(value: t.Term) -> pb.GlossaryTerm:
    """One thing in each language."""
    forms = {
        language: pb.TermForm(
            text=form.text,
            aliases=form.aliases,
            inflection=_INFLECTION[form.inflect],
            case_sensitive=form.case_sensitive,
        )
        for language, form in value.forms
    }
    return pb.GlossaryTerm(forms=forms, kind=_enums.value(pb.TermKind, value.kind), note=value.note)


def name_renderings(values: Iterable[t.NameRendering]) -> service_pb.RenderNamesResponse:
    """Names in another script."""
    return service_pb.RenderNamesResponse(renderings=map(_name_rendering, values))


def _name_rendering(value: t.NameRendering) -> pb.NameRendering:
    return pb.NameRendering(
        text=value.text,
        convention=_enums.value(pb.NameConvention, value.convention),
        origin=_enums.value(pb.TermOrigin, value.origin),
        alternatives=[
            pb.NameAlternative(text=other.text, convention=_enums.value(pb.NameConvention, other.convention))
            for other in value.alternatives
        ],
    )


def glossary(value: t.Glossary) -> glossary_pb.Glossary:
    """A stored glossary."""
    return glossary_pb.Glossary(
        name=value.name,
        display_name=value.display_name,
        entry_count=value.entry_count,
        create_time=time(value.created),
        update_time=time(value.updated),
        etag=value.etag,
    )


def glossaries(values: Iterable[t.Glossary]) -> glossary_pb.ListGlossariesResponse:
    """Stored glossaries, on one page."""
    return glossary_pb.ListGlossariesResponse(glossaries=map(glossary, values))


def glossary_entry(value: t.GlossaryEntry) -> glossary_pb.GlossaryEntry:
    """A term of a stored glossary."""
    return glossary_pb.GlossaryEntry(name=value.name, term=term(value.term), update_time=time(value.updated))


def glossary_entries(values: Iterable[t.GlossaryEntry]) -> glossary_pb.ListGlossaryEntriesResponse:
    """Terms of a stored glossary, on one page."""
    return glossary_pb.ListGlossaryEntriesResponse(glossary_entries=map(glossary_entry, values))


def import_report(value: t.ImportReport) -> glossary_pb.ImportGlossaryEntriesResponse:
    """What became of a file of terms."""
    return glossary_pb.ImportGlossaryEntriesResponse(
        imported_count=value.imported,
        problems=[
            glossary_pb.RowProblem(row=each.row, message=each.message, column=each.column)
            for each in value.problems
        ],
        problem_count=value.problem_count,
    )


def term_matches(values: Iterable[t.TermMatch]) -> glossary_pb.MatchGlossaryEntriesResponse:
    """Terms found in a text."""
    return glossary_pb.MatchGlossaryEntriesResponse(
        matches=[
            glossary_pb.GlossaryMatch(
                source_text=value.source,
                source_span=span(value.span),
                target_text=value.text,
                origin=_enums.value(pb.TermOrigin, value.origin),
                glossary_entry=value.entry,
            )
            for value in values
        ]
    )
