"""Stores in a folder of the test's own."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from newsbrief_service.glossaries.store import Store

Opened = Callable[..., Store]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    """A factory of stores in the same folder, closed after the test."""
    stores: list[Store] = []

    def factory(max_bytes: int = 1 << 30, folder: Path | None = tmp_path / "data") -> Store:
        stores.append(Store(folder, max_bytes))
        return stores[-1]

    yield factory
    for store in stores:
        await store.close()
