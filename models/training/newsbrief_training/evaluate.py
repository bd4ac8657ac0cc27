"""Scores exported weights on every development set and direction, beside yardsticks, with samples to read."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

from . import faults, report
from .corpora import read_dev
from .scores import score
from .translate import Decoding, Output, Translator


def directions(languages: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(a, b) for a in languages for b in languages if a != b]


def evaluate(translator: Translator, dev: dict[str, dict[str, list[str]]]) -> dict:
    """Results by set and direction, with the outputs."""
    results: dict = {"sets": {}, "signatures": {}, "outputs": {}}
    for name, languages in dev.items():
        for a, b in directions(languages):
            sources, references = languages[a], languages[b]
            outputs = translator.translate(sources, a, b)
            scores, signatures = score([o.text for o in outputs], references, b)
            copy, _ = score(sources, references, b)
            entry = asdict(scores) | asdict(faults.count(sources, references, outputs, (a, b)))
            entry |= {"lines": len(sources), "copy_chrf": copy.chrf, "copy_bleu": copy.bleu}
            results["sets"].setdefault(name, {})[f"{a}-{b}"] = entry
            results["signatures"][b] = signatures
            results["outputs"].setdefault(name, {})[f"{a}-{b}"] = outputs
            print(f"{name:16s} {a}-{b} chrF2 {scores.chrf:5.1f}  BLEU {scores.bleu:4.1f}", flush=True)
    results["target_tokens_per_s"] = round(translator.written / max(1e-9, translator.seconds))
    return results


def shortened(dev: dict[str, dict[str, list[str]]], lines: int | None) -> dict[str, dict[str, list[str]]]:
    """Every n-th line of each set, so that about so many are left."""
    if not lines:
        return dev
    short = {}
    for name, languages in dev.items():
        step = max(1, len(next(iter(languages.values()))) // lines)
        short[name] = {lang: texts[::step][:lines] for lang, texts in languages.items()}
    return short


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="an exported folder")
    parser.add_argument("--previous", type=Path, help="weights to stand beside it in the tables")
    parser.add_argument("--previous-hints", action="store_true", help="they take hints too")
    parser.add_argument("--dev-written", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", help="only these sets")
    parser.add_argument("--lines", type=int, help="about so many lines of each set")
    Decoding.add_options(parser)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, required=True, help="folder for scores.json and samples.md")
    args = parser.parse_args()
    dev = shortened(read_dev(args.dev_written, args.dev), args.lines)
    dev = {name: texts for name, texts in dev.items() if not args.sets or name in args.sets}
    decoding = Decoding.of(args)
    results = evaluate(Translator(args.model, args.threads, decoding), dev)
    results |= {"decoding": asdict(decoding), "threads": args.threads}
    outputs: dict[str, dict[str, list[Output]]] = results.pop("outputs")
    if args.previous:
        plain = replace(decoding, hints=args.previous_hints)
        previous = evaluate(Translator(args.previous, args.threads, plain), dev)
        results["previous"] = previous["sets"]
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "scores.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    (args.out / "scores.md").write_text(report.table(results), encoding="utf-8")
    (args.out / "samples.md").write_text(report.samples(dev, outputs), encoding="utf-8")


if __name__ == "__main__":
    main()
