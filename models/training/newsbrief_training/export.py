"""Writes a run's averaged weights as the CTranslate2 folder that the service loads, and as float16 for fine-tuning."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import sentencepiece as spm
from ctranslate2.specs import common_spec, transformer_spec
from safetensors.numpy import save_file
from torch import Tensor

from . import checkpoint
from .marian import Shape, sinusoids

Weights = dict[str, np.ndarray]


def _linear(spec: common_spec.LinearSpec, weights: Weights, *names: str) -> None:
    """One linear spec from one or several layers, stacked."""
    spec.weight = np.concatenate([weights[f"{n}.weight"] for n in names])
    spec.bias = np.concatenate([weights[f"{n}.bias"] for n in names])


def _norm(spec: common_spec.LayerNormSpec, weights: Weights, name: str) -> None:
    spec.gamma, spec.beta = weights[f"{name}.weight"], weights[f"{name}.bias"]


def _self_attention(spec: object, weights: Weights, name: str) -> None:
    _linear(spec.linear[0], weights, *(f"{name}.{p}_proj" for p in "qkv"))
    _linear(spec.linear[1], weights, f"{name}.out_proj")


def _cross_attention(spec: object, weights: Weights, name: str) -> None:
    _linear(spec.linear[0], weights, f"{name}.q_proj")
    _linear(spec.linear[1], weights, f"{name}.k_proj", f"{name}.v_proj")
    _linear(spec.linear[2], weights, f"{name}.out_proj")


def _layer(spec: object, weights: Weights, name: str, decoder: bool) -> None:
    _self_attention(spec.self_attention, weights, f"{name}.self_attn")
    _norm(spec.self_attention.layer_norm, weights, f"{name}.self_attn_layer_norm")
    if decoder:
        _cross_attention(spec.attention, weights, f"{name}.encoder_attn")
        _norm(spec.attention.layer_norm, weights, f"{name}.encoder_attn_layer_norm")
    _linear(spec.ffn.linear_0, weights, f"{name}.fc1")
    _linear(spec.ffn.linear_1, weights, f"{name}.fc2")
    _norm(spec.ffn.layer_norm, weights, f"{name}.final_layer_norm")


def specification(weights: Weights, shape: Shape, pieces: list[str]) -> transformer_spec.TransformerSpec:
    """The CTranslate2 model; its configuration keeps the contract with the service."""
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder, shape.decoder), shape.heads, pre_norm=False, activation=common_spec.Activation.SWISH
    )
    shared = weights["model.shared.weight"]
    spec.encoder.embeddings[0].weight = shared
    spec.decoder.embeddings.weight = shared
    table = sinusoids(shape.positions, shape.d).numpy()
    for side, name in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
        side.scale_embeddings = True
        side.position_encodings.encodings = table
        for i, layer in enumerate(side.layer):
            _layer(layer, weights, f"model.{name}.layers.{i}", decoder=name == "decoder")
    spec.decoder.projection.weight = shared
    spec.decoder.projection.bias = weights["final_logits_bias"].reshape(-1)
    config = spec.config
    config.bos_token, config.eos_token, config.unk_token = pieces[0], pieces[1], pieces[2]
    config.decoder_start_token, config.add_source_eos = pieces[0], True
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    return spec


def to_numpy(tensors: dict[str, Tensor], shape: Shape) -> Weights:
    weights = {name: t.float().numpy() for name, t in tensors.items()}
    weights.setdefault("final_logits_bias", np.zeros((1, shape.vocab), np.float32))
    return weights


def export(weights: Weights, shape: Shape, tokenizer: Path, out: Path, quantization: str | None) -> None:
    """config.json, model.bin, shared_vocabulary.json and sentencepiece.model in a new folder."""
    model = spm.SentencePieceProcessor(model_file=str(tokenizer))
    pieces = [model.id_to_piece(i) for i in range(model.get_piece_size())]
    spec = specification(weights, shape, pieces)
    spec.validate()
    spec.optimize(quantization=quantization)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    spec.save(str(out))
    shutil.copy(tokenizer, out / "sentencepiece.model")


def hashes(folder: Path) -> dict[str, str]:
    """sha256 of every file of a folder, for the model's manifest."""
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--glosses", type=Path, help="the dictionary to put beside the weights")
    parser.add_argument("--quantization", default="int8", choices=("int8", "float32"))
    parser.add_argument(
        "--half", type=Path, help="also save the weights as float16 safetensors, Marian names"
    )
    args = parser.parse_args()
    tensors, meta = checkpoint.read_average(args.run)
    shape = Shape(**meta["shape"])
    weights = to_numpy(tensors, shape)
    quantization = None if args.quantization == "float32" else args.quantization
    export(weights, shape, args.tokenizer, args.out, quantization)
    if args.glosses:
        shutil.copy(args.glosses, args.out / "glosses.tsv")
    if args.half:
        args.half.parent.mkdir(parents=True, exist_ok=True)
        header = {"shape": json.dumps(shape.as_dict())}
        save_file({k: v.astype(np.float16) for k, v in weights.items()}, args.half, metadata=header)
    print(
        json.dumps(
            {"step": meta["step"], "target_tokens": meta["seen"], "sha256": hashes(args.out)}, indent=1
        )
    )


if __name__ == "__main__":
    main()
