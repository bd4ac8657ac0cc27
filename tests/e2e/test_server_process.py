"""The server as a process: start, health, signals, logs, and the ways it refuses to start."""

import json
import shutil
import signal
from pathlib import Path

import psutil
import pytest

import newsbrief
import newsbrief_bundled
from tests.e2e.serving import ENGINES, TEXT_WORKERS, children, start_server, target_of

SAMPLE = (Path(__file__).parents[2] / "seeds/flood-aid.ko.txt").read_text("utf-8")
EXIT_CONFIG = 78


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_signals_drain_and_exit_zero(sign: signal.Signals) -> None:
    process = start_server()
    with newsbrief.Client(target_of(process)) as client:
        assert client.health() == "SERVING"
        client.brief(SAMPLE, to=["en"])
    process.send_signal(sign)
    _, log = process.communicate(timeout=20)

    assert process.returncode == 0
    events = [json.loads(line) for line in log.splitlines()]
    assert [event["event"] for event in events] == ["serving", "call", "draining", "stopped"]
    assert events[1]["language"] == "ko"
    assert SAMPLE.split("\n")[0] not in log


def test_a_port_in_use_is_said_in_one_line() -> None:
    first = start_server()
    port = target_of(first).rpartition(":")[2]
    second = start_server("--port", port)
    _, log = second.communicate(timeout=60)
    first.terminate()
    first.communicate(timeout=20)

    assert second.returncode == EXIT_CONFIG
    assert (
        log
        == f"newsbrief-server: cannot listen on 127.0.0.1:{port}: in use, or not an address of this machine\n"
    )


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A copy of the bundled model, to be spoilt."""
    return Path(shutil.copytree(newsbrief_bundled.path(), tmp_path / "model"))


def refused(folder: Path) -> str:
    process = start_server("--model", str(folder))
    out, log = process.communicate(timeout=60)
    assert (process.returncode, out) == (EXIT_CONFIG, "")
    assert log.count("\n") == 1
    return log


def test_a_copied_model_serves(model: Path) -> None:
    process = start_server("--model", str(model))
    with newsbrief.Client(target_of(process)) as client:
        assert len(client.brief(SAMPLE)) == 3
    process.terminate()
    process.communicate(timeout=20)


def test_one_byte_changed(model: Path) -> None:
    weights = model / "model.bin"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    assert "model.bin" in refused(model)


@pytest.mark.parametrize("name", ["model.bin", "sentencepiece.model", "newsbrief-model.toml"])
def test_a_missing_file(model: Path, name: str) -> None:
    (model / name).unlink()
    assert name in refused(model)


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "nowhere" in refused(tmp_path / "nowhere")


def test_a_manifest_that_is_not_toml(model: Path) -> None:
    (model / "newsbrief-model.toml").write_text("{}")
    assert "newsbrief-model.toml" in refused(model)


def test_a_killed_engine_costs_no_request() -> None:
    process = start_server("--log-level", "error", "--cache-mb", "0")
    with newsbrief.Client(target_of(process)) as client:
        before = [brief.text for brief in client.brief(SAMPLE)]
        for _ in range(2):
            (engine,) = children(process.pid, ENGINES)
            engine.kill()
            assert [brief.text for brief in client.brief(SAMPLE)] == before
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_a_killed_text_worker_costs_no_request() -> None:
    process = start_server("--log-level", "error", "--cache-mb", "0")
    with newsbrief.Client(target_of(process)) as client:
        before = [brief.text for brief in client.brief(SAMPLE)]
        for _ in range(2):
            (worker,) = children(process.pid, TEXT_WORKERS)
            worker.kill()
            assert [brief.text for brief in client.brief(SAMPLE)] == before
    process.terminate()
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_engines_end_with_a_killed_server() -> None:
    process = start_server("--engines", "2", "--workers", "1")
    target_of(process)
    processes = psutil.Process(process.pid).children()
    assert (len(children(process.pid, ENGINES)), len(children(process.pid, TEXT_WORKERS))) == (2, 1)
    process.kill()
    process.communicate()
    assert not psutil.wait_procs(processes, timeout=10)[1]


def test_models_in_the_servers_process() -> None:
    process = start_server("--executor", "in-process")
    with newsbrief.Client(target_of(process)) as client:
        assert len(client.brief(SAMPLE)) == 3
    assert not psutil.Process(process.pid).children()
    process.terminate()
    process.communicate(timeout=20)


def test_a_killed_server_leaves_the_port_free() -> None:
    first = start_server()
    port = target_of(first).rpartition(":")[2]
    first.kill()
    first.communicate()
    second = start_server("--port", port)
    assert target_of(second).endswith(port)
    second.terminate()
    second.communicate(timeout=20)
