"""Writes the augmented corpora (numbers, people, joined, rough and glossed sentences) and the dictionary of glosses."""

from __future__ import annotations

import argparse
import os
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from .. import leaks
from ..corpora import LANGUAGES, PAIRS, Article, Corpus, read_aligned, read_articles, read_dev
from ..glossing.dictionary import DIRECTIONS, Dictionary, Line, rows
from .glossed import Direction, Sample, glossed_pairs
from .joining import joined
from .noise import roughen
from .numbers import substitute
from .people import Cast, Spellings, people

Lines = dict[str, str]
# Corpora that teach the dictionary beside the articles, and what a line of them is worth against one of news.
GENERAL = {"tatoeba": 0.3, "nllbmd": 0.3, "stsb-open": 0.3, "cldr": 0.3, "osguide": 0.3, "privacyguides": 0.3}
DOCUMENTATION = {"ms-d365": 0.05, "ms-learn": 0.05}
DOCUMENTATION_LINES = 20_000  # of each corpus
GLOSSED = ("tatoeba", "nllbmd", "stsb-open")  # corpora whose lines are also glossed as training sources
NUMBERED, JOINED = 0.3, 0.5  # shares of these that are glossed


def sentences(articles: list[Article]) -> list[Lines]:
    return [
        {lang: article.lines[lang][i] for lang in LANGUAGES}
        for article in articles
        for i in range(len(article.lines["en"]))
    ]


def write_parallel(out: Path, name: str, rows: list[Lines]) -> None:
    """Rows in three languages as three pair corpora."""
    for l1, l2 in PAIRS:
        for lang in (l1, l2):
            text = "".join(row[lang] + "\n" for row in rows)
            (out / f"{name}.{l1}-{l2}.{lang}").write_text(text, encoding="utf-8")
    print(f"{name}: {len(rows)} sentences in three languages")


def write_directed(out: Path, name: str, rows: dict[tuple[str, str], list[tuple[str, str]]]) -> None:
    """Pairs whose first side is only ever a source."""
    for (l1, l2), pairs in rows.items():
        for lang, side in ((l1, 0), (l2, 1)):
            text = "".join(pair[side] + "\n" for pair in pairs)
            (out / f"{name}.{l1}-{l2}.{lang}").write_text(text, encoding="utf-8")
        print(f"{name}: {len(pairs)} pairs from {l1} to {l2}")


def dictionary_lines(articles: list[Article], corpora: list[Corpus], rng: random.Random) -> list[Line]:
    """The articles' sentences, a group an article, and the corpora's lines, a group each."""
    lines = [
        Line(row, number, 1.0) for number, article in enumerate(articles) for row in sentences([article])
    ]
    for corpus in corpora:
        weight = {**GENERAL, **DOCUMENTATION}.get(corpus.name)
        if weight is None:
            continue
        pairs = corpus.pairs
        if corpus.name in DOCUMENTATION:
            pairs = rng.sample(pairs, min(DOCUMENTATION_LINES, len(pairs)))
        for left, right in pairs:
            lines.append(Line({corpus.l1: left, corpus.l2: right}, len(articles) + len(lines), weight))
    return lines


def write_glossed(
    out: Path, dictionary: Dictionary, kinds: dict[str, Sequence[Sample]], processes: int
) -> None:
    """Each kind of sample as a corpus of glossed sources, and the dictionary itself as glosses.tsv."""
    tables = {}
    for source, target in DIRECTIONS:
        counts, groups = dictionary.counts(source, target)
        direction = Direction(source, target, counts, groups, dictionary.known[source], seed=17)
        for name, samples in kinds.items():
            pairs = list(glossed_pairs(direction, samples, processes))
            write_directed(out, name, {(source, target): pairs})
        tables[source, target] = list(rows(counts, source, target))
    (out / "glosses.tsv").write_text("".join(line for key in sorted(tables) for line in tables[key]), "utf-8")


def general_samples(lines: Iterable[Line], corpora: list[Corpus]) -> list[Sample]:
    """The lines of the corpora that are glossed."""
    wanted = {pair for c in corpora if c.name in GLOSSED for pair in c.pairs}
    return [
        Sample(line.text, line.group, facts=False)
        for line in lines
        if len(line.text) == 2 and tuple(line.text.values()) in wanted
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--dev-written", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variants", type=int, default=2, help="sentences with other numbers for each one")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(args.seed)
    articles = [a for folder in args.written for a in read_articles(folder)]
    plain, corpora = sentences(articles), list(read_aligned(args.aligned))

    numbered = [new for _ in range(args.variants) for row in plain if (new := substitute(row, rng))]
    write_parallel(args.out, "numbers", numbered)
    cast = Cast(people(corpora), Spellings(corpora))
    recast = [new for _ in range(3 * args.variants) for row in plain if (new := cast.substitute(row, rng))]
    write_parallel(args.out, "people", recast)
    together = [j for article in articles for j in joined(article, rng)]
    write_parallel(args.out, "joined", together)

    rough = {
        (a, b): [(roughen(r[a], a, rng), r[b]) for r in rng.sample(plain, len(plain) // 4)]
        for a, b in DIRECTIONS
    }
    write_directed(args.out, "rough", rough)
    guard = leaks.Guard.of_sets(read_dev(args.dev_written, args.dev))
    lines = [
        line
        for line in dictionary_lines(articles, corpora, rng)
        if not any(guard.leaks(text) for text in line.text.values())
    ]
    news = [
        Sample(text, number, facts=True)
        for number, article in enumerate(articles)
        for text in varied(article, rng)
    ]
    kinds = {"glossed": news, "glossed-general": general_samples(lines, corpora)}
    write_glossed(args.out, Dictionary(lines, args.processes), kinds, args.processes)


def varied(article: Article, rng: random.Random) -> Iterable[Lines]:
    """The sentences of an article as they are, and some of them with other numbers or joined."""
    for row in sentences([article]):
        yield row
        if rng.random() < NUMBERED and (new := substitute(row, rng)):
            yield new
    yield from (lines for lines in joined(article, rng) if rng.random() < JOINED)


if __name__ == "__main__":
    main()
