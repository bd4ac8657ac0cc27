"""How the press of each language writes a number, and changing the way a Korean text writes its numbers."""

import re
from enum import StrEnum
from fractions import Fraction

from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.figures import Kind, Origin
from newsbrief_models.types import Language

_NO_BREAK = "\u00a0"
_MYRIADS = ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, ""))
_WORDS = {
    Language.EN: ((10**12, " trillion"), (10**9, " billion"), (10**6, " million")),
    Language.RU: ((10**12, " трлн"), (10**9, " млрд"), (10**6, " млн"), (10**3, " тыс.")),
}
_KOREAN_NUMERAL = re.compile(r"\d[\d,]{0,30}(?:\.\d{1,9})?(?:[천만억조][\d,]{0,30}){0,8}")
_COUNTS = (Kind.NUMBER, Kind.MONEY, Kind.MEASURE)  # years, dates, times and shares are written one way only


class NumberStyle(StrEnum):
    """How Korean news writes a number."""

    YONHAP = "yonhap"  # 1만5천, 7천890
    MYRIAD = "myriad"  # 1만5000, 7890
    DIGITS = "digits"  # 15,000; from 100 million on with 억 and 조


def written(value: Fraction, language: Language, style: NumberStyle = NumberStyle.YONHAP) -> str | None:
    """`value` >= 0 in digits as the press of `language` writes it; None when it has no short exact form."""
    if value < 0:
        return None
    if language is Language.KO:
        return _korean(value, style)
    for size, word in _WORDS[language]:
        decimals = 10 if size == 10**3 else 100  # 4,7 тыс. but 41 650; 1,25 млн
        if value >= size and (value / size * decimals).denominator == 1:
            return f"{_decimal(value / size, language)}{word}"
    return _decimal(value, language)


def restyle(text: str, style: NumberStyle) -> str:
    """A Korean `text` with its counts, sums and measures of a thousand and more written in `style`."""
    pieces, position = [], 0
    for figure in figures.read(text, Language.KO):
        if (
            figure.kind not in _COUNTS
            or figure.origin is not Origin.DIGITS
            or not isinstance(figure.value, Fraction)
        ):
            continue
        numeral = _KOREAN_NUMERAL.search(figure.surface)
        shown = written(figure.value, Language.KO, style) if figure.value >= 1000 else None
        if numeral is None or shown is None:
            continue
        start = figure.span.start + numeral.start()
        pieces += [text[position:start], shown]
        position = figure.span.start + numeral.end()
    return "".join([*pieces, text[position:]])


def _korean(value: Fraction, style: NumberStyle) -> str | None:
    whole, rest = divmod(value, 1)
    if rest:
        if value < 10**4:
            return _decimal(value, Language.KO)
        return None
    if style is NumberStyle.DIGITS and whole < 10**8:
        return f"{int(whole):,}"
    groups, left = [], int(whole)
    for size, word in _MYRIADS:
        group, left = divmod(left, size)
        if group:
            groups.append(_group(group, style) + word)
    return "".join(groups) or "0"


def _group(group: int, style: NumberStyle) -> str:
    """Below ten thousand (or a first group of any size): 5천, 5000 or 5,000."""
    if style is NumberStyle.DIGITS:
        return f"{group:,}"
    thousands, rest = divmod(group, 1000)
    if style is NumberStyle.MYRIAD or not 0 < thousands < 10:
        return str(group)
    return f"{thousands}천{rest or ''}"


def _decimal(value: Fraction, language: Language) -> str | None:
    """With at most three decimals; None when that is not exact."""
    thousandths = value * 1000
    if thousandths.denominator != 1:
        return None
    whole, decimals = divmod(int(thousandths), 1000)
    tail = f"{decimals:03}".rstrip("0")
    if language is Language.RU:
        grouped = f"{whole:,}".replace(",", _NO_BREAK) if whole >= 10_000 else str(whole)
        return f"{grouped},{tail}" if tail else grouped
    return f"{whole:,}.{tail}" if tail else f"{whole:,}"
