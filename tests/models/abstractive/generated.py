"""A hundred articles made of the sample articles: some of their sentences, with other figures in them."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsbrief_models.text.document import read
from newsbrief_models.types import Document, Sentence, Span

SEEDS = Path(__file__).parents[3] / "seeds"
COUNT = 100
_FEWEST = 6
_DIGIT = re.compile(r"(?<=[1-9])\d(?=[^\d.,%]|\Z)")


def articles() -> Iterator[tuple[str, Document]]:
    """A name and an article, the same ones each time."""
    files = sorted(SEEDS.glob("*.txt"))
    for number in range(COUNT):
        file = files[number % len(files)]
        rng = random.Random(f"{number} {file.name}")  # noqa: S311
        whole = read(file.read_text("utf-8"))
        size = rng.randint(_FEWEST, len(whole.sentences))
        texts = [whole.sentences[i].text for i in sorted(rng.sample(range(len(whole.sentences)), size))]
        yield f"{number} {file.stem}", _document(whole, [_other_figures(text, rng) for text in texts])


def _other_figures(text: str, rng: random.Random) -> str:
    """The last digit of numbers of two digits and more replaced; days and months stay ones that exist."""

    def other(match: re.Match[str]) -> str:
        before = text[match.start() - 1]
        longer = text[max(0, match.start() - 2)].isdigit()
        return str(rng.randint(0, 9 if longer or before == "1" else 0 if before == "3" else 8))

    return _DIGIT.sub(other, text)


def _document(whole: Document, texts: list[str]) -> Document:
    sentences, start = [], 0
    for paragraph, text in enumerate(texts):
        sentences.append(Sentence(text, Span(start, start + len(text)), paragraph))
        start += len(text) + 1
    return replace(whole, headline=None, sentences=tuple(sentences))
