"""Makes a model folder of a hub snapshot, in a process of its own.

python -m newsbrief_models.store.convert SOURCE TARGET

TARGET holds a manifest without its files; what it says (engine, weights, family) is what is made. Whatever goes
wrong in a parser of somebody else's files goes wrong here, where nobody looks for models.
"""

import argparse
import json
import os
import shutil
import sys
import threading
import tomllib
import warnings
from pathlib import Path
from typing import Any

from newsbrief_models.errors import ModelFolderError, ModelsError
from newsbrief_models.extras import require
from newsbrief_models.store.manifest import MANIFEST_NAME
from newsbrief_models.store.safety import check_file, is_wanted, is_weights
from newsbrief_models.store.seal import seal
from newsbrief_models.store.smoke import smoke
from newsbrief_models.translate.families import families
from newsbrief_models.translate.vocabulary import FAST, SENTENCEPIECE, SENTENCEPIECE_TARGET


def convert(source: Path, target: Path) -> dict[str, str]:
    """Convert the snapshot in `source` into `target`, seal it, load it, and let it write a sentence in each direction.

    Returns what it wrote.

    Raises:
        ModelFolderError: a file is not what its name says, or the converter or the model refuses.
        MissingExtraError: torch or transformers is missing, or too old to be safe.
    """
    for path in sorted(source.iterdir()):
        if not is_wanted(path.name):
            raise ModelFolderError(path, "is not a file that is read")
        check_file(path)
    about = tomllib.loads((target / MANIFEST_NAME).read_text("utf-8"))
    transformers = require("transformers")
    for library in ("torch", "safetensors"):
        require(library)
    transformers.utils.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(
            source, local_files_only=True, trust_remote_code=False
        )
        _write_tokenizer(tokenizer, source, target)
        make = _for_ctranslate2 if about["engine"] == "ctranslate2" else _for_transformers
        make(source, target, tokenizer, about["weights"])
        if about["engine"] == "ctranslate2" and families()[about["family"]].starts:
            _start_from_what_is_given(target / "config.json")
    except ModelsError:
        raise
    except Exception as error:  # of libraries that raise anything for a file they cannot read
        text = " ".join(str(error).split())[:300]
        raise ModelFolderError(source, f"cannot be converted: {type(error).__name__}: {text}") from None
    seal(target)
    return smoke(target)


def _write_tokenizer(tokenizer: Any, source: Path, target: Path) -> None:
    """The one or two files that encode and decode as `tokenizer` does."""
    sentencepiece = list(map(Path, getattr(tokenizer, "spm_files", None) or ()))
    if not sentencepiece and (one := getattr(tokenizer, "spm_file", None)):
        sentencepiece = [Path(one)]
    if sentencepiece:
        for path, name in zip(sentencepiece, (SENTENCEPIECE, SENTENCEPIECE_TARGET), strict=False):
            shutil.copyfile(path, target / name)
    elif (fast := getattr(tokenizer, "backend_tokenizer", None)) is not None:
        (target / FAST).write_text(fast.to_str(), "utf-8")
    else:
        raise ModelFolderError(
            source, f"has a tokenizer of a kind that is not known: {type(tokenizer).__name__}"
        )


def _vocabulary(tokenizer: Any) -> dict[str, int]:
    """All tokens, those of languages included, which M2M100's class keeps apart."""
    return {**tokenizer.get_vocab(), **getattr(tokenizer, "lang_token_to_id", {})}


def _for_ctranslate2(source: Path, target: Path, tokenizer: Any, weights: str) -> None:
    converters = require("ctranslate2.converters")
    tokens = _vocabulary(tokenizer)

    class Converter(converters.TransformersConverter):  # type: ignore[misc, name-defined]
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            model = model_class.from_pretrained(path, use_safetensors=True, local_files_only=True, **options)
            _restore_legacy(model.config, tokenizer)
            return model

        def load_tokenizer(self, tokenizer_class: Any, path: str, **options: Any) -> Any:
            tokenizer.get_vocab = lambda: tokens
            if tokenizer.bos_token is None and tokenizer.cls_token is not None:  # mBART-50
                tokenizer.bos_token = tokenizer.cls_token
            return tokenizer

    made = target / ".engine"
    Converter(str(source)).convert(str(made), quantization=weights)
    for path in made.iterdir():
        path.rename(target / path.name)
    made.rmdir()


def _start_from_what_is_given(path: Path) -> None:
    """Have CTranslate2 begin outputs from the first token it is given, where the converter put a usual one."""
    config = json.loads(path.read_bytes())
    path.write_text(json.dumps({**config, "decoder_start_token": None}, ensure_ascii=False), "utf-8")


def _restore_legacy(config: Any, tokenizer: Any) -> None:
    """Say in `config` what CTranslate2's converter looks for there, and transformers 5 no longer keeps.

    Without this an untied T5 (T5 1.1, mT5, MADLAD) is converted without an error into one whose outputs are scaled down
    until all words are about as likely.
    """
    kind = config.model_type
    if kind in ("bart", "mbart"):
        for name, value in (("normalize_before", kind == "mbart"), ("normalize_embedding", True)):
            if not hasattr(config, name):
                setattr(config, name, value)
        config.tokenizer_class = type(tokenizer).__name__
    if kind in ("t5", "mt5", "umt5"):
        config.tie_word_embeddings = bool(getattr(config, "scale_decoder_outputs", False))


def _for_transformers(source: Path, target: Path, tokenizer: Any, _: str) -> None:
    config = json.loads((source / "config.json").read_bytes())
    for path in source.iterdir():
        if is_weights(path.name) or path.name in ("config.json", "model.safetensors.index.json"):
            shutil.copyfile(path, target / path.name)
    by_id = {index: token for token, index in _vocabulary(tokenizer).items()}
    rows = max(int(config.get("vocab_size", 0)), max(by_id) + 1)
    tokens = [by_id.get(index, f"madeupword{index}") for index in range(rows)]
    (target / "vocabulary.json").write_text(json.dumps(tokens, ensure_ascii=False), "utf-8")


def main() -> int:
    """The command; prints what the model wrote as JSON, or one line of error; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m newsbrief_models.store.convert", description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    warnings.simplefilter("ignore")
    try:
        written = convert(options.source, options.target)
    except ModelsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(json.dumps(written, ensure_ascii=False))
    return 0


def _end_with_parent() -> None:
    """Whoever started this holds the other end of its standard input; when they die, nobody wants the result."""
    while os.read(0, 1 << 10):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
