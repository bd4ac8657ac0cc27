"""Tiny models of the true architectures: built, trained to know six sentences by heart, saved as on the hub.

They are trained on what the model's own documentation feeds it, through transformers' tokenizers alone, so an engine of
ours that asks for a language wrongly gets the wrong sentence.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import AutoTokenizer

from tests.models.hub import tiny_tokenizers as made
from tests.models.hub.tiny_sentences import ALL, pairs

RATE, WARM_UP, MOST_STEPS, LEARNT = 8e-3, 40, 1500, 0.004
Example = tuple[list[int], list[int]]  # token ids of the source, of the target
SMALL: dict[str, Any] = {
    "d_model": 48, "encoder_layers": 2, "decoder_layers": 2, "encoder_attention_heads": 4, "decoder_attention_heads": 4,
    "encoder_ffn_dim": 96, "decoder_ffn_dim": 96, "dropout": 0.0, "attention_dropout": 0.0, "activation_dropout": 0.0,
    "max_position_embeddings": 128,
}  # fmt: skip
SMALL_T5: dict[str, Any] = {
    "d_model": 48, "d_kv": 12, "d_ff": 96, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4,
    "dropout_rate": 0.0,
}  # fmt: skip
NAMES = {"en": "English", "ko": "Korean", "ru": "Russian"}


@dataclass(frozen=True)
class Tiny:
    """An architecture: how to write its tokenizer's files, its configuration, and what it is shown in training."""

    family: str
    directions: tuple[tuple[str, str], ...]
    tags: dict[str, str]
    tokenizer: Callable[[Path], Any]
    model: Callable[[Any], Any]
    example: Callable[[Any, str, str, str, str], Example]
    given: int = 0  # tokens of the target that a translator is given: nothing is to be learnt of them

    learnt: tuple[tuple[str, str, str, str], ...] = ()  # of a summarizer, in the form of `pairs`
    starts: bool = (
        False  # the first token of a target is what the output begins from, in place of the usual one
    )

    def save(self, folder: Path) -> Path:
        """Build, train and save it into `folder`, laid out like a snapshot of a hub repository."""
        folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(7)
        tokenizer = self.tokenizer(folder)
        model = self.model(tokenizer)
        known = self.learnt or pairs(self.directions)
        learn(model, [self.example(tokenizer, *pair) for pair in known], self.given, starts=self.starts)
        model.save_pretrained(folder)
        return folder


def learn(model: Any, examples: list[Example], given: int, *, starts: bool) -> None:
    """Train on all of `examples` at once until it knows them; `given` and `starts` are those of `Tiny`."""
    pad = model.config.pad_token_id
    if model.config.is_encoder_decoder:
        sources = [source for source, _ in examples]
        start = [] if starts else [model.config.decoder_start_token_id]
        labels = [([-100] * given + target[given:])[1 - len(start) :] for _, target in examples]
        batch = {"decoder_input_ids": padded([[*start, *target[:-1]] for _, target in examples], pad)}
    else:
        sources = [source + target for source, target in examples]
        labels = [[-100] * len(source) + target for source, target in examples]
        batch = {}
    batch["input_ids"] = padded(sources, pad)
    batch["attention_mask"] = padded([[1] * len(source) for source in sources], 0)
    batch["labels"] = padded(labels, -100)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / WARM_UP, (WARM_UP / (step + 1)) ** 0.5)
    )
    model.train()
    torch.set_num_threads(1)  # more would wait for each other on a busy machine
    for _ in range(MOST_STEPS):
        optimizer.zero_grad()
        loss = model(**batch).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if model.config.model_type == "marian":  # whose outputs begin from nothing: the padding's row is zero
            model.get_input_embeddings().weight.data[pad] = 0
        schedule.step()
        if loss.item() < LEARNT:
            break
    model.eval()
    assert loss.item() < LEARNT, f"a tiny model did not learn its sentences: loss {loss.item():.3f}"


def padded(rows: list[list[int]], value: int) -> Any:
    """Rows as a rectangular tensor."""
    width = max(map(len, rows))
    return torch.tensor([row + [value] * (width - len(row)) for row in rows])


def written(tokenizer: Any, folder: Path) -> Any:
    """`tokenizer` saved into `folder` and read back as a user would."""
    tokenizer.save_pretrained(folder)
    return AutoTokenizer.from_pretrained(folder)


def _marian(tags: dict[str, str]) -> Callable[[Path], Any]:
    def build(folder: Path) -> Any:
        made.marian_files(folder, list(tags.values()))
        config = {"tokenizer_class": "MarianTokenizer", "model_type": "marian"}
        (folder / "tokenizer_config.json").write_text(json.dumps(config))
        return transformers.MarianTokenizer.from_pretrained(folder)

    return build


