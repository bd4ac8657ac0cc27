"""Makes, once, the two folders of a shape: one for transformers, and what the product converts it to.

Random weights write until they are stopped, for their end token is made the least likely of all: so outputs have the
same forced length in every engine, without an option that one of them might lack.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import torch
import transformers
from safetensors import safe_open
from sentencepiece import SentencePieceProcessor
from torch import Tensor

from benchmarks.against.shapes import BUNDLED, Shape
from newsbrief_models.store import manifest
from newsbrief_models.store.convert import convert
from newsbrief_models.store.locate import bundled
from newsbrief_models.store.manifest import MANIFEST_NAME

_ROOT = Path(__file__).parents[2]
_CHECKPOINT = _ROOT / "models/training/runs/cpu-10m/checkpoint.safetensors"
_AVERAGE = "average/"
_PIECES = bundled() / "sentencepiece.model"
# M2M100's own tokenizer adds so many languages and made-up words behind the vocabulary.
_LANGUAGES = 108
_NEVER = 12.0
_MANIFEST = """\
schema = 1
name = "{name}"
version = "0"
task = "translation"
architecture = "{kind}"
engine = "ctranslate2"
license = "Apache-2.0"
source = "random weights"
revision = "0"
weights = "int8"
family = "{family}"
directions = ["en-ko", "en-ru", "ko-en", "ko-ru", "ru-en", "ru-ko"]

[language_tags]
{tags}

[decoding]
beam_size = 2
repetition_penalty = 1.0
no_repeat_ngram_size = 0
max_source_tokens = 120
max_target_tokens = {forced}

[files]
"""


def made(shape: Shape, work: Path) -> tuple[Path, Path]:
    """The folders of `shape` below `work`, for transformers and for the product; made if they are not there."""
    source, target = work / f"{shape.name}.transformers", work / f"{shape.name}.ctranslate2"
    if shape == BUNDLED:  # of which there are versions
        target = bundled()
        source = work / f"{shape.name}-{manifest.load(target).version}.transformers"
    if not source.is_dir():
        _whole(
            source, lambda folder: _save_bundled(folder) if shape == BUNDLED else _save_random(shape, folder)
        )
    if not target.is_dir():
        _whole(target, lambda folder: _convert(shape, source, folder))
    return source, target


def _whole(folder: Path, make: Any) -> None:
    """Have `make` fill `folder`, which is there whole or not at all."""
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    make(part)
    part.rename(folder)


def _save_bundled(folder: Path) -> None:
    config = _marian_config(BUNDLED, pad=0, eos=1)
    config.forced_eos_token_id = None
    model = transformers.MarianMTModel(config).eval()
    with safe_open(_CHECKPOINT, "pt") as file:
        weights = {
            name.removeprefix(_AVERAGE): file.get_tensor(name).float()
            for name in file.keys()  # noqa: SIM118 - a file, not a mapping
            if name.startswith(_AVERAGE)
        }
    unknown = model.load_state_dict(weights, strict=False).unexpected_keys
    if unknown:
        raise ValueError(f"{_CHECKPOINT} has weights of another model: {unknown[:3]}")
    model.tie_weights()
    model.save_pretrained(folder)


def _marian_config(shape: Shape, pad: int, eos: int) -> Any:
    return transformers.MarianConfig(
        vocab_size=shape.vocabulary, d_model=shape.width, encoder_layers=shape.encoder, decoder_layers=shape.decoder,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads, encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner, activation_function="swish", max_position_embeddings=512, pad_token_id=pad,
        eos_token_id=eos, bos_token_id=None, decoder_start_token_id=pad, forced_eos_token_id=None, scale_embedding=True,
        static_position_embeddings=True, share_encoder_decoder_embeddings=True, tie_word_embeddings=True,
    )  # fmt: skip


def _save_random(shape: Shape, folder: Path) -> None:
    torch.manual_seed(7)
    (_save_marian if shape.marian else _save_m2m100)(shape, folder)


def _save_marian(shape: Shape, folder: Path) -> None:
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(_PIECES, folder / name)
    pieces = _padded(["</s>", "<unk>", *_pieces()[3:]], shape.vocabulary - 1)
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate([*pieces, "<pad>"])}))
    (folder / "tokenizer_config.json").write_text(
        '{"tokenizer_class": "MarianTokenizer", "model_type": "marian"}'
    )
    model = transformers.MarianMTModel(_marian_config(shape, pad=shape.vocabulary - 1, eos=0))
    model.final_logits_bias[0, 0] = -1e4
    model.save_pretrained(folder)


def _save_m2m100(shape: Shape, folder: Path) -> None:
    shutil.copyfile(_PIECES, folder / "sentencepiece.bpe.model")
    pieces = _padded(["<s>", "<pad>", "</s>", "<unk>", *_pieces()[3:]], shape.vocabulary - _LANGUAGES)
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(pieces)}))
    tokenizer = transformers.M2M100Tokenizer(folder / "vocab.json", folder / "sentencepiece.bpe.model")
    tokenizer.save_pretrained(folder)
    config = transformers.M2M100Config(
        vocab_size=shape.vocabulary, d_model=shape.width, encoder_layers=shape.encoder, decoder_layers=shape.decoder,
        encoder_attention_heads=shape.heads, decoder_attention_heads=shape.heads, encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner, scale_embedding=True,
    )  # fmt: skip
    model = transformers.M2M100ForConditionalGeneration(config)
    _never_end(model.get_input_embeddings().weight, model.model.decoder.layer_norm.bias, config.eos_token_id)
    model.save_pretrained(folder)


def _never_end(embeddings: Tensor, bias: Tensor, end: int) -> None:
    """Give every decoder state a large first component, and the end token's vector one that opposes it."""
    with torch.no_grad():
        bias[0] = _NEVER
        embeddings[:, 0] = 0
        embeddings[end, 0] = -_NEVER


def _pieces() -> list[str]:
    processor = SentencePieceProcessor(model_file=str(_PIECES))
    return [processor.id_to_piece(index) for index in range(processor.get_piece_size())]


def _padded(pieces: list[str], size: int) -> list[str]:
    """`pieces` and as many made-up words as make `size` tokens."""
    pieces = list(dict.fromkeys(pieces))
    return [*pieces, *(f"▁word{index}" for index in range(size - len(pieces)))]


def _convert(shape: Shape, source: Path, target: Path) -> None:
    tags = "" if shape.marian else "\n".join(f'{tag} = "__{tag}__"' for tag in ("en", "ko", "ru"))
    family, kind = ("marian", "marian") if shape.marian else ("m2m100", "m2m_100")
    text = _MANIFEST.format(name=shape.name, kind=kind, family=family, tags=tags, forced=shape.forced)
    (target / MANIFEST_NAME).write_text(text, "utf-8")
    convert(source, target)
