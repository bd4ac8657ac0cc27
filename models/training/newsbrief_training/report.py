"""Writes evaluation results down for people: one table, and a page of side-by-side samples."""

from __future__ import annotations

from .translate import Output

# BLEU on FLORES devtest that Mozilla publishes for its 17-60 MB student models: the low ends.
ANCHORS = {"en-ru": 28.5, "ru-en": 30.4, "en-ko": 29.0, "ko-en": 29.0}


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{100 * value:.1f}"


def table(results: dict) -> str:
    """A Markdown table with the yardsticks in the same rows."""
    head = (
        "| set | way | lines | chrF2 | chrF2++ | BLEU | copy chrF2 | previous chrF2 | anchor BLEU "
        "| repetitive % | cut % | wrong script % | copied % | numbers kept % |\n|" + "---|" * 14 + "\n"
    )
    rows = []
    for name, ways in results["sets"].items():
        for way, r in ways.items():
            previous = results.get("previous", {}).get(name, {}).get(way, {}).get("chrf")
            anchor = ANCHORS.get(way) if name.startswith("flores") else None
            cells = [name, way, r["lines"], f"{r['chrf']:.1f}", f"{r['chrfpp']:.1f}", f"{r['bleu']:.1f}"]
            cells += [f"{r['copy_chrf']:.1f}", "—" if previous is None else f"{previous:.1f}", anchor or "—"]
            cells += [_percent(r[k]) for k in ("repetitive", "cut", "wrong_script", "copied", "numbers_kept")]
            rows.append("| " + " | ".join(map(str, cells)) + " |")
    signatures = "\n".join(
        f"- {lang} {metric}: `{sign}`"
        for lang, m in results["signatures"].items()
        for metric, sign in m.items()
    )
    speed = f"{results['target_tokens_per_s']} target tokens a second"
    decoding = ", ".join(f"{name} {value}" for name, value in results["decoding"].items())
    speed += f", {results['threads']} threads; decoding: {decoding}"
    return head + "\n".join(rows) + f"\n\nSpeed: {speed}.\n\n{signatures}\n"


def samples(
    dev: dict[str, dict[str, list[str]]], outputs: dict[str, dict[str, list[Output]]], each: int = 12
) -> str:
    """Source, reference and output of some lines, evenly spread over each set."""
    parts = []
    for name, ways in outputs.items():
        for way, results in ways.items():
            a, b = way.split("-")
            parts.append(f"## {name}, {way}\n")
            parts += [
                f"- source: {dev[name][a][i]}\n- reference: {dev[name][b][i]}\n"
                f"- output ({results[i].score:.2f}): {results[i].text}\n"
                for i in range(0, len(results), max(1, len(results) // each))
            ]
    return "\n".join(parts)
