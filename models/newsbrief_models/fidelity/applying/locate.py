"""Finds how a translation renders a term wrongly: in another form, misspelt, or left in the source's letters."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsbrief_models.fidelity.naming.phonetics import sounds_of
from newsbrief_models.fidelity.naming.search import Match
from newsbrief_models.fidelity.naming.side import NAMED, Side
from newsbrief_models.fidelity.naming.tokens import calendar, ordinary, words_of
from newsbrief_models.terms import korean
from newsbrief_models.terms.entries import Entry, Kind, Strength
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

MISSPELT = 0.24  # how unlike a form of the term a stretch may sound and be it misspelt
_APART = 0.1  # how much worse the second best must be
_HEAVY = 1.5  # weight of sounds below which a likeness may be chance
_SURE = 0.15  # how unlike it may be when words of it are ordinary ones
_LONG = 4.5  # weight of a name that has no near namesakes
_NEAR = 0.16  # how unlike it may sound
_SHORT = 2  # letters of words that are not asked whether they are ordinary
_STEM = 3  # letters of a form that a word may share and be made from it
# Endings of Russian adjectives and inhabitants, which are made from names and right where they stand.
_MADE = re.compile(
    r"(?:ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)|(?:ец|ц[аыеу]|цев|ц[ае]м|цами|цах)|(?:ан|ян)(?:ин\w{0,2}|[еа]?\w?)|[йнчш]к[аиеу])$"
)
_VOWELS = frozenset("аеёийоуыэюя")
_HYPHENS = ("-", "\u2010", "\u2011")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Sought:
    """A term to find: the source's mention of it, what it is, and whether a user asked for it."""

    mention: Mention
    entry: Entry
    asked: bool


