"""GlossaryService, answered by the fake."""

from collections.abc import Iterator
from dataclasses import replace

import grpc

from newsbrief import _convert, _messages
from newsbrief._calls.options import GLOSSARIES
from newsbrief._types import ImportReport, Term
from newsbrief.testing._answers import fake_detect
from newsbrief.testing._failures import Failure
from newsbrief.testing._glossaries import Shelf, page, read_rows, store_rows
from newsbrief.testing._servicer import Receive, check_language, check_not_blank, terms_of
from newsbrief.testing._terms import find
from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1 import glossary_service_pb2_grpc as pb_grpc


class GlossaryServicer(pb_grpc.GlossaryServiceServicer):
    """Reads requests, changes the shelf, writes answers."""

    def __init__(self, receive: Receive, shelf: Shelf) -> None:
        self._receive = receive
        self._shelf = shelf

    def CreateGlossary(
        self, request: pb.CreateGlossaryRequest, context: grpc.ServicerContext
    ) -> pb.CreateGlossaryResponse:
        name, terms = GLOSSARIES + request.glossary_id, tuple(map(_convert.term, request.terms))
        self._receive(context, "glossaries.create", name=name, terms=terms)
        with self._shelf.lock:
            kept = self._shelf.create(name, request.glossary.display_name, terms, context)
            return pb.CreateGlossaryResponse(glossary=_messages.glossary(kept.glossary))

    def GetGlossary(
        self, request: pb.GetGlossaryRequest, context: grpc.ServicerContext
    ) -> pb.GetGlossaryResponse:
        self._receive(context, "glossaries.get", name=request.name)
        with self._shelf.lock:
            kept = self._shelf.get(request.name, "name", context)
            return pb.GetGlossaryResponse(glossary=_messages.glossary(kept.glossary))

    def ListGlossaries(
        self, request: pb.ListGlossariesRequest, context: grpc.ServicerContext
    ) -> pb.ListGlossariesResponse:
        self._receive(context, "glossaries.list")
        with self._shelf.lock:
            kept = [self._shelf.kept[name].glossary for name in sorted(self._shelf.kept)]
        listed, token = page(kept, request.page_size, request.page_token)
        return pb.ListGlossariesResponse(glossaries=map(_messages.glossary, listed), next_page_token=token)

    def UpdateGlossary(
        self, request: pb.UpdateGlossaryRequest, context: grpc.ServicerContext
    ) -> pb.UpdateGlossaryResponse:
        sent = request.glossary
        self._receive(
            context, "glossaries.rename", name=sent.name, texts=(sent.display_name,), etag=sent.etag
        )
        with self._shelf.lock:
            kept = self._shelf.get(sent.name, "glossary.name", context, sent.etag)
            shown = sent.display_name or kept.glossary.id
            kept.glossary = replace(kept.glossary, display_name=shown)
            return pb.UpdateGlossaryResponse(glossary=_messages.glossary(kept.touch()))

    def DeleteGlossary(
        self, request: pb.DeleteGlossaryRequest, context: grpc.ServicerContext
    ) -> pb.DeleteGlossaryResponse:
        self._receive(context, "glossaries.delete", name=request.name, etag=request.etag)
        with self._shelf.lock:
            self._shelf.get(request.name, "name", context, request.etag)
            del self._shelf.kept[request.name]
        return pb.DeleteGlossaryResponse()

    def CreateGlossaryEntry(
        self, request: pb.CreateGlossaryEntryRequest, context: grpc.ServicerContext
    ) -> pb.CreateGlossaryEntryResponse:
        term = _convert.term(request.glossary_entry.term)
        self._receive(context, "glossaries.add_term", name=request.parent, terms=(term,))
        with self._shelf.lock:
            kept = self._shelf.get(request.parent, "parent", context)
            if kept.numbered(term) is not None:
                field = "glossary_entry.term"
                Failure("ALREADY_EXISTS", "ALREADY_EXISTS", "the same forms are there", field).abort(context)
            return pb.CreateGlossaryEntryResponse(glossary_entry=_messages.glossary_entry(kept.put(term)))

    def UpdateGlossaryEntry(
        self, request: pb.UpdateGlossaryEntryRequest, context: grpc.ServicerContext
    ) -> pb.UpdateGlossaryEntryResponse:
        sent, term = request.glossary_entry, _convert.term(request.glossary_entry.term)
        self._receive(context, "glossaries.change_term", name=sent.name, terms=(term,))
        with self._shelf.lock:
            kept, number = self._shelf.entry(sent.name, "glossary_entry.name", context)
            entry = kept.put(term, number)
        return pb.UpdateGlossaryEntryResponse(glossary_entry=_messages.glossary_entry(entry))

    def DeleteGlossaryEntry(
        self, request: pb.DeleteGlossaryEntryRequest, context: grpc.ServicerContext
    ) -> pb.DeleteGlossaryEntryResponse:
        self._receive(context, "glossaries.delete_term", name=request.name)
        with self._shelf.lock:
            kept, number = self._shelf.entry(request.name, "name", context)
            del kept.entries[number]
            kept.touch()
        return pb.DeleteGlossaryEntryResponse()

    def ListGlossaryEntries(
        self, request: pb.ListGlossaryEntriesRequest, context: grpc.ServicerContext
    ) -> pb.ListGlossaryEntriesResponse:
        self._receive(context, "glossaries.terms", name=request.parent, texts=(request.query,))
        with self._shelf.lock:
            entries = list(self._shelf.get(request.parent, "parent", context).entries.values())
        found = [entry for entry in entries if _says(entry.term, request.query.casefold())]
        listed, token = page(found, request.page_size, request.page_token)
        return pb.ListGlossaryEntriesResponse(
            glossary_entries=map(_messages.glossary_entry, listed), next_page_token=token
        )

    def ImportGlossaryEntries(
        self, request_iterator: Iterator[pb.ImportGlossaryEntriesRequest], context: grpc.ServicerContext
    ) -> pb.ImportGlossaryEntriesResponse:
        order = next(request_iterator)
        content = order.content + b"".join(each.content for each in request_iterator)
        self._receive(
            context,
            "glossaries.import_terms",
            name=order.parent,
            texts=(content.decode(errors="replace"),),
            replace=order.replace_existing,
            dry_run=order.validate_only,
        )
        with self._shelf.lock:
            kept = self._shelf.get(order.parent, "parent", context)
            terms, problems = read_rows(content, order.mime_type, context)
            report = ImportReport(len(terms), tuple(problems), len(problems))
            if problems and not order.validate_only:
                message = f"content: nothing was stored, {len(problems)} problems: {problems[0]}"
                details = {"problems": f"{len(problems)}"}
                Failure("INVALID_ARGUMENT", "MALFORMED_VALUE", message, "content", details).abort(context)
            if not order.validate_only:
                report = store_rows(kept, terms, replace_existing=order.replace_existing)
        return _messages.import_report(report)

    def MatchGlossaryEntries(
        self, request: pb.MatchGlossaryEntriesRequest, context: grpc.ServicerContext
    ) -> pb.MatchGlossaryEntriesResponse:
        to, source = request.target_language_code, request.source_language_code
        terms = terms_of(request.glossary_config)
        texts = (request.content,)
        self._receive(context, "glossaries.match", texts=texts, to=(to,), source=source or None, **terms)
        check_not_blank(request.content, "content", context)
        check_language(to, "target_language_code", context)
        known = self._shelf.known(request.glossary_config, "glossary_config", context)
        source = source or fake_detect(request.content)[0].language
        return _messages.term_matches(match for _, match in find(request.content, to, source, known))


def _says(term: Term, query: str) -> bool:
    said = [term.note, *(word for _, form in term.forms for word in (form.text, *form.aliases))]
    return any(query in words.casefold() for words in said)
