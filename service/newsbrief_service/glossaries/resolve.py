"""The terms of a request: its stored glossaries and inline terms, to be found in texts.

Order settles which term wins, strongest first: inline terms, then glossaries from the last named to the first, then the
gazetteer. A term without a form in the target language hides none that has one.
"""

import asyncio
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from newsbrief.v1.types_pb2 import ErrorReason, GlossaryConfig, GlossaryTerm
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.terms.entries import Entry, Strength
from newsbrief_models.terms.matcher import Matcher, gazetteer_matcher
from newsbrief_models.types import Language, Span
from newsbrief_service.errors import ServiceError, invalid
from newsbrief_service.glossaries import statements
from newsbrief_service.glossaries.convert import entry_of
from newsbrief_service.glossaries.names import entry_name, glossary_id
from newsbrief_service.glossaries.review import reviewed
from newsbrief_service.glossaries.stacked import stacked
from newsbrief_service.glossaries.statements import GlossaryInfo
from newsbrief_service.glossaries.store import Store
from newsbrief_service.storage.errors import about

T = TypeVar("T")

MAX_GLOSSARIES_A_CALL = 16
MAX_INLINE_TERMS = 1_000
MAX_ENTRIES_A_CALL = 200_000  # of stored glossaries; bounds the memory of a call
CACHED_ENTRIES = 200_000
_INLINE = "inline_terms"


class Origin(StrEnum):
    """Where a term comes from."""

    REQUEST = "request"
    GLOSSARY = "glossary"
    GAZETTEER = "gazetteer"


@dataclass(frozen=True, slots=True)
class ResolvedTerm:
    """A term of a request, and the stored glossary it comes from, empty for others.

    `entry.id` is the name of the stored entry, ``inline_terms[3]``, or the gazetteer's id.
    """

    entry: Entry
    origin: Origin
    glossary: str

    @classmethod
    def of(cls, entry: Entry) -> "ResolvedTerm":
        """What the id of an entry found by the matchers made here says."""
        return cls(entry, *origin_of(entry.id))


def origin_of(entry_id: str) -> tuple[Origin, str]:
    """Who asked for the entry of this id, and the glossary it comes from, empty for none."""
    if entry_id.startswith(_INLINE):
        return Origin.REQUEST, ""
    glossary, separator, _ = entry_id.partition("/entries/")
    return (Origin.GLOSSARY, glossary) if separator else (Origin.GAZETTEER, "")


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term that stands at `span` of a text, and its dictionary form in the target language."""

    span: Span
    target_text: str
    term: ResolvedTerm


@dataclass(frozen=True, slots=True)
class Layer:
    """The terms of one glossary or of the request, and what finds them."""

    entries: tuple[Entry, ...]
    matcher: Matcher


@dataclass(frozen=True, slots=True)
class Terms:
    """What a request wants its texts checked for, strongest layer first; a snapshot that later changes do not touch."""

    layers: tuple[Layer, ...]
    with_names: bool

    def all(self) -> tuple[ResolvedTerm, ...]:
        """Every term but the gazetteer's, strongest first."""
        return tuple(ResolvedTerm.of(entry) for layer in self.layers for entry in layer.entries)

    def lexicon(self) -> Lexicon:
        """The terms as checks and revisions take them. Costs nothing; layers that have been indexed stay so."""
        names = gazetteer_matcher() if self.with_names else Matcher(())
        return Lexicon(names, stacked([layer.matcher for layer in self.layers]) if self.layers else None)

    def find(self, text: str, source: Language, target: Language) -> tuple[FoundTerm, ...]:
        """The terms in `text` that have a form in `target`, in order and none overlapping: leftmost, then longest, then
        of the strongest layer.

        Linear in the length of `text`. The first call for a language indexes the terms (seconds for 100,000): keep it
        off the event loop, or use `Resolver.find`.
        """
        matchers = [layer.matcher for layer in self.layers]
        if self.with_names:
            matchers.append(gazetteer_matcher())
        ranked = [
            (hit.span.start, -hit.span.end, rank, hit)
            for rank, matcher in enumerate(matchers)
            for hit in _found(matcher, text, source, target)
        ]
        found: list[FoundTerm] = []
        for *_, hit in sorted(ranked, key=lambda candidate: candidate[:3]):
            if not found or hit.span.start >= found[-1].span.end:
                found.append(hit)
        return tuple(found)


