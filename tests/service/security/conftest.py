"""An authority for a test module, and calls as a real client of newsbrief makes them."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

import newsbrief
from newsbrief_service.security.tokens import TokenFile
from tests.service.conftest import Running, Start
from tests.service.security.pki import Authority


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the developer has set must not decide a test."""
    for name in ("NEWSBRIEF_SERVER", "NEWSBRIEF_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture
def tokens(tmp_path: Path) -> TokenFile:
    """The file of tokens of the servers that `guarded` starts."""
    return TokenFile(tmp_path)


@pytest.fixture
def guarded(start: Start, tmp_path: Path) -> Start:
    """Like `start`, for servers that want tokens."""

    async def factory(*models: Any, **settings: Any) -> Running:
        return await start(*models, auth="tokens", data_dir=str(tmp_path), **settings)

    return factory


async def models(target: str, **options: Any) -> tuple[newsbrief.Model, ...]:
    """ListModels by the blocking client, in a thread: what a desk's script does."""

    def ask() -> tuple[newsbrief.Model, ...]:
        with newsbrief.Client(target, timeout=10, **options) as client:
            return tuple(client.models())

    return await asyncio.to_thread(ask)
