"""Adds up number words: two hundred (and) fifty-one thousand."""

from fractions import Fraction

_THOUSAND = 1000
_BEYOND = 10**18  # no scale word is as large


class Sum:
    """Takes number words from the left and refuses one that would not continue the same number."""

    def __init__(self) -> None:
        self.done = Fraction(0)  # what scale words of a thousand and more have closed
        self.open: Fraction | None = None
        self.size = _BEYOND

    def add(self, value: Fraction) -> bool:
        """Adds a word below a thousand; False when the number has a word of that rank already."""
        if self.open is None:
            self.open = value
            return True
        if self.open <= 0 or value <= 0 or self.open.denominator != 1:
            return False
        rank = 1000 if value >= 100 else 100 if value >= 10 else 10
        if self.open % rank or (rank == 10 and self.open % 100 == 10):
            return False
        self.open += value
        return True

    def scale(self, size: int) -> bool:
        """Multiplies by a scale word; False when there is nothing to multiply or a smaller one went before."""
        too_large = (
            size >= self.size if size >= _THOUSAND else self.open is not None and self.open >= _THOUSAND
        )
        if self.open is None or too_large:
            return False
        self.open *= size
        if size >= _THOUSAND:
            self.done, self.open, self.size = self.done + self.open, None, size
        return True

    def add_part(self, part: Fraction, size: int) -> None:
        """Adds a fraction: of one while a number is open, else of the last scale word, `size`: a million and a half."""
        self.open = (self.open or 0) + part * (size if self.open is None else 1)

    @property
    def value(self) -> Fraction:
        """The number so far."""
        return self.done + (self.open or 0)
