"""How a channel is set up: address, service config, options, TLS and token."""

import ipaddress
import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import grpc

DEFAULT_PORT = 50051
DEFAULT_TARGET = f"127.0.0.1:{DEFAULT_PORT}"
SERVER_VARIABLE = "NEWSBRIEF_SERVER"
TOKEN_VARIABLE = "NEWSBRIEF_TOKEN"  # noqa: S105 - a name, not a secret
DEFAULT_TIMEOUT = 60.0
MAX_CALLS_IN_FLIGHT = 64
"""Calls on one channel: servers end streams beyond their max_concurrent_streams with RST_STREAM."""

# Retries, as gRPC's proposal A6 defines them: https://github.com/grpc/proposal/blob/master/A6-client-retries.md
# Repeating is safe: a brief is a pure function of the request, and most changes of a glossary come to the same
# when made twice. Only UNAVAILABLE is repeated: any other status is an answer, and a busy server is not helped
# by being asked again at once.
# Not by gRPC: made twice, some would say ALREADY_EXISTS or NOT_FOUND of what they did themselves.
NEVER_REPEATED = {
    "newsbrief.v1.GlossaryService": (
        "CreateGlossary",
        "DeleteGlossary",
        "CreateGlossaryEntry",
        "DeleteGlossaryEntry",
    ),
    # Streams are repeated by `_repeats`.
    "newsbrief.v1.NewsBriefService": ("StreamBriefArticle",),
    "newsbrief.v1.BriefJobService": ("CreateBriefJob", "DeleteBriefJob", "StreamBriefJobResults"),
}
RETRY_ATTEMPTS = 5  # A6 treats more as 5
RETRY_FIRST_BACKOFF_S = 0.1
RETRY_MAX_BACKOFF_S = 2.0
RETRY_BACKOFF_MULTIPLIER = 2
# A6 stops retrying at half the tokens, each failure costing one: when a server dies with a full channel's
# calls in flight, each of them may still be repeated.
RETRY_THROTTLE_TOKENS = 3 * MAX_CALLS_IN_FLIGHT
RETRY_THROTTLE_RATIO = 0.1

CONNECT_TIMEOUT_MS = 5_000
# A server that restarts is found again within 2 s; gRPC's own back-off grows to 2 minutes.
# https://github.com/grpc/grpc/blob/master/doc/connection-backoff.md
RECONNECT_FIRST_BACKOFF_MS = 100
RECONNECT_MAX_BACKOFF_MS = 2_000
# Servers drop clients that ping more often than they allow: https://github.com/grpc/grpc/blob/master/doc/keepalive.md
KEEPALIVE_MS = 60_000
KEEPALIVE_TIMEOUT_MS = 20_000
MAX_MESSAGE_BYTES = 16 * 1024 * 1024

# Targets that name more than one server, or may. Their health is watched:
# https://github.com/grpc/proposal/blob/master/A17-client-side-health-checking.md
_OF_SEVERAL = ("dns:", "ipv4:", "ipv6:")

