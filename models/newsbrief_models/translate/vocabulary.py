"""The tokenizer of a model folder, and whether it and the vocabulary of the model belong together."""

import json
from collections.abc import Mapping
from pathlib import Path

from newsbrief_models.errors import ModelFolderError
from newsbrief_models.store.manifest import MANIFEST_NAME, Manifest
from newsbrief_models.translate.families import families
from newsbrief_models.translate.fast_tokenizer import FastTokenizer
from newsbrief_models.translate.glosses import GLOSSES, Glosses
from newsbrief_models.translate.tokenizer import Tokenizer

SENTENCEPIECE = "sentencepiece.model"
SENTENCEPIECE_TARGET = "sentencepiece.target.model"
FAST = "tokenizer.json"
_MISSING_SHARE = 0.1


def open_tokenizer(folder: Path, about: Manifest, contents: Mapping[str, bytes]) -> Tokenizer | FastTokenizer:
    """The tokenizer among the verified `contents` of `folder`.

    Raises:
        ModelFolderError: there is none, it cannot be read, or the model's family needs another kind.
        MissingExtraError: it needs a library of the extra `[hub]`.
    """
    tags = list(about.language_tags.values())
    family = families()[about.family]
    name = FAST if FAST in contents else SENTENCEPIECE
    if name not in contents:
        raise ModelFolderError(folder / MANIFEST_NAME, f"files lacks {SENTENCEPIECE} or {FAST}")
    try:
        if name == FAST:
            return FastTokenizer(contents[FAST], tags)
        if family.is_told_in_words:
            raise ValueError(f"is no tokenizer for models of the family {family.name}, which need {FAST}")
        ours = about.family == "tagged"
        tokenizer = Tokenizer(
            contents[SENTENCEPIECE],
            tags if ours else (),
            target_model=contents.get(SENTENCEPIECE_TARGET),
            declares_marks=ours,
        )
    except ValueError as error:
        raise ModelFolderError(folder / name, str(error)) from None
    if about.takes_hints and not tokenizer.has_marks:
        raise ModelFolderError(folder / name, "lacks the marks of hints, which the manifest promises")
    return tokenizer


def open_glosses(folder: Path, contents: Mapping[str, bytes]) -> Glosses:
    """The dictionary among the verified `contents` of `folder`; an empty one where the model has none.

    Raises:
        ModelFolderError: it cannot be read.
    """
    try:
        return Glosses.parse(contents.get(GLOSSES, b""))
    except ValueError as error:
        raise ModelFolderError(folder / GLOSSES, str(error)) from None


def read_vocabulary(path: Path, data: bytes) -> list[str]:
    """The tokens in a vocabulary file, in order; raises ModelFolderError where it is none."""
    try:
        vocabulary = json.loads(data)
    except (ValueError, RecursionError):
        raise ModelFolderError(path, "is not JSON") from None
    if not isinstance(vocabulary, list):
        raise ModelFolderError(path, "is not a list of tokens")
    return list(map(str, vocabulary))


def check_vocabulary(path: Path, data: bytes, about: Manifest, tokenizer: Tokenizer | FastTokenizer) -> None:
    """Refuse a vocabulary that lacks control tokens of the family, or pieces of the tokenizer.

    A tokenizer of another model would turn every sentence into unknown tokens without an error.

    Raises:
        ModelFolderError: naming what is missing.
    """
    vocabulary = set(read_vocabulary(path, data))
    for token in sorted(families()[about.family].tokens(about.language_tags)):
        if token not in vocabulary:
            raise ModelFolderError(
                path, f"lacks the token {token!r}, which models of the family {about.family} need"
            )
    pieces = tokenizer.pieces
    missing = len(set(pieces).difference(vocabulary))
    # Our own vocabulary is the tokenizer's. On the hub, some pieces of a tokenizer were never seen in training.
    if missing > (0 if about.family == "tagged" else len(pieces) * _MISSING_SHARE):
        raise ModelFolderError(path, f"lacks {missing:,} of the {len(pieces):,} pieces of its tokenizer")
