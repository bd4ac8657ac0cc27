"""Keeps development text out of the training mix: no line of it and no eight-word run of it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from .corpora import read_dev

RUN = 8
_WORD = re.compile(r"\w+")


def normalise(text: str) -> list[str]:
    """Lower-cased words without punctuation: what a leak is compared by."""
    return _WORD.findall(text.lower())


class Guard:
    """Knows every line and every eight-word run of the development sets."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines: set[tuple[str, ...]] = set()
        self._runs: set[int] = set()
        for line in lines:
            words = normalise(line)
            # A line of one or two words is a name or "Yes.": shared by chance, and no leak.
            if len(words) >= 3:
                self._lines.add(tuple(words))
            self._runs.update(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))

    @classmethod
    def of_sets(cls, sets: dict[str, dict[str, list[str]]]) -> Guard:
        return cls(line for languages in sets.values() for lines in languages.values() for line in lines)

    def leaks(self, text: str) -> bool:
        """Whether a training line repeats a development line or an eight-word run of one."""
        words = normalise(text)
        if tuple(words) in self._lines:
            return True
        return any(hash(tuple(words[i : i + RUN])) in self._runs for i in range(len(words) - RUN + 1))


def packed_lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Every line of the packed corpora as text, with its corpus."""
    import numpy as np
    import sentencepiece as spm

    model = spm.SentencePieceProcessor(model_file=str(folder / "sentencepiece.model"))
    for path in sorted(folder.glob("*.npz")):
        data = np.load(path)
        for side in "12":
            ids, off = data["ids" + side], data["off" + side].astype(np.int64)
            rows = [ids[a:b].tolist() for a, b in pairwise(off)]
            yield from ((path.stem, text) for text in model.decode(rows))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--dev-written", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    args = parser.parse_args()
    guard = Guard.of_sets(read_dev(args.dev_written, args.dev))
    lines = found = 0
    for corpus, text in packed_lines(args.packed):
        lines += 1
        if guard.leaks(text):
            found += 1
            print(f"{corpus}: {text}")
    print(f"{lines} lines read, {found} leaks")
    if found:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
