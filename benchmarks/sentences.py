"""Measures sentence splitting: boundaries found against a text given sentence by sentence, and speed.

    python -m benchmarks.sentences FOLDER          a folder of articles (lines "E: ", "K: ", "R: " under "# " lines)
    python -m benchmarks.sentences NAME.en ...     files with one sentence a line, named by their language
    python -m benchmarks.sentences --hostile       time on hostile text of growing size; linear means a steady rate

Sentences of an article, or ten lines of a file, are joined by spaces to one paragraph, which is harder than desk copy.
"""

import argparse
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newsbrief_models.text.clean import clean
from newsbrief_models.text.document import sentences
from newsbrief_models.text.quotes import quotations
from newsbrief_models.text.sentences import split
from newsbrief_models.types import Language, Span

_MARKS = {"E": Language.EN, "K": Language.KO, "R": Language.RU}
_HOSTILE = {
    "no space": "x",
    "dots": ".",
    "dots and spaces": ". ",
    "quotes": '"',
    "open quotes": "“ ",
    "stops in quotes": '"A." ',
    "initials": "A. ",
    "line breaks": "\n",
    "wrapped": "lorem ipsum dolor sit amet\n",
    "marks": "\u0315\u0300",
    "tags": "<p ",
}


def articles(folder: Path) -> Iterator[tuple[Language, list[str]]]:
    """The articles of a folder, headline left out, in each language."""
    for path in sorted(folder.glob("*.txt")):
        for block in ("\n" + path.read_text(encoding="utf-8")).split("\n# ")[1:]:
            lines = block.splitlines()
            for mark, language in _MARKS.items():
                yield language, [line[3:].strip() for line in lines if line.startswith(f"{mark}: ")][1:]


def groups(path: Path, size: int) -> Iterator[tuple[Language, list[str]]]:
    """A file's lines, `size` at a time; its suffix is its language."""
    lines = [clean(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    for i in range(0, len(lines), size):
        yield Language(path.suffix[1:]), lines[i : i + size]


def boundaries(lines: list[str]) -> set[int]:
    """Where sentences end in ``" ".join(lines)``, the last left out."""
    ends: set[int] = set()
    at = -1
    for line in lines[:-1]:
        at += len(line) + 1
        ends.add(at)
    return ends


@dataclass
class Tally:
    """Boundaries of one language, and why those missed were."""

    wanted: int = 0
    found: int = 0
    right: int = 0
    quoted: int = 0  # missed within a quotation that is kept whole
    bare: int = 0  # missed after a line without a stop, a headline mostly
    paragraphs: int = 0
    exact: int = 0
    characters: int = 0
    seconds: float = 0.0

    def add(self, lines: list[str], language: Language, show: bool) -> None:
        text = " ".join(lines)
        start = time.perf_counter()
        spans = split(text, language)
        self.seconds += time.perf_counter() - start
        gold, ours = boundaries(lines), {span.end for span in spans[:-1]}
        quoted = quotations(text, Span(0, len(text)))
        for at in sorted(gold ^ ours):
            if at not in ours and any(q.start < at < q.end for q in quoted):
                self.quoted += 1
            elif (
                at not in ours and text[max(0, at - 3) : at].strip(".!?…\"'”’»)") == text[max(0, at - 3) : at]
            ):
                self.bare += 1
            elif show:
                print(
                    "   ",
                    "extra " if at in ours else "missed",
                    text[max(0, at - 60) : at],
                    "|",
                    text[at : at + 40],
                )
        self.wanted, self.found, self.right = (
            self.wanted + len(gold),
            self.found + len(ours),
            self.right + len(gold & ours),
        )
        self.paragraphs, self.exact = self.paragraphs + 1, self.exact + (gold == ours)
        self.characters += len(text)

    def __str__(self) -> str:
        decidable = self.wanted - self.quoted - self.bare
        return (
            f"precision {self.right / max(self.found, 1):.4f} recall {self.right / self.wanted:.4f} of {self.wanted} "
            f"boundaries; recall {self.right / decidable:.4f} without {self.quoted} kept within quotations and "
            f"{self.bare} after lines without a stop; {self.exact} of {self.paragraphs} paragraphs exact; "
            f"{self.characters / self.seconds / 1e6:.1f} M characters/s"
        )


def measure(name: str, texts: Iterable[tuple[Language, list[str]]], show: bool) -> None:
    """Print precision and recall of the boundaries within paragraphs, and speed, for each language of `texts`."""
    tallies: dict[Language, Tally] = {}
    for language, lines in texts:
        if len(lines) > 1:
            tallies.setdefault(language, Tally()).add(lines, language, show)
    for language, tally in sorted(tallies.items()):
        print(f"{name} {language}: {tally}")


def hostile(size: int) -> None:
    """Print the time `sentences` takes on each hostile text, of `size`, twice and four times as many code points."""
    for name, unit in _HOSTILE.items():
        times: list[float] = []
        for factor in (1, 2, 4):
            text = "A" + unit * (size * factor // len(unit)) + " B"
            start = time.perf_counter()
            sentences(text, Language.EN)
            times.append(time.perf_counter() - start)
        print(f"{name:16}", *(f"{size * f:>9,}: {t:7.3f} s" for f, t in zip((1, 2, 4), times, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--group", type=int, default=10, help="lines of a file to a paragraph (default 10)")
    parser.add_argument("--show", action="store_true", help="show wrong boundaries")
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    for path in options.paths:
        texts = articles(path) if path.is_dir() else groups(path, options.group)
        measure(path.name, texts, options.show)
    if options.hostile:
        hostile(250_000)


if __name__ == "__main__":
    main()
