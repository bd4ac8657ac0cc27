"""Tiny summarizers of the true architectures, made as `tiny` makes translators: they know a few articles by heart."""

import json
from pathlib import Path
from typing import Any

import transformers

from tests.models.hub import tiny
from tests.models.hub import tiny_tokenizers as made
from tests.models.hub.tiny import Example, Tiny
from tests.models.hub.tiny_sentences import crossing_summaries, summaries

# As CrossSum's configuration has them: a number, and the token that a summary in the language begins from.
LANGUAGES: dict[str, tuple[int, str]] = {
    "english": (10, "▁<extra_id_57>"),
    "korean": (21, "▁<extra_id_40>"),
    "russian": (33, "▁<extra_id_16>"),
}
NAMES = {"en": "english", "ko": "korean", "ru": "russian"}
MBART_CODES = {"ru": "ru_RU"}


def _mt5_files(folder: Path) -> Any:
    """As in the hub's repositories of XL-Sum and CrossSum: a sentencepiece model, and nothing made of it."""
    symbols = [token for _, token in LANGUAGES.values()]
    model = made.with_words(made.sentencepiece_model(symbols, pad_id=0, eos_id=1, unk_id=2, bos_id=-1))
    (folder / "spiece.model").write_bytes(model)
    marks = {"pad_token": "<pad>", "eos_token": "</s>", "unk_token": "<unk>"}
    settings = {"tokenizer_class": "T5Tokenizer", "extra_ids": 0, **marks}
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    (folder / "config.json").write_text(
        json.dumps({"model_type": "mt5"})
    )  # the model's own comes in its place
    return transformers.AutoTokenizer.from_pretrained(folder)


def _crossing_model(tokenizer: Any) -> Any:
    model = tiny.t5_model("MT5")(tokenizer)
    model.config.task_specific_params = {"langid_map": LANGUAGES}
    return model


def _crossing_example(tokenizer: Any, source: str, target: str, text: str, summary: str) -> Example:
    start = tokenizer.convert_tokens_to_ids(LANGUAGES[NAMES[target]][1])
    return tokenizer(text)["input_ids"], [start, *tokenizer(summary)["input_ids"]]


def _mbart(folder: Path) -> Any:
    vocabulary = made.scored(made.with_words(made.sentencepiece_model([])))
    return tiny.written(transformers.MBartTokenizer(vocab=vocabulary), folder)


def _mbart_model(tokenizer: Any) -> Any:
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer), scale_embedding=True, tokenizer_class="MBartTokenizer",
        encoder_layerdrop=0.0, decoder_layerdrop=0.0, forced_eos_token_id=None,
        **{**tiny.SMALL, "max_position_embeddings": 256},
    )  # fmt: skip
    return transformers.MBartForConditionalGeneration(config)


def _mbart_example(tokenizer: Any, source: str, target: str, text: str, summary: str) -> Example:
    """mBART turns around what its tokenizer makes of a target: text, end, language becomes language, text, end."""
    tokenizer.src_lang, tokenizer.tgt_lang = MBART_CODES[source], MBART_CODES[target]
    both = tokenizer(text, text_target=summary)
    *words, end, language = both["labels"]
    return both["input_ids"], [language, *words, end]


def _bart_model(tokenizer: Any) -> Any:
    return tiny.bart_model(tokenizer, max_position_embeddings=512)


SUMMARIZERS = {
    "xlsum": Tiny(
        "plain", (), {}, _mt5_files, tiny.t5_model("MT5"), tiny.plain_example, learnt=summaries("en", "ko", "ru")
    ),
    "crosssum": Tiny(
        "crosssum", (), NAMES, _mt5_files, _crossing_model, _crossing_example,
        learnt=crossing_summaries(), starts=True,
    ),
    "bart-summarizer": Tiny(
        "bart", (), {}, tiny.bart, _bart_model, tiny.plain_example, learnt=summaries("en", parts=True)
    ),
    "mbart-summarizer": Tiny(
        "mbart", (), MBART_CODES, _mbart, _mbart_model, _mbart_example, learnt=summaries("ru", parts=True), starts=True
    ),
}  # fmt: skip
