"""Folders that are not what they say are refused before anything is loaded from them."""

from collections.abc import Callable
from pathlib import Path

import ctranslate2
import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.manifest import MANIFEST_NAME
from newsbrief_models.store.seal import seal
from newsbrief_models.translate import ctranslate2_translator
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator


def test_a_changed_byte_is_refused_before_any_parser_runs(
    model_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_run(*args: object, **options: object) -> None:
        raise AssertionError("a parser saw an unverified file")

    monkeypatch.setattr(ctranslate2_translator, "Tokenizer", must_not_run)
    monkeypatch.setattr(ctranslate2, "Translator", must_not_run)
    data = bytearray((model_copy / "model.bin").read_bytes())
    data[-1] ^= 1
    (model_copy / "model.bin").write_bytes(data)
    with pytest.raises(ModelFolderError, match=r"model\.bin: has sha256"):
        CTranslate2Translator.open(model_copy)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("sentencepiece.model", b"no model", "sentencepiece.model: is not a sentencepiece model"),
        ("shared_vocabulary.json", b"[", "shared_vocabulary.json: is not JSON"),
        ("shared_vocabulary.json", b"{}", "shared_vocabulary.json: is not a list of tokens"),
        ("shared_vocabulary.json", b'["<pad>"]', "of the"),
        ("model.bin", b"", "ctranslate2 cannot load the model"),
        ("model.bin", b"\xff" * 64, "ctranslate2 cannot load the model"),
        ("config.json", b"[", "ctranslate2 cannot load the model"),
    ],
)
def test_a_sealed_folder_of_rubbish_is_refused(
    model_copy: Path, name: str, content: bytes, problem: str
) -> None:
    (model_copy / name).write_bytes(content)
    seal(model_copy)
    with pytest.raises(ModelFolderError) as caught:
        CTranslate2Translator.open(model_copy)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "name", ["config.json", "model.bin", "sentencepiece.model", "shared_vocabulary.json"]
)
def test_every_file_the_engine_needs_must_be_listed(model_copy: Path, name: str) -> None:
    (model_copy / name).unlink()
    seal(model_copy)
    with pytest.raises(ModelFolderError, match=f"files lacks {name}"):
        CTranslate2Translator.open(model_copy)


def test_another_engines_model_is_refused(edit_manifest: Callable[[str, str], Path]) -> None:
    folder = edit_manifest('engine = "ctranslate2"', 'engine = "transformers"')
    with pytest.raises(ModelFolderError, match="engine is 'transformers', expected 'ctranslate2'") as caught:
        CTranslate2Translator.open(folder)
    assert caught.value.path == folder / MANIFEST_NAME


def test_a_tag_the_tokenizer_lacks_is_refused(edit_manifest: Callable[[str, str], Path]) -> None:
    folder = edit_manifest('ko = ">>ko<<"', 'ko = ">>kor<<"')
    with pytest.raises(ModelFolderError, match="has no piece '>>kor<<'"):
        CTranslate2Translator.open(folder)
