"""The articles that jobs are tried with, and how to tell that their briefs are their own."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.reliability import articles as synthetic

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
_STUB_SERVER = (sys.executable, str(ROOT / "tests/reliability/stub_server.py"))
_REAL_SERVER = (str(BIN / "newsbrief-server"), "serve")
_SHORT_WORDS = 45
_ONE_SENTENCE = ("--to", "ko", "--sentences", "1")  # the checks of a sentence take longer than all the rest


@dataclass(frozen=True, slots=True)
class Plan:
    """A run: `count` articles, made by `article` from their numbers, and what must be true of each one's response.

    `server` is how it is started, `options` are the batch's.
    """

    name: str
    server: tuple[str, ...]
    count: int
    server_kills: int
    client_kills: int
    article: Callable[[int], dict[str, str]]
    right: Callable[[int, dict[str, Any]], bool]
    options: tuple[str, ...] = ()


def short(number: int) -> dict[str, str]:
    """A short article that is like no other."""
    return {"body": synthetic.article(number, _SHORT_WORDS)}


def short_is_right(number: int, response: dict[str, Any]) -> bool:
    """Whether the stub's brief is that of article `number`."""
    (brief,) = response["briefs"]
    (sentence,) = brief["sentences"]
    return bool(sentence["text"] == synthetic.wanted(number)["ko"][0])


def real(number: int) -> dict[str, str]:
    """A sample article, its paragraphs turned round, so that hardly one is like another."""
    seeds = sorted((ROOT / "seeds").glob("*.*.txt"))
    headline, *paragraphs = seeds[number % len(seeds)].read_text("utf-8").strip().split("\n\n")
    turn = number // len(seeds) % len(paragraphs)
    body = "\n\n".join(paragraphs[turn:] + paragraphs[:turn])
    return {"headline": f"{headline} {number}", "body": body}


def real_is_right(number: int, response: dict[str, Any]) -> bool:
    """Whether there are three briefs, whose sentences stand in article `number` where they say."""
    body = real(number)["body"]
    spans = [
        (sentence, sentence["sourceSpans"][0])
        for brief in response["briefs"]
        for sentence in brief["sentences"]
    ]
    aligned = all(body[span["start"] : span["end"]] == sentence["sourceText"] for sentence, span in spans)
    return aligned and len(response["briefs"]) == 3 and all(sentence["text"] for sentence, _ in spans)


SHORT = Plan(
    "short synthetic, one sentence in Korean, stub engines",
    _STUB_SERVER,
    10_000,
    5,
    3,
    short,
    short_is_right,
    _ONE_SENTENCE,
)
REAL = Plan(
    "samples, three sentences in three languages, bundled model",
    _REAL_SERVER,
    200,
    1,
    1,
    real,
    real_is_right,
)
