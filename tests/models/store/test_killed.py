"""Killed before any single change of the disk, putting a model in place leaves none, the old one or the new one, whole.

`tests/models/hub/test_pull.py` kills the whole of a pull, converter and all, at moments of the clock.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from newsbrief_models.store import archive
from newsbrief_models.store.store import Store

# Counts the calls that change a disk, and ends the process as SIGKILL would just before the one that is wanted.
KILLED = """
import os, shutil, signal, sys
from pathlib import Path
from newsbrief_models.store import archive, store as module

root, file, wanted = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
left = wanted
CHANGES = {"open", "os.rename", "os.mkdir", "shutil.rmtree", "os.rmdir", "os.remove", "os.truncate", "os.chmod"}

def watch(event, arguments):
    global left
    if event not in CHANGES or str(root) not in str(arguments[0]):
        return
    if event == "open" and not (arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
        return
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(watch)
archive.import_(module.Store(root), file)
print("whole", wanted - left)
"""


def run(root: Path, file: Path, step: int) -> "subprocess.CompletedProcess[str]":
    """Import a model, killed just before the change of the disk numbered `step`; 0 lets it finish."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(root), str(file), str(step)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("replacing", [False, True], ids=["first", "again"])
def test_killed_before_any_change_of_the_disk(model_copy: Path, tmp_path: Path, *, replacing: bool) -> None:
    source = Store(tmp_path / "source")
    with source.changing():
        source.install(model_copy, "tiny")
    archive.export(source, ["tiny"], tmp_path / "models.tar")
    good = source.verify("tiny")
    store = Store(tmp_path / "store")
    if replacing:
        archive.import_(store, tmp_path / "models.tar")
    steps = 0
    while True:
        steps += 1
        done = run(store.root, tmp_path / "models.tar", steps)
        assert all(store.verify(name) == good for name in store.names())
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        assert store.names() in ([], ["tiny"])
        if not replacing and store.names():
            store.remove("tiny")
    assert steps > 10
    assert store.verify("tiny") == good
    assert sorted(path.name for path in store.root.iterdir()) == [".lock", "tiny"]
