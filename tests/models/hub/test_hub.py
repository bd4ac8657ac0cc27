"""The way over HTTP: commits found, downloads taken up, hashes compared with what the hub says, offline respected."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.models.hub.fake_hub import FakeHub, contents, serving

COMMIT, OLD, REQUEST = "c0ffee" + "0" * 34, "deadbee" + "1" * 33, "5afe" + "2" * 36
FETCH = """
import sys
from newsbrief_models.errors import ModelsError
from newsbrief_models.store.hub import fetch
from newsbrief_models.store import pins
try:
    fetched = fetch("owner/tiny", sys.argv[1])
    found = {name: pins.sha256(fetched.folder / name) for name in fetched.names}
    pins.compare(fetched.folder, found, fetched.sha256, "the hub")
    print(fetched.revision, *fetched.names)
except ModelsError as error:
    print("refused:", error)
"""
Snapshot = Callable[[str], Path]


def run(url: str, revision: str, home: Path, **more: str) -> str:
    """What fetching says in a process of its own: huggingface_hub reads its settings when it is imported."""
    environ = {**os.environ, "HF_ENDPOINT": url, "HF_HOME": str(home), "HF_HUB_DISABLE_XET": "1", **more}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FETCH, revision],
        env=environ, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def files(snapshot: Snapshot) -> dict[str, bytes]:
    return {**contents(snapshot("marian")), "pytorch_model.bin": b"evil", "modeling_evil.py": b"evil"}


def test_the_newest_commit_or_the_one_that_begins_so(files: dict[str, bytes], tmp_path: Path) -> None:
    old = {**files, "vocab.json": b"{}"}
    with serving(FakeHub({COMMIT: files, OLD: old})) as hub:
        said = run(hub.url, "", tmp_path / "home")
        assert said.split()[0] == COMMIT
        assert "model.safetensors" in said
        assert "evil" not in said
        assert not any("evil" in line or "pytorch_model" in line for line in hub.seen)
        assert run(hub.url, "deadbee", tmp_path / "home").split()[0] == OLD
        assert "0 commits begin with abcdef0" in run(hub.url, "abcdef0", tmp_path / "home")
        asked = len(hub.seen)
        # HF_HUB_OFFLINE: what is in the cache is enough, what is not is refused, and nobody is asked.
        offline = run(hub.url, "c0ffee0", tmp_path / "home", HF_HUB_OFFLINE="1")
        assert offline == said
        assert "is not in" in run(hub.url, "abcdef0", tmp_path / "home", HF_HUB_OFFLINE="1")
        assert len(hub.seen) == asked


def test_a_download_cut_off_is_taken_up(files: dict[str, bytes], tmp_path: Path) -> None:
    # Large enough that huggingface_hub has kept a part of it (it writes 10 MiB at once) when it is cut off.
    large = {**files, "model.safetensors": bytes(25 << 20)}
    with serving(FakeHub({COMMIT: large}, cut_after=15 << 20)) as hub:
        assert run(hub.url, COMMIT, tmp_path / "home").split()[0] == COMMIT
        assert [line for line in hub.seen if f"model.safetensors bytes={10 << 20}-" in line]


def test_a_file_that_is_not_what_the_hub_says_is_refused(files: dict[str, bytes], tmp_path: Path) -> None:
    with serving(FakeHub({COMMIT: files}, lie_about="model.safetensors")) as hub:
        said = run(hub.url, COMMIT, tmp_path / "home")
    assert said.startswith("refused:")
    assert "model.safetensors: has sha256" in said
    assert "the hub says 000000000000" in said


def test_weights_only_pickled_come_from_the_hubs_own_conversion(
    files: dict[str, bytes], tmp_path: Path
) -> None:
    pickled = {name: data for name, data in files.items() if name != "model.safetensors"}
    with serving(FakeHub({COMMIT: pickled, REQUEST: files}, converter_requests={7: REQUEST})) as hub:
        said = run(hub.url, "c0ffee", tmp_path / "home")
    assert said.split()[0] == REQUEST
    assert "model.safetensors" in said
    with serving(FakeHub({COMMIT: pickled})) as hub:
        assert "no weights in safetensors" in run(hub.url, "c0ffee", tmp_path / "other")


def test_no_network_and_no_such_repository_are_told_in_a_line(tmp_path: Path) -> None:
    said = run("http://127.0.0.1:9", "", tmp_path / "home")
    assert said.startswith("refused: owner/tiny: ")
    assert "\n" not in said
    with serving(FakeHub({})) as hub:
        assert run(hub.url, "", tmp_path / "home").startswith("refused: owner/tiny: ")


@pytest.mark.network
@pytest.mark.skipif(os.environ.get("NEWSBRIEF_TEST_NETWORK") != "1", reason="needs the Hugging Face hub")
def test_a_real_model_is_pulled_and_translates(tmp_path: Path) -> None:
    from newsbrief_models.store import profile
    from newsbrief_models.store.pull import pull
    from newsbrief_models.store.store import Store

    _, recipe = profile.recipe("opus-mt-tc-big-ko-en") or pytest.fail("no recipe")
    pulled = pull(Store(tmp_path), recipe, print)
    assert pulled.about.revision.startswith("fa26583") or pulled.about.revision
    assert any(word in pulled.wrote["ko-en"].lower() for word in ("council", "vote"))
