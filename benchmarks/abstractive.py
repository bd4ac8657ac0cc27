"""Measures what the checks of abstractive briefs find: planted errors that pass unmarked, and honest sentences refused.

    python -m benchmarks.abstractive --written FOLDER [--sample N]

FOLDER holds articles as benchmarks.written reads them; each is taken in each of its languages. A scripted summarizer
(benchmarks.summary_errors) writes sentences about it, honest ones and ones with a planted error. Across languages, each
sentence's human translation is held against the article as what a many-to-many summarizer would have written.
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from benchmarks.machine import description
from benchmarks.summary_errors import KINDS, Written, honest, spoiled
from benchmarks.written import Article, read_articles
from newsbrief_models.abstractive.verifying import CheckedSentence, Origin, Verifier
from newsbrief_models.fidelity.findings import Severity
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.types import Document, Language

SEED = 20261127
_MARKED = ("left out", "replaced", "warned of")


@dataclass
class Tally:
    """What became of sentences: counts by kind of error and fate; the texts of those that passed with an error."""

    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    passed: list[tuple[str, str]] = field(default_factory=list)
    aligned: int = 0
    alignable: int = 0
    seconds: float = 0.0

    def add(self, verifier: Verifier, written: Written, language: Language) -> None:
        """Hold one sentence against its article."""
        started = time.process_time()
        kept = verifier.verify([written.text], language, 1).sentences
        self.seconds += time.process_time() - started
        fate = fate_of(kept)
        self.fates[written.kind, fate] += 1
        if kept and not written.kind:
            self.alignable += 1
            self.aligned += written.source in kept[0].sources
        if written.kind and fate == "unmarked":
            self.passed.append((written.kind, written.text))

    def total(self, kind: str) -> int:
        """Sentences of one kind."""
        return sum(count for (each, _), count in self.fates.items() if each == kind)


def fate_of(kept: tuple[CheckedSentence, ...]) -> str:
    """What became of a sentence: "left out", "replaced", "warned of", or "unmarked"."""
    if not kept:
        return "left out"
    if kept[0].origin is Origin.SUBSTITUTED:
        return "replaced"
    worst = max((finding.severity for finding in kept[0].findings), default=Severity.INFO)
    return "unmarked" if worst is Severity.INFO else "warned of"


def within(articles: Iterable[Article], language: Language) -> Tally:
    """Honest and spoiled sentences about each article in its own language."""
    tally = Tally()
    for article in articles:
        document = article.documents[language]
        rng = random.Random(f"{SEED} {article.topic} {language}")
        texts = [sentence.text for sentence in document.sentences]
        verifier = Verifier(document, builtin())
        for written in (*honest(texts, language, rng), *spoiled(texts, language, rng)):
            tally.add(verifier, written, language)
    return tally


def across(articles: Iterable[Article], source: Language, target: Language) -> Tally:
    """Human translations of each sentence, and the same with an error, against the article in another language."""
    tally = Tally()
    for article in articles:
        rng = random.Random(f"{SEED} {article.topic} {source} {target}")
        texts = [sentence.text for sentence in article.documents[target].sentences]
        verifier = Verifier(article.documents[source], builtin())
        for index, text in enumerate(texts):
            tally.add(verifier, Written(text, "", index), target)
        for written in spoiled(texts, target, rng):
            tally.add(verifier, written, target)
    return tally


def report(articles: list[Article], tallies: dict[str, Tally]) -> str:
    """The figures as Markdown."""
    lines = [f"{len(articles)} articles in three languages.", ""]
    lines += ["| sentences | planted | " + " | ".join(_MARKED) + " | unmarked |", "| --- |" + " --- |" * 5]
    for name, tally in tallies.items():
        fates = [sum(tally.fates[kind, fate] for kind in KINDS) for fate in (*_MARKED, "unmarked")]
        lines.append(f"| {name} | {sum(fates)} | " + " | ".join(map(str, fates)) + " |")
    lines += ["", "Honest sentences, and how many of them rest on the sentence they were made of:", ""]
    lines += [
        "| sentences | honest | left out | replaced | warned of | aligned | ms a sentence |",
        "| --- |" + " --- |" * 6,
    ]
    for name, tally in tallies.items():
        total = tally.total("")
        shares = " | ".join(f"{tally.fates['', fate] / max(1, total):.1%}" for fate in _MARKED)
        aligned = f"{tally.aligned / max(1, tally.alignable):.1%}"
        each = 1000 * tally.seconds / max(1, sum(tally.fates.values()))
        lines.append(f"| {name} | {total} | {shares} | {aligned} | {each:.1f} |")
    lines += ["", "By kind of error, unmarked of planted:", "", "| error | " + " | ".join(tallies) + " |"]
    lines.append("| --- |" + " --- |" * len(tallies))
    for kind in KINDS:
        cells = [f"{tally.fates[kind, 'unmarked']} of {tally.total(kind)}" for tally in tallies.values()]
        lines.append(f"| {kind} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def documents(articles: Iterable[Article]) -> list[Document]:
    """Every article in every language."""
    return [document for article in articles for document in article.documents.values()]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--written", type=Path, required=True, help="a folder of articles in three languages")
    parser.add_argument("--sample", type=int, default=100, help="articles taken, spread over the folder")
    parser.add_argument("--passed", action="store_true", help="list the sentences that passed with an error")
    options = parser.parse_args()
    articles = sample(read_articles(options.written), options.sample)
    tallies = {f"{language}": within(articles, language) for language in Language}
    tallies |= {f"{one} to {other}": across(articles, one, other) for one, other in permutations(Language, 2)}
    print(f"# Errors planted in abstractive briefs\n\n{description()}; processor time, one thread.\n")
    print(report(articles, tallies))
    if options.passed:
        for name, tally in tallies.items():
            for kind, text in tally.passed:
                print(f"\n{name}, {kind}: {text}")


def sample(articles: list[Article], count: int) -> list[Article]:
    """`count` of `articles`, evenly spread."""
    step = max(1, len(articles) // count)
    return articles[::step][:count]


if __name__ == "__main__":
    main()
