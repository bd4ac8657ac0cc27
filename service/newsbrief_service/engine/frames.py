"""Frames on the socket between server and engine: 4 bytes of length, big-endian, then that many bytes."""

import asyncio
import socket
import struct
from collections.abc import Iterator

# A batch of rows at the longest article there may be, many times over. A length beyond it is no frame of ours.
FRAME_LIMIT = 16 << 20
_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """What came, or was to be sent, is no frame."""


def frame(message: bytes) -> bytes:
    """`message` (at most `FRAME_LIMIT` bytes) as a frame; raises FrameError when it is longer."""
    if len(message) > FRAME_LIMIT:
        raise FrameError(f"a message of {len(message):,} bytes; the limit is {FRAME_LIMIT:,}")
    return _LENGTH.pack(len(message)) + message


async def read_frame(reader: asyncio.StreamReader) -> bytes | None:
    """The next message; None once the other end has closed.

    Raises:
        FrameError: a length beyond the limit (before anything is allocated), or an end inside a frame.
    """
    try:
        length = _checked(await reader.readexactly(_LENGTH.size))
        return await reader.readexactly(length)
    except asyncio.IncompleteReadError as error:
        if error.partial or error.expected != _LENGTH.size:
            raise FrameError("the stream ended inside a frame") from None
        return None
    except ConnectionError:  # the other end died with something unread
        return None


def frames(sock: socket.socket) -> Iterator[bytes]:
    """The messages that come over a blocking socket, until the other end closes it.

    Raises:
        FrameError: as `read_frame`.
    """
    while True:
        head = _receive(sock, _LENGTH.size)
        if not head:
            return
        length = _checked(head)
        message = _receive(sock, length)
        if len(message) < length:
            raise FrameError("the stream ended inside a frame")
        yield message


def split_frames(received: bytearray) -> Iterator[bytes]:
    """Take the whole messages off the front of `received`; raises FrameError for a length beyond the limit."""
    while len(received) >= _LENGTH.size:
        end = _LENGTH.size + _checked(bytes(received[: _LENGTH.size]))
        if len(received) < end:
            return
        message = bytes(received[_LENGTH.size : end])
        del received[:end]
        yield message


def _checked(head: bytes) -> int:
    if len(head) < _LENGTH.size:
        raise FrameError("the stream ended inside a frame")
    length: int = _LENGTH.unpack(head)[0]
    if length > FRAME_LIMIT:
        raise FrameError(f"a frame of {length:,} bytes is announced; the limit is {FRAME_LIMIT:,}")
    return length


def _receive(sock: socket.socket, size: int) -> bytes:
    """`size` bytes, or fewer when the other end closes before."""
    received = bytearray()
    while len(received) < size:
        try:
            chunk = sock.recv(min(size - len(received), 1 << 16))
        except ConnectionError:
            break
        if not chunk:
            break
        received += chunk
    return bytes(received)
