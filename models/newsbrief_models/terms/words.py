"""Finds English and Russian terms in a text, word by word.

An index holds each term under the first letters of its words; a text's words are looked up the same way, and only
where that hits are a term's full forms (cases, plurals) worked out and compared. So 100,000 terms cost little to
index, and a text costs its words times the length of the longest term that begins alike (at most 12 words), whatever
the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsbrief_models.terms import russian
from newsbrief_models.terms.entries import Kind, Strength
from newsbrief_models.terms.mentions import Mention, Term, mention
from newsbrief_models.types import Language

MAX_WORDS = 12
_MAX_WORD = 60  # code points; no name has a longer word
_KEY = 3  # letters of a word that go into the key
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
_JOINTS = frozenset(" \u00a0\u2009\u202f\n-\u2010\u2011\u2013'’ʼ")
_SENTENCE_END = frozenset('.!?…:;\n«»“”"(—–•')
_OPTIONAL_TAILS = frozenset({".", "»"})  # N. Korea and N Korea; the plus of OPEC+ counts
_LOOSE = frozenset({Kind.ORGANIZATION, Kind.TITLE, Kind.WORK, Kind.COMMON})


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str  # normalised


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A term with what its words ask of the text."""

    term: Term
    parts: tuple[str, ...]  # its words as written
    tail: str  # what follows the last
    exact: bool  # capitals count

    @classmethod
    def of(cls, term: Term) -> "_Candidate":
        form = term.form
        found = list(_WORD.finditer(form.text))
        exact = form.exact_case or len(found) == 1 or term.entry.kind not in _LOOSE
        return cls(term, tuple(m[0] for m in found), form.text[found[-1].end() :], exact)


class WordIndex:
    """Terms of English or of Russian, to be found in texts. Immutable in effect: share it between threads."""

    def __init__(self, terms: Iterable[Term], language: Language) -> None:
        self._language = language
        self._groups: dict[str, list[Term] | dict[str, list[_Candidate]]] = {}
        self._reach: dict[str, int] = {}
        for term in terms:
            for key in self._keys(term):
                group = self._groups.setdefault(key, [])
                if isinstance(group, list):  # always so while building
                    group.append(term)
                first = key.split(" ", 1)[0]
                self._reach[first] = max(self._reach.get(first, 0), key.count(" ") + 1)

    def reach(self, first: str) -> int:
        """The most words of a term whose first word has the key `first`."""
        return self._reach.get(first, 0)

    def has(self, key: str) -> bool:
        """Whether any term has `key`."""
        return key in self._groups

    def lookup(self, key: str, surface: str) -> list[_Candidate]:
        """The terms that have `surface`, normalised words joined by spaces, among their forms."""
        group = self._groups.get(key)
        if group is None:
            return []
        if isinstance(group, list):
            expanded: dict[str, list[_Candidate]] = {}
            for term in group:
                candidate = _Candidate.of(term)
                for form in surfaces(term, self._language):
                    expanded.setdefault(form, []).append(candidate)
            self._groups[key] = group = expanded
        return group.get(surface, [])

    def _keys(self, term: Term) -> set[str]:
        words = normalised(term.form.text)
        if not words or len(words) > MAX_WORDS:
            return set()
        code = term.form.inflection
        if (
            self._language is Language.RU
            and code != "indecl"
            and (any(c in code for c in "=:/") or _short(words))
        ):
            return {_key(surface.split(" ")) for surface in surfaces(term, self._language)}
        return {_key(words)}


def find(text: str, indexes: tuple[WordIndex, ...], *, inner: bool = False) -> Iterator[Mention]:
    """The mentions in `text`, leftmost and longest first, none overlapping; of equals those of earlier `indexes`.

    `inner` leaves out a mention that is all of `text`.
    """
    words = [_Word(m.start(), m.end(), _fold(m[0][:_MAX_WORD])) for m in _WORD.finditer(text)]
    keys = [word.text[:_KEY] for word in words]
    most = len(words) - inner
    at = 0
    while at < len(words):
        known = any(index.reach(keys[at]) for index in indexes)
        found = _longest(text, indexes, words, keys, at, most) if known else None
        if found is None:
            at += 1
            continue
        size, hit = found
        yield hit
        at += size


def _longest(
    text: str, indexes: tuple[WordIndex, ...], words: list[_Word], keys: list[str], at: int, most: int
) -> tuple[int, Mention] | None:
    reach = max(index.reach(keys[at]) for index in indexes)
    for size in range(min(reach, most, len(words) - at), 0, -1):
        key = " ".join(keys[at : at + size])
        for index in indexes:
            if not index.has(key):
                continue
            run = words[at : at + size]
            terms = index.lookup(key, " ".join(word.text for word in run))
            ends = [(end, c.term) for c in terms if (end := _end(c, text, run)) is not None]
            if ends:
                last = max(end for end, _ in ends)
                return size, mention(run[0].start, last, [term for end, term in ends if end == last])
    return None


def _end(candidate: _Candidate, text: str, run: list[_Word]) -> int | None:
    """Where the term ends in the text; None where joints or capitals are not such as it may have."""
    form = candidate.term.form
    for left, right in pairwise(run):
        joint = text[left.end : right.start]
        if len(joint) > 3 or not all(c in _JOINTS or c in form.text for c in joint):
            return None
    if form.inside_only and _opens_sentence(text, run[0].start):
        return None
    for part, word in zip(candidate.parts, run, strict=False):
        if not _case_fits(part, text[word.start : word.end], candidate.exact):
            return None
    end = run[-1].end
    if text.startswith(candidate.tail, end):
        return end + len(candidate.tail)
    return end if candidate.tail in _OPTIONAL_TAILS else None


def _case_fits(part: str, word: str, exact: bool) -> bool:
    if part.isupper() and len(part) > 1:  # an acronym: US is not us
        return word[: len(part)].isupper()
    if exact and part[0].isupper():
        return word[0].isupper()
    return True


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in _SENTENCE_END


def surfaces(term: Term, language: Language) -> set[str]:
    """Every way the term's form may read, normalised."""
    form = term.form
    if language is Language.RU:
        return {" ".join(normalised(text)) for text in russian.forms(form)}
    words = normalised(form.text)
    found = {" ".join(words)}
    if term.entry.kind in (Kind.COMMON, Kind.TITLE) or form.strength is Strength.DERIVED:
        found.add(" ".join([*words[:-1], _plural(words[-1])]))
        if "of" in words[1:]:
            head = words.index("of", 1) - 1
            found.add(" ".join([*words[:head], _plural(words[head]), *words[head + 1 :]]))
    return found


def normalised(text: str) -> list[str]:
    """The words of `text` without case, marks over letters (й stays, ё is е) and what joins them."""
    return [_fold(m[0]) for m in _WORD.finditer(text)]


def _fold(word: str) -> str:
    word = word.lower()
    if word.isascii():
        return word
    if "\u0430" <= word[0] <= "\u0451":
        return unicodedata.normalize("NFC", word).replace("ё", "е").replace("\u0301", "")
    marks = unicodedata.normalize("NFD", word)
    return "".join(c for c in marks if not unicodedata.combining(c)).replace("ı", "i").replace("ł", "l")


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    if word.endswith("man"):
        return word[:-2] + "en"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _key(words: list[str]) -> str:
    return " ".join(word[:_KEY] for word in words)


def _short(words: list[str]) -> bool:
    """Whether an ending may reach into the letters of the key."""
    return any(len(word) < _KEY + 2 for word in words)
