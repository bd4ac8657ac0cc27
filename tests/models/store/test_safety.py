"""Files that are not what their names say, or ask for code, are refused by name before a library sees them."""

import json
import struct
from pathlib import Path

import pytest

from newsbrief_models import extras
from newsbrief_models.errors import ModelFolderError
from newsbrief_models.extras import MissingExtraError, require
from newsbrief_models.store.safety import check_file, is_wanted

CONFIG = {"model_type": "marian", "d_model": 8}


def safetensors(header: object, tensors: bytes) -> bytes:
    data = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data + tensors


ONE = {"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}
GOOD = safetensors({**ONE, "__metadata__": {"format": "pt"}}, b"\0" * 8)


def test_good_files_are_let_through(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(GOOD)
    (tmp_path / "config.json").write_text(
        json.dumps({**CONFIG, "_attn_implementation": "sdpa", "auto_map": None})
    )
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "MarianTokenizer"}))
    for path in tmp_path.iterdir():
        assert is_wanted(path.name)
        check_file(path)


@pytest.mark.parametrize(
    "name",
    [
        "pytorch_model.bin", "model.pt", "tf_model.h5", "flax_model.msgpack", "rust_model.ot", "modeling_x.py",
        "custom_generate/generate.py", "model.safetensors.py", "../config.json", "config.json\n", "x.pkl",
        "adapter.bin", "consolidated.safetensors", "chat_template.jinja",
    ],
)  # fmt: skip
def test_nothing_else_is_wanted(name: str) -> None:
    assert not is_wanted(name)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "header is missing"),
        (b"\x80\x04\x95pickle..", "header is missing or too long"),
        (GOOD[:4], "header is missing"),
        (GOOD[:-1], "holds 7 bytes of tensors, its header names 8"),
        (GOOD + b"\0", "holds 9 bytes of tensors, its header names 8"),
        (struct.pack("<Q", 1 << 60) + GOOD[8:], "too long"),
        (safetensors(b"[]", b""), "its header is no table"),
        (safetensors(b"{" * 50_000, b""), "is not JSON"),
        (safetensors({"a": {"data_offsets": [0, 8]}, "b": {"data_offsets": [4, 12]}}, b"\0" * 12), "overlap"),
        (safetensors({"a": {"data_offsets": [4, 8]}}, b"\0" * 8), "overlap or leave gaps"),
        (safetensors({"a": {"data_offsets": [0, -8]}}, b"\0" * 8), "overlap or leave gaps"),
        (safetensors({"a": {"data_offsets": ["0", 8]}}, b"\0" * 8), "has no offsets"),
        (safetensors({"a": 3}, b""), "has no offsets"),
    ],
)
def test_weights_that_are_no_safetensors_are_refused(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)
    with pytest.raises(ModelFolderError, match=problem) as caught:
        check_file(path)
    assert caught.value.path == path


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("config.json", {**CONFIG, "auto_map": {"AutoModel": "owner/repo--x.Y"}}, "has auto_map, which names code"),
        ("config.json", {**CONFIG, "text_config": {"auto_map": {"AutoConfig": "x.Y"}}}, "has auto_map"),
        ("config.json", {**CONFIG, "parts": [{"auto_map": {"AutoConfig": "x.Y"}}]}, "has auto_map"),
        ("config.json", {**CONFIG, "trust_remote_code": True}, "has trust_remote_code"),
        ("config.json", {**CONFIG, "custom_pipelines": {"x": {"impl": "y.Z"}}}, "has custom_pipelines"),
        ("config.json", {**CONFIG, "_attn_implementation": "owner/kernel"}, "asks for _attn_implementation 'owner/k"),
        ("config.json", {**CONFIG, "attn_implementation": "flash_attention_2"}, "asks for attn_implementation"),
        ("config.json", {**CONFIG, "_attn_implementation_internal": "owner/kernel"}, "_attn_implementation_internal"),
        ("config.json", {**CONFIG, "sub": {"_attn_implementation": {"": "owner/kernel"}}}, "asks for _attn"),
        ("config.json", {"model_type": "evil"}, "model_type is 'evil'; known are"),
        ("config.json", {}, "model_type is None"),
        ("config.json", [], "is not a table of settings"),
        ("config.json", "{", "is not JSON"),
        ("config.json", "[" * 100_000, "is not JSON"),
        ("config.json", " " * (1 << 20) + "{}", "is larger than 1,048,576 bytes"),
        ("generation_config.json", {"custom_generate": "owner/repo"}, "has custom_generate"),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["x.Y", None]}}, "has auto_map"),
        ("tokenizer.json", "not json", "is not JSON"),
        ("model.safetensors.index.json", {"weight_map": {"a": "../model.safetensors"}}, "names weights that are not"),
        ("model.safetensors.index.json", {"weight_map": {"a": "pytorch_model.bin"}}, "names weights that are not"),
        ("model.safetensors.index.json", {"weight_map": ["model.safetensors"]}, "names weights that are not"),
    ],
)  # fmt: skip
def test_settings_that_ask_for_code_are_refused_by_key(
    tmp_path: Path, name: str, content: object, problem: str
) -> None:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    with pytest.raises(ModelFolderError, match=problem) as caught:
        check_file(path)
    assert caught.value.path == path


def test_a_library_too_old_to_be_safe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert extras.FLOORS["transformers"] >= (5, 5)
    assert extras.FLOORS["torch"] >= (2, 6)
    monkeypatch.setitem(extras.FLOORS, "ctranslate2", (999, 0))
    with pytest.raises(MissingExtraError, match=r"999\.0 is the oldest that is safe.*newsbrief\[hub\]"):
        require("ctranslate2")
    monkeypatch.setitem(extras.FLOORS, "ctranslate2", (4, 6))
    assert require("ctranslate2").__name__ == "ctranslate2"
    with pytest.raises(MissingExtraError, match="no_such_library is not installed"):
        require("no_such_library")
