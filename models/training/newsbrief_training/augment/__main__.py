"""Writes the augmented corpora: numbers, people, joined sentences, rough sources and sources with hints."""

from __future__ import annotations

import argparse
import os
import random
from multiprocessing import Pool
from pathlib import Path

from ..corpora import LANGUAGES, PAIRS, Article, read_aligned, read_articles
from .hinted import hinted
from .joining import joined
from .noise import roughen
from .numbers import substitute
from .people import Cast, Spellings, people

Lines = dict[str, str]
DIRECTIONS = [(a, b) for a in LANGUAGES for b in LANGUAGES if a != b]


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


def with_hints(rows: list[Lines], processes: int, seed: int) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Every row in every direction, where its source has something to give a hint for."""
    work = [(row, i, seed) for i, row in enumerate(rows)]
    pairs: dict[tuple[str, str], list[tuple[str, str]]] = {way: [] for way in DIRECTIONS}
    with Pool(processes) as pool:
        for found in pool.imap(_hinted, work, chunksize=200):
            for way, pair in found:
                pairs[way].append(pair)
    return pairs


def _hinted(work: tuple[Lines, int, int]) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    row, number, seed = work
    rng = random.Random(f"{seed}-{number}")
    marked = [((a, b), hinted(row[a], a, row[b], b, rng)) for a, b in DIRECTIONS]
    return [((a, b), (source, row[b])) for (a, b), source in marked if source]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--written", type=Path, nargs="+", required=True)
    parser.add_argument("--aligned", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variants", type=int, default=2, help="sentences with other numbers for each one")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    rng = random.Random(args.seed)
    articles = [a for folder in args.written for a in read_articles(folder)]
    rows, corpora = sentences(articles), list(read_aligned(args.aligned))

    numbered = [new for _ in range(args.variants) for row in rows if (new := substitute(row, rng))]
    write_parallel(args.out, "numbers", numbered)
    cast = Cast(people(corpora), Spellings(corpora))
    recast = [new for _ in range(3 * args.variants) for row in rows if (new := cast.substitute(row, rng))]
    write_parallel(args.out, "people", recast)
    together = [j for article in articles for j in joined(article, rng)]
    write_parallel(args.out, "joined", together)

    rough = {
        (a, b): [(roughen(r[a], a, rng), r[b]) for r in rng.sample(rows, len(rows) // 4)]
        for a, b in DIRECTIONS
    }
    write_directed(args.out, "rough", rough)
    every = [*rows, *numbered, *together]
    write_directed(args.out, "hinted", with_hints(every, args.processes, args.seed))


if __name__ == "__main__":
    main()
