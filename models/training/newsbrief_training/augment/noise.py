"""Roughens source sentences the way copied articles are rough: capitals, other quotes and dashes."""

from __future__ import annotations

import random

_QUOTES = {
    "en": [('"', "“", "”"), ('"', "''", "''"), ('"', "«", "»")],
    "ko": [('"', "“", "”"), ("'", "‘", "’"), ("…", "...", "...")],
    "ru": [("«", '"', '"'), ("«", "“", "”")],
}


def requote(text: str, lang: str, rng: random.Random) -> str:
    """Other quotation marks of the same nesting."""
    old, left, right = rng.choice(_QUOTES[lang])
    if lang == "ru":
        return text.replace("«", left).replace("»", right)
    parts = text.split(old)
    if old == "…":
        return left.join(parts)
    if len(parts) % 2 == 0:
        return text
    return "".join(p + (left if i % 2 == 0 else right) for i, p in enumerate(parts[:-1])) + parts[-1]


def recase(text: str, lang: str, rng: random.Random) -> str:
    """Lower case or capitals throughout; Korean has no case."""
    if lang == "ko":
        return text
    return rng.choice((str.lower, str.upper))(text)


def unpunctuate(text: str, rng: random.Random) -> str:
    """The final mark dropped, or spaces where no editor would leave them."""
    if rng.random() < 0.5:
        return text.rstrip(".!?。")
    return text.replace(", ", " , ").replace(" — ", " - ").replace("%", " %")


def roughen(text: str, lang: str, rng: random.Random) -> str:
    """One kind of roughness; the meaning stays, so the translation stays."""
    kind = rng.random()
    if kind < 0.45:
        return requote(text, lang, rng)
    if kind < 0.6:
        return recase(text, lang, rng)
    return unpunctuate(text, rng)
