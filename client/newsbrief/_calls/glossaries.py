"""The calls of GlossaryService."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, Unpack

from newsbrief import _convert
from newsbrief._calls.call import Call, check_text, refuse
from newsbrief._calls.options import (
    GLOSSARIES,
    AnyGlossary,
    AnyTerm,
    TermOptions,
    glossary_config,
    glossary_name,
    term,
)
from newsbrief._types import Glossary, GlossaryEntry, ImportReport, TermMatch
from newsbrief.v1 import glossary_service_pb2 as pb

SERVICE = pb.DESCRIPTOR.services_by_name["GlossaryService"].full_name
Item = TypeVar("Item")
AnyEntry = str | GlossaryEntry
FileFormat = Literal["csv", "tsv", "tbx"]
MIME_TYPES: dict[FileFormat, str] = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "tbx": "application/x-tbx",
}
PIECE_BYTES = 256 * 1024
"""A file travels in pieces of this size, well below what a message may have (1 MiB)."""
PAGE_SIZE = 1_000
"""As many as a server gives at once."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A part of a list, and what to ask for the next with; "" after the last."""

    items: list[Item]
    next_token: str


def _path(method: str) -> str:
    return f"/{SERVICE}/{method}"


def _entry_name(entry: AnyEntry) -> str:
    return entry.name if isinstance(entry, GlossaryEntry) else check_text(entry, "name")


def create(glossary_id: str, display_name: str, terms: Iterable[AnyTerm]) -> Call[Glossary]:
    """Store a new glossary."""
    return Call(
        _path("CreateGlossary"),
        pb.CreateGlossaryRequest(
            glossary=pb.Glossary(display_name=check_text(display_name, "glossary.display_name")),
            glossary_id=check_text(glossary_id, "glossary_id").removeprefix(GLOSSARIES),
            terms=[term(each, f"terms[{index}]") for index, each in enumerate(terms)],
        ),
        pb.CreateGlossaryResponse,
        lambda response: _convert.glossary(response.glossary),
    )


def get(glossary: AnyGlossary) -> Call[Glossary]:
    """Ask about a glossary."""
    return Call(
        _path("GetGlossary"),
        pb.GetGlossaryRequest(name=glossary_name(glossary, "name")),
        pb.GetGlossaryResponse,
        lambda response: _convert.glossary(response.glossary),
    )


def glossaries(token: str) -> Call[Page[Glossary]]:
    """List glossaries."""
    return Call(
        _path("ListGlossaries"),
        pb.ListGlossariesRequest(page_size=PAGE_SIZE, page_token=token),
        pb.ListGlossariesResponse,
        lambda response: Page(list(map(_convert.glossary, response.glossaries)), response.next_page_token),
    )


def rename(glossary: AnyGlossary, display_name: str, etag: str) -> Call[Glossary]:
    """Change a glossary's display name."""
    named = pb.Glossary(
        name=glossary_name(glossary, "glossary.name"),
        display_name=check_text(display_name, "glossary.display_name"),
        etag=check_text(etag, "glossary.etag"),
    )
    return Call(
        _path("UpdateGlossary"),
        pb.UpdateGlossaryRequest(glossary=named),
        pb.UpdateGlossaryResponse,
        lambda response: _convert.glossary(response.glossary),
    )


def delete(glossary: AnyGlossary, etag: str) -> Call[None]:
    """Delete a glossary."""
    return Call(
        _path("DeleteGlossary"),
        pb.DeleteGlossaryRequest(name=glossary_name(glossary, "name"), etag=check_text(etag, "etag")),
        pb.DeleteGlossaryResponse,
        lambda response: None,
    )


def add(glossary: AnyGlossary, new: AnyTerm) -> Call[GlossaryEntry]:
    """Store a term."""
    return Call(
        _path("CreateGlossaryEntry"),
        pb.CreateGlossaryEntryRequest(
            parent=glossary_name(glossary, "parent"),
            glossary_entry=pb.GlossaryEntry(term=term(new, "glossary_entry.term")),
        ),
        pb.CreateGlossaryEntryResponse,
        lambda response: _convert.glossary_entry(response.glossary_entry),
    )


def change(entry: AnyEntry, new: AnyTerm) -> Call[GlossaryEntry]:
    """Put a term in the place of another."""
    return Call(
        _path("UpdateGlossaryEntry"),
        pb.UpdateGlossaryEntryRequest(
            glossary_entry=pb.GlossaryEntry(name=_entry_name(entry), term=term(new, "glossary_entry.term"))
        ),
        pb.UpdateGlossaryEntryResponse,
        lambda response: _convert.glossary_entry(response.glossary_entry),
    )


def remove(entry: AnyEntry) -> Call[None]:
    """Delete a term."""
    return Call(
        _path("DeleteGlossaryEntry"),
        pb.DeleteGlossaryEntryRequest(name=_entry_name(entry)),
        pb.DeleteGlossaryResponse,
        lambda response: None,
    )


def terms(glossary: AnyGlossary, query: str, token: str) -> Call[Page[GlossaryEntry]]:
    """List the terms of a glossary."""
    return Call(
        _path("ListGlossaryEntries"),
        pb.ListGlossaryEntriesRequest(
            parent=glossary_name(glossary, "parent"),
            page_size=PAGE_SIZE,
            page_token=token,
            query=check_text(query, "query"),
        ),
        pb.ListGlossaryEntriesResponse,
        lambda response: Page(
            list(map(_convert.glossary_entry, response.glossary_entries)), response.next_page_token
        ),
    )


def import_file(
    glossary: AnyGlossary, content: bytes | str, file_format: str, replace: bool, dry_run: bool
) -> Call[ImportReport]:
    """Store the rows of a file."""
    if file_format not in MIME_TYPES:
        raise refuse(f"{file_format!r} is not one of {', '.join(MIME_TYPES)}", "MALFORMED_VALUE", "mime_type")
    data = content if isinstance(content, bytes) else check_text(content, "content").encode()
    order = pb.ImportGlossaryEntriesRequest(
        parent=glossary_name(glossary, "parent"),
        mime_type=MIME_TYPES[file_format],
        validate_only=dry_run,
        replace_existing=replace,
        content=data[:PIECE_BYTES],
        content_size=len(data),
    )
    return Call(
        _path("ImportGlossaryEntries"),
        _pieces(order, data),
        pb.ImportGlossaryEntriesResponse,
        _convert.import_report,
    )


def _pieces(order: pb.ImportGlossaryEntriesRequest, data: bytes) -> Iterator[pb.ImportGlossaryEntriesRequest]:
    yield order
    for start in range(PIECE_BYTES, len(data), PIECE_BYTES):
        yield pb.ImportGlossaryEntriesRequest(content=data[start : start + PIECE_BYTES])


def match(text: str, to: str, source: str | None, **terms: Unpack[TermOptions]) -> Call[list[TermMatch]]:
    """Look for terms in a text."""
    return Call(
        _path("MatchGlossaryEntries"),
        pb.MatchGlossaryEntriesRequest(
            glossary_config=glossary_config("glossary_config", **terms),
            content=check_text(text, "content"),
            source_language_code=check_text(source or "", "source_language_code"),
            target_language_code=check_text(to, "target_language_code"),
        ),
        pb.MatchGlossaryEntriesResponse,
        lambda response: list(map(_convert.term_match, response.matches)),
    )
