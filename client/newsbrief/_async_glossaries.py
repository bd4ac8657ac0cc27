"""The glossaries a server keeps, for the asynchronous client: the methods of `_glossaries`, awaited."""

from collections.abc import AsyncIterator, Callable, Iterable
from typing import Protocol, TypeVar, Unpack

from newsbrief._calls import Call, TermOptions
from newsbrief._calls import glossaries as calls
from newsbrief._calls.glossaries import AnyEntry, FileFormat, Page
from newsbrief._calls.options import AnyGlossary, AnyTerm
from newsbrief._types import Glossary, GlossaryEntry, ImportReport, TermMatch

Item = TypeVar("Item")
Result = TypeVar("Result")
Matches = list[TermMatch]


class Send(Protocol):
    """How a client makes a call."""

    async def __call__(self, call: Call[Result], timeout: float | None) -> Result: ...


class AsyncGlossaries:
    """`AsyncClient.glossaries`: arguments, methods and errors as `Glossaries`; lists are for ``async for``."""

    def __init__(self, send: Send) -> None:
        self._send = send

    async def create(
        self,
        glossary_id: str,
        *,
        display_name: str = "",
        terms: Iterable[AnyTerm] = (),
        timeout: float | None = None,
    ) -> Glossary:
        """See `Glossaries.create`."""
        return await self._send(calls.create(glossary_id, display_name, terms), timeout)

    async def get(self, glossary: AnyGlossary, *, timeout: float | None = None) -> Glossary:
        """See `Glossaries.get`."""
        return await self._send(calls.get(glossary), timeout)

    async def rename(
        self, glossary: AnyGlossary, display_name: str, *, etag: str = "", timeout: float | None = None
    ) -> Glossary:
        """See `Glossaries.rename`."""
        return await self._send(calls.rename(glossary, display_name, etag), timeout)

    async def delete(self, glossary: AnyGlossary, *, etag: str = "", timeout: float | None = None) -> None:
        """See `Glossaries.delete`."""
        return await self._send(calls.delete(glossary, etag), timeout)

    async def add_term(
        self, glossary: AnyGlossary, term: AnyTerm, *, timeout: float | None = None
    ) -> GlossaryEntry:
        """See `Glossaries.add_term`."""
        return await self._send(calls.add(glossary, term), timeout)

    async def change_term(
        self, entry: AnyEntry, term: AnyTerm, *, timeout: float | None = None
    ) -> GlossaryEntry:
        """See `Glossaries.change_term`."""
        return await self._send(calls.change(entry, term), timeout)

    async def delete_term(self, entry: AnyEntry, *, timeout: float | None = None) -> None:
        """See `Glossaries.delete_term`."""
        return await self._send(calls.remove(entry), timeout)

    async def import_terms(
        self,
        glossary: AnyGlossary,
        content: bytes | str,
        format: FileFormat = "csv",  # noqa: A002 - what everybody calls it
        *,
        replace: bool = False,
        dry_run: bool = False,
        timeout: float | None = None,
    ) -> ImportReport:
        """See `Glossaries.import_terms`."""
        return await self._send(calls.import_file(glossary, content, format, replace, dry_run), timeout)

    def terms(
        self, glossary: AnyGlossary, *, query: str = "", timeout: float | None = None
    ) -> AsyncIterator[GlossaryEntry]:
        """See `Glossaries.terms`."""
        return self._pages(lambda token: calls.terms(glossary, query, token), timeout)

    async def match(
        self,
        text: str,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **terms: Unpack[TermOptions],
    ) -> Matches:
        """See `Glossaries.match`."""
        return await self._send(calls.match(text, to, source, **terms), timeout)

    def list(self, *, timeout: float | None = None) -> AsyncIterator[Glossary]:
        """See `Glossaries.list`."""
        return self._pages(calls.glossaries, timeout)

    async def _pages(
        self, ask: Callable[[str], Call[Page[Item]]], timeout: float | None
    ) -> AsyncIterator[Item]:
        page = await self._send(ask(""), timeout)
        for item in page.items:
            yield item
        while page.next_token:
            page = await self._send(ask(page.next_token), timeout)
            for item in page.items:
                yield item
