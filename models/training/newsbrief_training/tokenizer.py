"""Trains the shared sentencepiece vocabulary on a sample in which news weighs most."""

from __future__ import annotations

import random
from pathlib import Path

import sentencepiece as spm

from .corpora import Corpus

PAD, EOS, UNK = 0, 1, 2
# Control and term marks; the first three open a source sentence and name the language to write.
TAGS = {"en": 3, "ko": 4, "ru": 5}
MARKS = [">>en<<", ">>ko<<", ">>ru<<", "<t>", "<s>", "</t>"]


def sample(corpora: list[Corpus], settings: dict, names: frozenset[str], seed: int = 7) -> list[str]:
    """Lines for the vocabulary: general text whole, news several times, documentation and names in part."""
    rng = random.Random(seed)
    lines: list[str] = []
    for corpus in corpora:
        texts = [t for pair in corpus.pairs for t in pair]
        if corpus.name == "docs":
            texts = rng.sample(texts, min(len(texts), 2 * settings["lines_a_documentation_corpus"]))
        elif corpus.name in names:
            texts = rng.sample(texts, min(len(texts), 2 * settings["lines_a_name_corpus"]))
        lines += texts * settings["copies"].get(corpus.name, 1)
    rng.shuffle(lines)
    return lines


def train_or_load(
    corpora: list[Corpus], out: Path, settings: dict, names: frozenset[str], size: int | None
) -> spm.SentencePieceProcessor:
    """The model in the folder if there is one: packing again must never change the vocabulary of a run."""
    path = out / "sentencepiece.model"
    if not path.exists():
        spm.SentencePieceTrainer.train(
            sentence_iterator=iter(sample(corpora, settings, names)),
            model_prefix=str(path.with_suffix("")),
            vocab_size=size or settings["size"],
            model_type="unigram",
            character_coverage=settings["character_coverage"],
            byte_fallback=True,
            split_digits=True,
            normalization_rule_name="nmt_nfkc",
            pad_id=PAD,
            eos_id=EOS,
            unk_id=UNK,
            bos_id=-1,
            user_defined_symbols=MARKS,
            num_threads=2,
            max_sentence_length=4000,
            minloglevel=1,
        )
    return spm.SentencePieceProcessor(model_file=str(path))
