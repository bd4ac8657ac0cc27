"""Addresses, TLS, tokens and what a channel is told."""

# ruff: noqa: S106 - these tokens open nothing
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

import newsbrief
from newsbrief import _channel
from newsbrief.testing import FakeServer

Make = Callable[..., Any]
Ask = Callable[..., Any]


@pytest.mark.parametrize(
    ("target", "address", "loopback"),
    [
        ("localhost", "localhost:50051", True),
        ("127.0.0.1:8080", "127.0.0.1:8080", True),
        ("127.1.2.3", "127.1.2.3:50051", True),
        ("::1", "[::1]:50051", True),
        ("[::1]", "[::1]:50051", True),
        ("[::1]:1", "[::1]:1", True),
        ("unix:/run/newsbrief.sock", "unix:/run/newsbrief.sock", True),
        ("dns:///localhost:1", "dns:///localhost:1", True),
        ("dns:localhost:1", "dns:localhost:1", True),
        ("ipv4:127.0.0.1:1,127.0.0.2:2", "ipv4:127.0.0.1:1,127.0.0.2:2", True),
        ("ipv4:127.0.0.1:1,10.0.0.2:2", "ipv4:127.0.0.1:1,10.0.0.2:2", False),
        ("ipv6:[::1]:1", "ipv6:[::1]:1", True),
        ("desk.example", "desk.example:50051", False),
        ("desk.example:65535", "desk.example:65535", False),
        ("10.0.0.1", "10.0.0.1:50051", False),
        ("2001:db8::1", "[2001:db8::1]:50051", False),
        ("dns:///desk.example:1", "dns:///desk.example:1", False),
        ("localhost.desk.example", "localhost.desk.example:50051", False),
    ],
)
def test_targets(target: str, address: str, loopback: bool) -> None:
    assert _channel.parse_target(target) == (address, loopback)


@pytest.mark.parametrize(
    "target",
    [
        "http://desk.example:50051",
        "desk.example/brief",
        "desk.example:0",
        "desk.example:65536",
        "desk.example:http",
        "desk.example:",
        "desk.example:99999999999999999999",
        ":50051",
        "a:b:c",
        "ipv4:10.0.0.1",
        "ipv4:10.0.0.1:1,desk.example:1",
        "ipv4:[::1]:1",
        "ipv6:[::1]",
        "two words",
        "user@desk.example",
    ],
)
def test_no_targets(target: str) -> None:
    with pytest.raises(ValueError, match="server"):
        newsbrief.Client(target)


