"""The glossaries a server keeps, for the blocking client."""

from collections.abc import Callable, Iterable, Iterator
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

    def __call__(self, call: Call[Result], timeout: float | None) -> Result: ...


class Glossaries:
    """`Client.glossaries`: a desk's own names and terms, kept by the server for `glossaries=` of the calls.

    A glossary goes by its id ("desk-2026"), its name ("glossaries/desk-2026") or its value; a term is a `Term`
    or the forms by language. What has returned is stored. `timeout` is for each call; a list takes several.

    Raises `NotFound` and `Conflict` (it exists already, or changed since) beside the other errors.
    """

    def __init__(self, send: Send) -> None:
        self._send = send

    def create(
        self,
        glossary_id: str,
        *,
        display_name: str = "",
        terms: Iterable[AnyTerm] = (),
        timeout: float | None = None,
    ) -> Glossary:
        """Stores a new glossary, with all of `terms` or not at all; `import_terms` takes more of them.

        An id has 1 to 63 of a-z, 0-9 and "-", no "-" at either end.
        """
        return self._send(calls.create(glossary_id, display_name, terms), timeout)

    def get(self, glossary: AnyGlossary, *, timeout: float | None = None) -> Glossary:
        """The glossary as it is now."""
        return self._send(calls.get(glossary), timeout)

    def rename(
        self, glossary: AnyGlossary, display_name: str, *, etag: str = "", timeout: float | None = None
    ) -> Glossary:
        """Changes the display name; given an `etag`, only if that is still the glossary's own."""
        return self._send(calls.rename(glossary, display_name, etag), timeout)

    def delete(self, glossary: AnyGlossary, *, etag: str = "", timeout: float | None = None) -> None:
        """Deletes the glossary and its terms; given an `etag`, only if that is still the glossary's own."""
        return self._send(calls.delete(glossary, etag), timeout)

    def add_term(
        self, glossary: AnyGlossary, term: AnyTerm, *, timeout: float | None = None
    ) -> GlossaryEntry:
        """Stores one term; raises `Conflict` when one of the same forms is there."""
        return self._send(calls.add(glossary, term), timeout)

    def change_term(self, entry: AnyEntry, term: AnyTerm, *, timeout: float | None = None) -> GlossaryEntry:
        """Puts `term` in the place of the entry's."""
        return self._send(calls.change(entry, term), timeout)

    def delete_term(self, entry: AnyEntry, *, timeout: float | None = None) -> None:
        """Deletes one term."""
        return self._send(calls.remove(entry), timeout)

    def import_terms(
        self,
        glossary: AnyGlossary,
        content: bytes | str,
        format: FileFormat = "csv",  # noqa: A002 - what everybody calls it
        *,
        replace: bool = False,
        dry_run: bool = False,
        timeout: float | None = None,
    ) -> ImportReport:
        """Stores the rows of a CSV, TSV or TBX file of up to 10 MB and 100,000 rows; the contract says what they hold.

        One bad row and nothing is stored: `InvalidInput` names the first ones, and the report of a `dry_run`
        lists them. With `replace` the rows take the place of all terms there are.
        """
        return self._send(calls.import_file(glossary, content, format, replace, dry_run), timeout)

    def terms(
        self, glossary: AnyGlossary, *, query: str = "", timeout: float | None = None
    ) -> Iterator[GlossaryEntry]:
        """The terms in the order they were added; with a `query`, those that hold it in a form, alias or note."""
        return self._pages(lambda token: calls.terms(glossary, query, token), timeout)

    def match(
        self,
        text: str,
        *,
        to: str,
        source: str | None = None,
        timeout: float | None = None,
        **terms: Unpack[TermOptions],
    ) -> Matches:
        """Where terms stand in `text`, and what they would be called in the language `to`: a dry run.

        `terms` are `glossaries`, `terms` and `builtin_names`, as for `Client.brief`.
        """
        return self._send(calls.match(text, to, source, **terms), timeout)

    def list(self, *, timeout: float | None = None) -> Iterator[Glossary]:
        """All glossaries, in the order of their names."""
        return self._pages(calls.glossaries, timeout)

    def _pages(self, ask: Callable[[str], Call[Page[Item]]], timeout: float | None) -> Iterator[Item]:
        page = self._send(ask(""), timeout)
        yield from page.items
        while page.next_token:
            page = self._send(ask(page.next_token), timeout)
            yield from page.items
