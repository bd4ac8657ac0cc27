"""Terms, and a client of the service, as several tests use them."""

from collections.abc import Iterator, Sequence
from typing import Any

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1 import glossary_service_pb2_grpc as pb_grpc
from newsbrief.v1.types_pb2 import GlossaryTerm, TermForm
from newsbrief_service.glossaries.record import Record
from newsbrief_service.glossaries.review import reviewed
from tests.service.conftest import Running

PIECE = 256 * 1024


def term(en: str = "", ko: str = "", ru: str = "", **fields: Any) -> GlossaryTerm:
    """A term of plain forms; empty ones are left out."""
    forms = {code: TermForm(text=text) for code, text in (("en", en), ("ko", ko), ("ru", ru)) if text}
    return GlossaryTerm(forms=forms, **fields)


def record(en: str = "", ko: str = "", ru: str = "", **fields: Any) -> Record:
    """The same, as the store takes it."""
    return Record.of(reviewed(term(en, ko, ru, **fields), "term"))


def records(count: int) -> list[Record]:
    """Terms that differ."""
    return [record(f"Term {number}", f"용어{number}") for number in range(count)]


def stub_of(running: Running) -> Any:
    """A client; the generated stub's types are those of the sync channel."""
    return pb_grpc.GlossaryServiceStub(running.channel)


def pieces(content: bytes, piece: int = PIECE, **order: Any) -> Iterator[pb.ImportGlossaryEntriesRequest]:
    """The messages that import a file."""
    fields = {"parent": "glossaries/desk", "mime_type": "text/csv", "content_size": len(content), **order}
    yield pb.ImportGlossaryEntriesRequest(content=content[:piece], **fields)
    for start in range(piece, len(content), piece):
        yield pb.ImportGlossaryEntriesRequest(content=content[start : start + piece])


async def create(stub: Any, ident: str = "desk", terms: Sequence[GlossaryTerm] = ()) -> pb.Glossary:
    """A new glossary."""
    response = await stub.CreateGlossary(pb.CreateGlossaryRequest(glossary_id=ident, terms=terms))
    glossary: pb.Glossary = response.glossary
    return glossary


async def listed(stub: Any, ident: str = "desk", **fields: Any) -> list[pb.GlossaryEntry]:
    """The first page of a glossary's entries."""
    request = pb.ListGlossaryEntriesRequest(parent=f"glossaries/{ident}", **fields)
    return list((await stub.ListGlossaryEntries(request)).glossary_entries)
