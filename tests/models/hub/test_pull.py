"""Pulling: pinned commits, hashes held from the first pull on, bad files refused by name, killed at any moment."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError, ModelsError
from newsbrief_models.store import pins
from newsbrief_models.store.hub import PullError, fetch
from newsbrief_models.store.pull import pull
from newsbrief_models.store.store import Store
from newsbrief_models.translate.opening import open_translator
from newsbrief_models.types import Language, TranslationRow
from tests.models.hub.recipes import tiny_recipe
from tests.models.hub.tiny_sentences import PARALLEL

COMMIT = "0123456789abcdef0123456789abcdef01234567"
OTHER = "f" * 40
KILLS = 20
Put = Callable[..., Path]
Snapshot = Callable[[str], Path]


def silent(_: str) -> None:
    """Nobody is told."""


def blob(hub: Path, name: str, commit: str = COMMIT) -> Path:
    return (hub / "models--owner--tiny" / "snapshots" / commit / name).resolve()


def test_a_commit_is_found_by_its_first_digits(snapshot: Snapshot, hub: Put) -> None:
    folder = hub("owner/tiny", COMMIT, snapshot("marian"))
    hub("owner/tiny", OTHER, snapshot("bart"))
    assert fetch("owner/tiny", "0123456", folder).revision == COMMIT
    assert fetch("owner/tiny", OTHER, folder).revision == OTHER
    assert fetch("owner/tiny", "", folder).revision == OTHER  # what main is
    for absent in ("0123457", "1" * 40):
        with pytest.raises(PullError, match=f"commit {absent} is not in"):
            fetch("owner/tiny", absent, folder)
    with pytest.raises(PullError, match="owner/other: the newest commit is not in"):
        fetch("owner/other", "", folder)


def test_only_files_that_are_read_are_fetched(snapshot: Snapshot, hub: Put, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for path in snapshot("marian").iterdir():
        (files / path.name).write_bytes(path.read_bytes())
    for name in ("pytorch_model.bin", "modeling_evil.py", "README.md", "custom_generate.py"):
        (files / name).write_text("evil")
    fetched = fetch("owner/tiny", COMMIT, hub("owner/tiny", COMMIT, files))
    assert "model.safetensors" in fetched.names
    assert not {"pytorch_model.bin", "modeling_evil.py", "README.md"}.intersection(fetched.names)


def test_pickled_weights_alone_are_refused(snapshot: Snapshot, hub: Put, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "config.json").write_text("{}")
    (files / "pytorch_model.bin").write_bytes(b"\x80\x04evil")
    with pytest.raises(PullError, match="no weights in safetensors, and pickled ones are not loaded"):
        fetch("owner/tiny", "", hub("owner/tiny", COMMIT, files))


def test_what_is_pulled_first_is_held(snapshot: Snapshot, hub: Put, tmp_path: Path) -> None:
    store, told = Store(tmp_path / "store"), list[str]()
    folder = hub("owner/tiny", COMMIT, snapshot("marian"))
    pulled = pull(store, tiny_recipe(), told.append, folder=folder)
    assert any("trusted on first use" in line and "model.safetensors" in line for line in told)
    assert pulled.wrote == {"ko-en": PARALLEL["en"][3]}
    assert (pulled.about.revision, pulled.about.version) == (COMMIT, COMMIT[:12])
    recorded = pins.read(store.pins("tiny"))
    assert recorded is not None
    assert recorded.revision == COMMIT
    assert recorded.sha256["model.safetensors"] == blob(folder, "model.safetensors").name
    # The newest commit is another now: the model stays at the one recorded.
    hub("owner/tiny", OTHER, snapshot("bart"))
    told.clear()
    assert pull(store, tiny_recipe(), told.append, folder=folder).about.revision == COMMIT
    assert not any("trusted" in line for line in told)
    # Somebody changes what stands under the recorded commit.
    weights = blob(folder, "model.safetensors")
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    with pytest.raises(
        ModelFolderError, match=r"model\.safetensors: has sha256 .* when it was first pulled says"
    ):
        pull(store, tiny_recipe(), silent, folder=folder)
    assert store.verify("tiny").revision == COMMIT


def test_a_hash_that_the_profile_knows_is_compared(snapshot: Snapshot, hub: Put, tmp_path: Path) -> None:
    folder = hub("owner/tiny", COMMIT, snapshot("marian"))
    known = {"model.safetensors": blob(folder, "model.safetensors").name}
    store = Store(tmp_path / "store")
    wrong = replace(tiny_recipe(), sha256={"model.safetensors": "0" * 64})
    with pytest.raises(
        ModelFolderError, match=r"model\.safetensors: has sha256 .* the profile's entry for tiny says"
    ):
        pull(store, wrong, silent, folder=folder)
    assert pins.read(store.pins("tiny")) is None
    pull(store, replace(tiny_recipe(), sha256=known), silent, folder=folder)


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 1)


def enlarge(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"\0")


def pickle(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95" + b"evil" * 20)


def set_key(key: str, value: object) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))

    return edit


@pytest.mark.parametrize(
    ("name", "spoil", "problem"),
    [
        ("model.safetensors", truncate, "holds .* bytes of tensors"),
        ("model.safetensors", enlarge, "holds .* bytes of tensors"),
        ("model.safetensors", pickle, "is no safetensors file"),
        ("config.json", set_key("auto_map", {"AutoModel": "owner/evil--x.Y"}), "has auto_map"),
        ("config.json", set_key("_attn_implementation", "owner/evil"), "asks for _attn_implementation"),
        ("config.json", set_key("model_type", "evil"), "model_type is 'evil'"),
        ("config.json", set_key("d_model", 52), "cannot be converted"),
        ("generation_config.json", set_key("custom_generate", "owner/evil"), "has custom_generate"),
        ("tokenizer_config.json", set_key("auto_map", {"AutoTokenizer": ["x.Y", None]}), "has auto_map"),
        ("source.spm", truncate, "cannot be converted|is not a sentencepiece model|no such|missing"),
        ("vocab.json", pickle, "is not JSON"),
    ],
    ids=lambda value: str(getattr(value, "__name__", value))[:30],
)
def test_a_bad_file_is_refused_by_name_and_leaves_nothing(
    snapshot: Snapshot, hub: Put, tmp_path: Path, name: str, spoil: Callable[[Path], None], problem: str
) -> None:
    folder, store = hub("owner/tiny", COMMIT, snapshot("marian")), Store(tmp_path / "store")
    spoil(blob(folder, name))
    with pytest.raises(ModelFolderError, match=problem):
        pull(store, tiny_recipe(), silent, folder=folder)
    assert store.names() == []
    assert {path.name for path in store.root.iterdir()} <= {".lock", ".pins"}


def test_files_swapped_for_another_models_are_refused(snapshot: Snapshot, hub: Put, tmp_path: Path) -> None:
    folder, store = hub("owner/tiny", COMMIT, snapshot("marian")), Store(tmp_path / "store")
    pull(store, tiny_recipe(), silent, folder=folder)
    blob(folder, "model.safetensors").write_bytes((snapshot("marian-ru") / "model.safetensors").read_bytes())
    with pytest.raises(ModelFolderError, match=r"model\.safetensors: has sha256"):
        pull(store, tiny_recipe(), silent, folder=folder)


PULL = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
from newsbrief_models.store.pull import pull
from newsbrief_models.store.store import Store
from tests.models.hub.recipes import tiny_recipe
pull(Store(Path(sys.argv[1])), tiny_recipe(), print, folder=Path(sys.argv[2]))
print("done")
"""