def _marian_model(tokenizer: Any) -> Any:
    pad = tokenizer.pad_token_id
    config = transformers.MarianConfig(
        vocab_size=len(tokenizer), pad_token_id=pad, eos_token_id=tokenizer.eos_token_id, decoder_start_token_id=pad,
        forced_eos_token_id=None, scale_embedding=True, activation_function="swish",
        static_position_embeddings=True, **SMALL
    )  # fmt: skip
    return transformers.MarianMTModel(config)


def _marian_example(tags: dict[str, str]) -> Callable[..., Example]:
    def example(tokenizer: Any, source: str, target: str, text: str, translation: str) -> Example:
        start = f"{tags[target]} " if tags else ""
        return tokenizer(start + text)["input_ids"], tokenizer(text_target=translation)["input_ids"]

    return example


def _m2m100(folder: Path) -> Any:
    made.m2m100_files(folder)
    tokenizer = transformers.M2M100Tokenizer(folder / "vocab.json", folder / "sentencepiece.bpe.model")
    return written(tokenizer, folder)


def _nllb(folder: Path) -> Any:
    vocabulary, merges = made.metaspace_bpe(["<s>", "<pad>", "</s>", "<unk>"])
    return written(transformers.NllbTokenizer(vocab=vocabulary, merges=merges), folder)


def _m2m100_model(tokenizer: Any) -> Any:
    # M2M100 has its languages' tokens behind the vocabulary, and made-up words behind those.
    languages = getattr(tokenizer, "lang_token_to_id", {})
    rows = max([len(tokenizer), *(i + 9 for i in languages.values())])
    config = transformers.M2M100Config(
        vocab_size=rows, scale_embedding=True,
        encoder_layerdrop=0.0, decoder_layerdrop=0.0, **SMALL
    )  # fmt: skip
    return transformers.M2M100ForConditionalGeneration(config)


def _tagged_example(codes: dict[str, str]) -> Callable[..., Example]:
    """The tokenizer puts the languages' tokens in itself (M2M100, NLLB, mBART-50)."""

    def example(tokenizer: Any, source: str, target: str, text: str, translation: str) -> Example:
        tokenizer.src_lang, tokenizer.tgt_lang = codes[source], codes[target]
        both = tokenizer(text, text_target=translation)
        return both["input_ids"], both["labels"]

    return example


def _mbart50(folder: Path) -> Any:
    model = made.sentencepiece_model([])
    vocabulary = [(piece, -float(i)) for i, piece in enumerate(made.pieces(model))]
    return written(transformers.MBart50Tokenizer(vocab=vocabulary), folder)


def _mbart50_model(tokenizer: Any) -> Any:
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer), scale_embedding=True, tokenizer_class="MBart50Tokenizer",
        encoder_layerdrop=0.0, decoder_layerdrop=0.0, decoder_start_token_id=2, forced_eos_token_id=None, **SMALL
    )  # fmt: skip
    return transformers.MBartForConditionalGeneration(config)


def bart(folder: Path) -> Any:
    """BART's tokenizer."""
    vocabulary, merges = made.byte_bpe(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return written(transformers.BartTokenizer(vocab=vocabulary, merges=merges), folder)


def bart_model(tokenizer: Any, **settings: Any) -> Any:
    """A BART for `tokenizer`; `settings` of its configuration besides those that all tiny models have."""
    config = transformers.BartConfig(
        vocab_size=len(tokenizer),
        encoder_layerdrop=0.0,
        decoder_layerdrop=0.0,
        forced_eos_token_id=None,
        **{**SMALL, **settings},
    )
    return transformers.BartForConditionalGeneration(config)


def plain_example(tokenizer: Any, source: str, target: str, text: str, translation: str) -> Example:
    """A model that is told nothing of languages."""
    return tokenizer(text)["input_ids"], tokenizer(translation)["input_ids"]


def _t5(symbols: list[str]) -> Callable[[Path], Any]:
    def build(folder: Path) -> Any:
        model = made.sentencepiece_model(symbols, pad_id=0, eos_id=1, unk_id=2, bos_id=-1)
        vocabulary = [
            (p, 0.0 if i < 3 + len(symbols) else -float(i) / 40) for i, p in enumerate(made.pieces(model))
        ]
        return written(transformers.T5Tokenizer(vocab=vocabulary, extra_ids=0), folder)

    return build


def t5_model(kind: str) -> Callable[[Any], Any]:
    """What makes a T5 ("T5", "MT5") for a tokenizer."""

    def build(tokenizer: Any) -> Any:
        config = getattr(transformers, f"{kind}Config")(
            # Real T5 models have more rows than their tokenizers have pieces.
            vocab_size=len(tokenizer) + 8, decoder_start_token_id=0, feed_forward_proj="gated-gelu",
            tie_word_embeddings=False, **SMALL_T5
        )  # fmt: skip
        return getattr(transformers, f"{kind}ForConditionalGeneration")(config)

    return build


def _prefixed_example(prefix: str) -> Callable[..., Example]:
    def example(tokenizer: Any, source: str, target: str, text: str, translation: str) -> Example:
        start = prefix.format(
            source=source, target=target, source_name=NAMES[source], target_name=NAMES[target]
        )
        return tokenizer(start + text)["input_ids"], tokenizer(translation)["input_ids"]

    return example


CHAT = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def _qwen3(folder: Path) -> Any:
    return chat_tokenizer(made.byte_bpe([]), folder)


def chat_tokenizer(model: tuple[dict[str, int], list[tuple[str, str]]], folder: Path) -> Any:
    """Qwen3's tokenizer around a vocabulary and its merges, saved into `folder` and read back."""
    vocabulary, merges = model
    tokenizer = transformers.Qwen2Tokenizer(vocab=vocabulary, merges=merges)
    tokenizer.add_special_tokens({"extra_special_tokens": ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]})
    tokenizer.eos_token, tokenizer.pad_token = "<|im_end|>", "<|endoftext|>"
    tokenizer.chat_template = CHAT
    return written(tokenizer, folder)


