"""A Ray cluster of two nodes on this machine: the server's own, and another."""

import contextlib
import importlib.util
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from newsbrief_service.cluster.link import Link

ROOT = Path(__file__).parents[3]
INSTALLED = importlib.util.find_spec("ray") is not None
# Where they are to run, a missing library is an error, not a reason to skip.
REQUIRED = os.environ.get("NEWSBRIEF_TEST_RAY") == "1"
on_ray = [
    pytest.mark.ray,
    pytest.mark.skipif(not INSTALLED and not REQUIRED, reason="Ray is not installed; `make test-ray` has it"),
    pytest.mark.filterwarnings("ignore"),  # libraries of others warn of their own plans
]
_STORE_BYTES = 80 << 20
_TRIES = 5
_VARIABLES = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    "RAY_DISABLE_IMPORT_WARNING": "1",
    # Actors find the stubs by this.
    "PYTHONPATH": os.pathsep.join(
        [str(ROOT), str(ROOT / "service"), str(ROOT / "models"), str(ROOT / "client")]
    ),
}


class RayCluster:
    """Made by `ray_cluster`."""

    def __init__(self, folder: str, port: int) -> None:
        self._folder = folder
        self._port = port
        self._cluster: Any = None
        self.nodes: list[Any] = []

    @property
    def address(self) -> str:
        return str(self._cluster.address)

    def start(self) -> None:
        """Start both nodes, of two cores each; the first one's port is what it was before."""
        for left in reversed(range(_TRIES)):
            try:
                self._start()
                return
            except Exception:
                # A node gives up when its helpers take 15 s to start, as they do on a busy machine.
                self.stop()
                if not left:
                    raise

    def _start(self) -> None:
        from ray.cluster_utils import Cluster

        self._cluster = Cluster(shutdown_at_exit=True)
        first = {
            "include_dashboard": False,
            "include_log_monitor": False,
            "no_monitor": True,  # that starts machines where there are too few
            "temp_dir": self._folder,
            "gcs_server_port": self._port,
        }
        self.nodes = [self._add(**first), self._add()]

    def _add(self, **more: Any) -> Any:
        return self._cluster.add_node(num_cpus=2, object_store_memory=_STORE_BYTES, wait=False, **more)

    def lose_node(self) -> None:
        """SIGKILL to the other node's processes and its actors, as when its machine loses power."""
        raylet = psutil.Process(self.nodes.pop().all_processes["raylet"][0].process.pid)
        ended = [*raylet.children(recursive=True), raylet]
        for process in reversed(ended):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(ended, timeout=10)

    def replace_node(self) -> None:
        """Another node in place of the lost one."""
        self.nodes.append(self._add())

    def actors(self) -> list[psutil.Process]:
        """The processes of our actors, on all nodes."""
        return [process for node in self.nodes for process in _actors_of(node)]

    def stop(self) -> None:
        """End all its processes, those too that Ray leaves behind."""
        with contextlib.suppress(Exception):  # nodes that a test has killed
            self._cluster.shutdown()
        left = [process for process in psutil.process_iter(["cmdline"]) if self._owns(process)]
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(left, timeout=10)
        self.nodes = []

    def _owns(self, process: psutil.Process) -> bool:
        return any(self._folder in part for part in process.info["cmdline"] or ())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _actors_of(node: Any) -> list[psutil.Process]:
    found = []
    with contextlib.suppress(psutil.NoSuchProcess):
        for child in psutil.Process(node.all_processes["raylet"][0].process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess, IndexError):
                if child.cmdline()[0].startswith(("ray::StubActor", "ray::EngineActor")):
                    found.append(child)
    return found


def link(cluster: RayCluster, *options: str, workers: int = 1, silence: float = 10.0) -> Link:
    """A way to stub engines on `cluster`; `options` are those of `tests.service.engine.stub`."""
    command = [sys.executable, "-m", "tests.service.cluster.stub_bridge", "--address", cluster.address]
    command += [f"--model={' '.join(options)}", "--workers", str(workers), "--log-level", "critical"]
    return Link(command, cluster.address, silence)


def until(found: Callable[[], Any], seconds: float = 60.0) -> Any:
    """What `found` returns once it is true."""
    deadline = time.monotonic() + seconds
    while not (result := found()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)
    return result


@contextlib.contextmanager
def ray_cluster() -> Iterator[RayCluster]:
    """A cluster for as long as the context lasts."""
    before = {name: os.environ.get(name) for name in _VARIABLES}
    os.environ.update(_VARIABLES)
    # Not pytest's: names of sockets may have 107 characters.
    folder = tempfile.mkdtemp(prefix="nb-ray-")
    cluster = RayCluster(folder, free_port())
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
