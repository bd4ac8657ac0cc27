"""The methods of GlossaryService: read the request, ask the store, word the answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeAlias

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1 import glossary_service_pb2_grpc as pb_grpc
from newsbrief_service.glossaries import importing, requests
from newsbrief_service.glossaries.names import (
    after_token,
    checked_id,
    entry_id,
    entry_name,
    glossary_id,
    glossary_name,
    page_token,
)
from newsbrief_service.glossaries.record import Record
from newsbrief_service.glossaries.review import reviewed
from newsbrief_service.glossaries.statements import GlossaryInfo, StoredEntry
from newsbrief_service.glossaries.store import Store
from newsbrief_service.handlers import Context
from newsbrief_service.interceptor import note
from newsbrief_service.storage.errors import about
from newsbrief_service.storage.times import timestamp

GLOSSARY_PATHS = ("display_name",)
ENTRY_PATHS = ("term", "term.forms", "term.kind", "term.note")


Match: TypeAlias = Callable[[pb.MatchGlossaryEntriesRequest], Awaitable[pb.MatchGlossaryEntriesResponse]]


class GlossaryServicer(pb_grpc.GlossaryServiceServicer):
    """Answers calls from `store`, and has `match` look for terms in texts.

    Errors leave as ServiceError; `interceptor.Guard` turns them into statuses.
    """

    def __init__(self, store: Store, match: Match) -> None:
        self._store = store
        self._match = match
        # Terms of a call are read on a thread of their own, and so are files, one at a time: one takes seconds.
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="newsbrief-terms")
        self._gatherer = importing.Gatherer()
        self._importer = ThreadPoolExecutor(1, thread_name_prefix="newsbrief-import")

    async def close(self) -> None:
        """Wait for what is running."""
        for thread in (self._reader, self._importer):
            await asyncio.to_thread(thread.shutdown, wait=True, cancel_futures=True)

    async def CreateGlossary(
        self, request: pb.CreateGlossaryRequest, context: Context
    ) -> pb.CreateGlossaryResponse:
        ident = checked_id(request.glossary_id, "glossary_id")
        name = requests.display_name(request.glossary.display_name, ident)
        records = await asyncio.get_running_loop().run_in_executor(
            self._reader, requests.records, request.terms
        )
        note(glossary=ident, entries=len(records))
        with about(None, clash="glossary_id"):
            info = await self._store.create(ident, name, records)
        return pb.CreateGlossaryResponse(glossary=_glossary(info))

    async def GetGlossary(self, request: pb.GetGlossaryRequest, context: Context) -> pb.GetGlossaryResponse:
        ident = glossary_id(request.name, "name")
        with about("name"):
            return pb.GetGlossaryResponse(glossary=_glossary(await self._store.get(ident)))

    async def ListGlossaries(
        self, request: pb.ListGlossariesRequest, context: Context
    ) -> pb.ListGlossariesResponse:
        size = requests.page_size(request.page_size)
        after = after_token(request.page_token, "", "glossaries")
        with about(None):
            infos = await self._store.glossaries(str(after), size + 1)
        more = page_token(infos[size - 1].id, "glossaries") if len(infos) > size else ""
        return pb.ListGlossariesResponse(glossaries=map(_glossary, infos[:size]), next_page_token=more)

    async def UpdateGlossary(
        self, request: pb.UpdateGlossaryRequest, context: Context
    ) -> pb.UpdateGlossaryResponse:
        ident = glossary_id(request.glossary.name, "glossary.name")
        requests.paths(request.update_mask.paths, GLOSSARY_PATHS)
        name = requests.display_name(request.glossary.display_name, ident)
        with about("glossary.name", clash="glossary.etag"):
            info = await self._store.rename(ident, name, request.glossary.etag)
        note(glossary=ident)
        return pb.UpdateGlossaryResponse(glossary=_glossary(info))

    async def DeleteGlossary(
        self, request: pb.DeleteGlossaryRequest, context: Context
    ) -> pb.DeleteGlossaryResponse:
        ident = glossary_id(request.name, "name")
        note(glossary=ident)
        with about("name", clash="etag"):
            await self._store.delete(ident, request.etag)
        return pb.DeleteGlossaryResponse()

    async def CreateGlossaryEntry(
        self, request: pb.CreateGlossaryEntryRequest, context: Context
    ) -> pb.CreateGlossaryEntryResponse:
        ident = glossary_id(request.parent, "parent")
        record = Record.of(reviewed(request.glossary_entry.term, "glossary_entry.term"))
        note(glossary=ident)
        with about("parent", clash="glossary_entry.term"):
            entry = await self._store.create_entry(ident, record)
        return pb.CreateGlossaryEntryResponse(glossary_entry=_entry(ident, entry))

    async def UpdateGlossaryEntry(
        self, request: pb.UpdateGlossaryEntryRequest, context: Context
    ) -> pb.UpdateGlossaryEntryResponse:
        ident, number = entry_id(request.glossary_entry.name, "glossary_entry.name")
        mask = requests.paths(request.update_mask.paths, ENTRY_PATHS)
        note(glossary=ident)
        with about("glossary_entry.name", clash="glossary_entry.term"):
            entry = await self._store.update_entry(
                ident, number, lambda old: requests.merged(old, request.glossary_entry.term, mask)
            )
        return pb.UpdateGlossaryEntryResponse(glossary_entry=_entry(ident, entry))

    async def DeleteGlossaryEntry(
        self, request: pb.DeleteGlossaryEntryRequest, context: Context
    ) -> pb.DeleteGlossaryEntryResponse:
        ident, number = entry_id(request.name, "name")
        note(glossary=ident)
        with about("name"):
            await self._store.delete_entry(ident, number)
        return pb.DeleteGlossaryEntryResponse()

    async def ListGlossaryEntries(
        self, request: pb.ListGlossaryEntriesRequest, context: Context
    ) -> pb.ListGlossaryEntriesResponse:
        ident = glossary_id(request.parent, "parent")
        size, query = requests.page_size(request.page_size), requests.query(request.query)
        listed = ("entries", ident, query)
        after = after_token(request.page_token, 0, *listed)
        with about("parent"):
            entries, more = await self._store.entries(ident, int(after), size, query)
        return pb.ListGlossaryEntriesResponse(
            glossary_entries=[_entry(ident, entry) for entry in entries],
            next_page_token=page_token(entries[-1].number, *listed) if more else "",
        )

    async def ImportGlossaryEntries(
        self, request_iterator: AsyncIterator[pb.ImportGlossaryEntriesRequest], context: Context
    ) -> pb.ImportGlossaryEntriesResponse:
        order, content = await self._gatherer.gather(request_iterator)
        ident = glossary_id(order.parent, "parent")
        note(glossary=ident, bytes=len(content))
        with about("parent"):
            await self._store.get(ident)
        loop = asyncio.get_running_loop()
        reading = await loop.run_in_executor(self._importer, importing.read, content, order.mime_type)
        note(rows=len(reading.records), problems=reading.count)
        if order.validate_only:
            return reading.report()
        if reading.count:
            raise reading.error()
        with about("parent"):
            await self._store.add(ident, reading.records, replace=order.replace_existing)
        return pb.ImportGlossaryEntriesResponse(imported_count=len(reading.records))

    async def MatchGlossaryEntries(
        self, request: pb.MatchGlossaryEntriesRequest, context: Context
    ) -> pb.MatchGlossaryEntriesResponse:
        return await self._match(request)


def _glossary(info: GlossaryInfo) -> pb.Glossary:
    return pb.Glossary(
        name=glossary_name(info.id),
        display_name=info.display_name,
        entry_count=info.entry_count,
        create_time=timestamp(info.created),
        update_time=timestamp(info.updated),
        etag=info.etag,
    )


def _entry(ident: str, entry: StoredEntry) -> pb.GlossaryEntry:
    name = entry_name(ident, entry.number)
    return pb.GlossaryEntry(name=name, term=entry.term, update_time=timestamp(entry.updated))
