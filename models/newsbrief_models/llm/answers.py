"""What an instruction model's answer must be to be used: length, shape and language, whatever the text told it."""

import json
import math
import unicodedata
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from newsbrief_models.errors import EndpointOutputError
from newsbrief_models.text.language import detect
from newsbrief_models.types import Language

MOST_SENTENCE_CHARS = 600
_LONGER, _MARGIN = 4, 120  # a translation has at most so many times its source's characters, and so many more
_OWN_SCRIPT = 0.3  # of a line's letters, as fidelity.degeneration has it
_SCRIPTS = {Language.EN: "LATIN", Language.KO: "HANGUL", Language.RU: "CYRILLIC"}
_SURE = 0.6  # from here on a guess at another language counts against a summary


@dataclass(frozen=True, slots=True)
class Answer:
    """The value of an answer's one field, and how likely its tokens were: the geometric mean of their probabilities,
    0..1; None where the server does not tell.
    """

    value: Any
    probability: float | None


def answer(value: Any, logprobs: Any) -> Answer:
    """The `value` that stands as JSON in an answer whose tokens' log-probabilities are `logprobs` (of the protocol).

    Tokens around the value count nothing: what has to be there is no sign of how sure the model was.
    """
    return Answer(value, _probability(value, getattr(logprobs, "content", None)))


def _probability(value: Any, tokens: Any) -> float | None:
    if not isinstance(value, str) or not isinstance(tokens, list):
        return None
    pieces = [_bytes(token) for token in tokens]
    scores: list[Any] = [getattr(token, "logprob", None) for token in tokens]
    whole = b"".join(pieces)
    # As it stands in the answer: with or without escapes, as models write it.
    forms = (json.dumps(value, ensure_ascii=plain)[1:-1].encode() for plain in (False, True))
    start, form = next(((whole.rfind(form), form) for form in forms if form in whole), (-1, b""))
    if start < 0 or not all(isinstance(score, int | float) and score <= 0 for score in scores):
        return None
    ends = accumulate(map(len, pieces))
    inside = [
        score
        for score, piece, end in zip(scores, pieces, ends, strict=True)
        if end > start and end - len(piece) < start + len(form)
    ]
    return math.exp(sum(inside) / len(inside)) if inside else None


def _bytes(token: Any) -> bytes:
    """A token's bytes: a part of a character cannot be told as text."""
    given = getattr(token, "bytes", None)
    if isinstance(given, list) and all(isinstance(byte, int) and 0 <= byte < 256 for byte in given):
        return bytes(given)
    return str(getattr(token, "token", "")).encode()


def sentences(value: Any, target: Language, max_sentences: int) -> tuple[str, ...]:
    """`value` as the sentences of a summary in `target`.

    Raises:
        EndpointOutputError: it is no list of 1 to `max_sentences` lines of text, or in another language.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= max_sentences:
        raise EndpointOutputError(f"the answer is no list of 1 to {max_sentences} sentences")
    found = tuple(_line(each, MOST_SENTENCE_CHARS) for each in value)
    guess = detect(" ".join(found))[0]
    if guess.code != target and guess.confidence >= _SURE:
        raise EndpointOutputError(f"the answer is in {guess.code!r}, not '{target}'")
    for each in found:
        _check_script(each, target)
    return found


def translation(value: Any, source: str, target: Language) -> str:
    """`value` as the translation of the sentence `source`.

    Raises:
        EndpointOutputError: it is no line of text, far longer than its source, or in another script.
    """
    found = _line(value, _LONGER * len(source) + _MARGIN)
    _check_script(found, target)
    return found


def _line(value: Any, most: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise EndpointOutputError("the answer holds something else than text, or nothing")
    text = " ".join(value.split())
    if len(text) > most:
        raise EndpointOutputError(
            f"the answer holds a sentence of {len(text)} characters; {most} are expected at most"
        )
    if any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in text):
        raise EndpointOutputError("the answer holds control characters")
    return text


def _check_script(text: str, target: Language) -> None:
    letters = [char for char in text if char.isalpha()]
    own = sum(unicodedata.name(char, "").startswith(_SCRIPTS[target]) for char in letters)
    if letters and own < _OWN_SCRIPT * len(letters):
        raise EndpointOutputError(f"the answer is not written in '{target}'")
