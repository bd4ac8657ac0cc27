"""Manifests are read strictly, and each mistake is named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.manifest import MANIFEST_NAME, MAX_MANIFEST_BYTES, Decoding, load
from newsbrief_models.types import Language

EditManifest = Callable[[str, str], Path]


def test_a_sealed_folder_reads_back(tiny_model: Path) -> None:
    manifest = load(tiny_model)
    assert (manifest.name, manifest.version, manifest.revision) == ("tiny", "1.2.3", "seed-7")
    assert manifest.directions[0] == (Language.EN, Language.KO)
    assert manifest.language_tags == {Language.EN: ">>en<<", Language.KO: ">>ko<<", Language.RU: ">>ru<<"}
    assert manifest.decoding == Decoding(
        beam_size=2,
        max_source_tokens=40,
        max_target_tokens=120,
        repetition_penalty=1.0,
        no_repeat_ngram_size=0,
    )
    assert set(manifest.files) == {
        "config.json",
        "model.bin",
        "sentencepiece.model",
        "shared_vocabulary.json",
    }
    assert manifest.size_bytes == sum((tiny_model / name).stat().st_size for name in manifest.files)
    assert manifest.scores == {"chrf": 1.0}
    assert manifest.confidence == {}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("schema = 1", "schema = 2", "schema is 2; this version reads schema 1"),
        ("schema = 1", "schema = true", "schema must be int, not bool"),
        ("schema = 1\n", "", "schema is missing"),
        ('name = "tiny"\n', "", "name is missing"),
        ('name = "tiny"', 'name = ""', "name must be one line of 1 to 500 characters"),
        ('name = "tiny"', 'name = "a\\u001b[31m"', "name must be one line of 1 to 500 characters"),
        ('version = "1.2.3"', "version = 1.2", "version must be str, not float"),
        ('task = "translation"', 'task = "poetry"', "task is 'poetry'; known are translation"),
        ('"en-ko"', '"en-ja"', "directions holds 'en-ja'"),
        ('"en-ko"', '"en-en"', "directions holds 'en-en'"),
        ('"en-ko"', "7", "directions holds 7"),
        ('"en-ko", ', '"en-ru", ', "directions must hold at least one direction, each once"),
        ('["en-ko", "en-ru", "ko-en", "ru-en"]', "[]", "directions must hold at least one direction"),
        ('ko = ">>ko<<"\n', "", "language_tags.ko is missing, though the family needs it"),
        ('ko = ">>ko<<"', 'ja = ">>ja<<"', "language_tags.ja is not a key of this schema"),
        ("beam_size = 2", "beam_size = 0", "decoding.beam_size must be 1 to 16, not 0"),
        ("beam_size = 2", "beam_size = 2.5", "decoding.beam_size must be int, not float"),
        ("beam_size = 2", "beams = 2", "decoding.beam_size is missing"),
        (
            "beam_size = 2",
            "beam_size = 2\nrepetition_penalty = nan",
            "repetition_penalty must be 1 to 2, not nan",
        ),
        ("max_source_tokens = 40", "max_source_tokens = 1", "max_source_tokens must be 16 to 4096, not 1"),
        ("[decoding]", "[decode]", "decoding is missing"),
        ("[scores]", "[score]", "score is not a key of this schema"),
        ("chrf = 1", 'chrf = "high"', "scores.chrf must be float, not str"),
        ('"model.bin"', '"../model.bin"', "files.'../model.bin' is not a plain file name"),
        ('"model.bin"', '"/etc/passwd"', "files.'/etc/passwd' is not a plain file name"),
        ('"model.bin"', '"a/model.bin"', "files.'a/model.bin' is not a plain file name"),
        ('"model.bin"', '".model.bin"', "files.'.model.bin' is not a plain file name"),
        ('"model.bin"', '"newsbrief-model.toml"', "is not a plain file name"),
        ("{ size = ", "{ size = -", "size must be 0 to"),
        ('sha256 = "', 'sha256 = "x', "sha256 must be 64 hexadecimal digits in lower case"),
        ('sha256 = "', 'md5 = "', "sha256 is missing"),
        ("[files]", "[files]\nextra = 3", "files.extra must be dict, not int"),
        ("schema = 1", "schema = ", "is not TOML"),
        ("schema = 1", "schema = " + "[" * 5_000, "is not TOML"),
    ],
)
def test_a_wrong_manifest_is_refused_by_key(
    edit_manifest: EditManifest, old: str, new: str, problem: str
) -> None:
    folder = edit_manifest(old, new)
    with pytest.raises(ModelFolderError) as caught:
        load(folder)
    assert caught.value.path == folder / MANIFEST_NAME
    assert problem in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_folder_no_manifest_or_a_folder_in_its_place(tmp_path: Path) -> None:
    with pytest.raises(ModelFolderError, match="no such folder"):
        load(tmp_path / "absent")
    with pytest.raises(ModelFolderError, match=r"holds no newsbrief-model\.toml"):
        load(tmp_path)
    (tmp_path / MANIFEST_NAME).mkdir()
    with pytest.raises(ModelFolderError, match="cannot be read"):
        load(tmp_path)


def test_a_manifest_has_a_largest_size(model_copy: Path) -> None:
    path = model_copy / MANIFEST_NAME
    room = MAX_MANIFEST_BYTES - path.stat().st_size
    text = path.read_text()
    path.write_text(text + "#" * room)
    load(model_copy)
    path.write_text(text + "#" * (room + 1))
    with pytest.raises(ModelFolderError, match="is larger than 65,536 bytes"):
        load(model_copy)


def test_a_manifest_is_utf8(model_copy: Path) -> None:
    (model_copy / MANIFEST_NAME).write_bytes(b'name = "\xff"')
    with pytest.raises(ModelFolderError, match="is not UTF-8"):
        load(model_copy)