Pem = bytes | str | os.PathLike[str]
"""A certificate or key: PEM bytes, or the path of a PEM file."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """A checked address and how to talk to it. The token stays out of the repr."""

    target: str
    credentials: grpc.ChannelCredentials | None
    options: tuple[tuple[str, str | int], ...]
    metadata: tuple[tuple[str, str], ...]

    def __repr__(self) -> str:
        return f"{self.target} ({'TLS' if self.credentials else 'no TLS'})"


def settings(
    target: str | None,
    *,
    tls: bool | None,
    ca_cert: Pem | None,
    client_cert: Pem | None,
    client_key: Pem | None,
    token: str | None,
) -> ChannelSettings:
    """Checks what the caller asked for. Raises `ValueError` naming the argument, or `OSError`."""
    address, loopback = parse_target(target or os.environ.get(SERVER_VARIABLE) or DEFAULT_TARGET)
    token = token if token is not None else os.environ.get(TOKEN_VARIABLE, "")
    with_certificates = any(value is not None for value in (ca_cert, client_cert, client_key))
    if tls is None:
        tls = with_certificates or not loopback
    if with_certificates and not tls:
        raise ValueError("certificates go with tls=True")
    if (client_cert is None) != (client_key is None):
        raise ValueError("client_cert and client_key go together")
    if token and not tls and not loopback:
        raise ValueError(f"the token would travel unencrypted to {address}: use tls=True")
    return ChannelSettings(
        address,
        _tls(ca_cert, client_cert, client_key) if tls else None,
        _options(loopback, several=address.startswith(_OF_SEVERAL)),
        _bearer(token),
    )


def check_timeout(seconds: float) -> float:
    """The time a call may take: more than 0 seconds, and an end to it. Raises `ValueError`."""
    if not (seconds > 0 and math.isfinite(seconds)):
        raise ValueError(f"timeout: {seconds} is not a positive number of seconds")
    return seconds


def parse_target(target: str) -> tuple[str, bool]:
    """A gRPC target with its port, and whether it stays on this machine.

    Takes "host", "host:port", "[::1]:port", "unix:/path", gRPC's own "dns:///host:port" and the like, and for several
    servers of which any may be asked "ipv4:10.0.0.1:port,10.0.0.2:port" (or "ipv6:[...]:port,...").
    https://github.com/grpc/grpc/blob/master/doc/naming.md
    """
    if target.startswith(("unix:", "unix-abstract:")):
        return target, True
    if target.startswith(("ipv4:", "ipv6:")):
        addresses = [_address_of(each, target) for each in target[5:].split(",")]
        return target, all(map(_is_loopback, addresses))
    scheme, separator, _ = target.partition("://")
    if separator and scheme != "dns":
        raise ValueError(f"server {target!r}: write HOST:PORT, without {scheme}://")
    if target.startswith("dns:"):
        return target, _is_loopback(target.removeprefix("dns:").rpartition("/")[2].rpartition(":")[0])
    host, port = _split_port(target)
    if not host or any(character.isspace() or character in "/@?#" for character in target):
        raise ValueError(f"server {target!r}: write HOST:PORT")
    return f"{host}:{port}", _is_loopback(host)


def _address_of(each: str, target: str) -> str:
    """The IP address of one of several servers."""
    _split_port(each)  # looks at the port
    host = each.rpartition(":")[0]
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise ValueError(f"server {target!r}: {each!r} is no address with a port") from None
    if f"ipv{address.version}" != target[:4]:
        raise ValueError(f"server {target!r}: {each!r} is no address of {target[:4]}")
    return host


def _split_port(target: str) -> tuple[str, int]:
    """Host ("" when it is none) and port."""
    host, colon, port = target.rpartition(":")
    if target.count(":") > 1 and not target.startswith("["):
        try:
            return f"[{ipaddress.IPv6Address(target)}]", DEFAULT_PORT
        except ValueError:
            return "", DEFAULT_PORT
    if not colon or target.endswith("]"):
        return target, DEFAULT_PORT
    if not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
        raise ValueError(f"server {target!r}: the port is a number from 1 to 65535")
    return host, int(port)


def _is_loopback(host: str) -> bool:
    host = host.strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(value: Pem | None) -> bytes | None:
    return value if value is None or isinstance(value, bytes) else Path(value).read_bytes()


def _tls(ca_cert: Pem | None, client_cert: Pem | None, client_key: Pem | None) -> grpc.ChannelCredentials:
    return grpc.ssl_channel_credentials(_read(ca_cert), _read(client_key), _read(client_cert))


def _bearer(token: str) -> tuple[tuple[str, str], ...]:
    if not token:
        return ()
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ValueError("token: printable ASCII without spaces")
    return (("authorization", f"Bearer {token}"),)


def _options(loopback: bool, *, several: bool) -> tuple[tuple[str, str | int], ...]:
    return (
        ("grpc.service_config", json.dumps(_service_config(several=several))),
        ("grpc.enable_http_proxy", 0 if loopback else 1),  # a proxy cannot reach this machine's loopback
        ("grpc.min_reconnect_backoff_ms", CONNECT_TIMEOUT_MS),  # its name for how long connecting may take
        ("grpc.initial_reconnect_backoff_ms", RECONNECT_FIRST_BACKOFF_MS),
        ("grpc.max_reconnect_backoff_ms", RECONNECT_MAX_BACKOFF_MS),
        ("grpc.keepalive_time_ms", KEEPALIVE_MS),
        ("grpc.keepalive_timeout_ms", KEEPALIVE_TIMEOUT_MS),
        ("grpc.max_send_message_length", MAX_MESSAGE_BYTES),
        ("grpc.max_receive_message_length", MAX_MESSAGE_BYTES),
    )


def _service_config(*, several: bool) -> dict[str, object]:
    retry = {
        "maxAttempts": RETRY_ATTEMPTS,
        "initialBackoff": f"{RETRY_FIRST_BACKOFF_S}s",
        "maxBackoff": f"{RETRY_MAX_BACKOFF_S}s",
        "backoffMultiplier": RETRY_BACKOFF_MULTIPLIER,
        "retryableStatusCodes": ["UNAVAILABLE"],
    }
    once = [
        {"service": service, "method": method}
        for service, methods in NEVER_REPEATED.items()
        for method in methods
    ]
    # Of several servers, one that is about to stop is left in peace. A single one still takes calls for a while.
    watched: dict[str, object] = {"healthCheckConfig": {"serviceName": ""}} if several else {}
    return {
        **watched,
        "loadBalancingConfig": [{"round_robin": {}}],
        "methodConfig": [{"name": [{}], "retryPolicy": retry}, {"name": once}],
        "retryThrottling": {"maxTokens": RETRY_THROTTLE_TOKENS, "tokenRatio": RETRY_THROTTLE_RATIO},
    }