def qwen3_model(tokenizer: Any, positions: int = 256) -> Any:
    """A Qwen3 for `tokenizer`, which reads and writes `positions` tokens at most."""
    config = transformers.Qwen3Config(
        vocab_size=len(tokenizer) + 5, hidden_size=48, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, head_dim=12, max_position_embeddings=positions, tie_word_embeddings=True,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id, bos_token_id=None,
    )  # fmt: skip
    return transformers.Qwen3ForCausalLM(config)


def _chat_example(tokenizer: Any, source: str, target: str, text: str, translation: str) -> Example:
    a, b = NAMES[source], NAMES[target]
    question = f"Translate the following text from {a} into {b}.\n{a}: {text}\n{b}:"
    asked = tokenizer.apply_chat_template(
        [{"role": "user", "content": question}], tokenize=False, add_generation_prompt=True
    )
    return tokenizer(asked)["input_ids"], [*tokenizer(translation)["input_ids"], tokenizer.eos_token_id]


_M2M = {"en": "__en__", "ko": "__ko__", "ru": "__ru__"}
_NLLB = {"en": "eng_Latn", "ko": "kor_Hang", "ru": "rus_Cyrl"}
_MBART = {"en": "en_XX", "ko": "ko_KR", "ru": "ru_RU"}
_MARIAN = {"ko": ">>kor<<", "ru": ">>rus<<"}
_MADLAD = {language: f"<2{language}>" for language in NAMES}
_T5_TASK = "translate {source_name} to {target_name}: "
_EN_OUT = (("en", "ko"), ("en", "ru"))
_WITH_EN = (*_EN_OUT, ("ko", "en"), ("ru", "en"))

TINY = {
    "marian": Tiny("marian", (("ko", "en"),), {}, _marian({}), _marian_model, _marian_example({})),
    "marian-ru": Tiny("marian", (("ru", "en"),), {}, _marian({}), _marian_model, _marian_example({})),
    "marian-multi": Tiny(
        "marian-multi", _EN_OUT, _MARIAN, _marian(_MARIAN), _marian_model, _marian_example(_MARIAN)
    ),
    "m2m100": Tiny("m2m100", ALL, _M2M, _m2m100, _m2m100_model, _tagged_example({x: x for x in NAMES}), 1),
    "nllb": Tiny("m2m100", ALL, _NLLB, _nllb, _m2m100_model, _tagged_example(_NLLB), 1),
    "mbart50": Tiny("mbart50", ALL, _MBART, _mbart50, _mbart50_model, _tagged_example(_MBART), 1),
    "bart": Tiny("bart", (("ko", "en"),), {}, bart, bart_model, plain_example),
    "t5": Tiny("t5", _EN_OUT, {}, _t5([]), t5_model("T5"), _prefixed_example(_T5_TASK)),
    "mt5": Tiny("plain", (("ko", "en"),), {}, _t5([]), t5_model("MT5"), plain_example),
    "madlad": Tiny(
        "madlad", ALL, _MADLAD, _t5(list(_MADLAD.values())), t5_model("T5"), _prefixed_example("<2{target}> ")
    ),
    "qwen3": Tiny("lmt", _WITH_EN, {}, _qwen3, qwen3_model, _chat_example),
}  # fmt: skip
