"""Translates with CTranslate2: encoder-decoder models, and decoders that continue a prompt."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ctranslate2

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store import files, manifest
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest
from newsbrief_models.translate.compute import choose
from newsbrief_models.translate.families import families
from newsbrief_models.translate.fast_tokenizer import FastTokenizer
from newsbrief_models.translate.glosses import Glosses
from newsbrief_models.translate.sentence_translator import Output, Pending, Prompt, SentenceTranslator
from newsbrief_models.translate.tokenizer import Tokenizer
from newsbrief_models.translate.vocabulary import check_vocabulary, open_glosses, open_tokenizer
from newsbrief_models.types import TranslationRow

ENGINE = "ctranslate2"
ENGINE_FILES = ("config.json", "model.bin")
VOCABULARIES = ("shared_vocabulary.json", "vocabulary.json")
# Padded source tokens a batch. Throughput hardly grows beyond, but the wait for a running batch does.
MAX_BATCH_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class _Pending:
    """What CTranslate2 promised; a translation has `hypotheses`, a continuation has `sequences`."""

    promise: Any
    forced: int  # tokens at the beginning that were given, not chosen
    length_penalty: float

    def result(self) -> Output:
        result = self.promise.result()
        tokens = result.hypotheses[0] if hasattr(result, "hypotheses") else result.sequences[0]
        # The score is the log-probability of the tokens and their end by their number to the power of the penalty;
        # those that were given cost nothing.
        total = result.scores[0] * (len(tokens) + 1) ** self.length_penalty
        return Output(tokens[self.forced :], total / (len(tokens) + 1 - self.forced))


class CTranslate2Translator(SentenceTranslator):
    """A `Translator` on a model folder. Safe to call from several threads at once."""

    def __init__(
        self,
        about: Manifest,
        engine: Any,
        tokenizer: Tokenizer | FastTokenizer,
        beam_size: int | None,
        glosses: Glosses | None = None,
    ) -> None:
        super().__init__(about, tokenizer, beam_size, glosses)
        self._engine = engine

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        workers: int = 1,
        threads: int = 1,
        beam_size: int | None = None,
        device: str = "cpu",
        compute_type: str | None = None,
    ) -> "CTranslate2Translator":
        """Load the model in `folder`; no file is parsed before its hash matches the manifest.

        `workers` batches run at once, `threads` threads each. `beam_size` (>= 1) overrides the manifest's,
        `compute_type` what `compute.choose` makes of it and the processor. `device` is "cpu" or "cuda".

        Raises:
            ModelFolderError: the folder is not what its manifest says, or not a model for this engine.
            MissingExtraError: its tokenizer needs a library of the extra `[hub]`.
        """
        about = manifest.load(folder)
        if about.engine != ENGINE:
            raise ModelFolderError(folder / MANIFEST_NAME, f"engine is {about.engine!r}, expected {ENGINE!r}")
        vocabulary = next((name for name in VOCABULARIES if name in about.files), VOCABULARIES[0])
        for name in (*ENGINE_FILES, vocabulary):
            if name not in about.files:
                raise ModelFolderError(folder / MANIFEST_NAME, f"files lacks {name}, which {ENGINE} needs")
        contents = files.read_verified(folder, about)
        tokenizer = open_tokenizer(folder, about, contents)
        check_vocabulary(folder / vocabulary, contents[vocabulary], about, tokenizer)
        wanted = compute_type or choose(
            about.weights, device, ctranslate2.get_supported_compute_types(device)
        )
        try:
            engine = (ctranslate2.Generator if families()[about.family].decoder else ctranslate2.Translator)(
                str(folder),
                device=device,
                compute_type=wanted,
                inter_threads=workers,
                intra_threads=threads,
                files={name: contents[name] for name in (*ENGINE_FILES, vocabulary)},
            )
        except (RuntimeError, ValueError) as error:
            raise ModelFolderError(folder, f"{ENGINE} cannot load the model: {error}") from None
        return cls(about, engine, tokenizer, beam_size, open_glosses(folder, contents))

    def _submit(self, prompts: list[Prompt], longest: int, like: TranslationRow) -> Sequence[Pending]:
        sources, decoding = [prompt.source for prompt in prompts], self._manifest.decoding
        options: dict[str, Any] = {
            "asynchronous": True,
            "max_batch_size": MAX_BATCH_TOKENS,
            "batch_type": "tokens",
            "beam_size": self._beams(like),
            "length_penalty": decoding.length_penalty,
            "patience": decoding.patience,
            "repetition_penalty": decoding.repetition_penalty,
            "no_repeat_ngram_size": self._no_repeat(like),
            "disable_unk": True,
            "return_scores": True,
        }
        if self._family.decoder:
            promises = self._engine.generate_batch(
                sources,
                max_length=longest,
                include_prompt_in_result=False,
                end_token=list(self._family.ends),
                **options,
            )
            return [_Pending(promise, 0, decoding.length_penalty) for promise in promises]
        if any(prompt.forced for prompt in prompts):
            options["target_prefix"] = [prompt.forced for prompt in prompts]
        promises = self._engine.translate_batch(
            sources, max_input_length=0, max_decoding_length=longest, **options
        )
        # What an output begins from in place of the usual token does not come back with it.
        unseen = int(self._family.starts)
        return [
            _Pending(promise, len(prompt.forced) - unseen, decoding.length_penalty)
            for promise, prompt in zip(promises, prompts, strict=True)
        ]
