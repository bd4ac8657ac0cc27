"""One side of a comparison of names: a text with its words, its gazetteer mentions and its other candidates."""

from dataclasses import dataclass
from functools import cached_property

from newsbrief_models.fidelity.naming import kin, korean_names
from newsbrief_models.fidelity.naming.candidates import Candidate, candidates
from newsbrief_models.fidelity.naming.search import Text
from newsbrief_models.fidelity.naming.tokens import Word, words_of
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.matcher import Matcher
from newsbrief_models.terms.mentions import Mention
from newsbrief_models.types import Language, Span

_HOME = ("우리", "국내", "정부")  # what Korean news says for South Korea
NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANIZATION})


class Side:
    """A text to compare by its names. Everything is worked out once, when first asked for."""

    def __init__(self, text: str, language: Language, matcher: Matcher, extra: Matcher | None) -> None:
        self.text = text
        self.language = language
        self.mentions = matcher.find(text, language, extra)
        self._certain: dict[Kind, frozenset[int]] = {}

    @cached_property
    def named(self) -> tuple[Mention, ...]:
        """Mentions of persons, places and organisations, without those that are part of an unknown name: Рим in Ли Гван Рим."""
        return tuple(m for m in self.mentions if m.entry.kind in NAMED and m not in self._hidden)

    @cached_property
    def _hidden(self) -> list[Mention]:
        spans = [c.span for c in self.candidates if c.korean or len(c.words) > 1]
        return [
            m for m in self.mentions if any(s.start <= m.span.start and m.span.end <= s.end for s in spans)
        ]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return words_of(self.text)

    @cached_property
    def sounds(self) -> Text:
        return Text(self.words)

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be names that the gazetteer does not know."""
        weak = {m.span.start for m in self.mentions if m.strength is Strength.WEAK and m.entry.kind is Kind.PERSON}
        if self.language is Language.KO:
            found = korean_names.candidates(self.words, self.known)
        else:
            found = candidates(self.words, self.mentions)
        return [c for c in found if len(c.words) > 1 or c.span.start not in weak]

    @cached_property
    def idents(self) -> frozenset[str]:
        """The ids of all entries that may be meant somewhere in the text, and of those that stand for them."""
        hidden = self._hidden
        found = kin.told(e for m in self.mentions if m not in hidden for e in m.entries)
        home = self.language is Language.KO and any(word in self.text for word in _HOME)
        return found | {"place.south-korea"} if home else found

    def certain(self, kind: Kind) -> frozenset[int]:
        """Indices of words that are the full name of a known entity of this kind: they can be no other's."""
        if kind not in self._certain:
            spans = [m.span for m in self.mentions if m.strength is Strength.FULL and m.entry.kind is kind]
            self._certain[kind] = self.indices(spans)
        return self._certain[kind]

    @cached_property
    def known(self) -> frozenset[int]:
        """Indices of words within any mention that is not weak."""
        return self.indices([m.span for m in self.mentions if m.strength is not Strength.WEAK])

    def indices(self, spans: list[Span]) -> frozenset[int]:
        """The indices of the words that begin within `spans`, which are in order."""
        found: set[int] = set()
        at = 0
        for index, word in enumerate(self.words):
            while at < len(spans) and spans[at].end <= word.start:
                at += 1
            if at < len(spans) and spans[at].start <= word.start:
                found.add(index)
        return frozenset(found)

    def place(self, span: Span) -> float:
        """Where in the text `span` begins, 0 to 1."""
        return span.start / max(1, len(self.text))
