"""Draws the tokens a second of each way as bars, a panel for each set of weights, as an SVG."""

import statistics
from html import escape
from typing import Any

from benchmarks.against import figures

_WIDTH, _BAR, _NAMES, _MARGIN = 760, 16, 270, 90
_COLOURS = {"newsbrief": "#1f5fa8", "CTranslate2": "#7a7a7a"}
_OTHER = "#c98a2b"


def draw(found: dict[str, Any]) -> str:
    """The picture."""
    parts: list[str] = []
    y = 10
    for race in found["races"]:
        parts.append(_text(8, y + 14, f"{race['shape']}: target tokens a second", bold=True))
        y += 24
        rates = {name: statistics.median(figures.rates(race["ways"][name])) for name in figures.ran(race)}
        for name, rate in sorted(rates.items(), key=lambda item: -item[1]):
            length = rate / max(rates.values()) * (_WIDTH - _NAMES - _MARGIN)
            colour = next((c for start, c in _COLOURS.items() if name.startswith(start)), _OTHER)
            parts.append(_text(_NAMES - 6, y + 12, name, anchor="end"))
            parts.append(
                f'<rect x="{_NAMES}" y="{y}" width="{length:.1f}" height="{_BAR - 3}" fill="{colour}"/>'
            )
            parts.append(_text(_NAMES + length + 5, y + 12, f"{rate:,.0f}"))
            y += _BAR
        y += 14
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y}" font-family="sans-serif">'
    return "\n".join([head, f'<rect width="{_WIDTH}" height="{y}" fill="white"/>', *parts, "</svg>"]) + "\n"


def _text(x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="11" text-anchor="{anchor}"{weight}>{escape(text)}</text>'
    )
