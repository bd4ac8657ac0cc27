"""Looks for a name in a text of another language by its sound."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import or_

from newsbrief_models.fidelity.naming.alignment import (
    NOTHING,
    Column,
    cheapest,
    kinds,
    last,
    least,
    start,
    step,
)
from newsbrief_models.fidelity.naming.phonetics import Sounds, likeness, sounds_of
from newsbrief_models.fidelity.naming.tokens import Word, korean_surname
from newsbrief_models.terms import korean
from newsbrief_models.types import Span

_HANGUL = ("가", "힣")
_WINDOW = 90  # words to either side of where a name should stand
_STRIDE = 30  # words by which the window moves on, so that a name met often is looked for once in each
_HALF = 0.5  # share of a name's weight from which a likeness is none
_TIE = 1e-9  # so that of equals the first is found
_DEAR = 0.75  # what the first sounds may cost for a search to begin
_LIGHT = 0.5  # weight of a sound that may be lost at the start of a name
_SHORT = 4  # sounds of a name too short to tell by its first consonant
_HEAVY = 2.0  # weight of a name that is looked for within Korean words too
_LATE = 0.15  # penalty for beginning within a word
_LIQUID = 0.25  # weight of the l that Southern Korean drops: Lee, 이
_DOUBLED = 0.05  # weight of a sound said twice, once at the end of a word and once at the start of the next
_JOINED = 0.12  # penalty for ending within a Korean word where no particle follows


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch of a text that sounds like a name: what the likeness costs, 0 for the same, and as a share of the
    name's weight.
    """

    cost: float
    share: float
    weight: float
    span: Span
    first: int  # index of its first word
    last: int


