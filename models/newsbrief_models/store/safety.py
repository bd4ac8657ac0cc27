"""What a model's files may be: data of a known architecture, safetensors, no code, no way to more code."""

import json
import re
import struct
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError

# By what config.json calls them: transformers' own classes alone load these, and CTranslate2 converts them.
MODEL_TYPES = frozenset(
    {"marian", "m2m_100", "mbart", "bart", "t5", "mt5", "umt5", "qwen2", "qwen3", "gemma3_text"}
)
MAX_JSON_BYTES = 64 << 20
MAX_CONFIG_BYTES = 1 << 20
MAX_HEADER_BYTES = 100 << 20
# Keys that name code to fetch and run; attention kernels are fetched by name, too.
_CODE_KEYS = frozenset(
    {"auto_map", "custom_pipelines", "trust_remote_code", "custom_generate", "kernel_config"}
)
_ATTENTION_KEYS = frozenset(
    {
        "_attn_implementation",
        "attn_implementation",
        "_attn_implementation_internal",
        "_experts_implementation",
    }
)
_ATTENTIONS = frozenset({None, "eager", "sdpa"})
_WEIGHTS = re.compile(r"model(-\d{5}-of-\d{5})?\.safetensors")
_TOKENIZERS = frozenset(
    {
        "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
        "merges.txt", "source.spm", "target.spm", "spiece.model", "sentencepiece.model", "sentencepiece.bpe.model",
    }
)  # fmt: skip
_CONFIGS = frozenset({"config.json", "generation_config.json", "model.safetensors.index.json"})


def is_wanted(name: str) -> bool:
    """Whether a file of a hub repository is one that we read: weights in safetensors, configurations, tokenizers."""
    return name in _CONFIGS or name in _TOKENIZERS or bool(_WEIGHTS.fullmatch(name))


def is_weights(name: str) -> bool:
    """Whether a file holds weights that we read."""
    return bool(_WEIGHTS.fullmatch(name))


def check_file(path: Path) -> None:
    """Refuse a file that is not what its name says, or asks for code to be run.

    Raises:
        ModelFolderError: naming it.
    """
    if is_weights(path.name):
        check_safetensors(path)
    elif path.suffix == ".json":
        limit = MAX_CONFIG_BYTES if path.name in ("config.json", "generation_config.json") else MAX_JSON_BYTES
        if path.stat().st_size > limit:
            raise ModelFolderError(path, f"is larger than {limit:,} bytes")
        if path.name == "config.json":
            check_config(path, path.read_bytes())
        else:
            settings = _json(path, path.read_bytes())
            refuse_code(path, settings)
            if path.name == "model.safetensors.index.json":
                _check_index(path, settings)


def check_config(path: Path, data: bytes) -> dict[str, Any]:
    """The configuration in `data`, if it is of an architecture we know and names no code.

    Raises:
        ModelFolderError: naming the key.
    """
    if len(data) > MAX_CONFIG_BYTES:
        raise ModelFolderError(path, f"is larger than {MAX_CONFIG_BYTES:,} bytes")
    config = _json(path, data)
    if not isinstance(config, dict):
        raise ModelFolderError(path, "is not a table of settings")
    refuse_code(path, config)
    if (kind := config.get("model_type")) not in MODEL_TYPES:
        raise ModelFolderError(path, f"model_type is {kind!r}; known are {', '.join(sorted(MODEL_TYPES))}")
    return config


def refuse_code(path: Path, value: object) -> None:
    """Refuse settings that, anywhere in them, name code to fetch: `auto_map`, a strange attention, and their like."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            for key, inner in found.items():
                if key in _CODE_KEYS and inner:
                    raise ModelFolderError(path, f"has {key}, which names code to run")
                if key in _ATTENTION_KEYS and (isinstance(inner, dict | list) or inner not in _ATTENTIONS):
                    raise ModelFolderError(
                        path, f"asks for {key} {str(inner)[:60]!r}; allowed are eager and sdpa"
                    )
                waiting.append(inner)


def _check_index(path: Path, index: object) -> None:
    """Refuse an index of weights that names anything but weights beside it."""
    match index:
        case {"weight_map": dict(parts)} if all(
            isinstance(name, str) and is_weights(name) and (path.parent / name).exists()
            for name in parts.values()
        ):
            return
    raise ModelFolderError(path, "names weights that are not beside it")


def check_safetensors(path: Path) -> None:
    """Refuse a safetensors file whose header does not describe exactly the bytes that follow it.

    Raises:
        ModelFolderError: truncated, oversized, or no such file.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(8)
        length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
        if not 2 <= length <= min(MAX_HEADER_BYTES, size - 8):
            raise ModelFolderError(path, "is no safetensors file: its header is missing or too long")
        header = _json(path, file.read(length))
    if not isinstance(header, dict):
        raise ModelFolderError(path, "is no safetensors file: its header is no table")
    spans = []
    for name, tensor in header.items():
        if name != "__metadata__":
            spans.append(_span(path, name, tensor))
    end = 0
    for begin, stop in sorted(spans):
        if begin != end or stop < begin:
            raise ModelFolderError(path, "is no safetensors file: its tensors overlap or leave gaps")
        end = stop
    if end != size - 8 - length:
        raise ModelFolderError(
            path, f"holds {size - 8 - length:,} bytes of tensors, its header names {end:,}"
        )


def _span(path: Path, name: str, tensor: object) -> tuple[int, int]:
    match tensor:
        case {"data_offsets": [int(begin), int(stop)]}:
            return begin, stop
    raise ModelFolderError(path, f"is no safetensors file: tensor {name[:60]!r} has no offsets")


def _json(path: Path, data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise ModelFolderError(path, "is not JSON") from None
