"""Sealing makes a changed folder valid again, and touches nothing but the files table."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.files import verify
from newsbrief_models.store.manifest import MANIFEST_NAME, load
from newsbrief_models.store.seal import seal

EditManifest = Callable[[str, str], Path]


def test_new_weights_verify_after_sealing(model_copy: Path) -> None:
    before = load(model_copy)
    (model_copy / "model.bin").write_bytes(b"other weights")
    (model_copy / "vmap.txt").write_text("")
    (model_copy / "config.json").unlink()
    manifest = seal(model_copy)
    assert manifest == load(model_copy)
    verify(model_copy, manifest)
    assert set(manifest.files) == {"model.bin", "sentencepiece.model", "shared_vocabulary.json", "vmap.txt"}
    assert manifest.files["sentencepiece.model"] == before.files["sentencepiece.model"]
    assert manifest.files["model.bin"].size == len(b"other weights")


def test_sealing_twice_changes_nothing_and_leaves_no_litter(model_copy: Path) -> None:
    before = (model_copy / MANIFEST_NAME).read_bytes()
    names = sorted(path.name for path in model_copy.iterdir())
    seal(model_copy)
    assert (model_copy / MANIFEST_NAME).read_bytes() == before
    assert sorted(path.name for path in model_copy.iterdir()) == names


def test_comments_and_other_tables_are_kept(edit_manifest: EditManifest) -> None:
    folder = edit_manifest("schema = 1", "# why\nschema = 1  # one")
    path = folder / MANIFEST_NAME
    path.write_text(path.read_text() + "\n[confidence] # last\nslope = 2\n")
    manifest = seal(folder)
    assert manifest.confidence == {"slope": 2.0}
    assert path.read_text().startswith("# why\nschema = 1  # one\n")
    assert "[confidence] # last\nslope = 2\n" in path.read_text()


def test_a_files_heading_inside_a_string_is_refused_and_nothing_written(edit_manifest: EditManifest) -> None:
    folder = edit_manifest('source = "random weights"', 'source = """\n[files]\n"""')
    before = (folder / MANIFEST_NAME).read_bytes()
    with pytest.raises(ModelFolderError):
        seal(folder)
    assert (folder / MANIFEST_NAME).read_bytes() == before


def test_a_manifest_wrong_elsewhere_is_not_sealed(edit_manifest: EditManifest) -> None:
    folder = edit_manifest("beam_size = 2", "beam_size = 99")
    with pytest.raises(ModelFolderError, match="beam_size"):
        seal(folder)
    (folder / MANIFEST_NAME).write_bytes(b"\xff")
    with pytest.raises(ModelFolderError, match="is not TOML"):
        seal(folder)


def command(folder: Path) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path[:] = {sys.path!r}; import runpy; " + (
        "runpy.run_module('newsbrief_models.store.seal', run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)], capture_output=True, text=True, check=False
    )


def test_the_command_prints_what_it_sealed_or_one_line_of_error(model_copy: Path, tmp_path: Path) -> None:
    done = command(model_copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split()[-1] for line in done.stdout.splitlines()] == sorted(load(model_copy).files)
    failed = command(tmp_path / "absent")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr == f"error: {tmp_path / 'absent'}: no such folder\n"
