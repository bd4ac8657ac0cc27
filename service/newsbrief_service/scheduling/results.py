"""Translations kept: what a result depends on, as a key, and the cache of results by it."""

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping

from newsbrief_models.types import TranslatedRow, TranslationRow
from newsbrief_service.engine.messages import row_translated, translated_row
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.scheduling.cache import ResultCache


class Results:
    """Results of one model; `fingerprint` stands for all they depend on besides the row. `cache` None keeps none."""

    def __init__(self, fingerprint: str, cache: ResultCache | None) -> None:
        self._fingerprint = fingerprint
        self._cache = cache

    def key(self, row: TranslationRow) -> bytes:
        """SHA-256 of the fingerprint and of every field of `row`."""
        values = (str(getattr(row, field.name)).encode() for field in dataclasses.fields(row))
        parts = (self._fingerprint.encode(), *values)
        return hashlib.sha256(b"".join(b"%d:%b" % (len(part), part) for part in parts)).digest()

    @property
    def hits(self) -> int:
        """Results that were there, so far."""
        return self._cache.hits if self._cache else 0

    @property
    def failures(self) -> int:
        """How often the cache failed, so far."""
        return self._cache.failures if self._cache else 0

    async def known(self, keys: Iterable[bytes]) -> dict[bytes, TranslatedRow]:
        """The results there are."""
        if self._cache is None:
            return {}
        found = await self._cache.get(keys)
        messages = {key: pb.TranslatedRow.FromString(value) for key, value in found.items()}
        return {key: row_translated(message) for key, message in messages.items()}

    async def keep(self, results: Mapping[bytes, TranslatedRow]) -> None:
        """Keep `results`."""
        if self._cache is not None:
            messages = {key: translated_row(row) for key, row in results.items()}
            await self._cache.put({key: m.SerializeToString() for key, m in messages.items()})

    async def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            await self._cache.close()
