"""Turns text into a vocabulary and token arrays: cleaned, filtered, each pair once, free of dev lines."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sentencepiece as spm

from . import filters, leaks, tokenizer
from .corpora import Corpus, article_corpora, read_aligned, read_articles, read_dev

GENERAL = ("news", "nllbmd", "tatoeba", "ctxko", "jhe", "osguide", "stsb-open", "privacyguides")


@dataclass
class Settings:
    """The part of recipe.toml that packing reads."""

    limits: dict[str, int]
    documentation: dict
    names: frozenset[str]
    one_way: frozenset[str]  # their sources hold words of the target

    @classmethod
    def of(cls, recipe: dict) -> Settings:
        names, one_way = frozenset(recipe["names"]["corpora"]), frozenset(recipe["one_way"])
        return cls(recipe["limits"], recipe["documentation"], names, one_way)

    def is_documentation(self, corpus: Corpus) -> bool:
        return corpus.name in self.documentation["corpora"]


def tidy(corpus: Corpus, seen: set[tuple[str, str]], guard: leaks.Guard, any_script: bool) -> Corpus:
    """Cleaned pairs, in the right scripts unless any will do, each once, none of them a development line."""
    kept = []
    for left, right in corpus.pairs:
        left, right = filters.clean(left), filters.clean(right)
        if not left or not right or (left, right) in seen or left == right:
            continue
        if not any_script and not (
            filters.right_script(left, corpus.l1) and filters.right_script(right, corpus.l2)
        ):
            continue
        if guard.leaks(left) or guard.leaks(right):
            continue
        seen.add((left, right))
        kept.append((left, right))
    return Corpus(corpus.name, corpus.l1, corpus.l2, kept)


def general_words(corpora: Iterable[Corpus]) -> dict[str, frozenset[str]]:
    """The vocabulary of the general corpora, by language."""
    lines: dict[str, list[str]] = {"en": [], "ko": [], "ru": []}
    for corpus in corpora:
        if corpus.name in GENERAL:
            lines[corpus.l1] += [left for left, _ in corpus.pairs]
            lines[corpus.l2] += [right for _, right in corpus.pairs]
    return {lang: filters.known_words(texts) for lang, texts in lines.items()}


def general_enough(corpus: Corpus, known: dict[str, frozenset[str]], settings: dict) -> Corpus:
    """The documentation pairs that read like general text."""

    def fits(text: str, lang: str) -> bool:
        least = settings["least_coverage_ko"] if lang == "ko" else settings["least_coverage"]
        return (
            not filters.looks_like_code(text)
            and len(filters.words(text)) >= settings["least_words"]
            and filters.right_script(text, lang, 0.85)
            and filters.coverage(text, known[lang]) >= least
        )

    pairs = [(x, y) for x, y in corpus.pairs if fits(x, corpus.l1) and fits(y, corpus.l2)]
    return Corpus("docs", corpus.l1, corpus.l2, pairs)


def encode(
    corpus: Corpus, model: spm.SentencePieceProcessor, longest: int, one_way: bool
) -> tuple[list[list[int]], list[list[int]]]:
    """Token lists of both sides; pairs that are too long or too unlike in length are left out."""
    ratio = 7.0 if one_way else 3.0  # hints and glosses make a source longer
    left = model.encode([x for x, _ in corpus.pairs], num_threads=2)
    right = model.encode([y for _, y in corpus.pairs], num_threads=2)
    kept = [
        (a, b)
        for a, b in zip(left, right, strict=True)
        if a and b and max(len(a), len(b)) <= longest and filters.balanced(len(a), len(b), ratio)
    ]
    return [a for a, _ in kept], [b for _, b in kept]


def write(path: Path, corpus: Corpus, left: list[list[int]], right: list[list[int]]) -> None:
    """One .npz: ids of each side end to end with their offsets."""
    arrays = {}
    for side, rows in (("1", left), ("2", right)):
        arrays["ids" + side] = np.array([i for row in rows for i in row], np.uint16)
        arrays["off" + side] = np.cumsum([0] + [len(row) for row in rows], dtype=np.uint32)
    np.savez(path, l1=corpus.l1, l2=corpus.l2, **arrays)


def gather(corpora: Iterable[Corpus]) -> Iterator[Corpus]:
    """Corpora of one key joined, since all documentation is packed as one."""
    joined: dict[str, Corpus] = {}
    for corpus in corpora:
        if corpus.key in joined:
            joined[corpus.key].pairs += corpus.pairs
        else:
            joined[corpus.key] = corpus
    yield from joined.values()


def load(
    written: list[Path], aligned: list[Path], guard: leaks.Guard, settings: Settings
) -> tuple[list[Corpus], dict[str, int]]:
    """Everything the mix may draw from, as text, and how many pairs of each source were kept."""
    seen: set[tuple[str, str]] = set()
    articles = [a for folder in written for a in read_articles(folder)]
    raw = [*article_corpora(articles), *(c for folder in aligned for c in read_aligned(folder))]
    tidied = [tidy(c, seen, guard, c.name in settings.names | settings.one_way) for c in raw]
    known = general_words(tidied)
    chosen = [
        general_enough(c, known, settings.documentation) if settings.is_documentation(c) else c
        for c in tidied
    ]
    kept = {source.key: len(corpus.pairs) for source, corpus in zip(tidied, chosen, strict=True)}
    return [c for c in gather(chosen) if c.pairs], kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipe", type=Path, default=Path(__file__).parents[1] / "recipe.toml")
    parser.add_argument("--written", type=Path, nargs="*", default=[], help="folders of written articles")
    parser.add_argument("--aligned", type=Path, nargs="+", required=True, help="folders of NAME.l1-l2.l1")
    parser.add_argument("--dev-written", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, help="vocabulary size, instead of the recipe's")
    args = parser.parse_args()
    recipe = tomllib.loads(args.recipe.read_text(encoding="utf-8"))
    settings = Settings.of(recipe)
    args.out.mkdir(parents=True, exist_ok=True)
    guard = leaks.Guard.of_sets(read_dev(args.dev_written, args.dev))
    corpora, kept = load(args.written, args.aligned, guard, settings)
    # For the model card's table of sources: documentation is packed as one corpus.
    rows = "".join(f"{key}\t{count}\n" for key, count in kept.items())
    (args.out / "kept.tsv").write_text("source\tpairs\n" + rows, encoding="utf-8")
    model = tokenizer.train_or_load(corpora, args.out, recipe["tokenizer"], settings.names, args.size)
    for corpus in corpora:
        limit = "max_tokens_documentation" if corpus.name == "docs" else "max_tokens"
        left, right = encode(corpus, model, settings.limits[limit], corpus.name in settings.one_way)
        write(args.out / f"{corpus.key}.npz", corpus, left, right)
        sizes = (sum(map(len, left)), sum(map(len, right)))
        print(f"{corpus.key:24s} {len(left):>8,} pairs  {sizes[0]:>10,} {sizes[1]:>10,} tokens", flush=True)


if __name__ == "__main__":
    main()
