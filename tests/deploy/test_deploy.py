"""The systemd unit and the compose file: they parse, they fit the server's settings, and they give nothing away."""

import os
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from newsbrief_service.exits import EXIT_CONFIG
from newsbrief_service.settings import Settings

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy/systemd/newsbrief.service"
COMPOSE = ROOT / "compose.yaml"
PROGRAM = "/opt/newsbrief/bin/newsbrief-server"
# What a stop takes at most: the server's own waiting, and its engines' end.
STOP_SECONDS = Settings(data_dir=":memory:").linger + Settings(data_dir=":memory:").grace + 5


@pytest.fixture(scope="module")
def unit() -> dict[str, list[str]]:
    """The unit's keys with all their values."""
    values = defaultdict(list)
    for line in UNIT.read_text("utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values[key].append(value)
    return dict(values)


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    document = yaml.safe_load(COMPOSE.read_text("utf-8"))
    assert list(document["services"]) == ["newsbrief"]
    assert set(document["volumes"]) == {"data"}
    found: dict[str, Any] = document["services"]["newsbrief"]
    return found


def test_systemd_knows_every_word_of_the_unit(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    program = Path(sys.executable).parent / "newsbrief-server"
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text("utf-8").replace(PROGRAM, str(program)))
    command = ["systemd-analyze", "verify", "--man=no", str(copy)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
    )
    # Only what is said of our unit: other units of the machine are not ours to mend.
    said = [line for line in (done.stdout + done.stderr).splitlines() if UNIT.name in line]
    assert (done.returncode, said) == (0, [])


def test_the_unit_fits_the_server(unit: dict[str, list[str]]) -> None:
    assert unit["ExecStart"] == [f"{PROGRAM} serve"]
    assert float(unit["TimeoutStopSec"][0]) > STOP_SECONDS
    assert unit["RestartPreventExitStatus"] == [str(EXIT_CONFIG)]
    assert unit["OOMPolicy"] == ["continue"]
    assert "NEWSBRIEF_DATA_DIR=%S/newsbrief" in unit["Environment"][0].split()
    assert unit["StateDirectory"] == ["newsbrief"]
    assert "ExecReload" not in unit


def test_the_unit_gives_nothing_away(unit: dict[str, list[str]]) -> None:
    assert unit["DynamicUser"] == ["yes"]
    assert unit["CapabilityBoundingSet"] == [""]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert unit["RestrictAddressFamilies"] == ["AF_INET AF_INET6 AF_UNIX"]
    # Measured: with it the engine translates into noise, and says nothing of it.
    assert "MemoryDenyWriteExecute" not in unit


def test_the_container_gives_nothing_away(service: dict[str, Any]) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["ports"] == ["127.0.0.1:50051:50051"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & set(service)


def test_the_container_fits_the_image(service: dict[str, Any]) -> None:
    image = (ROOT / "Dockerfile").read_text("utf-8")
    (volume,) = service["volumes"]
    assert f"NEWSBRIEF_DATA_DIR={volume.partition(':')[2]}" in image
    assert "\nUSER 10001\n" in image
    assert service["healthcheck"]["test"][1:] == ["newsbrief", "health", "--server", "127.0.0.1:50051"]
    assert float(service["stop_grace_period"].removesuffix("s")) > STOP_SECONDS


@pytest.mark.parametrize("name", ["NEWSBRIEF_TLS_CERT", "NEWSBRIEF_TLS_KEY", "NEWSBRIEF_AUTH"])
def test_what_the_files_tell_to_set_can_be_set(name: str) -> None:
    assert name in COMPOSE.read_text("utf-8")
    assert name.removeprefix("NEWSBRIEF_").lower() in Settings.__dataclass_fields__
