"""Puts other people into sentences: full names that stand undeclined, of like gender and like Korean ending."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..corpora import LANGUAGES, Corpus

_FULL = re.compile(r"\b([A-Z][a-z]+) ([A-Z][a-z]+)\b(?!['’]| [A-Z])")
# Surnames in these letters are the same for women and men in the nominative.
_EITHER = (*"оуиеэюыё", "ер", "ль", "нг", "тт", "рд", "сон", "ман", "кс", "рт", "нд", "тер", "лл")


@dataclass(frozen=True)
class Person:
    """A full name in the three languages, the Russian one in the nominative."""

    en: str
    ko: str
    ru: str

    def form(self, lang: str) -> str:
        return str(getattr(self, lang))


def batchim(word: str) -> str:
    """What Korean particles after the word depend on: a vowel, ㄹ or another consonant."""
    code = ord(word[-1]) - 0xAC00
    if not 0 <= code < 11172:
        return "?"
    final = code % 28
    return "vowel" if final == 0 else "l" if final == 8 else "consonant"


_INITIALS = (
    "g",
    "gg",
    "n",
    "d",
    "dd",
    "l",
    "m",
    "b",
    "bb",
    "s",
    "ss",
    "-",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
)
_LETTERS = {
    "g": "gkcq", "n": "n", "d": "dt", "l": "lr", "m": "m", "b": "bvpw", "s": "scz", "-": "aeiouywhj",
    "j": "jzgsx", "ch": "ct", "k": "kcqg", "t": "tc", "p": "pfv", "h": "hfjgxw",
}  # fmt: skip


def same_order(person: Person) -> bool:
    """Whether the Korean name has the order of the English one, by how its parts begin."""
    english, korean = person.en.lower().split(), person.ko.split()
    if len(english) != len(korean):
        return False
    for latin, hangul in zip(english, korean, strict=True):
        initial = _INITIALS[max(0, ord(hangul[0]) - 0xAC00) // 588 % 19]
        if latin[0] not in _LETTERS.get(initial, ""):
            return False
    return True


class Genders:
    """The gender of Russian first names, learnt from the surnames they stand with."""

    def __init__(self, names: Iterable[str]) -> None:
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for name in names:
            first, _, last = name.partition(" ")
            if last.endswith(("ова", "ева", "ёва", "ская", "цкая")):
                counts[first][0] += 1
            elif last.endswith(("ов", "ев", "ёв", "ский", "цкий")):
                counts[first][1] += 1
        self._female = {n for n, (f, m) in counts.items() if f > 1 and m == 0}
        self._male = {n for n, (f, m) in counts.items() if m > 1 and f == 0}

    def of(self, name: str) -> str:
        first = name.partition(" ")[0]
        return "f" if first in self._female else "m" if first in self._male else "?"


def people(corpora: list[Corpus]) -> list[Person]:
    """Names that the composed name lists have in all three languages."""
    english: dict[str, set[str]] = defaultdict(set)
    korean: dict[str, set[str]] = defaultdict(set)
    for corpus in corpora:
        if corpus.name == "names-synth":
            table = english if corpus.l1 == "en" else korean
            for other, ru in corpus.pairs:
                table[ru].add(other)
    return [
        Person(next(iter(english[ru])), next(iter(korean[ru])), ru)
        for ru in sorted(english)
        if len(english[ru]) == 1 and len(korean.get(ru, ())) == 1 and len(ru.split()) == 2
    ]


class Spellings:
    """The Korean and Russian spellings that each English name token has in the name lists."""

    def __init__(self, corpora: list[Corpus]) -> None:
        self.ko: dict[str, set[str]] = defaultdict(set)
        self.ru: dict[str, set[str]] = defaultdict(set)
        for corpus in corpora:
            if corpus.name not in ("names", "nametokens", "names-synth") or corpus.l1 != "en":
                continue
            table = self.ko if corpus.l2 == "ko" else self.ru
            for en, other in corpus.pairs:
                parts, others = en.split(), other.split()
                if len(parts) == len(others):
                    for part, spelled in zip(parts, others, strict=True):
                        table[part].add(spelled)

    def find(self, english: str, lines: dict[str, str]) -> Person | None:
        """The person of an English full name, if both other texts have a listed spelling of it, undeclined."""
        spelled = {}
        for lang, table in (("ko", self.ko), ("ru", self.ru)):
            first, last = (table.get(part, set()) for part in english.split())
            forms = [f"{a} {b}" for a in first for b in last if f"{a} {b}" in lines[lang]]
            if len(forms) != 1:
                return None
            spelled[lang] = forms[0]
        return Person(english, spelled["ko"], spelled["ru"])


class Cast:
    """Composes people to take the place of others: first names by gender, surnames that suit either."""

    def __init__(self, known: list[Person], spellings: Spellings) -> None:
        self._spellings = spellings
        self._genders = Genders(p.ru for p in known)
        self._firsts: dict[str, list[Person]] = defaultdict(list)
        self._lasts: dict[tuple[str, str], list[Person]] = defaultdict(list)
        for person in known:
            if not _FULL.fullmatch(person.en) or not same_order(person):
                continue
            gender = self._genders.of(person.ru)
            if gender != "?":
                self._firsts[gender].append(person)
                shared = person.ru.endswith(_EITHER)
                for g in ("f", "m") if shared else (gender,):
                    self._lasts[g, batchim(person.ko)].append(person)

    def other(self, person: Person, rng: random.Random) -> Person | None:
        """An invented person of the same gender whose Korean name takes the same particles."""
        gender = self._genders.of(person.ru)
        firsts, lasts = self._firsts.get(gender), self._lasts.get((gender, batchim(person.ko)))
        if not firsts or not lasts:
            return None
        a, b = rng.choice(firsts), rng.choice(lasts)
        return Person(*(f"{a.form(g).split()[0]} {b.form(g).split()[1]}" for g in LANGUAGES))

    def substitute(self, lines: dict[str, str], rng: random.Random) -> dict[str, str] | None:
        """The sentence with its people replaced; None where it has none that can be."""
        changed = dict(lines)
        for match in _FULL.finditer(lines["en"]):
            person = self._spellings.find(match[0], changed)
            if not person or any(not _stands_free(changed[g], person.form(g), g) for g in LANGUAGES):
                continue
            other = self.other(person, rng)
            if other:
                changed = {g: changed[g].replace(person.form(g), other.form(g)) for g in LANGUAGES}
        return changed if changed != lines else None


def _stands_free(text: str, name: str, lang: str) -> bool:
    """Whether the name is there once, and not as a part of a longer (declined) word."""
    after = "" if lang == "ko" else r"(?!\w)"
    return len(re.findall(rf"(?<!\w){re.escape(name)}{after}", text)) == 1