def start(store: Store, folder: Path) -> "subprocess.Popen[bytes]":
    root = Path(__file__).parents[3]
    return subprocess.Popen(
        [sys.executable, "-c", PULL, str(store.root), str(folder)],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.mark.parametrize("replacing", [False, True], ids=["first", "again"])
def test_killed_at_any_moment_it_leaves_a_whole_model_or_none(
    snapshot: Snapshot, hub: Put, tmp_path: Path, *, replacing: bool
) -> None:
    """Killed with -9, the converting process with it, at moments spread over the whole of a pull."""
    folder, store = hub("owner/tiny", COMMIT, snapshot("marian")), Store(tmp_path / "store")
    started = time.monotonic()
    assert start(store, folder).wait() == 0
    whole = time.monotonic() - started
    good = store.verify("tiny")
    chance = random.Random(9)  # noqa: S311 - repeatable
    for attempt in range(KILLS // 2):
        if not replacing:
            with contextlib.suppress(ModelFolderError):
                store.remove("tiny")
        process = start(store, folder)
        time.sleep(whole * (attempt + chance.random()) / (KILLS // 2))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert store.names() in ([], ["tiny"])
        if store.names():
            assert store.verify("tiny").revision == good.revision
            (row,) = open_translator(store.folder("tiny")).translate(
                [TranslationRow(PARALLEL["ko"][3], Language.KO, Language.EN)]
            )
            assert row.text == PARALLEL["en"][3]
        else:
            with pytest.raises(ModelsError, match="has not been pulled"):
                store.folder("tiny")
    assert start(store, folder).wait() == 0
    assert store.verify("tiny") == good
    assert sorted(path.name for path in store.root.iterdir()) == [".lock", ".pins", "tiny"]


def test_the_converting_process_ends_with_the_one_that_wants_it(
    snapshot: Snapshot, hub: Put, tmp_path: Path
) -> None:
    import psutil

    process = start(Store(tmp_path / "store"), hub("owner/tiny", COMMIT, snapshot("marian")))
    parent = psutil.Process(process.pid)
    while not (children := parent.children()):
        time.sleep(0.05)
    process.kill()
    process.wait()
    gone, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
    assert gone
