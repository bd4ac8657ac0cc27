"""A worker's end of the socket pair: hears on the event loop, says at once and from any thread."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable

from google.protobuf.message import DecodeError

from newsbrief_service.engine.frames import FrameError, frame, split_frames
from newsbrief_service.logs import log
from newsbrief_service.text_workers.v1 import text_workers_pb2 as pb

_CHUNK = 1 << 16


class Link:
    """Frames over `sock`, which blocks: what is said has left the process before a text may end it."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._sending = threading.Lock()
        self._received = bytearray()

    def say(self, message: pb.FromWorker) -> None:
        """Send `message`; where the server is gone, nothing is said."""
        try:
            with self._sending:
                self._socket.sendall(frame(message.SerializeToString()))
        except OSError:
            return

    def listen(self, heard: Callable[[pb.ToWorker], None], ended: Callable[[int], None]) -> None:
        """Hand over what comes, on the running event loop. `ended` gets an exit code: 0 when the server has closed its
        end, 1 when it said something that is no message of ours.
        """
        loop = asyncio.get_running_loop()

        def readable() -> None:
            try:
                if self._hear(heard):
                    return
                code = 0
            except (FrameError, DecodeError) as error:
                log(logging.ERROR, "text worker heard no message of ours", kind=type(error).__name__)
                code = 1
            loop.remove_reader(self._socket)
            ended(code)

        loop.add_reader(self._socket, readable)

    def _hear(self, heard: Callable[[pb.ToWorker], None]) -> bool:
        """Whether the server is still there."""
        try:
            chunk = self._socket.recv(_CHUNK)  # there is something, so this does not block
        except ConnectionError:
            return False
        self._received += chunk
        for message in split_frames(self._received):
            heard(pb.ToWorker.FromString(message))
        return bool(chunk)
