"""Start-up, memory, latency, throughput and the cost of each stage, on the bundled model and the sample articles.

    python -m benchmarks.serving [--seconds 10] [--rounds 3] [--output benchmarks/results/serving.md]

Throughput is closed-loop: N clients, each sending the next article when it has its briefs. The client counts are
interleaved round by round, so that their ratios hold on a noisy machine.
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ParamSpec, TypeVar

import psutil

import newsbrief
from benchmarks.machine import description
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.fidelity.revise import Style, revise
from newsbrief_models.store.locate import bundled
from newsbrief_models.summarize.extractive import ExtractiveSummarizer
from newsbrief_models.text.document import read
from newsbrief_models.translate.ctranslate2_translator import CTranslate2Translator
from newsbrief_models.types import Language, TranslatedRow, TranslationRow
from newsbrief_service.messages.briefs import BriefWriter
from newsbrief_service.pipeline import FinishedBrief, FinishedSentence, SourceAnalyzed
from newsbrief_service.translation import Rendered
from tests.e2e.serving import start_server, target_of

SEEDS = Path(__file__).parents[1] / "seeds"
ARTICLES = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.*.txt"))]
CLIENTS = (1, 4, 16)

P = ParamSpec("P")
T = TypeVar("T")


def main() -> int:
    """Measure and write the result."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=10, help="length of one throughput run")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--output", type=Path, default=Path(__file__).parent / "results/serving.md")
    options = parser.parse_args()

    starts = [_start_up() for _ in range(options.rounds)]
    # Without the result cache, which would answer six articles sent over and over.
    process = start_server("--log-level", "error", "--cache-mb", "0")
    try:
        target = target_of(process)
        idle = _memory(process.pid)
        latencies = _latencies(target)
        rates: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
        for _ in range(options.rounds):
            for clients in CLIENTS:
                rates[clients].append(_rate(target, clients, options.seconds))
        loaded = _memory(process.pid)
    finally:
        process.terminate()
        process.communicate(timeout=30)
    text = _report(options, starts, idle, loaded, latencies, rates, _stages())
    options.output.parent.mkdir(exist_ok=True)
    options.output.write_text(text, "utf-8")
    print(text)
    return 0


def _start_up() -> float:
    started = time.perf_counter()
    process = start_server("--log-level", "error")
    target_of(process)
    seconds = time.perf_counter() - started
    process.terminate()
    process.communicate(timeout=30)
    return seconds


def _memory(pid: int) -> tuple[int, int]:
    """Resident bytes of the edge and of all its engines."""
    edge = psutil.Process(pid)
    return edge.memory_info().rss, sum(child.memory_info().rss for child in edge.children(recursive=True))


def _latencies(target: str) -> list[float]:
    with newsbrief.Client(target) as client:
        return [_timed(client.brief, text)[0] for _ in range(4) for text in ARTICLES]


def _rate(target: str, clients: int, seconds: float) -> float:
    """Briefs (articles) a minute that `clients` closed-loop clients get."""
    done, end = [0] * clients, time.perf_counter() + seconds

    def run(number: int) -> None:
        with newsbrief.Client(target) as client:
            while time.perf_counter() < end:
                article = ARTICLES[(number + done[number]) % len(ARTICLES)]
                # Every sentence a new one: equal ones in flight would be translated once.
                client.brief(
                    article.replace(". ", f" ({number}-{done[number]}). ").replace(
                        ".\n", f" ({number}-{done[number]}).\n"
                    )
                )
                done[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) * 60 / (time.perf_counter() - started)


def _stages() -> dict[str, float]:
    """Milliseconds an article costs in each stage, in one thread, in this process; medians over the samples."""
    summarizer, translator = ExtractiveSummarizer(), CTranslate2Translator.open(bundled())
    costs: dict[str, list[float]] = {}
    for text in ARTICLES * 3:
        read_time, document = _timed(read, text)
        select_time, selection = _timed(summarizer.select, document, 3)
        sources = [document.sentences[i].text for i in selection.chosen]
        sources += [document.headline.text] if document.headline else []
        targets = [target for target in Language if target is not document.language]
        rows = [TranslationRow(source, document.language, target) for target in targets for source in sources]
        translate_time, drafts = _timed(translator.translate, rows)
        check_time, rendered = _timed(_revised, rows, drafts)
        sentences = tuple(
            FinishedSentence(targets[0], n, len(selection.chosen), rendered[n], index)
            for n, index in enumerate(selection.chosen)
        )
        writer = BriefWriter(text, SourceAnalyzed(document, selection))
        write_time, _ = _timed(_write, writer, FinishedBrief(targets[0], rendered[-1], sentences, ""))
        stages = {
            "read": read_time,
            "summarize": select_time,
            "translate": translate_time,
            "revise and check": check_time,
            "write messages": write_time,
        }
        for stage, seconds in stages.items():
            costs.setdefault(stage, []).append(seconds * 1000)
    return {stage: statistics.median(values) for stage, values in costs.items()}


def _revised(rows: Sequence[TranslationRow], drafts: Sequence[TranslatedRow]) -> list[Rendered]:
    return [
        Rendered(
            revise(row.text, row.source, draft.text, row.target, lexicon=builtin(), style=Style()),
            draft.confidence,
        )
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _write(writer: BriefWriter, finished: FinishedBrief) -> None:
    writer.report()
    for _ in range(3):
        writer.brief(finished)


def _timed(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> tuple[float, T]:
    started = time.perf_counter()
    result = work(*arguments, **named)
    return time.perf_counter() - started, result


def _report(
    options: argparse.Namespace,
    starts: list[float],
    idle: tuple[int, int],
    loaded: tuple[int, int],
    latencies: list[float],
    rates: dict[int, list[float]],
    stages: dict[str, float],
) -> str:
    whole = sum(stages.values())
    cuts = statistics.quantiles(latencies, n=20)
    lines = [
        "# Serving, bundled model",
        "",
        f"`python -m benchmarks.serving --seconds {options.seconds:g} --rounds {options.rounds}`",
        f"on {description('grpcio', 'protobuf', 'ctranslate2')}; {time.strftime('%Y-%m-%d', time.gmtime())}.",
        f"{len(ARTICLES)} sample articles in three languages, three briefs of three sentences each; result cache off.",
        "",
        "| what | figure |",
        "| --- | --- |",
        f"| start until warm and serving, median of {len(starts)} | {statistics.median(starts):.2f} s |",
        f"| resident memory, idle: edge, engines | {idle[0] / 1e6:.0f} MB, {idle[1] / 1e6:.0f} MB |",
        f"| resident memory, after the load below | {loaded[0] / 1e6:.0f} MB, {loaded[1] / 1e6:.0f} MB |",
        f"| one article, one client: median | {statistics.median(latencies) * 1000:.0f} ms |",
        f"| one article, one client: 95th percentile | {cuts[-1] * 1000:.0f} ms |",
        "",
        "| clients at once | articles a minute (rounds) | median | against one client |",
        "| --- | --- | --- | --- |",
    ]
    one = statistics.median(rates[CLIENTS[0]])
    for clients, values in rates.items():
        middle = statistics.median(values)
        rounds = ", ".join(f"{value:.0f}" for value in values)
        lines.append(f"| {clients} | {rounds} | {middle:.0f} | {middle / one:.2f} |")
    lines += ["", "| stage, one thread | ms an article | share |", "| --- | --- | --- |"]
    lines += [f"| {stage} | {ms:.2f} | {ms / whole:.1%} |" for stage, ms in stages.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
