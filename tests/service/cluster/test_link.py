"""The way into a cluster that is not there, or is not one; and what an actor says of another build."""

import asyncio
import socket
import sys
import time
from collections.abc import Sequence

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_service.cluster import bridge
from newsbrief_service.cluster.actor import EngineActor, OtherBuildError
from newsbrief_service.cluster.errors import ClusterLostError
from newsbrief_service.cluster.link import Link
from newsbrief_service.cluster.order import Order, build
from newsbrief_service.cluster.plan import bounds_for, link_for
from newsbrief_service.engine.frames import frame
from newsbrief_service.engine.v1 import engine_pb2 as pb
from newsbrief_service.settings import Settings, SettingsError


def saying(message: bytes) -> Sequence[str]:
    """A program that says `message` in place of a bridge's greeting, and waits."""
    script = (
        "import socket, sys\n"
        "sock = socket.socket(fileno=int(sys.argv[3]))\n"
        "sock.sendall(bytes.fromhex(sys.argv[1]))\n"
        "sock.recv(1)"
    )
    return [sys.executable, "-c", script, message.hex()]


async def test_an_address_where_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    started = time.monotonic()
    with pytest.raises(ClusterLostError, match=f"127.0.0.1:{port} cannot be used"):
        await Link(["/nowhere"], f"127.0.0.1:{port}").engine()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    ("said", "error", "match"),
    [
        (b"\xff" * 9, ClusterLostError, "said nothing of ours"),
        (b"", ClusterLostError, "what connects to it ended"),
        (frame(bridge._refused("/models/x", "is missing")), ModelFolderError, "/models/x: is missing"),
        (frame(pb.FromEngine(heartbeat=pb.Heartbeat()).SerializeToString()), ClusterLostError, "ended"),
    ],
)
async def test_what_is_no_greeting(said: bytes, error: type[Exception], match: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:
        command = saying(said) if said else [sys.executable, "-c", ""]
        with pytest.raises(error, match=match):
            await Link(command, f"127.0.0.1:{there.getsockname()[1]}").engine()


async def test_a_bridge_without_ray_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, its = socket.socketpair()
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SystemExit):
        bridge.main(
            ["--fd", str(its.detach()), "--address", "127.0.0.1:1", "--model", "bundled", "--workers", "1"]
        )
    with ours:
        message = await asyncio.to_thread(ours.recv, 4096)
    assert b"pip install 'newsbrief[ray]'" in message


async def test_nodes_of_another_build_are_refused() -> None:
    order = Order("bundled", "cpu", 1, 0, "info", "0.0.1-of-yore")
    with pytest.raises(OtherBuildError, match=f"a node has newsbrief {build()}, the server 0.0.1-of-yore"):
        await EngineActor(order).lacks_models()


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"executor": "spark"}, "must be engines, in-process or ray"),
        ({"executor": "ray"}, "go together"),
        ({"ray_address": "127.0.0.1:6379"}, "go together"),
        ({"executor": "ray", "ray_address": "ray://127.0.0.1:10001"}, "HOST:PORT"),
        (
            {"executor": "ray", "ray_address": "a:1", "ray_min_actors": 4, "ray_max_actors": 2},
            "must be 4",
        ),
    ],
)
def test_settings_that_make_no_sense(given: dict[str, object], match: str) -> None:
    with pytest.raises(SettingsError, match=match):
        Settings(**given)  # type: ignore[arg-type]


def test_settings_that_do() -> None:
    settings = Settings(executor="ray", ray_address="[::1]:6379", ray_min_actors=2, workers=4)
    bounds = bounds_for(settings)
    assert (bounds.fewest, bounds.most, bounds.workers) == (2, 2, 4)
    assert link_for(settings).address == "[::1]:6379"
