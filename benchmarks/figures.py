"""Measures the figure reader: against hand labels, on human translations clean and with planted errors, its speed.

    python -m benchmarks.figures [--parallel DIR] > benchmarks/results/figures.md

Labels are tests/models/fidelity/data/figures.*.tsv (see the README there for what a hit is). DIR, a folder as
benchmarks/written.py describes, holds aligned human translations: their figures should agree, so each error reported on
them is a false alarm, a free rendering or a mistake of the translator, counted as false alarms all the same.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations
from pathlib import Path

from benchmarks.figure_errors import KINDS, plant
from benchmarks.machine import description
from benchmarks.written import read_articles
from newsbrief_models.fidelity.figures import Kind, Severity, compare, read
from newsbrief_models.types import Document, Language

LABELS = Path(__file__).parent.parent / "tests" / "models" / "fidelity" / "data"
SEED = 20250619
_DURATIONS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 1, "year": 12}
Labelled = tuple[int, int, str]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parallel", type=Path, metavar="DIR")
    folder = parser.parse_args().parallel
    print(f"# The figure reader\n\n{description()}; seed {SEED}\n")
    print_labels()
    if folder:
        print_parallel(folder)
    print_speed()


def print_labels() -> None:
    """Precision, recall and F1 on the hand labels, by language and kind."""
    print(
        "## Hand labels\n\nA hit: kind, value and unit equal (durations in base units), spans overlapping.\n"
    )
    print("| | labels | precision | recall | F1 | spans exact |\n|---|---|---|---|---|---|")
    kinds: Counter[tuple[str, str]] = Counter()
    for language in Language:
        total: Counter[str] = Counter()
        for sentence, labels in labelled(language):
            found = [(f.span.start, f.span.end, _canonical(str(f))) for f in read(sentence, language)]
            for start, end, label in labels:
                kind = label.partition(":")[0]
                hit = next((f for f in found if f[2] == label and f[0] < end and start < f[1]), None)
                total["hit"] += hit is not None
                total["exact"] += hit is not None and hit[:2] == (start, end)
                kinds[kind, "hit"] += hit is not None
                kinds[kind, "labelled"] += 1
                total["labelled"] += 1
                if hit:
                    found.remove(hit)
            total["found"] += len(found)
            for extra in found:
                kinds[extra[2].partition(":")[0], "extra"] += 1
        print(_row(language, total["labelled"], total["hit"], total["found"], total["exact"]))
    for kind in Kind:
        print(_row(kind, kinds[kind, "labelled"], kinds[kind, "hit"], kinds[kind, "extra"], None))
    print()


def _row(name: str, labelled: int, hits: int, extra: int, exact: int | None) -> str:
    precision, recall = hits / max(1, hits + extra), hits / max(1, labelled)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    share = "" if exact is None else f"{exact / max(1, hits):.1%}"
    return f"| {name} | {labelled} | {precision:.1%} | {recall:.1%} | {f1:.1%} | {share} |"


def labelled(language: Language) -> Iterator[tuple[str, list[Labelled]]]:
    """The sentences of a language with their labels as start, end and canonical text."""
    lines = (LABELS / f"figures.{language}.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines[1:]:
        _, sentence, cell = line.split("\t")
        labels, place = [], 0
        for entry in cell.split("|") if cell else []:
            surface, _, label = entry.partition("=")
            start = _find(surface, sentence, place, language)
            labels.append((start, start + len(surface), _canonical(label)))
            place = max(place, start + len(surface))
        yield sentence, labels


def _find(surface: str, sentence: str, start: int, language: Language) -> int:
    korean = language is Language.KO
    before = r"(?<!\d)(?<!\d[.,])" if korean and surface[0].isdigit() else r"(?<!\w)(?<!\d[.,])"
    after = r"(?!\d)(?![.,]\d)" if korean else r"(?!\w)(?![.,]\d)"
    match = re.compile(before + re.escape(surface) + after).search(sentence, start)
    if match is None:
        raise ValueError(f"label {surface!r} does not stand in its sentence")
    return match.start()


def _canonical(label: str) -> str:
    """`label` with a length of time in seconds or months."""
    kind, _, rest = label.partition(":")
    number, _, unit = rest.partition(":")
    if kind != "duration" or unit not in _DURATIONS:
        return label
    base = "months" if unit in ("month", "year") else "seconds"
    return f"duration:{Fraction(number) * _DURATIONS[unit]}:{base}"


def print_parallel(folder: Path) -> None:
    """False alarms on human translations, and how many of the errors planted in them are found, by direction."""
    triples = [
        dict(zip(Language, texts, strict=True))
        for article in read_articles(folder)
        for texts in zip(*(_lines(article.documents[language]) for language in Language), strict=True)
    ]
    figures = [{language: read(text, language) for language, text in triple.items()} for triple in triples]
    print("## Human translations\n")
    print(f"{len(triples)} aligned headlines and sentences of `{folder.name}`, no day of publication given.")
    print(
        "Into each pair without an alarm one error of each kind it has room for was planted, one at a time;"
    )
    print("found: at least one finding of severity ERROR.\n")
    print("| | pairs | false alarms | warnings only | planted | found |\n|---|---|---|---|---|---|")
    by_kind: Counter[tuple[str, str]] = Counter()
    for source, target in permutations(Language, 2):
        rng = random.Random(SEED)
        total: Counter[str] = Counter()
        for triple, read_ones in zip(triples, figures, strict=True):
            severities = {found.severity for found in compare(read_ones[source], read_ones[target])}
            total["alarm"] += Severity.ERROR in severities
            total["warning"] += Severity.ERROR not in severities and Severity.WARNING in severities
            if Severity.ERROR in severities:
                continue
            for kind in KINDS:
                planted = plant(triple[target], target, kind, rng)
                if planted is None:
                    continue
                results = compare(read_ones[source], read(planted.text, target))
                hit = any(found.severity is Severity.ERROR for found in results)
                for name, count in (("planted", 1), ("found", hit)):
                    total[name] += count
                    by_kind[kind, name] += count
        n = len(triples)
        print(
            f"| {source} → {target} | {n} | {total['alarm'] / n:.2%} | {total['warning'] / n:.2%} "
            f"| {total['planted']} | {total['found'] / total['planted']:.1%} |"
        )
    print("\n| planted error | planted | found |\n|---|---|---|")
    for kind in KINDS:
        print(
            f"| {kind} | {by_kind[kind, 'planted']} | {by_kind[kind, 'found'] / max(1, by_kind[kind, 'planted']):.1%} |"
        )
    print()


def _lines(document: Document) -> list[str]:
    """The headline of `document` and its sentences."""
    headline = [document.headline.text] if document.headline else []
    return headline + [sentence.text for sentence in document.sentences]


def print_speed() -> None:
    """Code points a second on the labelled sentences, and the time for hostile texts of growing size."""
    print("## Speed\n\nCPU time of one core, best of three up to 100 kB.\n")
    print("| text | language | 1 kB | 10 kB | 100 kB | 1 MB | code points/s at 1 MB |")
    print("|---|---|---|---|---|---|---|")
    for language in Language:
        news = " ".join(sentence for sentence, _ in labelled(language)) + " "
        hostile = (
            HOSTILE if language is not Language.RU else {}
        )  # Russian is read by the code that reads English
        for name, pattern in {"labelled sentences": news, **hostile}.items():
            times = [_seconds(_filled(pattern, size), language) for size in (10**3, 10**4, 10**5, 10**6)]
            cells = " | ".join(f"{seconds * 1000:.1f} ms" for seconds in times)
            print(f"| {name} | {language} | {cells} | {10**6 / times[-1]:,.0f} |")


HOSTILE = {
    "digits": "1234567890",
    "grouped digits": "1,",
    "digits and spaces": "12 ",
    "dashes": "1-",
    "number words": "twenty two hundred and three thousand and двадцать две тысячи три ",
    "Korean numerals": "일이삼십백천만억조경 스물세 수십만 ",
    "dates joined": "3, 4, 5 and 6 и 7 по 8 ",
    "units and signs": "% $ - . : / ",
}


def _filled(pattern: str, size: int) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


def _seconds(text: str, language: Language) -> float:
    best = float("inf")
    for _ in range(3 if len(text) <= 10**5 else 1):
        start = time.process_time()
        read(text, language)
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