class Finder:
    """Looks in one target for other renderings of terms, outside the `taken` spans of right terms and other names."""

    def __init__(self, source: Side, target: Side, taken: Iterable[Span]) -> None:
        self._source = source
        self._target = target
        self._taken = set(target.indices(taken))
        self._begins = defaultdict[str, list[int]](list)  # indices of words by how they begin in one script
        for index, word in enumerate(target.words):
            self._begins[_beginning(word.text)].append(index)

    def take(self, span: Span) -> None:
        """No term may be found at `span` from now on."""
        self._taken.update(self._target.between(span))

    def find(self, sought: Sought, aliases: Iterable[Span]) -> Span | None:
        """The one stretch that renders the term otherwise: one of `aliases`, the source's own word, a misspelling."""
        for alias in aliases:
            if self.free(alias):
                return alias
        return self._left_over(sought) or self._misspelt(sought)

    def free(self, span: Span) -> bool:
        """Whether no other name has any of the words of `span`."""
        return self._taken.isdisjoint(self._target.between(span))

    def _left_over(self, sought: Sought) -> Span | None:
        """The source's own letters: Shoigu in a Russian or Korean sentence."""
        surface = sought.mention.span.of(self._source.text)
        text, low = self._target.text, surface.casefold()
        if surface.isascii() and not sought.asked and sought.entry.kind is Kind.ORGANIZATION:
            return None  # firms and agencies go by Latin names in every language: Kogas
        window = self._target.sounds.window(self._source.place(sought.mention.span))
        for index in self._begins.get(_beginning(surface), ()):
            if index not in window:
                continue
            start = self._target.words[index].start
            span = Span(start, start + len(surface))
            whole = span.of(text).casefold() == low and not _goes_on(text, span)
            if whole and self.free(span) and (sought.asked or not _among_latin(text, span)):
                return span
        return None

    def _misspelt(self, sought: Sought) -> Span | None:
        if sought.entry.kind not in NAMED:
            return None
        around = self._source.place(sought.mention.span)
        best: tuple[Match, list[str]] | None = None
        for names in self._spellings(sought):
            match = self._target.sounds.find(names, around, skip=self._taken, within=MISSPELT)
            if match and (best is None or match.share < best[0].share) and self._fits(match, names, sought):
                best = match, names
        if best is None:
            return None
        match, names = best
        words = frozenset(range(match.first, match.last + 1))
        within = min(MISSPELT, match.share + _APART)
        rival = self._target.sounds.find(names, around, skip=self._taken | words, within=within)
        return match.span if rival is None or rival.share == match.share + _APART else None

    def _spellings(self, sought: Sought) -> Iterator[list[str]]:
        texts = [sought.mention.span.of(self._source.text)]
        for language in (self._target.language, *Language):
            forms = [f for f in sought.entry.forms.get(language, ()) if f.strength is Strength.FULL]
            texts += [form.text for form in forms[:3]]
        for text in dict.fromkeys(texts):
            yield [word.bare for word in words_of(text)]

    def _fits(self, match: Match, names: list[str], sought: Sought) -> bool:
        """Whether the stretch may be a name, and this one: spelled with capitals or followed by particles, of no
        ordinary words, and not made from the name as adjectives and inhabitants are.
        """
        words = self._target.words[match.first : match.last + 1]
        surface = match.span.of(self._target.text)
        if match.weight < _HEAVY:
            return False
        if len(words) > len(names) + 1 or any(char.isdigit() for char in surface):
            return False
        common = match.share > _SURE and any(ordinary(word.bare) for word in words if len(word.bare) > _SHORT)
        if match.span.start != words[0].start or common:
            return False
        if self._target.language is Language.KO:
            rest = words[-1].text[match.span.end - words[-1].start :]
            forms = sought.entry.forms.get(Language.KO, ())
            spaced = surface.count(" ") > max((form.text.count(" ") for form in forms), default=0)
            if spaced or (rest and not korean.follows(rest, surface)):
                return False
        elif not words[0].capital:
            return False
        return sought.asked or (
            self._plain(match, sought.entry) and not self._made_from(surface, sought.entry)
        )

    def _plain(self, match: Match, entry: Entry) -> bool:
        """Whether a name that nobody asked for is safe to mend: a person's, or another of one long word, and no
        part of a longer name. Short places have near namesakes (Yeoncheon, Yeongcheon), bodies many names.
        """
        text, span = self._target.text, match.span
        near = (self._target.candidate_at.get(index) for index in range(match.first, match.last + 1))
        longer = any(c and (c.first < match.first or c.first + len(c.words) - 1 > match.last) for c in near)
        foreign = self._target.language is not Language.EN and text[span.start].isascii()
        if longer or foreign or text.endswith(_HYPHENS, 0, span.start):
            return False
        if entry.kind is Kind.PERSON:
            return self._target.language is not Language.KO or len(match.span.of(text)) > _SHORT
        name = [word.bare for word in words_of(entry.name(Language.EN) or "")]
        alike = len(name) == 1 and not ordinary(name[0]) and match.share <= _NEAR
        return alike and sounds_of(name[0]).weight >= _LONG

    def _made_from(self, surface: str, entry: Entry) -> bool:
        """Whether `surface` is a form cut short or an adjective: Baltic, 키르기스, Хельсинкский."""
        if entry.kind is Kind.PERSON:
            return False
        low = surface.casefold()
        own = entry.forms.get(self._target.language, ())
        forms = [form.text.casefold() for form in own if form.strength is Strength.FULL]
        if any(form.startswith(low) or low.startswith(form) or _declined(low, form) for form in forms):
            return True
        alike = [form for form in forms if form[:_STEM] == low[:_STEM]]
        own_ending = any(form[-_STEM:] == low[-_STEM:] for form in alike)
        return bool(alike) and not own_ending and _MADE.search(low) is not None


def strangers(side: Side) -> list[Span]:
    """Words of an English or Russian text that only a name would be written as, though they are ordinary ones."""
    if side.language is Language.KO:
        return []
    return [
        word.span
        for index, word in enumerate(side.words)
        if word.capital
        and not word.opens
        and not word.acronym
        and index not in side.known
        and ordinary(word.bare)
        and not calendar(word.bare)
    ]


def _beginning(word: str) -> str:
    """The letters of the word up to where the script changes, small: Shoigu of Shoigu가."""
    latin = word[0].isascii()
    cut = next((i for i, char in enumerate(word) if not char.isalpha() or char.isascii() != latin), len(word))
    hangul = next((i for i, char in enumerate(word[:cut]) if i and (char >= "가") != (word[0] >= "가")), cut)
    return word[:hangul].casefold()


def _goes_on(text: str, span: Span) -> bool:
    """Whether a word goes on at either end of `span` in the same script."""
    after = text[span.end : span.end + 1]
    return text[span.start - 1 : span.start].isalnum() or (
        after.isalnum() and after.isascii() == text[span.end - 1].isascii()
    )


def _among_latin(text: str, span: Span) -> bool:
    """Whether a Latin name is part of a longer one: Uzbekistan Airways."""
    beside = text[max(0, span.start - 2) : span.start].strip() + text[span.end : span.end + 2].strip()
    return text[span.start].isascii() and _LATIN.search(beside) is not None


def _declined(one: str, other: str) -> bool:
    """Whether two words differ in a last vowel alone: Кемерова is Кемерово, declined as some writers do."""
    return one[:-1] == other[:-1] and one[-1:] in _VOWELS and other[-1:] in _VOWELS
