"""A server with TLS, and the real client: who gets in, what is spoken, and a certificate changed under way."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import newsbrief
from newsbrief_models.testing import FakeSummarizer, FakeTranslator
from newsbrief_service.executor import InProcessExecutor
from newsbrief_service.security.errors import SecurityFileError
from newsbrief_service.security.tokens import TokenFile
from newsbrief_service.server import Server
from newsbrief_service.settings import Settings
from tests.service.conftest import Start
from tests.service.security.conftest import models
from tests.service.security.pki import Authority

Serve = Callable[..., Awaitable[str]]


@pytest.fixture
def serve(start: Start, authority: Authority, tmp_path: Path) -> Serve:
    """A factory: a server with TLS, by its address; with `client_ca=True` it wants client certificates."""

    async def factory(client_ca: bool = False, **settings: Any) -> str:
        certificate, key = authority.issue().write(tmp_path)
        root = tmp_path / "ca.pem"
        root.write_bytes(authority.certificate)
        files = {
            "tls_cert": str(certificate),
            "tls_key": str(key),
            "tls_client_ca": str(root) if client_ca else "",
        }
        running = await start(**files, **{"data_dir": str(tmp_path), **settings})
        return running.server.target

    return factory


async def test_tls_and_a_token(serve: Serve, authority: Authority, tmp_path: Path) -> None:
    token = TokenFile(tmp_path).add("desk")
    target = await serve(auth="tokens")
    assert len(await models(target, ca_cert=authority.certificate, token=token)) == 2
    with pytest.raises(newsbrief.Unauthenticated):
        await models(target, ca_cert=authority.certificate)
    with pytest.raises(newsbrief.Unavailable, match="ca_cert"):
        await models(target, ca_cert=Authority().certificate, token=token)
    with pytest.raises(newsbrief.Unavailable):
        await models(target, tls=False, token=token)


async def test_no_less_than_tls_1_2(serve: Serve, authority: Authority) -> None:
    host, _, port = (await serve()).rpartition(":")

    async def spoken(version: ssl.TLSVersion) -> str | None:
        context = ssl.create_default_context(cadata=authority.certificate.decode())
        context.set_alpn_protocols(["h2"])
        context.set_ciphers("ALL:@SECLEVEL=0")  # else OpenSSL itself refuses the old versions
        context.minimum_version = context.maximum_version = version

        def connect() -> str | None:
            with (
                socket.create_connection((host, int(port)), timeout=10) as plain,
                context.wrap_socket(plain, server_hostname=host) as secure,
            ):
                return secure.version()

        return await asyncio.to_thread(connect)

    assert await spoken(ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    assert await spoken(ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        # The server hangs up. (Were it this side that refuses, the error would be another one.)
        with pytest.warns(DeprecationWarning, match="TLSv1"), pytest.raises(ssl.SSLEOFError):
            await spoken(version)


async def test_a_client_certificate(
    serve: Serve, authority: Authority, caplog: pytest.LogCaptureFixture
) -> None:
    target = await serve(client_ca=True, auth="mtls")
    root, desk = authority.certificate, authority.issue("desk")
    caplog.set_level("INFO", "newsbrief.server")
    assert await models(target, ca_cert=root, client_cert=desk.certificate, client_key=desk.key)
    (line,) = (record for record in caplog.records if record.getMessage() == "call")
    assert line.__dict__["fields"]["tenant"] == "cn:desk"

    stranger = Authority().issue("desk")
    for shown in ({}, {"client_cert": stranger.certificate, "client_key": stranger.key}):
        with pytest.raises(newsbrief.Unavailable):
            await models(target, ca_cert=root, **shown)
    nameless = authority.issue("")
    with pytest.raises(newsbrief.Unauthenticated) as caught:
        await models(target, ca_cert=root, client_cert=nameless.certificate, client_key=nameless.key)
    assert caught.value.reason == "CREDENTIALS_MISSING"


async def test_a_certificate_renewed_under_way(serve: Serve, authority: Authority, tmp_path: Path) -> None:
    target = await serve()
    before = newsbrief.AsyncClient(target, ca_cert=authority.certificate)
    assert await before.models()

    other = Authority()
    other.issue().write(tmp_path)
    assert await models(target, ca_cert=other.certificate)
    with pytest.raises(newsbrief.Unavailable):
        await models(target, ca_cert=authority.certificate)
    assert await before.models()  # a connection made before goes on
    await before.close()

    (tmp_path / "server.pem").write_bytes(b"broken")
    assert await models(target, ca_cert=other.certificate)


async def test_a_server_does_not_start_without_its_certificate(tmp_path: Path) -> None:
    executor = InProcessExecutor(FakeSummarizer(), [FakeTranslator()], workers=1)
    missing = str(tmp_path / "none.pem")
    with pytest.raises(SecurityFileError, match=r"none\.pem"):
        Server(Settings(port=0, data_dir=":memory:", tls_cert=missing, tls_key=missing), executor)
    await executor.close()
