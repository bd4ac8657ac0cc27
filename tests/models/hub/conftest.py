"""Tiny models of every architecture, and a folder laid out like the hub's cache to pull them from."""

import hashlib
import importlib.util
import os
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALLED = all(importlib.util.find_spec(name) for name in ("torch", "transformers", "huggingface_hub"))
# Read when torch is imported. Tiny models are slower with threads that wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
# Where they are to run, missing libraries are an error, not a reason to skip.
REQUIRED = os.environ.get("NEWSBRIEF_TEST_HUB") == "1"
collect_ignore_glob = [] if INSTALLED or REQUIRED else ["test_*.py"]
# A folder to keep the trained models in, for who runs the tests over and over.
KEEP = "NEWSBRIEF_TINY_MODELS"
Hub = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("torch")
            # Libraries of others warn of their own plans.
            item.add_marker(pytest.mark.filterwarnings("ignore"))


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The saved files of a tiny model, by its name in `TINY` or `SUMMARIZERS`, or "instructed"; built once. Do not
    change them.
    """
    from tests.models.hub import tiny_instructed
    from tests.models.hub.tiny import TINY
    from tests.models.hub.tiny_summarizers import SUMMARIZERS

    makers = {name: tiny.save for name, tiny in (*TINY.items(), *SUMMARIZERS.items())}
    makers["instructed"] = tiny_instructed.save
    root = Path(os.environ.get(KEEP) or tmp_path_factory.mktemp("tiny"))

    def saved(name: str) -> Path:
        if not (root / name).exists():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                makers[name](root / name)
        return root / name

    return saved


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    """Puts a snapshot into a folder laid out like the hub's cache; returns the folder."""

    def put(repository: str, commit: str, files: Path, *, main: bool = True) -> Path:
        root = tmp_path / "hub"
        repo = root / f"models--{repository.replace('/', '--')}"
        target = repo / "snapshots" / commit
        target.mkdir(parents=True)
        (repo / "blobs").mkdir(exist_ok=True)
        for path in files.iterdir():
            blob = repo / "blobs" / hashlib.sha256(path.read_bytes()).hexdigest()
            shutil.copyfile(path, blob)
            (target / path.name).symlink_to(Path("../../blobs") / blob.name)
        if main:
            (repo / "refs").mkdir(exist_ok=True)
            (repo / "refs" / "main").write_text(commit)
        return root

    return put
