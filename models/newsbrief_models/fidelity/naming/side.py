"""One side of a comparison of names: a text with its words, its gazetteer mentions and its other candidates."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from newsbrief_models.fidelity.naming import kin, korean_names
from newsbrief_models.fidelity.naming.candidates import Candidate, candidates
from newsbrief_models.fidelity.naming.homographs import told
from newsbrief_models.fidelity.naming.search import Match, Text
from newsbrief_models.fidelity.naming.tokens import Word, beginning, body, words_of
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

_HOME = ("우리", "국내", "정부")  # what Korean news says for South Korea
NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION})


_LONGEST_KEPT = 2000  # code points of a text that is kept: a sentence's
_SHORT = frozenset({Kind.PERSON, Kind.ORGANIZATION})  # what news names in short at ease


class Side:
    """A text to compare by its names. Each thing is worked out once, when first asked for, in linear time."""

    def __init__(self, text: str, language: Language, matcher: Matcher, extra: Matcher | None = None) -> None:
        self.text = text
        self.language = language
        mentions = matcher.find(text, language, extra)
        self.mentions = tuple(told(text, mentions)) if language is Language.KO else mentions
        self._certain: dict[Kind, frozenset[int]] = {}

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The words of the text."""
        return words_of(self.text)

    @cached_property
    def sounds(self) -> Text:
        """The words, to be searched by sound."""
        return Text(self.words)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be names that the gazetteer does not know."""
        weak = {m.span.start for m in self.mentions if m.strength is Strength.WEAK and m.entry.kind in _SHORT}
        if self.language is Language.KO:
            found = korean_names.candidates(self.words, self.known)
        else:
            found = candidates(self.words, self.mentions)
        return [c for c in found if len(c.words) > 1 or c.span.start not in weak]

    @cached_property
    def candidate_at(self) -> dict[int, Candidate]:
        """The candidates by the indices of their words."""
        return {index: c for c in self.candidates for index in range(c.first, c.first + len(c.words))}

    @cached_property
    def clear(self) -> tuple[Mention, ...]:
        """The mentions but those within an unknown name of several words: Рим in Ли Гван Рим."""
        longer = {i for i, c in self.candidate_at.items() if c.korean or len(c.words) > 1}
        return tuple(
            m for m in self.mentions if not self.between(m.span) or self.between(m.span)[0] not in longer
        )

    @cached_property
    def named(self) -> tuple[Mention, ...]:
        """The clear mentions of persons, places and organisations."""
        return tuple(m for m in self.clear if m.entry.kind in NAMED)

    @cached_property
    def by_ident(self) -> dict[str, list[Mention]]:
        """The clear mentions by the ids of what they may name, in order."""
        found = defaultdict[str, list[Mention]](list)
        for mention in self.clear:
            for entry in mention.entries:
                found[entry.id].append(mention)
        return dict(found)

    @cached_property
    def by_kin(self) -> dict[str, list[Mention]]:
        """The clear mentions by the ids of what they may stand for, in order."""
        found = defaultdict[str, list[Mention]](list)
        for mention in self.clear:
            for ident in kin.related(mention.entries):
                found[ident].append(mention)
        return dict(found)

    @cached_property
    def idents(self) -> frozenset[str]:
        """The ids of all that the text tells of, in whatever form."""
        found = kin.related({entry for mention in self.clear for entry in mention.entries})
        # Which country's ministry an ambiguous name is of nobody says, but in Korean it is the own one.
        sure = self.language is Language.KO
        found |= kin.parts({m.entry for m in self.clear if sure or len(m.entries) == 1})
        home = self.language is Language.KO and any(word in self.text for word in _HOME)
        return found | {"place.south-korea"} if home else found

    @cached_property
    def _begins(self) -> dict[str, list[int]]:
        """The indices of words by how they begin, in Korean by each pair of syllables in them."""
        found = defaultdict[str, list[int]](list)
        for index, word in enumerate(self.words):
            if self.language is Language.KO:
                for at in range(len(word.text) - 1):
                    found[word.text[at : at + 2]].append(index)
            else:
                found[beginning(word.text)].append(index)
        return found

    def begins_in(self, part: str, window: range) -> int | None:
        """The first word of `window` that begins with `part`, or in Korean holds it."""
        places = self._begins.get(part, ())
        at = bisect_left(places, window.start)
        return places[at] if at < len(places) and places[at] < window.stop else None

    @cached_property
    def has_body(self) -> bool:
        """Whether some word, no part of a name, may stand for a ministry, court or force named elsewhere."""
        named = self.indices(mention.span for mention in self.mentions if mention.entry.kind in NAMED)
        return any(body(word.text) for index, word in enumerate(self.words) if index not in named)

    def certain(self, kind: Kind) -> frozenset[int]:
        """Indices of words that are the full name of a known entity of this kind: they can be no other's."""
        if kind not in self._certain:
            sure = (m.span for m in self.mentions if m.strength is Strength.FULL and m.entry.kind is kind)
            self._certain[kind] = self.indices(sure)
        return self._certain[kind]

    @cached_property
    def known(self) -> frozenset[int]:
        """Indices of words within any mention that is not weak."""
        return self.indices(m.span for m in self.mentions if m.strength is not Strength.WEAK)

    @cached_property
    def _starts(self) -> list[int]:
        return [word.start for word in self.words]

    def between(self, span: Span) -> range:
        """The indices of the words that begin within `span`."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def indices(self, spans: Iterable[Span]) -> frozenset[int]:
        """The indices of the words that begin within any of `spans`."""
        return frozenset(index for span in spans for index in self.between(span))

    def place(self, span: Span) -> float:
        """Where in the text `span` begins, 0 to 1."""
        return span.start / max(1, len(self.text))

    def names_of(self, match: Match) -> list[str]:
        """The words of a stretch found by its sound, in Korean without what follows the name."""
        words = self.words[match.first : match.last + 1]
        return [
            word.bare[: match.span.end - word.start] if self.language is Language.KO else word.bare
            for word in words
        ]

    def nearest(self, mentions: Iterable[Mention], place: float) -> Mention:
        """The one of `mentions`, at least one, that is nearest to `place`."""
        return min(mentions, key=lambda mention: abs(self.place(mention.span) - place))


def side_of(text: str, language: Language, matcher: Matcher, extra: Matcher | None = None) -> Side:
    """The side of `text`. That of a sentence is kept for a while: a source is read once for each target and for terms
    and names alike, and what was looked for in it once is not looked for again.
    """
    if len(text) > _LONGEST_KEPT:
        return Side(text, language, matcher, extra)
    return _kept(text, language, matcher, extra)


@lru_cache(maxsize=64)
def _kept(text: str, language: Language, matcher: Matcher, extra: Matcher | None) -> Side:
    return Side(text, language, matcher, extra)


def forget() -> None:
    """Drops the sides that are kept."""
    _kept.cache_clear()
