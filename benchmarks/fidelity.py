"""Measures the fidelity checks on sentence pairs with and without a planted error.

    python -m benchmarks.fidelity [--split dev|test|fresh|blind2] [--severity warning|error] [--undated] [--list]

The pairs are tests/models/fidelity/data/pairs/*.tsv (see the README there). An error is found when a finding of its
family and at least that severity is given for its pair, whatever the words it points at. A clean pair with any such
finding is a false alarm of the family. Checks are tuned on dev and measured on test: list what went wrong on dev only.
"""

import argparse
import csv
import datetime
import time
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import permutations
from pathlib import Path

from benchmarks.fresh_pairs import fresh_pairs
from benchmarks.machine import description
from newsbrief_models.fidelity.check import check
from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language

PAIRS = Path(__file__).parent.parent / "tests" / "models" / "fidelity" / "data" / "pairs"
SPLITS = ("dev", "test", "fresh", "blind2")
COLUMNS = ["id", "source_language", "target_language", "publish_date", "source", "target", "error", "detail"]
FAMILIES = {
    "numbers and dates": {
        FindingKind.NUMBER_CHANGED,
        FindingKind.NUMBER_MISSING,
        FindingKind.NUMBER_ADDED,
        FindingKind.DATE_CHANGED,
    },
    "names": {FindingKind.NAME_MISSING, FindingKind.NAME_INCONSISTENT},
    "attribution": {FindingKind.ATTRIBUTION_LOST},
    "negation": {FindingKind.NEGATION_CHANGED},
    "degeneration": {FindingKind.UNTRANSLATED, FindingKind.REPETITION, FindingKind.TRUNCATION},
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence and its translation; `error` is the kind planted in the translation, None where it is clean."""

    id: str
    source_language: Language
    target_language: Language
    published: datetime.date | None
    source: str
    target: str
    error: FindingKind | None
    detail: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair with the findings that count."""

    pair: Pair
    findings: tuple[Finding, ...]

    def of(self, kinds: Iterable[FindingKind]) -> list[Finding]:
        """The findings of `kinds`."""
        return [finding for finding in self.findings if finding.kind in kinds]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--split", choices=SPLITS, help="one half of the pairs (default: each in turn)")
    parser.add_argument(
        "--severity", choices=("info", "warning", "error"), default="warning", help="the least that counts"
    )
    parser.add_argument(
        "--undated", action="store_true", help="do not tell the check when the source was published"
    )
    parser.add_argument("--list", action="store_true", help="show each miss and false alarm")
    chosen = parser.parse_args()
    least = Severity[chosen.severity.upper()]
    told = "untold" if chosen.undated else "told where known"
    settings = f"findings of severity {least.name} and above count; day of publication {told}"
    print(f"# Fidelity checks\n\n{description()}; {settings}.\n")
    for split in [chosen.split] if chosen.split else SPLITS:
        pairs = read_pairs(split)
        outcomes, milliseconds = run(pairs, least, dated=not chosen.undated)
        print(f"## {split}: {len(pairs)} pairs, {milliseconds:.2f} ms a pair\n")
        print_families(outcomes)
        print_kinds(outcomes)
        if chosen.list:
            print_list(outcomes)


def read_pairs(split: str, folder: Path = PAIRS) -> list[Pair]:
    """The pairs of `split`; raises ValueError naming the line that is not as the README says."""
    if split == "fresh":
        return [Pair(*astuple(pair)) for pair in fresh_pairs()]
    path = folder / f"{split}.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if next(rows) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are not {', '.join(COLUMNS)}")
        return [_pair(row, f"{path.name}, line {number}") for number, row in enumerate(rows, 2)]


def _pair(row: list[str], place: str) -> Pair:
    try:
        name, source_language, target_language, day, source, target, error, detail = row
        return Pair(
            name,
            Language(source_language),
            Language(target_language),
            datetime.date.fromisoformat(day) if day else None,
            source,
            target,
            FindingKind(error) if error else None,
            detail,
        )
    except ValueError as problem:
        raise ValueError(f"{place}: {problem}") from None


