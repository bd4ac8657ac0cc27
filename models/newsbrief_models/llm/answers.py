"""What an instruction model's answer must be to be used: length, shape and language, whatever the text told it."""

import unicodedata
from typing import Any

from newsbrief_models.errors import EndpointOutputError
from newsbrief_models.text.language import detect
from newsbrief_models.types import Language

MOST_SENTENCE_CHARS = 600
_LONGER, _MARGIN = 4, 120  # a translation has at most so many times its source's characters, and so many more
_OWN_SCRIPT = 0.3  # of a line's letters, as fidelity.degeneration has it
_SCRIPTS = {Language.EN: "LATIN", Language.KO: "HANGUL", Language.RU: "CYRILLIC"}
_SURE = 0.6  # from here on a guess at another language counts against a summary


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