class Resolver:
    """Reads the terms that requests name. Keeps glossaries it has read, and their indexes, while they do not change:
    the most recently used, up to `cached_entries` entries in all (1 kB each, about twice that once indexed).
    """

    def __init__(self, store: Store, cached_entries: int = CACHED_ENTRIES) -> None:
        self._store = store
        self._cached_entries = cached_entries
        self._cache: OrderedDict[str, tuple[str, Layer]] = (
            OrderedDict()
        )  # touched on the store's reading thread only
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="newsbrief-terms")

    async def terms_for(self, config: GlossaryConfig, field: str) -> Terms:
        """The terms that `config` asks for; `field` is its path in the request, as in "options.glossary_config".

        Raises:
            ServiceError: INVALID_ARGUMENT naming the field that is wrong, NOT_FOUND naming the glossary, or what the
                store raises.
        """
        layers: list[Layer] = []
        if config.inline_terms:
            if len(config.inline_terms) > MAX_INLINE_TERMS:
                problem = f"got {len(config.inline_terms)} terms; up to {MAX_INLINE_TERMS} are allowed"
                raise _out_of_range(f"{field}.inline_terms", problem, MAX_INLINE_TERMS)
            layers.append(await self.run(lambda: _inline(config.inline_terms, field)))
        idents = _idents(config.glossaries, field)
        if idents:
            layers += reversed(await self._stored(idents, field))
        return Terms(tuple(layers), with_names=not config.disable_builtin_names)

    async def find(
        self, terms: Terms, text: str, source: Language, target: Language
    ) -> tuple[FoundTerm, ...]:
        """`terms.find`, on a thread where indexing holds up nothing else."""
        return await self.run(lambda: terms.find(text, source, target))

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` on the thread for terms."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def close(self) -> None:
        """Wait for what is running."""
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)

    async def _stored(self, idents: Sequence[str], field: str) -> list[Layer]:
        def work(connection: sqlite3.Connection) -> list[Layer]:
            return self._layers(connection, idents, field)

        with about(None):
            return await self._store.read(work)

    def _layers(self, connection: sqlite3.Connection, idents: Sequence[str], field: str) -> list[Layer]:
        found = []
        for index, ident in enumerate(idents):
            with about(f"{field}.glossaries[{index}]"):
                found.append(statements.info(connection, ident))
        total = sum(info.entry_count for _, info in found)
        if total > MAX_ENTRIES_A_CALL:
            problem = f"have {total:,} entries together; up to {MAX_ENTRIES_A_CALL:,} are allowed"
            raise _out_of_range(f"{field}.glossaries", problem, MAX_ENTRIES_A_CALL)
        return [self._layer(connection, key, info) for key, info in found]

    def _layer(self, connection: sqlite3.Connection, key: int, info: GlossaryInfo) -> Layer:
        ident = info.id
        etag, layer = self._cache.get(ident, ("", None))
        if layer is None or etag != info.etag:
            entries = tuple(
                entry_of(GlossaryTerm.FromString(term), entry_name(ident, number))
                for number, term, _ in statements.rows(connection, key)
            )
            layer = Layer(entries, Matcher(entries))
            self._cache[ident] = (info.etag, layer)
        self._cache.move_to_end(ident)
        self._shrink()
        return layer

    def _shrink(self) -> None:
        kept = sum(len(layer.entries) for _, layer in self._cache.values())
        while kept > self._cached_entries:
            _, (_, dropped) = self._cache.popitem(last=False)
            kept -= len(dropped.entries)


def _inline(terms: Sequence[GlossaryTerm], field: str) -> Layer:
    entries = tuple(
        entry_of(reviewed(term, f"{field}.inline_terms[{index}]"), f"{_INLINE}[{index}]")
        for index, term in enumerate(terms)
    )
    return Layer(entries, Matcher(entries))


def _found(matcher: Matcher, text: str, source: Language, target: Language) -> Iterator[FoundTerm]:
    """The terms `matcher` finds that have a form in `target`; surnames alone and adjectives are not for writing out."""
    for mention in matcher.find(text, source):
        if mention.strength is not Strength.FULL:
            continue
        for entry in mention.entries:
            name = entry.name(target)
            if name:
                yield FoundTerm(mention.span, name, ResolvedTerm.of(entry))
                break


def _idents(names: Sequence[str], field: str) -> list[str]:
    if len(names) > MAX_GLOSSARIES_A_CALL:
        problem = f"got {len(names)} glossaries; up to {MAX_GLOSSARIES_A_CALL} are allowed"
        raise _out_of_range(f"{field}.glossaries", problem, MAX_GLOSSARIES_A_CALL)
    idents: list[str] = []
    for index, name in enumerate(names):
        where = f"{field}.glossaries[{index}]"
        ident = glossary_id(name, where)
        if ident in idents:
            raise invalid(where, ErrorReason.ERROR_REASON_DUPLICATE, "is named twice")
        idents.append(ident)
    return idents


def _out_of_range(field: str, problem: str, maximum: int) -> ServiceError:
    return invalid(field, ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, minimum=0, maximum=maximum)
