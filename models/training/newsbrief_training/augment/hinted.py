"""Finds the hints of a training source: how its names and figures are to be written, so that the model learns to obey.

`<t> Moscow <s> Москва </t>` stands for the bare word; the target keeps its own inflected form (Bergmanis and
Pinnis, 2021). The hints are those the product gives its translators, as far as the target agrees with them.
"""

from __future__ import annotations

import random
import re

from newsbrief_models.fidelity.check import check
from newsbrief_models.fidelity.facts import Fact, FactKind
from newsbrief_models.fidelity.figure_repair import NUMERALS
from newsbrief_models.fidelity.hinting import hints
from newsbrief_models.fidelity.lexicon import builtin
from newsbrief_models.terms import russian
from newsbrief_models.types import Hint, Language

KEPT = 0.93  # of the hints of a sentence, so that the model also learns to do without
_DIGITS = re.compile(r"\d+")


def agreed(source: str, lang: str, target: str, to: str, rng: random.Random) -> list[Hint]:
    """The hints for the source that its target obeys, most of them."""
    one, other = Language(lang), Language(to)
    found = hints(source, one, other, lexicon=builtin())
    if not found:
        return []
    facts = check(source, one, target, other).facts
    written = [h for hint in found if (h := _as_written(hint, facts, target, other))]
    return [hint for hint in written if rng.random() < KEPT]


def _as_written(hint: Hint, facts: tuple[Fact, ...], target: str, to: Language) -> Hint | None:
    """The hint as the target obeys it: a figure in the target's own digits, a name in its dictionary form."""
    fact = next((f for f in facts if f.target_span and _touches(f, hint)), None)
    if fact is None or fact.target_span is None:
        return None
    surface = fact.target_span.of(target)
    if fact.kind is FactKind.NAME:
        written = russian.forms(hint.text) if to is Language.RU else (hint.text,)
        return hint if any(form.casefold() in target.casefold() for form in written) else None
    if fact.kind is FactKind.DATE:
        digits = _DIGITS.findall(surface)
        if digits == _DIGITS.findall(hint.text):
            return hint
        return Hint(hint.span, surface) if digits else None
    numeral = NUMERALS[to].search(surface)
    return Hint(hint.span, numeral[0].strip()) if numeral else None


def _touches(fact: Fact, hint: Hint) -> bool:
    return fact.source_span.start < hint.span.end and hint.span.start < fact.source_span.end
