"""Marks names in the source with the wanted target lemma, so that the model learns to obey a glossary.

`<t> Moscow <s> Москва </t>` stands for the bare word; the target keeps its own inflected form
(Bergmanis and Pinnis, 2021).
"""

from __future__ import annotations

import random
import re

OPEN, MIDDLE, CLOSE = "<t>", "<s>", "</t>"


def annotate(source: str, start: int, end: int, lemma: str) -> str:
    return f"{source[:start]}{OPEN} {source[start:end]} {MIDDLE} {lemma} {CLOSE}{source[end:]}"


def stem(word: str, lang: str) -> str:
    """What stays of a name when it is declined; Korean and English names stay whole."""
    if lang != "ru":
        return word
    last = word.split()[-1]
    cut = 2 if last.endswith(("ия", "ий", "ая", "ый", "ое", "ье")) else 1 if last[-1] in "аяйьоеы" else 0
    return word[: len(word) - cut]


class Glossary:
    """Names of one direction, found in a source by their form and in a target by their stem."""

    def __init__(self, pairs: list[tuple[str, str]], source: str, target: str) -> None:
        self.source, self.target = source, target
        self.lemmas = {s: t for s, t in pairs if len(s) >= 2 and len(stem(t, target)) >= 2}
        stems = {stem(s, source): s for s in self.lemmas}
        self._by_stem = stems
        alternatives = "|".join(sorted(map(re.escape, stems), key=len, reverse=True))
        edge = r"(?![\w])" if source == "en" else (r"[а-яё]{0,3}(?!\w)" if source == "ru" else "")
        self._find = re.compile(rf"(?<!\w)({alternatives}){edge}")

    def mark(self, source: str, target: str, rng: random.Random, most: int = 2) -> str | None:
        """The source with up to so many names marked; None where none is sure to be in the target."""
        found = []
        for match in self._find.finditer(source):
            lemma = self.lemmas[self._by_stem[match[1]]]
            if stem(lemma, self.target).lower() in target.lower():
                found.append((match.start(), match.end(), lemma))
        if not found:
            return None
        for start, end, lemma in sorted(
            rng.sample(found, min(len(found), rng.randint(1, most))), reverse=True
        ):
            source = annotate(source, start, end, lemma)
        return source
