"""Translates with transformers and torch: on a GPU, or as the reference that CTranslate2 is compared with."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.extras import require
from newsbrief_models.store import files, manifest
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest
from newsbrief_models.store.safety import check_config, is_weights
from newsbrief_models.translate.fast_tokenizer import FastTokenizer
from newsbrief_models.translate.sentence_translator import Output, Pending, Prompt, SentenceTranslator
from newsbrief_models.translate.tokenizer import Tokenizer
from newsbrief_models.translate.vocabulary import check_vocabulary, open_tokenizer, read_vocabulary
from newsbrief_models.types import TranslationRow

ENGINE = "transformers"
CONFIG, VOCABULARY = "config.json", "vocabulary.json"
MAX_BATCH_TOKENS = 4096  # padded source tokens a batch
# Where a tokenizer declares no such token, these are tried.
_UNKNOWN = ("<unk>",)


@dataclass(frozen=True, slots=True)
class _Done:
    output: Output

    def result(self) -> Output:
        return self.output


class TransformersTranslator(SentenceTranslator):
    """A `Translator` on a model folder of safetensors. Calls wait for each other: torch uses all cores by itself."""

    def __init__(
        self,
        about: Manifest,
        model: Any,
        vocabulary: list[str],
        tokenizer: Tokenizer | FastTokenizer,
        beam_size: int | None,
    ) -> None:
        super().__init__(about, tokenizer, beam_size)
        self._model = model
        self._torch = require("torch")
        self._tokens = vocabulary
        self._ids = {token: index for index, token in reversed(list(enumerate(vocabulary)))}
        self._lock = threading.Lock()
        config = model.config
        self._start = 0 if self._family.decoder else _start(model)
        # Nothing that came with the model says how to decode.
        model.generation_config = require("transformers").GenerationConfig()
        ends = [self._ids[token] for token in self._family.ends] or _listed(config.eos_token_id)
        self._ends: list[int] = ends
        self._pad: int = config.pad_token_id if config.pad_token_id is not None else ends[0]
        self._unknown = next((self._ids[token] for token in _UNKNOWN if token in self._ids), self._pad)

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        beam_size: int | None = None,
        threads: int = 1,
        device: str = "cpu",
        dtype: str | None = None,
    ) -> "TransformersTranslator":
        """Load the model in `folder`; what is parsed are the bytes that were hashed, whatever becomes of the files. So
        each file of weights is in memory twice for a while.

        `threads` are torch's, for all models of the process.
        `dtype` is "float32", "bfloat16" or "float16"; unless given, float32 on the CPU and bfloat16 on a GPU.

        Raises:
            ModelFolderError: the folder is not what its manifest says, not a model for this engine, or its
                configuration asks for more than the weights of a known architecture.
            MissingExtraError: torch or transformers is missing, or too old to be safe.
        """
        about = manifest.load(folder)
        if about.engine != ENGINE:
            raise ModelFolderError(folder / MANIFEST_NAME, f"engine is {about.engine!r}, expected {ENGINE!r}")
        for name in (CONFIG, VOCABULARY):
            if name not in about.files:
                raise ModelFolderError(folder / MANIFEST_NAME, f"files lacks {name}, which {ENGINE} needs")
        contents = files.read_verified(folder, about)
        config = check_config(folder / CONFIG, contents[CONFIG])
        tokenizer = open_tokenizer(folder, about, contents)
        check_vocabulary(folder / VOCABULARY, contents[VOCABULARY], about, tokenizer)
        vocabulary = read_vocabulary(folder / VOCABULARY, contents[VOCABULARY])
        # Read when torch is imported: threads that spin while they wait bring a busy machine to a stand.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        require("torch").set_num_threads(threads)
        wanted = dtype or ("float32" if device == "cpu" else "bfloat16")
        model = _load(folder, config, contents, device, wanted)
        return cls(about, model, vocabulary, tokenizer, beam_size)

    def _submit(self, prompts: list[Prompt], longest: int, like: TranslationRow) -> Sequence[Pending]:
        # Alike lengths stand together, so that little is computed for padding.
        order = sorted(range(len(prompts)), key=lambda index: len(prompts[index].source))
        done: dict[int, Output] = {}
        while order:
            width = max(1, MAX_BATCH_TOKENS // max(1, len(prompts[order[-1]].source)))
            batch, order = order[:width], order[width:]
            with self._lock:
                outputs = self._generate([prompts[index] for index in batch], longest, like)
            done |= zip(batch, outputs, strict=True)
        return [_Done(done[index]) for index in range(len(prompts))]

    def _generate(self, prompts: list[Prompt], longest: int, like: TranslationRow) -> list[Output]:
        torch, model = self._torch, self._model
        decoder = self._family.decoder
        sources = [[self._ids.get(token, self._unknown) for token in prompt.source] for prompt in prompts]
        ids, mask = self._padded(sources, left=decoder)
        given: dict[str, Any] = {"input_ids": ids, "attention_mask": mask}
        start: list[list[int]] = []
        if not decoder:
            usual = [] if self._family.starts else [self._start]
            start = [[*usual, *(self._ids[token] for token in prompt.forced)] for prompt in prompts]
            given["decoder_input_ids"] = torch.tensor(start, device=model.device)
        begun = ids.shape[1] if decoder else len(start[0])
        with torch.inference_mode():
            settings = self._settings(longest, like, [row[0] for row in start])
            written = model.generate(**given, generation_config=settings)[:, begun:]
            kept = [self._until_end(row) for row in written.tolist()]
            scores = self._scores(given, begun, [row for row, _ in kept])
        return [
            Output([self._tokens[index] for index in row[: len(row) - ended]], score)
            for (row, ended), score in zip(kept, scores, strict=True)
        ]

    def _settings(self, longest: int, like: TranslationRow, starts: list[int]) -> Any:
        """How to decode: what the manifest says, and nothing of what the model's own files say.

        `starts` are what the rows' outputs begin from, none for a decoder.
        """
        decoding = self._manifest.decoding
        never = {self._pad, self._unknown}.difference(self._ends)
        return require("transformers").GenerationConfig(
            max_new_tokens=longest,
            num_beams=self._beams(like),
            do_sample=False,
            repetition_penalty=decoding.repetition_penalty,
            no_repeat_ngram_size=self._no_repeat(like),
            suppress_tokens=sorted(never) or None,
            eos_token_id=self._ends,
            pad_token_id=self._pad,
            decoder_start_token_id=starts or None,
        )

    def _until_end(self, row: list[int]) -> tuple[list[int], bool]:
        """`row` up to and with the token that ends it, and whether there is one."""
        for position, index in enumerate(row):
            if index in self._ends:
                return row[: position + 1], True
        return row, False

    def _scores(self, given: dict[str, Any], begun: int, rows: list[list[int]]) -> list[float]:
        """The mean log-probability of the tokens of each row, its end included, as the model alone sees them."""
        torch = self._torch
        written, mask = self._padded(rows, left=False)
        if self._family.decoder:
            ids = torch.cat([given["input_ids"], written], 1)
            attention = torch.cat([given["attention_mask"], mask], 1)
            places = (attention.cumsum(1) - 1).clamp(min=0)
            logits = self._model(input_ids=ids, attention_mask=attention, position_ids=places).logits
        else:
            decoder_ids = torch.cat([given["decoder_input_ids"], written], 1)
            logits = self._model(**{**given, "decoder_input_ids": decoder_ids}).logits
        chosen = torch.log_softmax(logits[:, begun - 1 : -1].float(), -1).gather(2, written.unsqueeze(2))
        sums = (chosen.squeeze(2) * mask).sum(1)
        means: list[float] = (sums / mask.sum(1).clamp(min=1)).tolist()
        return means

    def _padded(self, rows: list[list[int]], *, left: bool) -> tuple[Any, Any]:
        """`rows` as a tensor and its mask, padded on the `left` or on the right."""
        torch, width = self._torch, max(map(len, rows))
        gaps = [(width - len(row)) * [0] for row in rows]
        pads = [[self._pad] * len(gap) for gap in gaps]
        ids = [pad + row if left else row + pad for row, pad in zip(rows, pads, strict=True)]
        masks = [
            gap + [1] * len(row) if left else [1] * len(row) + gap
            for row, gap in zip(rows, gaps, strict=True)
        ]
        device = self._model.device
        return torch.tensor(ids, device=device), torch.tensor(masks, device=device)


def _listed(value: int | list[int]) -> list[int]:
    return [value] if isinstance(value, int) else list(value)


def _start(model: Any) -> int:
    """The token an output begins from, by the model's configuration."""
    for place in (model.generation_config, model.config):
        if (start := getattr(place, "decoder_start_token_id", None)) is not None:
            return int(start)
    return int(model.config.bos_token_id)


