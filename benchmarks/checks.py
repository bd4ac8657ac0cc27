"""What the checks cost: for an article pair, as a share of a brief, and as texts grow.

    python -m benchmarks.checks [--rounds 5] [--output benchmarks/results/checks.md]

Article pairs are the gold briefs of the samples; the share of a brief is taken article by article, translation
and revision in turn, so that both see the same machine. Times are of the processor, in one thread.
"""

import argparse
import math
import statistics
import sys
import time
import tomllib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.machine import description
from newsbrief_models.fidelity import figure_findings
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.naming import side
from newsbrief_models.fidelity.revise import Style, revise
from newsbrief_models.fidelity.texts import check_texts
from newsbrief_models.store.locate import bundled
from newsbrief_models.text.document import read
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Language, TranslatedRow, TranslationRow

SEEDS = Path(__file__).parents[1] / "seeds"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LONGEST_SECONDS = 60  # a text that takes longer is not measured at ten times the size
PROSE = (SEEDS / "fisheries-quota.en.txt").read_text("utf-8")
HOSTILE = {
    "news prose": PROSE,
    "one word": "a",
    "digits": "7",
    "digits and commas": "1,",
    "spaces": " ",
    "number words": "two hundred and a half of ",
    "capitals": "Kim Jong Un Lee ",
    "not": "not ",
    "open quotes": '"',
    "한": "한",
    "만": "만",
    "Шойгу": "Шойгу ",
}


def main() -> int:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results/checks.md")
    options = parser.parse_args()
    pair = _pair_milliseconds(options.rounds)
    translate, revising = _brief_milliseconds(options.rounds)
    lines = [
        "# Cost of the checks",
        "",
        f"`python -m benchmarks.checks --rounds {options.rounds}`",
        f"on {description('ctranslate2')}; {time.strftime('%Y-%m-%d', time.gmtime())}; processor time, one thread.",
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| check a brief of 3 sentences, median of {len(pair)} pairs | {_median(pair):.1f} ms |",
        f"| the same for 12 sentences, an article's length | {4 * _median(pair):.1f} ms |",
        f"| translate a brief's rows into one language, bundled model | {_median(translate):.1f} ms |",
        f"| revise and check them | {_median(revising):.1f} ms |",
        f"| share of both | {sum(revising) / (sum(translate) + sum(revising)):.1%} |",
        "",
        "Check a text against itself as another language's: milliseconds by size, and x of time = size^x over the",
        "last two sizes.",
        "",
        f"| text | {' | '.join(f'{size:,}' for size in SIZES)} | exponent |",
        f"| --- {'| --- ' * (len(SIZES) + 1)}|",
        *(_slope(name, piece) for name, piece in HOSTILE.items()),
    ]
    text = "\n".join(lines) + "\n"
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(text, "utf-8")
    print(text)
    return 0


def _pair_milliseconds(rounds: int) -> list[float]:
    """Each gold brief against each of its translations."""
    found = []
    for gold in sorted(SEEDS.glob("*.gold.toml")):
        table = tomllib.loads(gold.read_text("utf-8"))
        source = Language(table["language"])
        texts = {Language(code): " ".join(brief["sentences"]) for code, brief in table["briefs"].items()}
        for target in texts.keys() - {source}:
            work = partial(check_texts, texts[source], source, texts[target], target, lexicon=builtin())
            work()
            found += [_milliseconds(work) for _ in range(rounds)]
    return found


def _brief_milliseconds(rounds: int) -> tuple[list[float], list[float]]:
    """(translating, revising) the first three sentences of each sample article into another language."""
    translator = CTranslate2Translator.open(bundled())
    translating, revising = [], []
    for path in sorted(SEEDS.glob("*.*.txt")):
        document = read(path.read_text("utf-8"))
        target = Language.RU if document.language is Language.KO else Language.KO
        rows = [TranslationRow(s.text, document.language, target) for s in document.sentences[:3]]
        drafts = translator.translate(rows)

        for round_number in range(rounds + 1):
            translated = _milliseconds(partial(translator.translate, rows))
            revised = _milliseconds(partial(_revise, rows, drafts))
            if round_number:  # the first warms up
                translating.append(translated)
                revising.append(revised)
    return translating, revising


def _revise(rows: list[TranslationRow], drafts: list[TranslatedRow]) -> None:
    for row, draft in zip(rows, drafts, strict=True):
        revise(row.text, row.source, draft.text, row.target, lexicon=builtin(), style=Style())


def _slope(name: str, piece: str) -> str:
    times: list[float] = []
    for size in SIZES:
        if times and times[-1] > LONGEST_SECONDS * 100:
            break
        text = (piece * (size // len(piece) + 1))[:size]
        times.append(
            _milliseconds(partial(check_texts, text, Language.EN, text, Language.KO, lexicon=builtin()))
        )
    # A factor of ten in size: the exponent is the logarithm of the factor in time.
    exponent = math.log10(times[-1] / max(times[-2], 0.01))
    shown = [f"{ms:,.0f}" for ms in times] + ["-"] * (len(SIZES) - len(times))
    return f"| {name} | {' | '.join(shown)} | {exponent:.2f} |"


def _milliseconds(work: Callable[[], object]) -> float:
    figure_findings.forget()  # a text seen for the first time, as an article is
    side.forget()
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _median(values: list[float]) -> float:
    return statistics.median(values)


if __name__ == "__main__":
    sys.exit(main())
