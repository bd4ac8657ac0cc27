"""Reads this package's tables, tab-separated with a header line, and rewrites words by those made of fragments."""

from collections.abc import Iterable
from functools import cache
from importlib import resources

_DATA = resources.files("newsbrief_models.names") / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/<name>.tsv`` by the names in its first line; lines at ``#`` are comments."""
    lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(dict(zip(header, cells, strict=True)) for cells in body)


class Rewriter:
    """Writes a word in other letters, fragment by fragment: the longest that fits first, then the narrower place.

    A rule holds at the `start` or `end` of the word, after a `vowel`, or `any`where. Linear in the word's length.
    """

    _PLACES = ("start", "end", "vowel", "any")

    def __init__(self, rules: Iterable[tuple[str, str, str]], vowels: str) -> None:
        self._rules = {(fragment, place): text for fragment, place, text in rules}
        self._longest = max(len(fragment) for fragment, _ in self._rules)
        self._vowels = frozenset(vowels)

    def rewrite(self, word: str) -> str | None:
        """`word`, in lower case, rewritten; None when it holds something no rule covers."""
        parts: list[str] = []
        at = 0
        while at < len(word):
            found = self._rule(word, at)
            if found is None:
                return None
            size, text = found
            parts.append(text)
            at += size
        return "".join(parts)

    def _rule(self, word: str, at: int) -> tuple[int, str] | None:
        for size in range(min(self._longest, len(word) - at), 0, -1):
            fragment = word[at : at + size]
            holds = {
                "start": at == 0,
                "end": at + size == len(word),
                "vowel": at > 0 and word[at - 1] in self._vowels,
                "any": True,
            }
            for place in self._PLACES:
                if holds[place] and (text := self._rules.get((fragment, place))) is not None:
                    return size, text
        return None


def cased(text: str, like: str) -> str:
    """`text` with the case of the word `like`: all capitals, a first capital, or none."""
    if len(like) > 1 and like.isupper():
        return text.upper()
    return text[:1].upper() + text[1:] if like[:1].isupper() else text
