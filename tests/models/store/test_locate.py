"""Where models are found."""

import sys
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import locate
from newsbrief_models.store.manifest import load


def test_the_bundled_model_is_found_without_importing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "newsbrief_bundled", raising=False)
    folder = locate.resolve("bundled")
    assert load(folder).task == "translation"
    assert "newsbrief_bundled" not in sys.modules


def test_the_package_says_the_same_path() -> None:
    import newsbrief_bundled

    assert newsbrief_bundled.path() == locate.bundled()


def test_not_installed_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "find_spec", lambda name: None)
    with pytest.raises(ModelFolderError, match="pip install newsbrief-bundled"):
        locate.resolve("bundled")


def test_a_folder_by_its_path(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert locate.resolve(str(tiny_model)) == tiny_model
    monkeypatch.setenv("HOME", str(tiny_model.parent))
    assert locate.resolve("~/tiny") == tiny_model
    with pytest.raises(ModelFolderError, match="no such folder"):
        locate.resolve(str(tiny_model / "absent"))
