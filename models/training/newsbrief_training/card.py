"""Writes the model card from what was measured: sources, recipe, cost, scores, faults, calibration."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from . import checkpoint
from .marian import Marian, Shape

HEAD = """# {name}

A compact translator between English, Korean and Russian, all six directions, made for news. It is the default
model of newsbrief: it needs no network and no download.

- Architecture: Marian transformer (post-norm, swish, shared embeddings), d {d}, feed-forward {ffn},
  {heads} heads, {encoder} encoder and {decoder} decoder layers, {vocab} sentencepiece pieces with byte fallback:
  {parameters:.1f} million parameters, CTranslate2 int8.
- Input: the tag of the language to write (`>>en<<`, `>>ko<<`, `>>ru<<`), then the pieces of the source.
  A hint (how a name, term, figure or date is to be written) is marked `<t> word <s> lemma </t>`; other words have
  their gloss behind them, if `glosses.tsv` has one: a dictionary aligned from the same text, under the same licence.
- Licence: weights CC BY-SA 4.0, since some of the text they were trained on is share-alike; the sources and
  their attribution are below.

"""


def parameters(shape: Shape) -> float:
    return sum(p.numel() for p in Marian(shape).parameters()) / 1e6


def read_tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def sources(manifest: list[dict[str, str]], kept: dict[str, int]) -> str:
    """The attribution table: licence, what it is, pairs there were and pairs kept."""
    lines = ["| source | pair | licence | what it is | pairs | kept |", "|---|---|---|---|---|---|"]
    for row in manifest:
        count = kept.get(f"{row['name']}.{row['pair']}", 0)
        cells = [
            row["name"],
            row["pair"],
            row["licence"],
            row["domain"],
            f"{int(row['pairs']):,}",
            f"{count:,}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    ours = {key: n for key, n in kept.items() if key.split(".")[0] not in {r["name"] for r in manifest}}
    names = {
        "news": "articles written for newsbrief",
        "numbers": "the same with other numbers and dates",
        "people": "the same with other people",
        "joined": "two and three of their sentences joined",
        "rough": "their sources with other quotes, case and spacing (one way)",
        "glossed": "their sources with hints and glosses (one way)",
        "glossed-general": "sources of open corpora above with glosses (one way)",
    }
    for key, count in ours.items():
        name, pair = key.rsplit(".", 1)
        lines.append(f"| {name} | {pair} | own work, CC BY-SA 4.0 | {names.get(name, '')} | | {count:,} |")
    return "\n".join(lines)


def calibration(result: dict) -> str:
    """The curve's parameters and how well it holds on lines it was not fitted on."""
    lines = [
        "Confidence = 1 / (1 + exp(-(slope x score + intercept))): the chance that a sentence reaches "
        f"chrF2 {result['good_chrf']:g} (in Korean {result['good_chrf_ko']:g}).",
        "",
        "| way | slope | intercept | mean gap on other lines | lines |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {way} | {f['slope']} | {f['intercept']} | {f['expected_error']} | {f['lines']} |"
        for way, f in result["ways"].items()
    ]
    for way, f in result["ways"].items():
        points = ", ".join(f"{b['confidence']:.2f} → {b['good']:.2f}" for b in f["curve"])
        lines.append(f"\nReliability, {way} (confidence → share that reached it): {points}.")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", required=True)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--packed", type=Path, required=True, help="folder with kept.tsv")
    parser.add_argument("--manifest", type=Path, required=True, help="the corpora's manifest.tsv")
    parser.add_argument("--evaluation", type=Path, required=True, help="folder with scores.md")
    parser.add_argument("--calibration", type=Path)
    parser.add_argument("--notes", type=Path, help="Markdown on recipe, cost and limits, written by hand")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    meta = checkpoint.read_meta(args.run / "checkpoint.safetensors")
    shape = Shape(**meta["shape"])
    kept = {row["source"]: int(row["pairs"]) for row in read_tsv(args.packed / "kept.tsv")}
    text = HEAD.format(name=args.name, parameters=parameters(shape), **shape.as_dict())
    if args.notes:
        text += args.notes.read_text(encoding="utf-8") + "\n"
    text += f"\n## Scores\n\n{(args.evaluation / 'scores.md').read_text(encoding='utf-8')}"
    if args.calibration:
        result = json.loads(args.calibration.read_text(encoding="utf-8"))
        text += f"\n## Confidence\n\n{calibration(result)}\n"
    text += (
        f"\n## Sources and attribution\n\n{sources(read_tsv(args.manifest), kept)}\n\n"
        f"The run drew {meta['seen']:,} target tokens in {meta['step']:,} steps.\n"
    )
    args.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
