"""Frames: what is cut, too long or broken is an error at both ends, and costs no memory."""

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbrief_service.engine.frames import FRAME_LIMIT, FrameError, frame, frames, read_frame


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, its = socket.socketpair()
    with closing(ours), closing(its):
        yield ours, its


async def stream(sent: bytes) -> list[bytes]:
    """What an asyncio reader makes of `sent`."""
    reader, messages = asyncio.StreamReader(), list[bytes]()
    reader.feed_data(sent)
    reader.feed_eof()
    while (message := await read_frame(reader)) is not None:
        messages.append(message)
    return messages


def blocking(sent: bytes) -> list[bytes]:
    """What a blocking reader makes of `sent`."""
    ours, its = socket.socketpair()
    with closing(its), closing(ours):

        def send() -> None:
            ours.sendall(sent)
            ours.shutdown(socket.SHUT_WR)

        sender = threading.Thread(target=send)
        sender.start()
        try:
            return list(frames(its))
        finally:
            its.close()
            sender.join()


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_messages_arrive_as_sent(messages: list[bytes]) -> None:
    sent = b"".join(map(frame, messages))
    assert asyncio.run(stream(sent)) == messages
    assert blocking(sent) == messages


def test_a_message_larger_than_a_buffer() -> None:
    message = bytes(range(256)) * 8192
    assert asyncio.run(stream(frame(message))) == [message]
    assert blocking(frame(message)) == [message]


@pytest.mark.parametrize("sent", [b"\0", b"\0\0\0", b"\0\0\0\5abc", b"\0\0\0\1"])
def test_an_end_inside_a_frame(sent: bytes) -> None:
    with pytest.raises(FrameError, match="inside a frame"):
        asyncio.run(stream(frame(b"good") + sent))
    with pytest.raises(FrameError, match="inside a frame"):
        blocking(frame(b"good") + sent)


def test_a_length_beyond_the_limit_is_refused_before_its_bytes_come() -> None:
    head = struct.pack(">I", FRAME_LIMIT + 1)
    with pytest.raises(FrameError, match="limit"):
        asyncio.run(stream(head))
    with pytest.raises(FrameError, match="limit"):
        blocking(head)
    with pytest.raises(FrameError, match="limit"):
        frame(bytes(FRAME_LIMIT + 1))


def test_the_other_end_dies(pair: tuple[socket.socket, socket.socket]) -> None:
    ours, its = pair
    its.sendall(frame(b"unread by ours"))
    ours.sendall(frame(b"last"))
    ours.close()  # with something unread: a reset, not an end
    assert list(frames(its)) == [b"last"]
