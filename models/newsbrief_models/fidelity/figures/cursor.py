"""A place-by-place view of an English or Russian text: its tokens, its table, and numbers in digits."""

import re
from dataclasses import dataclass
from fractions import Fraction

from newsbrief_models.fidelity.figures.figure import Origin
from newsbrief_models.fidelity.figures.tables import NOTHING, Table, Token, table_of, tokens_of
from newsbrief_models.types import Language

_LONGEST_DIGITS = 30  # a longer run is no quantity
_GROUPED = {
    Language.EN: re.compile(r"\d{1,3}(?:,\d{3}){1,8}(?!\d)"),
    Language.RU: re.compile(r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3}){1,8}(?!\d)"),
}
_LONGEST_PART = 14  # letters of a combining numeral: шестьдесяти
_DECIMAL_SIGNS = {Language.EN: ".", Language.RU: ",."}
_CLOSING = frozenset(",;:!?)]}»”’\"'…")  # signs that tie no word to the next
HYPHENS = frozenset("-‐‑")
DASHES = frozenset("-‐‑–—−∼~～")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from tokens; `next` is the token after it."""

    value: Fraction
    next: int
    origin: Origin = Origin.WORDS
    power: int | None = None  # given instead of a value for "dozens" and the like
    ordinal: bool = False
    part: bool = False  # a fraction: two-thirds, половина
    plain: bool = False  # digits without grouping, decimals, scale or ending, which may be a year
    scale: int = 1  # what its scale word multiplied by: million, тыс.


class Cursor:
    """The tokens of a text with the table of its language; places are indices of tokens."""

    def __init__(self, text: str, language: Language) -> None:
        self.text = text
        self.language = language
        self.tokens: list[Token] = tokens_of(text)
        self._lows = [token.low for token in self.tokens]
        self.numerals: dict[
            int, Numeral | None
        ] = {}  # what numeral_at found at a place, for several rules ask
        self._table: Table = table_of(language)
        self._entries = self._table.entries
        self._size = len(self._lows)

    def find(self, kind: str, at: int) -> tuple[str, int] | None:
        """The key of the longest phrase of `kind` at `at`, and the place after it."""
        if not 0 <= at < self._size:
            return None
        choices = self._entries.get(kind, NOTHING).get(self._lows[at])
        return self._table.choose(choices, self._lows, at) if choices else None

    def may_start(self, at: int) -> bool:
        """Whether a figure can begin at `at`: a digit, a known word, or the first two words of a known phrase."""
        low, table = self._lows[at], self._table
        if low in table.alone or low.isdecimal():
            return True
        following = self.low(at + 1)
        if (low, following) in table.pairs:
            return True
        if low in table.articles and (following in table.starts or following.isdecimal()):
            return True
        return self.language == Language.RU and table.begins("compound_start", low)

    def tied(self, at: int) -> bool:
        """Whether something that may be of a code is tied to the token at `at`: F-16, MiG-31."""
        return self.glued(at + 1) and self._lows[at + 1] not in _CLOSING

    def exact(self, kind: str, word: str) -> str | None:
        """The key of the one-token phrase `word` of `kind`."""
        return self._table.exact(kind, word)

    def longest(self, kind: str, word: str, start: int) -> tuple[str, int] | None:
        """The key of the longest one-token phrase of `kind` that `word` has at `start`, and the letter after it."""
        for end in range(min(len(word), start + _LONGEST_PART), start, -1):
            key = self._table.exact(kind, word[start:end])
            if key is not None:
                return key, end
        return None

    def low(self, at: int) -> str:
        """The folded token at `at`; empty outside the text."""
        return self._lows[at] if 0 <= at < self._size else ""

    def upper(self, at: int) -> bool:
        """Whether the token at `at` begins with a capital."""
        return 0 <= at < len(self.tokens) and self.tokens[at].text[0].isupper()

    def glued(self, at: int) -> bool:
        """Whether no space stands between the token at `at` and the one before it."""
        return 0 < at < len(self.tokens) and self.tokens[at].start == self.tokens[at - 1].end

    def hyphen(self, at: int) -> bool:
        """Whether the token at `at` is a hyphen that ties its neighbours into one word."""
        return self.low(at) in HYPHENS and self.glued(at) and self.glued(at + 1)

    def past_hyphen(self, at: int) -> int:
        """`at`, or the place after it when such a hyphen stands there."""
        return at + 1 if self.hyphen(at) else at

    def before(self, kind: str, at: int) -> bool:
        """Whether a phrase of `kind`, of three tokens at most, ends right before `at`."""
        entries = self._entries.get(kind, NOTHING)
        for start in range(max(0, at - 3), at):
            choices = entries.get(self._lows[start])
            found = self._table.choose(choices, self._lows, start) if choices else None
            if found and found[1] == at:
                return True
        return False

    def digits(self, at: int) -> Numeral | None:
        """Digits with their grouping and decimals: 15,000, 15 000, 1.2, 1,2. Other digits glued on make it None."""
        token = self.tokens[at] if at < len(self.tokens) else None
        if token is None or not token.text.isdecimal() or len(token.text) > _LONGEST_DIGITS:
            return None
        grouped = _GROUPED[self.language].match(self.text, token.start)
        literal, end = token.text, at + 1
        if grouped:
            literal = "".join(letter for letter in grouped.group() if letter.isdecimal())
            while end < len(self.tokens) and self.tokens[end].start < grouped.end():
                end += 1
        decimals = self._decimals(end)
        if decimals:
            return Numeral(Fraction(f"{literal}.{decimals}"), end + 2, Origin.DIGITS)
        return Numeral(Fraction(int(literal)), end, Origin.DIGITS, plain=not grouped)

    def _decimals(self, at: int) -> str:
        """The decimals that the sign at `at` begins; a second dot (17.06.2025) makes them none."""
        if self.low(at) not in _DECIMAL_SIGNS[self.language] or not (self.glued(at) and self.glued(at + 1)):
            return ""
        digits = self.low(at + 1)
        dotted = self.low(at + 2) == "." and self.glued(at + 3) and self.low(at + 3).isdecimal()
        return digits if digits.isdecimal() and len(digits) <= _LONGEST_DIGITS and not dotted else ""
