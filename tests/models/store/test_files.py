"""Files are compared with their manifest, both by `verify` and by `read_verified`."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.files import read_verified, verify
from newsbrief_models.store.manifest import load

CHECKS = pytest.mark.parametrize("check", [verify, read_verified])
Spoil = Callable[[Path], None]


def flip_a_byte(folder: Path) -> None:
    data = bytearray((folder / "model.bin").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "model.bin").write_bytes(data)


def append_a_byte(folder: Path) -> None:
    with (folder / "model.bin").open("ab") as file:
        file.write(b"x")


def link_out(folder: Path) -> None:
    shutil.move(folder / "model.bin", folder.parent / "elsewhere.bin")
    (folder / "model.bin").symlink_to(folder.parent / "elsewhere.bin")


def link_to_itself(folder: Path) -> None:
    (folder / "model.bin").unlink()
    (folder / "model.bin").symlink_to("model.bin")


def make_it_a_folder(folder: Path) -> None:
    (folder / "model.bin").unlink()
    (folder / "model.bin").mkdir()


def make_it_a_pipe(folder: Path) -> None:
    (folder / "model.bin").unlink()
    os.mkfifo(folder / "model.bin")


def add_an_engine_file(folder: Path) -> None:
    (folder / "vmap.txt").write_text("")


SPOILT: list[tuple[Spoil, str, str]] = [
    (flip_a_byte, "model.bin", "has sha256 "),
    (append_a_byte, "model.bin", " bytes, expected "),
    (
        lambda folder: (folder / "model.bin").unlink(),
        "model.bin",
        "is missing, though newsbrief-model.toml lists",
    ),
    (link_out, "model.bin", "is a link out of the model folder"),
    (link_to_itself, "model.bin", "is missing"),
    (make_it_a_folder, "model.bin", "is not a regular file"),
    (make_it_a_pipe, "model.bin", "is not a regular file"),
    (add_an_engine_file, "vmap.txt", "is not listed in newsbrief-model.toml"),
]


@CHECKS
@pytest.mark.parametrize(("spoil", "name", "problem"), SPOILT)
def test_a_spoilt_folder_is_refused_by_file(
    model_copy: Path, check: Callable[..., object], spoil: Spoil, name: str, problem: str
) -> None:
    manifest = load(model_copy)
    check(model_copy, manifest)
    spoil(model_copy)
    with pytest.raises(ModelFolderError) as caught:
        check(model_copy, manifest)
    assert caught.value.path == model_copy / name
    assert problem in caught.value.problem
    assert "\n" not in str(caught.value)


def test_a_changed_byte_shows_both_hashes(model_copy: Path) -> None:
    manifest = load(model_copy)
    flip_a_byte(model_copy)
    with pytest.raises(ModelFolderError, match=f"expected {manifest.files['model.bin'].sha256[:12]}…"):
        verify(model_copy, manifest)


def test_contents_are_the_files(tiny_model: Path) -> None:
    contents = read_verified(tiny_model, load(tiny_model))
    assert contents == {name: (tiny_model / name).read_bytes() for name in contents}
    assert "model.bin" in contents


@CHECKS
def test_documents_hidden_files_and_inner_links_are_welcome(
    model_copy: Path, check: Callable[..., object]
) -> None:
    (model_copy / "LICENSE").write_text("…")
    (model_copy / "ATTRIBUTION.md").write_text("…")
    (model_copy / ".cache").mkdir()
    (model_copy / ".gitattributes").write_text("")
    (model_copy / "model.bin").rename(model_copy / ".model.bin")
    (model_copy / "model.bin").symlink_to(".model.bin")
    check(model_copy, load(model_copy))
