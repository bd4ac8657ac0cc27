"""Runs `generate_loop.py` in an environment that has torch and transformers, and counts articles."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.load import ARTICLES, Speed
from newsbrief_models.store import manifest
from newsbrief_models.store.locate import bundled
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.text.document import read
from newsbrief_models.types import Language

_SCRIPT = Path(__file__).parent / "generate_loop.py"
_SENTENCES = 3
INSTALL = "pip install torch==2.13.0 transformers sentencepiece safetensors"


class TransformersLoop:
    """A process that translates what the briefs of the samples need: headline and sentences, in two languages."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._rows = [row for text in ARTICLES for row in _rows(text)]
        self._rows_an_article = len(self._rows) / len(ARTICLES)

    def speed(self, seconds: float) -> Speed:
        """What it does in `seconds`."""
        answer = self._ask({"rows": self._rows, "seconds": seconds})
        articles = answer["rows"] / self._rows_an_article
        return Speed(articles * 60 / answer["seconds"], answer["processor_seconds"] * 1000 / articles)

    def _ask(self, request: dict[str, Any]) -> dict[str, float]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(request), file=self._process.stdin, flush=True)
        answer: dict[str, float] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def transformers_loop(python: str) -> Iterator[TransformersLoop | None]:
    """The loop, run by the interpreter `python`; None where that lacks a library."""
    decoding = manifest.load(bundled()).decoding
    settings = {
        name: getattr(decoding, name) for name in ("beam_size", "repetition_penalty", "no_repeat_ngram_size")
    }
    process = subprocess.Popen(
        [python, "-P", str(_SCRIPT), json.dumps(settings)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield TransformersLoop(process) if process.stdout.readline() else None
    finally:
        process.communicate()


def _rows(text: str) -> list[tuple[str, str]]:
    document = read(text)
    chosen = ExtractiveSummarizer().select(document, _SENTENCES).chosen
    sources = [document.headline.text] if document.headline else []
    sources += [document.sentences[index].text for index in chosen]
    return [(source, target) for target in Language if target is not document.language for source in sources]
