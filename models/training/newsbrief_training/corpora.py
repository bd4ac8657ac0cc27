"""Reads the two kinds of training text: line-aligned corpora and the written articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("en", "ko", "ru")
MARKS = {"E": "en", "K": "ko", "R": "ru"}
PAIRS = (("en", "ko"), ("en", "ru"), ("ko", "ru"))
_NAME = re.compile(r"(?P<name>.+)\.(?P<l1>en|ko|ru)-(?P<l2>en|ko|ru)\.(?P<side>en|ko|ru)")


@dataclass
class Corpus:
    """Line pairs of one name in one pair of languages."""

    name: str
    l1: str
    l2: str
    pairs: list[tuple[str, str]]

    @property
    def key(self) -> str:
        return f"{self.name}.{self.l1}-{self.l2}"


@dataclass
class Article:
    """One written article: the headline first, then its sentences, in three languages."""

    header: str
    lines: dict[str, list[str]] = field(default_factory=lambda: {lang: [] for lang in LANGUAGES})
    brief: list[int] = field(default_factory=list)


def read_lines(path: Path) -> list[str]:
    """Lines cut at newlines only: str.splitlines would also cut at U+2028 and break the alignment."""
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def read_aligned(folder: Path) -> Iterator[Corpus]:
    """Every NAME.l1-l2.l1 with its NAME.l1-l2.l2 in a folder."""
    for path in sorted(folder.iterdir()):
        match = _NAME.fullmatch(path.name)
        if not match or match["side"] != match["l1"]:
            continue
        left, right = read_lines(path), read_lines(path.with_suffix("." + match["l2"]))
        if len(left) != len(right):
            raise ValueError(f"{path.name}: {len(left)} lines against {len(right)}")
        yield Corpus(match["name"], match["l1"], match["l2"], list(zip(left, right, strict=True)))


def read_articles(folder: Path) -> list[Article]:
    """Articles of every .txt file in a folder, in file order."""
    articles: list[Article] = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(read_lines(path), 1):
            line = line.strip()
            if not line:
                continue
            if line.startswith("# "):
                articles.append(Article(line[2:]))
            elif line[:3] in ("E: ", "K: ", "R: ") and articles:
                articles[-1].lines[MARKS[line[0]]].append(line[3:].strip())
            elif line.startswith("B:") and articles:
                articles[-1].brief = [int(x) for x in re.findall(r"\d+", line)]
            else:
                raise ValueError(f"{path.name}:{number}: not a line of an article: {line[:60]!r}")
    for article in articles:
        if len({len(lines) for lines in article.lines.values()}) != 1:
            raise ValueError(f"{article.header!r}: the three languages have different numbers of lines")
    return articles


def article_corpora(articles: list[Article], name: str = "news") -> Iterator[Corpus]:
    """The sentences of articles as three pair corpora."""
    for l1, l2 in PAIRS:
        pairs = [p for a in articles for p in zip(a.lines[l1], a.lines[l2], strict=True)]
        yield Corpus(name, l1, l2, pairs)


def read_dev(written: Path, folder: Path) -> dict[str, dict[str, list[str]]]:
    """Every development set by name: the lines of each language it has."""
    articles = read_articles(written)
    sets = {"written": {lang: [s for a in articles for s in a.lines[lang]] for lang in LANGUAGES}}
    for path in sorted(folder.glob("*.*")):
        name, _, lang = path.name.rpartition(".")
        if lang in LANGUAGES:
            sets.setdefault(name, {})[lang] = read_lines(path)
    return sets
