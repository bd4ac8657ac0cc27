"""Measures how names survive: the comparison of names on human translations, and terms put right in wrong ones.

    python -m benchmarks.names [--written FOLDER [--sample N]]

Terms: every sentence of tests/models/fidelity/terms/wrong_sentences.py, in which a fake translator gets one name wrong;
right means letter for letter. With --written, a folder of articles as benchmarks.written reads them: false alarms
(findings of WARNING or ERROR for a sentence and its human translation, and names changed in it that nobody asked to
change), and recall on errors planted in the names that were found in the translation: dropped, replaced by a name of
the same kind from another sentence, or of a person's name one word or letter replaced. Figures of a folder whose words
are among the ordinary ones that the comparison knows are no measure of others.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from benchmarks.machine import description
from benchmarks.written import read_articles
from newsbrief_models.fidelity.facts import Fact
from newsbrief_models.fidelity.findings import Finding, Severity
from newsbrief_models.fidelity.names import compare_names
from newsbrief_models.fidelity.terms import apply_terms
from newsbrief_models.names.tables import rows
from newsbrief_models.terms.gazetteer import load
from newsbrief_models.terms.matcher import gazetteer_matcher
from newsbrief_models.types import Language
from tests.models.fidelity.terms.wrong_sentences import glossary, sentences

SEED = 20250617
DIRECTIONS = tuple(permutations(Language, 2))
ERRORS = ("replaced", "dropped", "part replaced", "letter replaced")
_FAR = {
    "en": ("bdgkmnprstvz", "pb vf dt gk mn sz"),
    "ru": ("бдгкмнпрств", "пбв дт гк мн"),
}  # letters; those too alike
_PERSONAL = ("person", "unknown")

Row = dict[Language, str]


@dataclass(frozen=True, slots=True)
class Planted:
    """A translation with an error in one name."""

    kind: str  # of the name: person, place, organization, unknown to the gazetteer
    error: str
    target: str


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--written", type=Path, help="a folder of articles in three languages")
    parser.add_argument("--sample", type=int, help="so many of its sentences, drawn at random (default: all)")
    chosen = parser.parse_args()
    print(f"# Names and terms\n\n{description()}; seed {SEED}.\n")
    print_terms()
    if chosen.written:
        texts = read_rows(chosen.written, chosen.sample)
        print(f"\n## Human translations: {len(texts)} sentences of {chosen.written.name}\n")
        print_translations(texts)


def print_terms() -> None:
    """Terms that arrive as they should, by target language and by what the fake translator did."""
    print(
        "## Terms put right\n\n| into | sentences | right | misspelt | left over | uninflected | ms a sentence |"
    )
    print("|---|---|---|---|---|---|---|")
    for target in Language:
        total, right = Counter[str](), Counter[str]()
        start = time.perf_counter()
        for sentence in sentences(target):
            got = apply_terms(
                sentence.source,
                sentence.source_language,
                sentence.wrong,
                target,
                matcher=gazetteer_matcher(),
                extra=glossary(),
            )
            total[sentence.error] += 1
            right[sentence.error] += got.text == sentence.right
        each = 1000 * (time.perf_counter() - start) / total.total()
        cells = [_share(right[e], total[e]) for e in ("misspelt", "left over", "uninflected")]
        every = _share(right.total(), total.total())
        print(f"| {target} | {total.total()} | {every} | {' | '.join(cells)} | {each:.1f} |")


def read_rows(folder: Path, sample: int | None) -> list[Row]:
    """The sentences of the articles in `folder`, headlines too, each in three languages."""
    found: list[Row] = []
    for article in read_articles(folder):
        documents = article.documents
        headlines = {language: d.headline.text for language, d in documents.items() if d.headline}
        found.append(headlines)
        count = min(len(document.sentences) for document in documents.values())
        found += [{lang: d.sentences[index].text for lang, d in documents.items()} for index in range(count)]
    return random.Random(SEED).sample(found, sample) if sample and sample < len(found) else found


def print_translations(texts: list[Row]) -> None:
    """False alarms, names changed for nothing, and recall on planted errors, a line a direction."""
    print(
        "| direction | names | false alarms | changed for nothing | planted | found | "
        + " | ".join(ERRORS)
        + " |"
    )
    print("|---|---|---|---|---|---|" + "---|" * len(ERRORS))
    found = defaultdict[tuple[str, str], Counter[bool]](Counter)
    for source, target in DIRECTIONS:
        clean = [_compare(row[source], source, row[target], target) for row in texts]
        alarms = sum(any(map(_counts, findings)) for findings, _ in clean)
        changed = sum(_changed(row, source, target) for row in texts)
        by_error = defaultdict[str, Counter[bool]](Counter)
        for row, one in plant(texts, [facts for _, facts in clean], target):
            findings, _ = _compare(row[source], source, one.target, target)
            hit = any(map(_counts, findings))
            by_error[one.error][hit] += 1
            found[one.kind, one.error][hit] += 1
        every = sum(by_error.values(), Counter[bool]())
        cells = [_share(by_error[error][True], by_error[error].total()) for error in ERRORS]
        names = sum(len(facts) for _, facts in clean)
        print(
            f"| {source}-{target} | {names} | {_share(alarms, len(texts))} | {changed} | {every.total()} "
            f"| {_share(every[True], every.total())} | {' | '.join(cells)} |"
        )
    print("\n| planted in | " + " | ".join(ERRORS) + " |\n|---|" + "---|" * len(ERRORS))
    for kind in sorted({kind for kind, _ in found}):
        cells = [_share(found[kind, error][True], found[kind, error].total()) for error in ERRORS]
        print(f"| {kind} | {' | '.join(cells)} |")


def _compare(
    source: str, one: Language, target: str, other: Language
) -> tuple[tuple[Finding, ...], tuple[Fact, ...]]:
    check = compare_names(source, one, target, other, matcher=gazetteer_matcher())
    return check.findings, check.facts


def _counts(finding: Finding) -> bool:
    return finding.severity >= Severity.WARNING


def _changed(row: Row, source: Language, target: Language) -> int:
    result = apply_terms(row[source], source, row[target], target, matcher=gazetteer_matcher())
    return sum(term.repaired for term in result.applied)


def plant(texts: list[Row], facts: list[tuple[Fact, ...]], target: Language) -> Iterator[tuple[Row, Planted]]:
    """Each error that can be made in each name a translation has once."""
    rng = random.Random(SEED)
    kinds = _kinds()
    names = defaultdict[str, list[str]](list)
    for row, known in zip(texts, facts, strict=True):
        for fact in known:
            if fact.target_span and fact.target_span.end:
                names[kinds.get(fact.value, "unknown")].append(fact.target_span.of(row[target]))
    for row, known in zip(texts, facts, strict=True):
        for fact in known:
            span = fact.target_span
            if not span or not span.end or row[target].count(span.of(row[target])) > 1:
                continue
            kind = kinds.get(fact.value, "unknown")
            name = span.of(row[target])
            for error in ERRORS:
                new = _wrong(error, name, kind, names[kind], target, rng)
                if new is not None and new != name and (not new or new not in row[target]):
                    yield row, Planted(kind, error, row[target][: span.start] + new + row[target][span.end :])


def _wrong(
    error: str, name: str, kind: str, names: list[str], language: Language, rng: random.Random
) -> str | None:
    if error == "dropped":
        return ""
    if error == "replaced":
        return rng.choice(names)
    if kind not in _PERSONAL:
        return None
    if error == "letter replaced":
        return _another_letter(name, language, rng)
    words = name.split(" ")
    firsts = [other.split(" ")[0] for other in names if other.count(" ") == 1]
    return f"{rng.choice(firsts)} {words[1]}" if len(words) == 2 and firsts else None


def _another_letter(name: str, language: Language, rng: random.Random) -> str | None:
    """The name with a consonant that sounds quite unlike, or in Hangul with another syllable of Korean names."""
    if language is Language.KO:
        places = [i for i, char in enumerate(name) if "가" <= char <= "힣"][1:]
        choices = [row["hangul"] for row in rows("syllables")][:60]
    else:
        letters, alike = _FAR[language]
        places = [i for i, char in enumerate(name) if i and char.lower() in letters]
        choices = list(letters)
    if not places:
        return None
    at = rng.choice(places)
    near = "" if language is Language.KO else next((g for g in alike.split() if name[at].lower() in g), "")
    return name[:at] + rng.choice([c for c in choices if c not in near and c != name[at]]) + name[at + 1 :]


def _kinds() -> dict[str, str]:
    """The kinds of the gazetteer's entries by their press forms."""
    return {name: entry.kind.value for entry in load() for lang in Language if (name := entry.name(lang))}


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "-"


if __name__ == "__main__":
    main()
