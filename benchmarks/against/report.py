"""The results as a page."""

import statistics
from typing import Any

from benchmarks.against import figures


def report(found: dict[str, Any], plot: str) -> str:
    """The page; `plot` is the name of the picture beside it."""
    lines = [
        "# Against what people use now",
        "",
        f"`{found['command']}` on {found['machine']}; {found['date']}.",
        f"Baselines: {', '.join(found['baselines'])}. Load average before {found['load']['before']}, after "
        f"{found['load']['after']}; niceness {found['load']['niceness']}; {found['seconds']} s in all.",
        "",
        "Same weights, same tokens given, same beam, same greatest length; counted are target tokens written. All ways "
        "take turns, round by round, and ratios are medians of the rounds' own, with the least and the greatest. "
        "Processor time is that of the translating side. Random weights have the true shape and a forced length. "
        "The server reads, chooses and checks besides, and translates again what came out broken: none of that counts "
        "as tokens.",
        "",
        f"![Tokens a second]({plot})",
        "",
        *_asked(found),
    ]
    for race in found["races"]:
        lines += ["", *_race(found, race)]
    lines += ["", *_gemm(found)]
    return "\n".join(lines) + "\n"


def _asked(found: dict[str, Any]) -> list[str]:
    lines = [
        "## The lines",
        "",
        "| weights | ours | against | line | tokens a second | processor time |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for race in found["races"]:
        for mine in figures.own(race):
            for about, start, line in figures.LINES:
                if other := figures.rival(race, start):
                    faster, cheaper = (
                        figures.faster(race, mine, other),
                        figures.cheaper(race, mine, other),
                    )
                    met = "met" if faster.middle >= line else "missed"
                    lines.append(
                        f"| {race['shape']} | {mine} | {about} ({other}) | ≥ {line:g} × | {faster}, {met} | {cheaper} |"
                    )
    return lines


def _race(found: dict[str, Any], race: dict[str, Any]) -> list[str]:
    top, limit = figures.ceiling(race), figures.bound(found, race)
    most = statistics.median(figures.rates(race["ways"][top]))
    lines = [
        f"## {race['shape']}: {race['about']}",
        "",
        f"{race['sentences']} sentences, beam {race['beam']}; {race['source_tokens']} source and "
        f"{race['target_tokens']} target tokens. The ceiling is {top}. The int8 bound is {limit:.0f} tokens/s. "
        f"Of a sample's tokens, the share before the first that differs from CTranslate2's: "
        + ", ".join(
            f"{name} {share:.0%}" for name, share in race["agreement"].items() if name != "CTranslate2"
        )
        + ".",
        "",
        "| way | tokens/s (rounds) | of the ceiling | of the int8 bound | processor ms a token | one brief "
        "| resident | start |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, way in race["ways"].items():
        if not way["runs"]:
            lines.append(f"| {name} | {way['note']} | | | | | | |")
            continue
        rates = figures.rates(way)
        middle = statistics.median(rates)
        lines.append(
            f"| {name} | {middle:.0f} ({', '.join(f'{rate:.0f}' for rate in rates)}) | {middle / most:.0%} "
            f"| {middle / limit:.1%} | {statistics.median(figures.costs(way)):.3f} | {way['single_ms']:.0f} ms "
            f"| {way['resident_bytes'] / 1e6:.0f} MB | {way['started_seconds']:.1f} s |"
        )
    return lines


def _gemm(found: dict[str, Any]) -> list[str]:
    lines = [
        "## The machine's int8 bound",
        "",
        f"The best that torch multiplies in int8 here: {figures.best_gemm(found):.0f} thousand million operations a "
        "second (`baselines/gemm.py`). The bound of a model is what that makes of the multiplications with weights "
        "that a token needs, for each hypothesis of the beam; attention, softmax and all else are taken as free.",
        "",
        "| threads | m, k, n | `torch._int_mm` | packed dynamic linear |",
        "| --- | --- | --- | --- |",
    ]
    for row in found["gemm"]:
        size = ", ".join(map(str, row["size"]))
        lines.append(f"| {row['threads']} | {size} | {row['int_mm']:.0f} | {row['packed']:.0f} |")
    return lines
