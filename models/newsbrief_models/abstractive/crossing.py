"""Finds the sentences of an article that a sentence in another language rests on, by the facts that both have."""

import math
from collections import defaultdict

from newsbrief_models.abstractive.aligning import MOST_SOURCES, Alignment
from newsbrief_models.abstractive.claims import Claim
from newsbrief_models.abstractive.passage import Passage

_LEAST_FACTS = 2  # that a further source must add: one alone may be the figure of another matter


def align_facts(claims: list[Claim], whole: Passage) -> Alignment:
    """The sources of a sentence whose `claims` were looked for in the `whole` article; none without facts in it.

    A fact counts the more the fewer sentences tell it. As `Aligner.align` otherwise: greedy, best source first. Takes
    time linear in the article's figures and names, for each claim.
    """
    tellers = [places for claim in claims if (places := _places(claim, whole))]
    total = sum(_weight(places) for places in tellers) + len(claims) - len(tellers)
    sources, covered = list[int](), 0.0
    while tellers and len(sources) < MOST_SOURCES:
        gains = defaultdict[int, float](float)
        for places in tellers:
            for index in places:
                gains[index] += _weight(places)
        gain, negative = max((gain, -index) for index, gain in gains.items())
        if sources and sum(-negative in places for places in tellers) < _LEAST_FACTS:
            break
        sources.append(-negative)
        covered += gain
        tellers = [places for places in tellers if -negative not in places]
    return Alignment(tuple(sources), min(1.0, covered / total) if total else 0.0)


def _places(claim: Claim, whole: Passage) -> frozenset[int]:
    """The sentences that tell what `claim` says, by where it was found and by what else says the same there."""
    if claim.source is None:
        return frozenset()
    surface = claim.source.of(whole.text)
    found = {whole.place(claim.source)[0]}
    at = whole.text.find(surface) if surface else -1
    while at >= 0:
        found.add(whole.place(claim.source.moved(at - claim.source.start))[0])
        at = whole.text.find(surface, at + len(surface))
    return frozenset(found)


def _weight(places: frozenset[int]) -> float:
    return 1 / math.sqrt(len(places))
