"""Writes what an instruction model is asked: instructions apart from data, and the form its answer must have."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from newsbrief_models.types import SummaryRow, TranslationRow

_MARK_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Prompt:
    """What goes to the model: `system` holds instructions alone, `user` the task and the data; `schema` is the JSON
    Schema of the answer, an object with one field `answer`.
    """

    system: str
    user: str
    answer: str
    schema: Mapping[str, Any]


def summary(row: SummaryRow, *, again: bool = False) -> Prompt:
    """The prompt for a summary; `again` after an answer of no use."""
    names = _told()["languages"]
    task = _told()["summary"].format(target=names[row.target], count=row.max_sentences)
    value = {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": row.max_sentences}
    return _prompt(task, row.text, names[row.target], "sentences", value, again=again)


def translation(row: TranslationRow, *, again: bool = False) -> Prompt:
    """The prompt for a translation, with the row's hints as terms to use."""
    names = _told()["languages"]
    task = _told()["translation"].format(source=names[row.source], target=names[row.target])
    if row.hints:
        terms = {hint.span.of(row.text): hint.text for hint in row.hints}
        told = json.dumps(terms, ensure_ascii=False)
        task += _told()["terms"].format(target=names[row.target], terms=told)
    return _prompt(task, row.text, names[row.target], "translation", {"type": "string"}, again=again)


def _prompt(task: str, data: str, target: str, answer: str, value: dict[str, Any], *, again: bool) -> Prompt:
    """The data stands between marks made of its own hash: no text can hold the mark that would end it."""
    mark = f"data-{hashlib.sha256(data.encode()).hexdigest()[:_MARK_DIGITS]}"
    if again:
        task += _told()["again"].format(target=target)
    return Prompt(
        system=_told()["system"].format(mark=mark).strip(),
        user=f"{task.strip()}\n\n<{mark}>\n{data}\n</{mark}>",
        answer=answer,
        schema={
            "type": "object",
            "properties": {answer: value},
            "required": [answer],
            "additionalProperties": False,
        },
    )


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((files("newsbrief_models.llm") / "instructions.toml").read_text("utf-8"))