def run(pairs: list[Pair], least: Severity, *, dated: bool) -> tuple[list[Outcome], float]:
    """Check each pair: what counts of the findings, and the milliseconds a pair took, tables loaded before."""
    _findings(pairs[0], dated=dated)
    start = time.perf_counter()
    found = [_findings(pair, dated=dated) for pair in pairs]
    milliseconds = (time.perf_counter() - start) * 1000 / len(pairs)
    return [
        Outcome(pair, tuple(finding for finding in findings if finding.severity >= least))
        for pair, findings in zip(pairs, found, strict=True)
    ], milliseconds


def _findings(pair: Pair, *, dated: bool) -> tuple[Finding, ...]:
    return check(
        pair.source,
        pair.source_language,
        pair.target,
        pair.target_language,
        reference=pair.published if dated else None,
    ).findings


def print_families(outcomes: list[Outcome]) -> None:
    """Recall on planted errors and share of clean pairs with a false alarm: by family, by direction and over all."""
    print("Found of the planted errors; clean pairs with a false alarm.\n")
    print(f"| | {' | '.join(f'{family} found | false alarms' for family in FAMILIES)} |")
    print(f"|---{'|---' * 2 * len(FAMILIES)}|")
    for source, target in permutations(Language, 2):
        one_way = [
            o for o in outcomes if (o.pair.source_language, o.pair.target_language) == (source, target)
        ]
        print(_row(f"{source} → {target}", one_way))
    print(_row("**all**", outcomes), end="\n\n")


def _row(title: str, outcomes: list[Outcome]) -> str:
    clean = [outcome for outcome in outcomes if outcome.pair.error is None]
    cells = [title]
    for kinds in FAMILIES.values():
        planted = [outcome for outcome in outcomes if outcome.pair.error in kinds]
        cells += [_share(planted, kinds), _share(clean, kinds)]
    return f"| {' | '.join(cells)} |"


def _share(outcomes: list[Outcome], kinds: set[FindingKind]) -> str:
    """How many of the outcomes have a finding of `kinds`."""
    hits = sum(bool(outcome.of(kinds)) for outcome in outcomes)
    return f"{hits / max(1, len(outcomes)):.1%} ({hits}/{len(outcomes)})"


def print_kinds(outcomes: list[Outcome]) -> None:
    """Recall by kind of error: any finding of the family, and a finding of that very kind."""
    print("| planted error | found | as that kind |\n|---|---|---|")
    for kinds in FAMILIES.values():
        for kind in sorted(kinds):
            planted = [outcome for outcome in outcomes if outcome.pair.error is kind]
            family = sum(bool(outcome.of(kinds)) for outcome in planted)
            exact = sum(bool(outcome.of({kind})) for outcome in planted)
            print(f"| {kind} | {family}/{len(planted)} | {exact} |")
    print()


def print_list(outcomes: list[Outcome]) -> None:
    """Each error that was missed and each false alarm, with both sentences."""
    for family, kinds in FAMILIES.items():
        print(f"### {family}\n")
        for outcome in outcomes:
            pair, found = outcome.pair, outcome.of(kinds)
            if pair.error in kinds and not found:
                _print_case(f"missed {pair.error}: {pair.detail}", pair, [])
            elif pair.error is None and found:
                _print_case("false alarm", pair, found)


def _print_case(title: str, pair: Pair, findings: list[Finding]) -> None:
    print(f"- {pair.id} {pair.source_language} → {pair.target_language} {pair.published or ''} **{title}**")
    print(f"  - {pair.source}\n  - {pair.target}")
    for finding in findings:
        print(f"  - {finding.kind}, expected {finding.expected!r}, got {finding.actual!r}")
    print()


if __name__ == "__main__":
    main()
