"""Finds Korean terms in a text, syllable by syllable.

A Korean name begins where a word begins, is written with or without its inner spaces, and is followed by particles
with no space. So spaces and middle dots are taken out of the text (and remembered), terms are looked up by their
length from each word's start, and what follows must be particles or the word's end. A text costs its words times the
few lengths of terms that begin alike.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from newsbrief_models.terms import korean
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.mentions import Mention, Term, mention
from newsbrief_models.terms.tables import rows

MAX_LENGTH = 80  # code points without spaces; Latin names of bodies are that long
_SPACES = frozenset(" \u00a0\u2009\u202f\t\n\r")
_DOTS = frozenset("·ㆍ‧・-\u2010\u2011")
_CLOSING = frozenset("”’」』》〉)]")
_LONGEST_RUN = 10  # syllables of particles after a name
_TELLING = 3  # a place's name this long hardly ever begins another word by chance; nor does a capital's
_FREE_SPACING = 4  # a term this long is known with a space in it where its row has none


class HangulIndex:
    """Korean terms to be found in texts. Immutable in effect: share it between threads."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms: dict[str, list[Term]] = {}
        lengths: dict[str, set[int]] = {}
        for term in terms:
            key = compact(term.form.text)
            if 0 < len(key) <= MAX_LENGTH:
                self._terms.setdefault(key, []).append(term)
                lengths.setdefault(key[:2], set()).add(len(key))
        self._lengths = {head: tuple(sorted(sizes, reverse=True)) for head, sizes in lengths.items()}

    def lengths(self, head: str) -> tuple[int, ...]:
        """The lengths of terms that begin with the two syllables `head`, or are it; longest first."""
        return self._lengths.get(head, ()) + (self._lengths.get(head[:1], ()) if len(head) > 1 else ())

    def lookup(self, key: str) -> list[Term]:
        """The terms that read `key`, spaces taken out."""
        return self._terms.get(key, [])


class _Text:
    """A text without its spaces and dots; `gap[i]` is what was taken out before the i-th code point left."""

    def __init__(self, text: str) -> None:
        chars: list[str] = []
        self.at: list[int] = []
        self.gap: list[str] = []
        gap = ""
        for position, char in enumerate(text):
            if char in _SPACES or char in _DOTS:
                gap = (gap + char)[-2:]
                continue
            chars.append(char)
            self.at.append(position)
            self.gap.append(gap)
            gap = ""
        self.chars = "".join(chars)

    def starts_word(self, index: int) -> bool:
        """Whether a word may begin here: not after a letter, nor right after a closing quote (“자유”이란)."""
        if index == 0 or self.gap[index]:
            return True
        before = self.chars[index - 1]
        if before.isalnum() or before in _CLOSING or before == "%":
            return False
        return not (
            before in "'\"" and index > 1 and not self.gap[index - 1] and self.chars[index - 2].isalnum()
        )

    def rest(self, index: int) -> str:
        """The letters from here to the end of the word, one more than ever fits at most."""
        end = index
        while end < len(self.chars) and end - index <= _LONGEST_RUN and self.chars[end].isalnum():
            if end > index and self.gap[end]:
                break
            end += 1
        return "" if end > index and self.gap[index] else self.chars[index:end]


def find(text: str, indexes: tuple[HangulIndex, ...], *, inner: bool = False) -> Iterator[Mention]:
    """The mentions in `text`, leftmost and longest first, none overlapping; of equals those of earlier `indexes`.

    `inner` leaves out a mention that is all of `text`.
    """
    folded = _Text(text)
    most = len(folded.chars) - inner
    at = 0
    while at < len(folded.chars):
        if not (folded.chars[at].isalnum() and folded.starts_word(at)):
            at += 1
            continue
        found = _longest(folded, indexes, at, most, joined=False)
        if folded.chars[at] in _affixes("before"):
            prefixed = _longest(folded, indexes, at + 1, most, joined=True)
            if prefixed and (found is None or prefixed[0] > found[0]):  # 주러시아 is not 주러
                found = prefixed
        if found is None:
            at += 1
            continue
        at, hit = found
        yield hit


def _longest(
    text: _Text, indexes: tuple[HangulIndex, ...], at: int, most: int, *, joined: bool
) -> tuple[int, Mention] | None:
    """The longest term, of `most` at most, that begins at `at`.

    `joined` says that a prefix stands before it (주러시아), which only a place's name takes.
    """
    head = text.chars[at : at + 2]
    sizes = sorted({size for index in indexes for size in index.lengths(head)}, reverse=True)
    for size in sizes:
        end = at + size
        if size > most or end > len(text.chars):
            continue
        key = text.chars[at:end]
        for index in indexes:
            terms = [term for term in index.lookup(key) if _fits(term, text, at, end, joined)]
            if terms:
                hit = mention(text.at[at], text.at[end - 1] + 1, terms)
                tied = joined or not _particles(text.rest(end), key, True)  # 주러시아, 러시아군
                if tied and hit.strength is Strength.FULL and hit.entry.kind is Kind.PLACE:
                    hit = Mention(hit.span, hit.terms, Strength.DERIVED)
                return end, hit
    return None


def _fits(term: Term, text: _Text, at: int, end: int, joined: bool) -> bool:
    """Whether the term's spacing and what follows allow it here."""
    own = _gaps(term.form.text)
    free = end - at >= _FREE_SPACING
    for index in range(at + 1, end):
        gap = text.gap[index]
        if gap and index - at not in own and not (free and len(gap) == 1 and index < end - 1):
            return False
    place = term.entry.kind is Kind.PLACE
    if joined and (not place or end - at < 2):
        return False
    rest = text.rest(end)
    if rest and text.chars[end - 1].isascii() and rest[0].isascii():
        return False
    name = text.chars[at:end]
    if place and rest and any((name + rest).startswith(word) for word in _other_words()):
        return False
    return _particles(rest, name, place) or (not any(text.gap[at + 1 : end]) and _compound(term, name, rest))


def _particles(rest: str, name: str, place: bool) -> bool:
    """Whether `rest` is particles and nothing else."""
    hangul = all("가" <= char <= "힣" for char in rest)
    return hangul and len(rest) <= _LONGEST_RUN and korean.follows(rest, name, country=place)


def _compound(term: Term, name: str, rest: str) -> bool:
    """Whether `name` and `rest` make one word that tells of the entry: 러시아군, 방북했다, 한미연합훈련."""
    if len(rest) > _LONGEST_RUN:
        return False
    if term.entry.kind is not Kind.PLACE:
        return bool(term.entry.parts) and any(rest.startswith(word) for word in _affixes("pair"))
    telling = len(name) >= _TELLING or (term.entry.seat_of and len(name) > 1)
    if telling or term.form.strength is Strength.DERIVED:
        return True
    return any(
        rest[:size] in _affixes("after") and (size > 1 or _particles(rest[size:], rest[:size], False))
        for size in range(1, 5)
    )


@cache
def _other_words() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("ko_other_words"))


@cache
def _affixes(place: str) -> frozenset[str]:
    return frozenset(row["affix"] for row in rows("ko_affixes") if row["place"] == place)


def _gaps(text: str) -> frozenset[int]:
    """Where in the compact form of `text` something was taken out."""
    found, size = [], 0
    for char in text:
        if char in _SPACES or char in _DOTS:
            found.append(size)
        else:
            size += 1
    return frozenset(found)


def compact(text: str) -> str:
    """`text` without spaces, dots and hyphens."""
    return "".join(char for char in text if char not in _SPACES and char not in _DOTS)
