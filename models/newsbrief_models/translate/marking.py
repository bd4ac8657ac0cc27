"""Writes hints into a sentence, for models trained to obey them: ``<t> Moscow <s> Москва </t>``.

The way of Bergmanis and Pinnis (2021, "Facilitating Terminology Translation with Target Lemma Annotations"): the source
keeps its own word, the hint's dictionary form stands beside it, and the model inflects it.
"""

import re
from collections.abc import Iterable, Sequence

from newsbrief_models.types import Hint

OPEN, MIDDLE, CLOSE = "<t>", "<s>", "</t>"
_REST_OF_WORD = re.compile(r"\w*")


def mark(text: str, hints: Sequence[Hint], glosses: Iterable[Hint] = ()) -> str:
    """`text` with `hints`, which are in order and do not overlap, written around their spans.

    Each of `glosses` stands after the whole word it is for: a gloss needs no mark, being in another script or at
    least another language, and a Korean word keeps its particle.
    """
    # Where two things are written at one place, what ends goes before what begins.
    written = [(h.span.start, 2, f"{OPEN} ") for h in hints]
    written += [(h.span.end, 0, f" {MIDDLE} {h.text} {CLOSE}") for h in hints]
    inside = {place for h in hints for place in range(h.span.start + 1, h.span.end)}
    for gloss in glosses:
        rest = _REST_OF_WORD.match(text, gloss.span.end)
        end = (
            rest.end()
            if rest and inside.isdisjoint(range(gloss.span.end, rest.end() + 1))
            else gloss.span.end
        )
        written.append((end, 1, f" {gloss.text}"))
    parts, position = [], 0
    for place, _, piece in sorted(written, key=lambda w: w[:2]):
        parts += [text[position:place], piece]
        position = place
    return "".join([*parts, text[position:]])
