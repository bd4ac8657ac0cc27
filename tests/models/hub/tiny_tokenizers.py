"""Real tokenizers of each kind that hub models come with, trained on a few lines."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import ByteLevelBPETokenizer, Tokenizer, decoders, models, pre_tokenizers, trainers

from tests.models.hub.tiny_sentences import LINES

_proto: Any = sentencepiece_model_pb2  # generated: its classes are made when it is imported


def sentencepiece_model(symbols: list[str], **options: Any) -> bytes:
    """A unigram model over the sentences; `symbols` are pieces of their own."""
    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES),
        model_writer=out,
        hard_vocab_limit=False,
        user_defined_symbols=symbols,
        num_threads=1,
        minloglevel=2,
        **{"vocab_size": 400, **options},
    )
    return out.getvalue()


def with_words(model: bytes) -> bytes:
    """A sentencepiece model that has the sentences' words as pieces besides: texts are short in it, as in reality."""
    proto = _proto.ModelProto.FromString(model)
    known = {piece.piece for piece in proto.pieces}
    for word in dict.fromkeys(word for line in LINES for word in line.split()):
        if (name := f"▁{word}") not in known:
            proto.pieces.add(piece=name, score=-1.0)
    return bytes(proto.SerializeToString())


def scored(model: bytes) -> list[tuple[str, float]]:
    """The pieces of a sentencepiece model in order, with their scores."""
    return [(piece.piece, piece.score) for piece in _proto.ModelProto.FromString(model).pieces]


def pieces(model: bytes) -> list[str]:
    """The pieces of a sentencepiece model in order."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    return [processor.id_to_piece(i) for i in range(processor.get_piece_size())]


def marian_files(folder: Path, tags: list[str]) -> None:
    """source.spm, target.spm and vocab.json as OPUS-MT models have them: <pad> last, tags beside the pieces."""
    model = sentencepiece_model([], bos_id=-1, eos_id=0, unk_id=1, pad_id=-1)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(model)
    vocabulary = [*pieces(model), *tags, "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(vocabulary)}))


def m2m100_files(folder: Path) -> None:
    """sentencepiece.bpe.model and vocab.json as M2M100 has them; the class knows the languages."""
    model = sentencepiece_model([])
    (folder / "sentencepiece.bpe.model").write_bytes(model)
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces(model)[3:]]
    (folder / "vocab.json").write_text(json.dumps({piece: i for i, piece in enumerate(vocabulary)}))


def metaspace_bpe(special: list[str]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Vocabulary and merges of a BPE over words that begin with ▁, as in NLLB's tokenizer."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))  # noqa: S106 - no password
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.train_from_iterator(
        LINES, trainers.BpeTrainer(vocab_size=500, special_tokens=special, show_progress=False)
    )
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]


def byte_bpe(
    special: list[str], texts: Sequence[str] = LINES, size: int = 600
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """Vocabulary, of at most `size`, and merges of a BPE over bytes, as in BART's and Qwen's tokenizers."""
    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(texts, vocab_size=size, special_tokens=special, show_progress=False)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(merge) for merge in model["merges"]]