class Text:
    """A text whose words can be searched by sound. A search takes time linear in its window, whatever the text."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._aligned: dict[tuple[str, tuple[float, ...], int, int, int], tuple[float, Match | None]] = {}
        self._found: dict[tuple[tuple[str, ...], int, frozenset[int]], tuple[float, Match | None]] = {}

    def find(
        self, name: Sequence[str], around: float, *, skip: Set[int] = frozenset(), within: float = _HALF
    ) -> Match | None:
        """The stretch most like `name`, a word or several, near the place `around` (0 to 1) of the text and outside the
        words `skip`; None where none is so like it that its share of the cost is `within` (at most 0.5).
        """
        window = self.window(around)
        if not isinstance(skip, frozenset):  # it may grow: nothing to remember
            return self._search(tuple(name), window, skip, within)
        key = (tuple(name), window.start, skip)
        looked, found = self._found.get(key, (0.0, None))
        if looked < within and (found is None or found.share > looked):
            found = self._search(key[0], window, skip, within)
            self._found[key] = (within, found)
        return found if found and found.share <= within else None

    def window(self, around: float) -> range:
        """The indices of the words near the place `around` (0 to 1)."""
        middle = int(around * len(self.words)) // _STRIDE * _STRIDE
        return range(max(0, middle - _WINDOW), min(len(self.words), middle + _STRIDE + _WINDOW))

    @cached_property
    def _heard(self) -> list[Sounds]:
        """How each word sounds."""
        return [word.sounds for word in self.words]

    @cached_property
    def _kinds(self) -> list[int]:
        """Which sounds each word has."""
        return [kinds(heard) for heard in self._heard]

    @cached_property
    def _beginnings(self) -> dict[tuple[str, str], list[tuple[int, int]]]:
        """Where a name may begin, (word, sound), by the first sound there and the first that is not lost easily."""
        found = defaultdict[tuple[str, str], list[tuple[int, int]]](list)
        for index, (word, heard) in enumerate(zip(self.words, self._heard, strict=True)):
            for skip in _starts(word, heard):
                first = heard.text[skip]
                found[first, _firm(heard.text, heard.weights, skip)].append((index, skip))
        return found

    def _search(self, name: tuple[str, ...], window: range, skip: Set[int], within: float) -> Match | None:
        sounds = _joined(name)
        best: Match | None = None
        if not sounds.text:
            return None
        weight = sounds.weight
        ceiling = weight * within + _TIE
        begins = (sounds.text[0], _firm(sounds.text, sounds.weights, 0), len(sounds.text))
        for key, places in self._beginnings.items():
            if not _may_begin(*begins, *key):
                continue
            for at in range(bisect_left(places, (window.start, 0)), bisect_left(places, (window.stop, 0))):
                index, late = places[at]
                if index in skip or (late and weight < _HEAVY):
                    continue
                limit = min(len(self.words), index + _reach(name, self.words[index]))
                limit = next((i for i in range(index + 1, limit) if i in skip), limit)
                if least(sounds, reduce(or_, self._kinds[index:limit]), ceiling) >= ceiling:
                    continue
                match = self._kept_from(sounds, index, limit, late, ceiling)
                if match and (best is None or (match.cost, match.first) < (best.cost, best.first)):
                    best, ceiling = match, match.cost + _TIE
                    if not match.cost:
                        return best
        return best

    def _kept_from(self, name: Sounds, first: int, limit: int, skip: int, ceiling: float) -> Match | None:
        """As `_from`, which is asked once for each place whatever other words a search leaves out."""
        key = (name.text, name.weights, first, limit, skip)
        looked, found = self._aligned.get(key, (0.0, None))
        if looked < ceiling and found is None:
            found = self._from(name, first, limit, skip, ceiling)
            self._aligned[key] = (ceiling, found)
        return found if found and found.cost < ceiling else None

    def _from(self, name: Sounds, first: int, limit: int, skip: int, ceiling: float) -> Match | None:
        """The best match that begins at the sound `skip` of the word `first` and costs less than `ceiling`."""
        column = start(name, ceiling)
        best: Match | None = None
        late = _LATE if skip else 0.0
        begin = self.words[first].start + (self._heard[first].ends[skip - 1] if skip else 0)
        for index in range(first, limit):
            before = self._heard[index - 1].text[-1:] if index > first else ""
            ended = NOTHING
            stops = self._stops(index, name, column, before, skip if index == first else 0, ceiling)
            for end, penalty, column in stops:
                cost = last(name, column) + penalty + late
                if cost < ceiling:
                    ceiling = cost
                    span = Span(begin, self.words[index].start + end)
                    best = Match(cost, cost / name.weight, name.weight, span, first, index)
                if not penalty:
                    ended = cheapest(ended, column)
            if not ended[1] or min(ended[1]) >= ceiling:
                break
            column = ended
        return best

    def _stops(
        self, at: int, name: Sounds, column: Column, before: str, skip: int, ceiling: float
    ) -> Iterator[tuple[int, float, Column]]:
        """(letters heard, penalty, column) wherever a name may end in the word `at`; `before` is the sound it follows,
        the first `skip` sounds are not heard, and nothing is once all costs reach `ceiling`.
        """
        word, heard = self.words[at], self._heard[at]
        for index in range(skip, len(heard.text)):
            sound, weight = heard.text[index], heard.weights[index]
            doubled = index == 0 and sound == before
            column = step(name, column, sound, _DOUBLED if doubled else weight, ceiling)
            if not column[1]:
                return
            end = heard.ends[index]
            if index + 1 == len(heard.text):
                yield len(word.bare), 0.0, column
            elif heard.ends[index + 1] != end and _HANGUL[0] <= word.text[end - 1] <= _HANGUL[1]:
                yield end, 0.0 if korean.follows(word.text[end:], word.text[:end]) else _JOINED, column


def _reach(name: Sequence[str], word: Word) -> int:
    """How many words the name may be in the script of `word`: Hangul writes no more than other scripts do."""
    hangul = _HANGUL[0] <= word.text[0] <= _HANGUL[1]
    return len(name) if hangul else len(name) + (2 if _HANGUL[0] <= name[0][0] <= _HANGUL[1] else 1)


def _starts(word: Word, heard: Sounds) -> Iterator[int]:
    """Where in `heard` a name may begin: at its start, and in Hangul, which writes names together, at each syllable."""
    if heard.text:
        yield 0
    if len(word.text) > 2 and _HANGUL[0] <= word.text[0] <= _HANGUL[1]:
        for index in range(1, len(heard.text)):
            if heard.ends[index] != heard.ends[index - 1]:
                yield index


def _firm(text: str, weights: Sequence[float], at: int) -> str:
    """The first sound from `at` that is not lost easily; the first of all where there is none."""
    return next((text[i] for i in range(at, len(text)) if weights[i] > _LIGHT), text[at])


@lru_cache(maxsize=8192)
def _may_begin(own: str, own_firm: str, size: int, other: str, other_firm: str) -> bool:
    """Whether a name of `size` sounds and a word begin so that one may be the other in another script."""
    if likeness(own, other) <= _DEAR:
        return True
    if own == own_firm and other == other_firm:
        return False
    return likeness(own_firm, other_firm) <= _DEAR or size < _SHORT


@lru_cache(maxsize=8192)
def _joined(name: tuple[str, ...]) -> Sounds:
    """The words of a name as one; a sound that two words share where they meet weighs next to nothing."""
    parts = [sounds_of(word) for word in name]
    text = "".join(part.text for part in parts)
    weights = [weight for part in parts for weight in part.weights]
    if text[:1] == "l" and len(name) > 1 and korean_surname(name[0]):
        weights[0] = _LIQUID
    for index in range(1, len(text)):
        if text[index] == text[index - 1]:
            weights[index] = _DOUBLED
    return Sounds(text, tuple(weights), tuple(range(1, len(text) + 1)))
