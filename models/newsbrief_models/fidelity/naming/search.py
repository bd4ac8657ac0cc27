"""Looks for a name in a text of another language by its sound."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsbrief_models.fidelity.naming.phonetics import Sounds, likeness, sounds_of, start, step
from newsbrief_models.fidelity.naming.tokens import Word, korean_surname
from newsbrief_models.terms import korean
from newsbrief_models.types import Span

_HANGUL = ("가", "힣")
_WINDOW = 120  # words to either side of where a name should stand
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
    """A stretch of a text that sounds like a name: what the likeness costs, 0 for the same, and as a share of the name's weight."""

    cost: float
    share: float
    weight: float
    span: Span
    first: int  # index of its first word
    last: int


class Text:
    """A text whose words can be searched by sound. Each search takes time linear in the window."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words

    def find(self, name: Sequence[str], around: float, *, skip: frozenset[int] = frozenset()) -> Match | None:
        """The stretch most like `name`, a word or several, near the place `around` (0 to 1) of the text."""
        sounds = _joined(tuple(name))
        if not sounds.text or not self.words:
            return None
        middle = int(around * len(self.words))
        begin, end = max(0, middle - _WINDOW), min(len(self.words), middle + _WINDOW)
        best: Match | None = None
        for index in range(begin, end):
            if index in skip:
                continue
            limit = min(len(self.words), index + _reach(name, self.words[index]))
            limit = next((i for i in range(index + 1, limit) if i in skip), limit)
            match = self._at(sounds, index, limit)
            if match and (best is None or match.cost < best.cost):
                best = match
        return best

    def _at(self, name: Sounds, first: int, limit: int) -> Match | None:
        """The best match that begins in the word `first`: where it begins, or in Korean, where names are written together,
        at a later syllable too.
        """
        heard = self.words[first].sounds
        best: Match | None = None
        for skip in _starts(self.words[first], heard, name):
            if not _may_begin(name, heard.text[skip:], heard.weights[skip:]):
                continue
            match = self._from(name, first, limit, skip)
            if match and (best is None or match.cost < best.cost):
                best = match
        return best

    def _from(self, name: Sounds, first: int, limit: int, skip: int) -> Match | None:
        column = start(name)
        best: Match | None = None
        ceiling = name.weight
        late = _LATE if skip else 0.0
        begin = self.words[first].start + (self.words[first].sounds.ends[skip - 1] if skip else 0)
        for index in range(first, limit):
            word = self.words[index]
            ended: list[float] | None = None
            before = self.words[index - 1].sounds.text[-1:] if index > first else ""
            for end, penalty, column in _stops(word, name, column, before, skip if index == first else 0):
                if column[-1] + penalty + late < ceiling:
                    ceiling = column[-1] + penalty + late
                    span = Span(begin, word.start + end)
                    best = Match(ceiling, ceiling / name.weight, name.weight, span, first, index)
                if not penalty:
                    ended = column if ended is None else list(map(min, ended, column))
            column = ended or column
            if min(column) >= ceiling:
                break
        return best


def _reach(name: Sequence[str], word: Word) -> int:
    """How many words the name may be in the script of `word`: Hangul writes no more than others do, others up to three."""
    hangul = _HANGUL[0] <= word.text[0] <= _HANGUL[1]
    return len(name) if hangul else len(name) + (2 if _HANGUL[0] <= name[0][0] <= _HANGUL[1] else 1)


def _starts(word: Word, heard: Sounds, name: Sounds) -> Iterator[int]:
    """Where in `heard` a name may begin."""
    if heard.text:
        yield 0
    if len(word.text) > 2 and _HANGUL[0] <= word.text[0] <= _HANGUL[1] and name.weight >= _HEAVY:
        for index in range(1, len(heard.text)):
            if heard.ends[index] != heard.ends[index - 1]:
                yield index


def _stops(
    word: Word, name: Sounds, column: list[float], before: str, skip: int
) -> Iterator[tuple[int, float, list[float]]]:
    """(letters heard, penalty, column) wherever a name may end in `word`; `before` is the sound it follows, and the
    first `skip` sounds are not heard.
    """
    heard = word.sounds
    for index in range(skip, len(heard.text)):
        sound, weight = heard.text[index], heard.weights[index]
        doubled = index == 0 and sound == before
        column = step(name, column, sound, _DOUBLED if doubled else weight)
        end = heard.ends[index]
        if index + 1 == len(heard.text):
            yield len(word.bare), 0.0, column
        elif heard.ends[index + 1] != end and _HANGUL[0] <= word.text[end - 1] <= _HANGUL[1]:
            yield end, 0.0 if korean.follows(word.text[end:], word.text[:end]) else _JOINED, column


def _may_begin(name: Sounds, text: str, weights: tuple[float, ...]) -> bool:
    """Whether the first consonants are such as one name may have in two scripts."""
    if likeness(name.text[0], text[0]) <= _DEAR:
        return True
    if name.weights[0] > _LIGHT and weights[0] > _LIGHT:
        return False
    one = next((s for s, w in zip(name.text, name.weights, strict=True) if w > _LIGHT), name.text[0])
    two = next((s for s, w in zip(text, weights, strict=True) if w > _LIGHT), text[0])
    return likeness(one, two) <= _DEAR or len(name.text) < _SHORT


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
