"""What runs on a node of the cluster: an engine, whose socket's other end is reached by calls that carry bytes."""

import asyncio
import resource
import socket
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from newsbrief_service import logs
from newsbrief_service.cluster import shipping
from newsbrief_service.cluster.order import Order, build
from newsbrief_service.engine.processor import use_wide_vectors

PIECE_BYTES = 1 << 20
"""Most bytes that one call carries."""


class OtherBuildError(Exception):
    """The node has another newsbrief than the server; the message names both."""


class EngineActor:
    """An engine on a node. The server's messages to it come through `tell`, its answers leave through `hear`.

    Neither looks into what it carries. The process that this is in ends with its models' crash, as an engine's does.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def lacks_models(self) -> bool:
        """Whether the models have to be sent here.

        Raises:
            OtherBuildError: this node's newsbrief does not understand the server's.
        """
        if self._order.build != (here := build()):
            raise OtherBuildError(f"a node has newsbrief {here}, the server {self._order.build}")
        return not await asyncio.to_thread(self.has_models)

    def has_models(self) -> bool:
        """Whether the models are on this node already."""
        return shipping.has(self._order)

    async def begin(self, sent: Mapping[str, Mapping[str, Sequence[Any]]]) -> None:
        """Start the engine, with the models `sent` as references to pieces of files, by model and file; or none."""
        model = self._order.model
        if sent:
            pieces = {
                name: {file: [await part for part in parts] for file, parts in files.items()}
                for name, files in sent.items()
            }
            model = await asyncio.to_thread(shipping.install, self._order, pieces)
        ours, its = socket.socketpair()
        self._streams = await asyncio.open_connection(sock=ours)
        threading.Thread(target=self._engine, args=(its, model), name="engine", daemon=True).start()

    async def hear(self) -> bytes:
        """What the engine said since; waits until there is something. Empty once it has ended."""
        assert self._streams is not None, "begin comes first"  # noqa: S101
        return await self._streams[0].read(PIECE_BYTES)

    async def tell(self, data: bytes) -> None:
        """Hand `data` on to the engine."""
        assert self._streams is not None, "begin comes first"  # noqa: S101
        self._streams[1].write(data)
        await self._streams[1].drain()

    def work(self, sock: socket.socket, model: str) -> None:
        """Be an engine with the models that `model` stands for, until `sock` ends."""
        from newsbrief_service.engine.__main__ import work

        work(sock, model, self._order.device, self._order.workers, self._order.beam_size)

    def _engine(self, sock: socket.socket, model: str) -> None:
        logs.configure(self._order.log_level)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what an article says must not lie about in files
        use_wide_vectors()
        with sock:
            self.work(sock, model)
