"""The process that talks to Ray for the server: python -m newsbrief_service.cluster.bridge --fd N --address A ...

Ray ends the process it is loaded in when its cluster is lost, so it is not loaded in the server's. Over the inherited
socket the bridge is handed others. For each it makes an actor, and carries bytes between the two until either ends.
"""

import argparse
import asyncio
import logging
import os
import socket
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from newsbrief_models.errors import ModelFolderError, ModelsError
from newsbrief_models.extras import require
from newsbrief_service import logs
from newsbrief_service.cluster import shipping
from newsbrief_service.cluster.actor import PIECE_BYTES, EngineActor
from newsbrief_service.cluster.order import Order, build
from newsbrief_service.engine.frames import frame
from newsbrief_service.engine.v1 import engine_pb2 as pb

# No news of us for others, no look at how we were started, no lines of its own.
_RAY_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


def main(argv: Sequence[str] | None = None, actor: type[EngineActor] = EngineActor) -> NoReturn:
    """Connect, say Ready or Refused, and carry until the server closes the socket; does not return."""
    options = _parser().parse_args(argv)
    logs.configure(options.log_level)
    control = socket.socket(fileno=options.fd)
    try:
        ray = connect(options.address)
        order = _order(options) if actor is EngineActor else _order(options, needed=())
    except ModelFolderError as error:
        _refuse(control, str(error.path), error.problem)
    except ModelsError as error:
        _refuse(control, options.address, str(error))
    control.sendall(frame(pb.FromEngine(ready=pb.Ready()).SerializeToString()))
    asyncio.run(Bridge(ray, actor, order, control).run())
    os._exit(0)  # actors end with us; Ray's own way out takes seconds, and can hang where the cluster is lost


class UnreachableError(ModelsError):
    """Ray does not get into the cluster."""


def connect(address: str) -> Any:
    """Ray, connected to the cluster at `address`.

    Raises:
        MissingExtraError: it is not installed.
        UnreachableError: it does not get into the cluster.
    """
    for name, value in _RAY_VARIABLES.items():
        os.environ.setdefault(name, value)
    ray = require("ray")
    try:
        ray.init(
            address=address,
            namespace="newsbrief",
            configure_logging=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except Exception as error:  # Ray raises what it likes
        first = str(error).strip().partition("\n")[0]
        raise UnreachableError(first or type(error).__name__) from None
    return ray


class Bridge:
    """Makes an actor of class `actor`, told `order`, for each socket that comes over `control`."""

    def __init__(self, ray: Any, actor: type[EngineActor], order: Order, control: socket.socket) -> None:
        self._ray = ray
        self._order = order
        self._control = control
        gpus = 1 if order.device == "cuda" else 0
        # SPREAD: over the nodes, so that the loss of one takes as few as may be. The server replaces them, not Ray.
        self._make = ray.remote(actor).options(
            num_cpus=order.workers, num_gpus=gpus, scheduling_strategy="SPREAD", max_restarts=0
        )
        self._carriers: set[asyncio.Task[None]] = set()
        self._sent: dict[str, shipping.Files[Any]] | None = None
        self._sending = asyncio.Lock()
        self._closed = asyncio.Event()

    async def run(self) -> None:
        """Serve until the other end of `control` closes."""
        self._control.setblocking(False)
        asyncio.get_running_loop().add_reader(self._control.fileno(), self._take)
        await self._closed.wait()

    def _take(self) -> None:
        data, descriptors, *_ = socket.recv_fds(self._control, 1, 1)
        for descriptor in descriptors:
            task = asyncio.create_task(self._carry(socket.socket(fileno=descriptor)))
            self._carriers.add(task)
            task.add_done_callback(self._carriers.discard)
        if not data:
            self._closed.set()

    async def _carry(self, sock: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=sock)
        actor = self._make.remote(self._order)
        ways = {
            asyncio.create_task(self._there(reader, actor)),
            asyncio.create_task(self._back(actor, writer)),
        }
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            self._ray.kill(actor)
            writer.close()

    async def _there(self, reader: asyncio.StreamReader, actor: Any) -> None:
        # One call at a time: Ray promises no order among several.
        while data := await reader.read(PIECE_BYTES):
            await actor.tell.remote(data)

    async def _back(self, actor: Any, writer: asyncio.StreamWriter) -> None:
        try:
            lacking = await actor.lacks_models.remote()
            await actor.begin.remote(await self._pieces() if lacking else {})
            while data := await actor.hear.remote():
                writer.write(data)
                await writer.drain()
        except self._ray.exceptions.RayTaskError as error:
            # Of our own: the models cannot be used there. It quotes no article, for there was none yet.
            path, problem = _said(error.cause)
            writer.write(frame(_refused(path, problem)))
            await writer.drain()
        except self._ray.exceptions.RayError as error:
            logs.log(logging.WARNING, "actor ended", kind=type(error).__name__)

    async def _pieces(self) -> dict[str, shipping.Files[Any]]:
        async with self._sending:
            if self._sent is None:
                logs.log(logging.INFO, "models are sent to nodes")
                self._sent = await asyncio.to_thread(shipping.pieces, self._order.model, self._ray.put)
        return self._sent


def _said(cause: BaseException | None) -> tuple[str, str]:
    if isinstance(cause, ModelFolderError):
        return str(cause.path), cause.problem
    return "cluster", str(cause) if isinstance(cause, Exception) else "an actor failed"


def _refused(path: str, problem: str) -> bytes:
    return pb.FromEngine(refused=pb.Refused(path=path, problem=problem)).SerializeToString()


def _refuse(control: socket.socket, path: str, problem: str) -> NoReturn:
    with control:
        control.sendall(frame(_refused(path, problem)))
    sys.exit(1)


def _order(options: argparse.Namespace, needed: Sequence[Any] | None = None) -> Order:
    return Order(
        options.model,
        options.device,
        options.workers,
        options.beam_size,
        options.log_level,
        build(),
        shipping.needed(options.model) if needed is None else tuple(needed),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsbrief_service.cluster.bridge", description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="the inherited socket")
    parser.add_argument("--address", required=True)
    parser.add_argument("--model", required=True)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--beam-size", type=int, default=0)
    parser.add_argument("--log-level", default="info")
    return parser


if __name__ == "__main__":
    main()
