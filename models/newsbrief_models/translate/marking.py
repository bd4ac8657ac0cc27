"""Writes hints into a sentence, for models trained to obey them: ``<t> Moscow <s> Москва </t>``.

The way of Bergmanis and Pinnis (2021, "Facilitating Terminology Translation with Target Lemma Annotations"): the source
keeps its own word, the hint's dictionary form stands beside it, and the model inflects it.
"""

from collections.abc import Sequence

from newsbrief_models.types import Hint

OPEN, MIDDLE, CLOSE = "<t>", "<s>", "</t>"


def mark(text: str, hints: Sequence[Hint]) -> str:
    """`text` with `hints`, which are in order and do not overlap, written around their spans."""
    parts, position = [], 0
    for hint in hints:
        parts += [
            text[position : hint.span.start],
            f"{OPEN} {hint.span.of(text)} {MIDDLE} {hint.text} {CLOSE}",
        ]
        position = hint.span.end
    return "".join([*parts, text[position:]])