def _load(folder: Path, settings: dict[str, Any], contents: dict[str, bytes], device: str, dtype: str) -> Any:
    """The model of the `contents` of a folder; its weights are taken out of them file by file."""
    torch, transformers = require("torch"), require("transformers")
    parse = require("safetensors.torch").load
    weights: dict[str, Any] = {}
    try:
        for name in sorted(filter(is_weights, contents)):
            weights |= parse(contents.pop(name))
        config = transformers.CONFIG_MAPPING[settings["model_type"]].from_dict(settings)
        kinds = (
            transformers.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING
            if config.is_encoder_decoder
            else transformers.MODEL_FOR_CAUSAL_LM_MAPPING
        )
        # Without a name nothing is looked for on disk.
        model, told = kinds[type(config)].from_pretrained(
            None, config=config, state_dict=weights, dtype=getattr(torch, dtype), output_loading_info=True
        )
    except Exception as error:  # of libraries that raise anything for what they cannot read
        text = " ".join(str(error).split())[:300]
        raise ModelFolderError(folder, f"{ENGINE} cannot load the model: {text}") from None
    if lacking := sorted(told["missing_keys"]):
        # They would be made up.
        raise ModelFolderError(folder, f"lacks {len(lacking)} weights of its architecture: {lacking[0]}")
    return model.eval().to(device)
