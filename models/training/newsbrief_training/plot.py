"""Draws a run's log as an SVG: smoothed loss and learning rate over target tokens."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

WIDTH, HEIGHT, EDGE = 720, 360, 48


def read(path: Path) -> list[dict[str, float]]:
    """The log's rows; where a run was taken up again from a checkpoint, the later rows hold."""
    rows: dict[float, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = {key: float(value) for key, value in row.items()}
            rows = {step: kept for step, kept in rows.items() if step < values["step"]}
            rows[values["step"]] = values
    return list(rows.values())


def smooth(values: list[float], weight: float = 0.8) -> list[float]:
    out: list[float] = []
    for value in values:
        out.append(value if not out else weight * out[-1] + (1 - weight) * value)
    return out


def line(xs: list[float], ys: list[float], colour: str) -> str:
    """One curve, scaled to the frame by its own range."""
    low, high = min(ys), max(ys)
    left, right = min(xs), max(xs)
    points = " ".join(
        f"{EDGE + (x - left) / max(1e-9, right - left) * (WIDTH - 2 * EDGE):.1f},"
        f"{HEIGHT - EDGE - (y - low) / max(1e-9, high - low) * (HEIGHT - 2 * EDGE):.1f}"
        for x, y in zip(xs, ys, strict=True)
    )
    return f'<polyline fill="none" stroke="{colour}" stroke-width="1.5" points="{points}"/>'


def label(x: float, y: float, text: str, colour: str = "#333", anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" fill="{colour}" font-size="12" text-anchor="{anchor}">{text}</text>'


def draw(rows: list[dict[str, float]]) -> str:
    tokens = [row["target_tokens"] / 1e6 for row in rows]
    loss, rate = smooth([row["loss"] for row in rows]), [row["lr"] for row in rows]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        line(tokens, rate, "#bbbbbb"),
        line(tokens, loss, "#1f5fa8"),
        label(EDGE, EDGE - 14, f"loss {max(loss):.2f} to {min(loss):.2f}", "#1f5fa8"),
        label(WIDTH - EDGE, EDGE - 14, f"learning rate, at most {max(rate):.1e}", "#888", "end"),
        label(EDGE, HEIGHT - EDGE + 24, f"{tokens[0]:.1f}"),
        label(WIDTH - EDGE, HEIGHT - EDGE + 24, f"{tokens[-1]:.1f} million target tokens", anchor="end"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    args = parser.parse_args()
    (args.run / "log.svg").write_text(draw(read(args.run / "log.csv")), encoding="utf-8")


if __name__ == "__main__":
    main()
