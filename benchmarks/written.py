"""Reads articles with an editor's picks.

A folder of ``*.txt`` files; in each, articles one after another:

    # topic | origin=en
    E: / K: / R:    a headline, then a sentence, then the next ... each as three lines, English, Korean, Russian
    B: 1 3 6        the sentences an editor picked for the brief, counted from 1
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.types import Document, Headline, Language, Sentence, Span

_LETTERS = {"E": Language.EN, "K": Language.KO, "R": Language.RU}


@dataclass(frozen=True, slots=True)
class Article:
    """One article in three languages; `picks` are indices of sentences, from 0, ascending."""

    topic: str
    documents: dict[Language, Document]
    picks: tuple[int, ...]


def read_articles(folder: Path) -> list[Article]:
    """Every article of the ``*.txt`` files in `folder`, in the order of their names.

    Raises:
        ValueError: a line of another form, or picks that are not in the article.
    """
    return [article for path in sorted(folder.glob("*.txt")) for article in _parse(path)]


def _parse(path: Path) -> Iterator[Article]:
    topic, lines = "", {language: list[str]() for language in Language}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        mark, _, rest = line.partition(" ")
        if mark == "#":
            topic, lines = rest, {language: [] for language in Language}
        elif mark.rstrip(":") in _LETTERS:
            lines[_LETTERS[mark.rstrip(":")]].append(rest.strip())
        elif mark == "B:":
            picks = tuple(sorted(int(pick) - 1 for pick in rest.split()))
            if not picks or picks[0] < 0 or picks[-1] >= min(map(len, lines.values())) - 1:
                raise ValueError(f"{path}:{number}: picks outside the article")
            documents = {language: _document(language, *texts) for language, texts in lines.items()}
            yield Article(topic, documents, picks)
        elif line.strip():
            raise ValueError(f"{path}:{number}: not a line of an article")


def _document(language: Language, headline: str, *texts: str) -> Document:
    sentences, start = [], 0
    for paragraph, text in enumerate(texts):
        sentences.append(Sentence(text, Span(start, start + len(text)), paragraph))
        start += len(text) + 1
    return Document(language, 1.0, Headline(headline, None), tuple(sentences))
