"""Sentences of an article joined into one text, with its figures, names and words read once."""

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.figures import Figure
from newsbrief_models.fidelity.lexicon import Lexicon
from newsbrief_models.fidelity.naming.side import Side
from newsbrief_models.types import Language, Span

# Endings that a Russian name has by its case, long ones first.
_CASES = re.compile(
    r"(?<=..)(?:ами|ями|ого|его|ому|ему|ыми|ими|ой|ей|ою|ею|ом|ем|ым|им|ых|их|ый|ий|ая|яя|ую|юю|ое|ее|ые|ие|ах|ях|ам|ям"
    r"|а|я|у|ю|е|и|ы|о|ь|й)\Z"
)
_FLEETING = re.compile(r"(?<=..)[ео](?=[^аеиоуыэюя]\Z)")  # Павел, Павла
_PLURAL = 4  # letters of an English word that an "s" may be taken from


class Places:
    """Where each of `texts` stands when they are joined by spaces."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._starts = list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))

    def start(self, index: int) -> int:
        """Where the text at `index` begins."""
        return self._starts[index]

    def of(self, span: Span) -> tuple[int, Span]:
        """The index of the text in which `span` begins, and the span there."""
        index = bisect_right(self._starts, span.start) - 1
        return index, span.moved(-self._starts[index])


class Passage:
    """`texts` joined by spaces; `numbers` say which sentences of the article they are. Reads what it is asked for once.

    Reading takes time linear in the text's length.
    """

    def __init__(
        self,
        texts: Sequence[str],
        numbers: Iterable[int],
        language: Language,
        lexicon: Lexicon,
        reference: datetime.date | None,
    ) -> None:
        self.text = " ".join(texts)
        self.language = language
        self.numbers = tuple(numbers)
        self.reference = reference
        self.lexicon = lexicon
        self._places = Places(texts)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Its figures; dates are counted from the day of publication where that is known."""
        return figures.read(self.text, self.language, reference=self.reference)

    @cached_property
    def side(self) -> Side:
        """Its names."""
        return Side(self.text, self.language, self.lexicon.names, self.lexicon.glossary)

    def start(self, index: int) -> int:
        """Where its sentence at `index` begins."""
        return self._places.start(index)

    def place(self, span: Span) -> tuple[int, Span]:
        """The number of the sentence in which `span` begins, and the span there."""
        at, within = self._places.of(span)
        return self.numbers[at], within

    def says(self, word: str) -> bool:
        """Whether `word`, of the same language, stands in it: in any case in Russian, with any particle in Korean."""
        if self.language is Language.KO:
            return word in self.text
        return not self._words.isdisjoint(_forms(word, self.language))

    def says_together(self, one: str, other: str) -> bool:
        """Whether two words of the same language stand side by side in it."""
        if self.language is Language.KO:
            return f"{one} {other}" in self.text
        forms = _forms(one, self.language), _forms(other, self.language)
        return any((a, b) in self._pairs for a in forms[0] for b in forms[1])

    def names(self, span: Span) -> bool:
        """Whether a known name stands at `span`."""
        return not self._mentioned.isdisjoint(self.side.between(span))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(form for word in self.side.words for form in _forms(word.bare, self.language))

    @cached_property
    def _pairs(self) -> frozenset[tuple[str, str]]:
        forms = [_forms(word.bare, self.language) for word in self.side.words]
        return frozenset((a, b) for one, other in pairwise(forms) for a in one for b in other)

    @cached_property
    def _mentioned(self) -> frozenset[int]:
        return self.side.indices(mention.span for mention in self.side.mentions)


def _forms(word: str, language: Language) -> frozenset[str]:
    """What two forms of one word have in common, at least one."""
    low = word.casefold().replace("ё", "е").replace("’", "'").removesuffix("'s").removesuffix("'")
    if language is Language.EN:
        return frozenset({low, low.removesuffix("s")} if len(low) > _PLURAL else {low})
    stem = _CASES.sub("", low)
    return frozenset({low, stem, _FLEETING.sub("", stem)})
