"""The glossaries of the fake: kept in memory, with the contract's rules on names, pages, etags and rows."""

import csv
import io
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

import grpc

from newsbrief import _convert
from newsbrief._calls.glossaries import MIME_TYPES
from newsbrief._calls.options import GLOSSARIES
from newsbrief._types import Glossary, GlossaryEntry, ImportReport, RowProblem, Term
from newsbrief.testing._failures import Context, Failure
from newsbrief.testing._terms import KnownTerm
from newsbrief.v1 import types_pb2 as pb

Item = TypeVar("Item")
_DELIMITERS = {MIME_TYPES["csv"]: ",", MIME_TYPES["tsv"]: "\t"}
_COLUMNS = ("en", "ko", "ru")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""When everything happens here."""


@dataclass(slots=True)
class Kept:
    """A glossary and its entries by number."""

    glossary: Glossary
    entries: dict[int, GlossaryEntry] = field(default_factory=dict)
    numbers: int = 0
    changes: int = 0

    def touch(self) -> Glossary:
        """The glossary as it is after a change."""
        self.changes += 1
        self.glossary = replace(self.glossary, entry_count=len(self.entries), etag=f"{self.changes}")
        return self.glossary

    def put(self, term: Term, number: int | None = None) -> GlossaryEntry:
        """Keeps `term`, under a new number unless one is given."""
        if number is None:
            self.numbers += 1
            number = self.numbers
        entry = GlossaryEntry(f"{self.glossary.name}/entries/{number}", term, NOW)
        self.entries[number] = entry
        self.touch()
        return entry

    def numbered(self, term: Term) -> int | None:
        """The number of the entry with the same forms."""
        return next((n for n, entry in self.entries.items() if entry.term.forms == term.forms), None)


class Shelf:
    """All glossaries; whoever uses it holds `lock`."""

    def __init__(self) -> None:
        self.kept: dict[str, Kept] = {}
        self.lock = threading.Lock()

    def create(
        self, name: str, display_name: str, terms: Iterable[Term], context: grpc.ServicerContext
    ) -> Kept:
        """A new glossary."""
        if name in self.kept:
            Failure("ALREADY_EXISTS", "ALREADY_EXISTS", f"{name} exists", "glossary_id").abort(context)
        shown = display_name or name.removeprefix(GLOSSARIES)
        kept = self.kept[name] = Kept(Glossary(name, shown, 0, NOW, NOW, "0"))
        for term in terms:
            kept.put(term)
        return kept

    def get(self, name: str, where: str, context: Context, etag: str = "") -> Kept:
        """The glossary of that name; `where` is the request's field, `etag` what it must be at."""
        kept = self.kept.get(name)
        if kept is None:
            Failure("NOT_FOUND", "NOT_FOUND", f"{where}: no such glossary", where).abort(context)
        if etag and etag != kept.glossary.etag:
            Failure("ABORTED", "ETAG_MISMATCH", "the glossary changed since", "etag").abort(context)
        return kept

    def entry(self, name: str, where: str, context: grpc.ServicerContext) -> tuple[Kept, int]:
        """The glossary and the number of the entry of that name."""
        glossary, _, number = name.partition("/entries/")
        kept = self.kept.get(glossary)
        if kept is None or not number.isdecimal() or int(number) not in kept.entries:
            Failure("NOT_FOUND", "NOT_FOUND", f"{where}: no such entry", where).abort(context)
        return kept, int(number)

    def known(self, config: pb.GlossaryConfig, where: str, context: Context) -> list[KnownTerm]:
        """The terms for a call, those that win first."""
        known = [KnownTerm(_convert.term(term)) for term in config.inline_terms]
        with self.lock:
            for index, name in reversed(list(enumerate(config.glossaries))):
                kept = self.get(name, f"{where}.glossaries[{index}]", context)
                known += [
                    KnownTerm(entry.term, "glossary", name, entry.name) for entry in kept.entries.values()
                ]
        return known


def read_rows(
    content: bytes, mime_type: str, context: grpc.ServicerContext
) -> tuple[list[Term], list[RowProblem]]:
    """The terms of a CSV or TSV file and what is wrong with its rows; the fake reads no TBX."""
    if mime_type not in _DELIMITERS:
        message = f"mime_type: must be one of {', '.join(_DELIMITERS)}"
        Failure("INVALID_ARGUMENT", "MALFORMED_VALUE", message, "mime_type").abort(context)
    terms, problems = [], []
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=_DELIMITERS[mime_type])
    for row in reader:
        forms = {
            column: (row[column], *filter(None, (row.get(f"{column}_aliases") or "").split("|")))
            for column in _COLUMNS
            if row.get(column)
        }
        if len(forms) < 2:
            problems.append(RowProblem(reader.line_num, "at least two languages are needed"))
        else:
            terms.append(Term(forms, note=row.get("note") or ""))
    return terms, problems


def store_rows(kept: Kept, terms: list[Term], *, replace_existing: bool) -> ImportReport:
    """Keeps the terms of a file."""
    if replace_existing:
        kept.entries.clear()
    for term in terms:
        kept.put(term, kept.numbered(term))
    return ImportReport(len(terms))


def page(items: list[Item], size: int, token: str) -> tuple[list[Item], str]:
    """A page of a list, and the token of the next."""
    start = int(token or 0)
    end = start + (min(size, 1_000) or 100)
    return items[start:end], str(end) if end < len(items) else ""
