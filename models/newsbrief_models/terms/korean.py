"""Korean particles after names: which of 은/는, 이/가, 을/를, 과/와, 으로/로 … one takes, and mending them in a text.

The rule is the Korean orthography's (한글 맞춤법, 표준어 규정): the form goes by the final sound of the word as read
aloud, ㄹ counting as a vowel before 로. Latin letters are read by name unless the table knows the word, digits in
Sino-Korean.
"""

from enum import StrEnum
from functools import cache

from newsbrief_models.terms.tables import rows
from newsbrief_models.types import Span

_FIRST, _LAST = 0xAC00, 0xD7A3
_RIEUL = 8  # index of ㄹ among the 28 final sounds
_BRACKET_REACH = 60  # code points; a longer bracket is not a gloss on the name before it


class End(StrEnum):
    """The final sound of a word."""

    CLOSED = "closed"  # a consonant
    OPEN = "open"  # a vowel
    RIEUL = "rieul"  # ㄹ


_SYMBOLS = {
    "%": End.OPEN,
    "％": End.OPEN,
    "$": End.OPEN,
    "℃": End.OPEN,
    "㎞": End.OPEN,
    "㎏": End.CLOSED,
    "+": End.OPEN,
}
_CLOSED_DIGITS, _RIEUL_DIGITS = "036", "178"  # 영, 삼, 육 (and 십, 백, 천, 만 of round numbers); 일, 칠, 팔
_LETTERS = {"l": End.RIEUL, "r": End.RIEUL, "m": End.CLOSED, "n": End.CLOSED}


def end_of(name: str) -> End:
    """The final sound of `name` as read in Korean; brackets and quotes at its end are not read."""
    name = _unbracketed(name)
    if not name:
        return End.OPEN
    last = name[-1]
    if _FIRST <= ord(last) <= _LAST:
        final = (ord(last) - _FIRST) % 28
        return End.OPEN if final == 0 else End.RIEUL if final == _RIEUL else End.CLOSED
    if last.isdecimal():
        return End.CLOSED if last in _CLOSED_DIGITS else End.RIEUL if last in _RIEUL_DIGITS else End.OPEN
    if last.isascii() and last.isalpha():
        return _latin(name)
    return _SYMBOLS.get(last, End.OPEN)


def attach(name: str, particle: str) -> str:
    """`name` with `particle` in the form it takes: ("쇼이구", "은") -> "쇼이구는".

    `particle` may be given in any of its forms (은, 는); one that does not alternate (에서) is put as it is.
    """
    row = _alternating().get(particle)
    return name + (row[end_of(name)] if row else particle)


def repair(text: str, span: Span, new_name: str) -> tuple[str, Span]:
    """`text` with `new_name` at `span` and the particle after it made to fit; also where the new name now stands.

    A particle behind a gloss in brackets, 쇼이구(러시아)는, goes by the name and is mended too.

    Raises:
        ValueError: `span` is not within `text`.
    """
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(f"span {span.start}..{span.end} is outside a text of {len(text)}")
    after = _particle_start(text, span.end)
    tail = text[after:]
    run = next((i for i, c in enumerate(tail[:12]) if not _FIRST <= ord(c) <= _LAST), min(len(tail), 12))
    fitted = _fit(tail[:run], end_of(new_name))
    middle = text[span.end : after]
    return text[: span.start] + new_name + middle + fitted + tail[run:], Span(
        span.start, span.start + len(new_name)
    )


def _particle_start(text: str, end: int) -> int:
    """Where the particle of a name that ends at `end` begins: there, or behind a closing quote or a bracketed gloss."""
    while text[end : end + 1] and text[end] in "'\"’”』」》>":
        end += 1
    if text[end : end + 1] == "(":
        close = text.find(")", end, end + _BRACKET_REACH)
        return close + 1 if close > 0 else end
    return end


def _fit(run: str, end: End) -> str:
    """The Hangul after a name, its first particle in the form that `end` asks for; anything else unchanged."""
    exact = _alternating().get(run)
    if exact:
        return exact[end]
    for size in range(min(len(run) - 1, 4), 0, -1):
        row = _alternating().get(run[:size])
        if row and continues(run[:size], run[size:]):
            return row[end] + run[size:]
    return run


def follows(run: str, name: str, *, country: bool = False) -> bool:
    """Whether `run`, the Hangul right after `name`, is made of particles alone; `country` bars 인 (미국인).

    A wrong form of a plain particle passes (쇼이구은: what repair is for); one of the copula does not, for 이란다 is no
    Iran.
    """
    if not run:
        return True
    tails = _tails(country, end_of(name))
    for size in range(min(len(run), 4), 0, -1):
        tail = tails.get(run[:size])
        if tail is not None and (size == len(run) or continues(run[:size], run[size:])):
            return True
    return False


def continues(particle: str, rest: str) -> bool:
    """Whether `rest` may stand right behind `particle`."""
    tail = _any_tails().get(particle, ".")
    return tail == "*" or (tail == "+" and rest in _auxiliaries())


def _unbracketed(name: str) -> str:
    name = name.rstrip(" '\"’”」』》>»")
    while name.endswith(")") and "(" in name:
        name = name[: name.rindex("(")].rstrip(" '\"’”」』》>»")
    return name


def _latin(name: str) -> End:
    start = len(name)
    while start and name[start - 1].isascii() and name[start - 1].isalpha():
        start -= 1
    word = name[start:]
    known = _readings().get(word.lower())
    if known:
        return known
    if word.isupper() or len(word) == 1:
        return _LETTERS.get(word[-1].lower(), End.OPEN)
    return _read_as_word(word.lower())


def _read_as_word(word: str) -> End:
    """A Latin word nobody has listed: by its last letters, as loanwords mostly come out (인터넷, 북, 톰, 모델)."""
    if word.endswith(("le", "l", "el")):
        return End.RIEUL
    if word.endswith(("m", "n", "ng", "me", "ne")):
        return End.CLOSED
    short = len(word) > 2 and word[-1] in "kptcb" and word[-2] in "aeiou" and word[-3] not in "aeiou"
    return End.CLOSED if short else End.OPEN


@cache
def _readings() -> dict[str, End]:
    return {row["name"].lower(): End(row["end"]) for row in rows("ko_readings")}


@cache
def _alternating() -> dict[str, dict[End, str]]:
    """Each form of a particle that alternates -> its form by final sound. 가 and 이 lead to the same row."""
    table: dict[str, dict[End, str]] = {}
    for row in rows("ko_particles"):
        forms = {end: row[end] for end in End}
        if len(set(forms.values())) > 1:
            for form in forms.values():
                table.setdefault(form, forms)
    return table


@cache
def _tails(country: bool, end: End) -> dict[str, str]:
    """Particle -> what may follow it, for nouns that end so."""
    return {
        row[form]: row["tail"]
        for row in reversed(rows("ko_particles"))
        for form in End
        if not (country and row["noun"] == "other") and (row[form] == row[end] or not _copula(row))
    }


@cache
def _any_tails() -> dict[str, str]:
    return {row[form]: row["tail"] for row in reversed(rows("ko_particles")) for form in End}


def _copula(row: dict[str, str]) -> bool:
    """이다/다, 이라/라 …: after a vowel without the 이, and then like many an ending. Not 이/가."""
    return row["closed"].startswith("이") and len(row["closed"]) > len(row["open"])


@cache
def _auxiliaries() -> frozenset[str]:
    return frozenset(row["auxiliary"] for row in rows("ko_auxiliaries"))