async def test_environment(
    make_client: Make, ask: Ask, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWSBRIEF_SERVER", server.target)
    monkeypatch.setenv("NEWSBRIEF_TOKEN", "from-environment")
    await ask(make_client().models)
    await ask(make_client(server.target, token="given").models)
    await ask(make_client(token="").models)
    sent = [call.metadata.get("authorization") for call in server.requests]
    assert sent == ["Bearer from-environment", "Bearer given", None]


def test_defaults() -> None:
    client = newsbrief.Client()
    assert repr(client) == "<Client 127.0.0.1:50051 (no TLS)>"
    client.close()


def test_tls_unless_the_server_is_here() -> None:
    for target, tls, shown in [
        ("desk.example", None, "TLS"),
        ("desk.example", False, "no TLS"),
        ("localhost", None, "no TLS"),
        ("localhost", True, "TLS"),
    ]:
        with newsbrief.Client(target, tls=tls) as client:
            assert repr(client).endswith(f"({shown})>")


def test_a_token_never_travels_unencrypted() -> None:
    with pytest.raises(ValueError, match=r"unencrypted to desk\.example"):
        newsbrief.Client("desk.example", tls=False, token="secret")
    with newsbrief.Client("desk.example", token="secret") as client:
        assert "secret" not in repr(client)
        assert "secret" not in repr(client._settings)


@pytest.mark.parametrize("token", ["two words", "line\n", "ключ", "\x7f"])
def test_no_tokens(token: str) -> None:
    with pytest.raises(ValueError, match="token") as caught:
        newsbrief.Client(token=token)
    assert token not in str(caught.value)


async def test_token(make_client: Make, ask: Ask) -> None:
    with FakeServer(token="open sesame".replace(" ", "-")) as server:
        assert await ask(make_client(server.target, token="open-sesame").models)
        for token in ("", "wrong"):
            with pytest.raises(newsbrief.Unauthenticated):
                await ask(make_client(server.target, token=token).models)
        assert await ask(make_client(server.target).health) == "SERVING"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"client_cert": b"x"}, "go together"),
        ({"client_key": b"x"}, "go together"),
        ({"ca_cert": b"x", "tls": False}, "tls=True"),
    ],
)
def test_certificates_that_make_no_sense(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        newsbrief.Client(**options)


def test_a_certificate_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        newsbrief.Client(ca_cert=tmp_path / "none.pem")


@pytest.fixture(scope="module")
def pem(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A fresh key and its self-signed certificate for localhost."""
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command")
    folder = tmp_path_factory.mktemp("pem")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    subprocess.run(
        [
            *command.split(),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return key, certificate


@pytest.fixture
def tls_server(pem: tuple[Path, Path]) -> Iterator[FakeServer]:
    key, certificate = (path.read_bytes() for path in pem)
    with FakeServer(token="t", credentials=grpc.ssl_server_credentials([(key, certificate)])) as server:
        yield server


async def test_tls_and_token(
    make_client: Make, ask: Ask, tls_server: FakeServer, pem: tuple[Path, Path]
) -> None:
    certificate = pem[1]
    for ca_cert in (certificate, str(certificate), certificate.read_bytes()):
        client = make_client(tls_server.target, ca_cert=ca_cert, token="t")
        assert await ask(client.models)
        assert len(await ask(client.stream_brief, "One sentence.", to="en")) == 4


async def test_tls_to_one_nobody_vouches_for(make_client: Make, ask: Ask, tls_server: FakeServer) -> None:
    with pytest.raises(newsbrief.Unavailable, match="ca_cert"):
        await ask(make_client(tls_server.target, tls=True, token="t").models)
    assert tls_server.requests == []  # so the token has not been shown either


async def test_tls_to_one_who_speaks_none(make_client: Make, ask: Ask, server: FakeServer) -> None:
    with pytest.raises(newsbrief.Unavailable, match="--no-tls"):
        await ask(make_client(server.target, tls=True).models)


async def test_mutual_tls(make_client: Make, ask: Ask, pem: tuple[Path, Path]) -> None:
    key, certificate = (path.read_bytes() for path in pem)
    credentials = grpc.ssl_server_credentials([(key, certificate)], certificate, require_client_auth=True)
    with FakeServer(credentials=credentials) as server:
        known = make_client(server.target, ca_cert=pem[1], client_cert=pem[1], client_key=pem[0])
        assert await ask(known.models)
        with pytest.raises(newsbrief.Unavailable):
            await ask(make_client(server.target, ca_cert=pem[1]).models)


def test_what_the_channel_is_told() -> None:
    with newsbrief.Client() as client:
        options = dict(client._settings.options)
    config = json.loads(str(options["grpc.service_config"]))
    default, never = config["methodConfig"]
    assert default["name"] == [{}]
    assert default["retryPolicy"]["retryableStatusCodes"] == ["UNAVAILABLE"]
    assert {"service": "newsbrief.v1.GlossaryService", "method": "CreateGlossary"} in never["name"]
    assert "retryPolicy" not in never
    assert config["loadBalancingConfig"] == [{"round_robin": {}}]
    assert int(options["grpc.max_reconnect_backoff_ms"]) <= 2000
    assert config["retryThrottling"]["maxTokens"] / 2 > _channel.MAX_CALLS_IN_FLIGHT


async def test_loopback_does_not_go_through_a_proxy(
    make_client: Make, ask: Ask, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "grpc_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("no_grpc_proxy", raising=False)
    assert await ask(make_client(server.target).models)
