"""Tells whether a text names a known organisation in other words: most of those of one of its names, or by sound."""

from functools import lru_cache

from newsbrief_models.fidelity.naming.search import Match
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.fidelity.naming.tokens import beginning, ordinary, vague, words_of
from newsbrief_models.terms.entries import Form, Strength
from newsbrief_models.terms.hangul import compact
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

ECHO = 0.2  # how unlike a known form a stretch may sound and still be it
_HEARD = 2.5  # weight of a name that can be told by its sound; acronyms are written, not heard
_COVERED = 0.66  # share of a name's words that make it
_FEWEST = 2  # words of a name that can be told by its words
_SHORTEST = 4  # syllables of a Korean name that can be told by its pairs of syllables
_SOUNDED = 3  # words of a name that may be written by its sound
_FORMS = 8  # forms of an entry that are looked for


def rendered(mention: Mention, side: Side, other: Side) -> Span | None:
    """Where `other` names what `mention`, an organisation, names in `side`; None where it does not."""
    around = side.place(mention.span)
    forms = [form for entry in mention.entries for form in entry.forms.get(other.language, ())][:_FORMS]
    for form in forms:
        span = _covered(form, other, around)
        if span:
            return span
    taken = other.certain(mention.entry.kind)
    surface = mention.span.of(side.text)
    for text in (surface, *(form.text for form in forms if form.strength is Strength.FULL)):
        names = _heard(text)
        match = other.sounds.find(names, around, skip=taken, within=ECHO) if names else None
        if match and match.weight >= _HEARD and _name(match, other):
            return match.span
    return None


@lru_cache(maxsize=8192)
def _heard(name: str) -> tuple[str, ...]:
    """The words of a name that may be written by its sound in other letters; none of one made of ordinary words."""
    words = tuple(word.bare for word in words_of(name))
    return words if len(words) <= _SOUNDED and not all(map(ordinary, words)) else ()


def _name(match: Match, other: Side) -> bool:
    """Whether the stretch can be a name: with a capital, in Korean no ordinary word."""
    word = other.words[match.first]
    return not ordinary(word.bare) if other.language is Language.KO else word.capital


def _covered(form: Form, other: Side, around: float) -> Span | None:
    """The first of the words of `form` that the text has near `around`, if it has most of them."""
    wanted = _parts(form.text, other.language)
    if len(wanted) < _FEWEST:
        return None
    window = other.sounds.window(around)
    places = [place for part in wanted if (place := other.begins_in(part, window)) is not None]
    if len(places) < _FEWEST or len(places) < _COVERED * len(wanted):
        return None
    return other.words[min(places)].span


@lru_cache(maxsize=16384)
def _parts(name: str, language: Language) -> frozenset[str]:
    """What a name is told by: how its words begin, in Korean its pairs of syllables."""
    if language is Language.KO:
        whole = compact(name)
        pairs = {whole[i : i + 2] for i in range(len(whole) - 1)} - vague()
        return frozenset(pairs) if len(whole) >= _SHORTEST else frozenset()
    return frozenset(beginning(word.text) for word in words_of(name) if len(word.text) > 2) - vague()
