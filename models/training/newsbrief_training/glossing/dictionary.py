"""Builds the dictionary of glosses from aligned text, and glosses the sources it was built from as if unseen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool

from newsbrief_models.translate.glosses import segments
from newsbrief_models.types import Language

from ..corpora import PAIRS
from .align import links
from .counts import Counts, Seen, sightings
from .units import Unit, units

DIRECTIONS = [(a, b) for pair in PAIRS for a, b in (pair, pair[::-1])]
BESIDE = 0.2  # lines of less weight say nothing of words beside their neighbours


@dataclass(frozen=True)
class Line:
    """An aligned line: its text by language, the article (or line) it belongs to, what its word counts are worth."""

    text: dict[str, str]
    group: int
    weight: float


def _units(work: tuple[str, str]) -> list[Unit]:
    return units(*work)


class Dictionary:
    """Everything that aligned lines say of each other's words."""

    def __init__(self, lines: Sequence[Line], processes: int) -> None:
        self.lines = lines
        texts = list({(text, lang): None for line in lines for lang, text in line.text.items()})
        with Pool(processes) as pool:
            self._units = dict(zip(texts, pool.map(_units, texts, chunksize=400), strict=True))
        self.known: dict[str, set[str]] = {"en": set(), "ko": set(), "ru": set()}
        for (_, lang), found in self._units.items():
            self.known[lang].update(unit.key for unit in found)
        self._shown = self._usual_form()

    def _usual_form(self) -> dict[tuple[str, str], str]:
        """How each lemma is mostly written, not counting the beginnings of lines with their capitals."""
        forms: dict[tuple[str, str], Counter[str]] = {}
        for (_, lang), found in self._units.items():
            for i, unit in enumerate(found):
                forms.setdefault((lang, unit.lemma), Counter())[unit.shown] += 100 if i else 1
        return {key: counts.most_common(1)[0][0] for key, counts in forms.items()}

    def sightings(self, source: str, target: str) -> Iterator[tuple[Line, list[Seen]]]:
        """What each line that has both languages shows of its words."""
        lines = [line for line in self.lines if source in line.text and target in line.text]
        pairs = [tuple(self._units[line.text[lang], lang] for lang in (source, target)) for line in lines]
        for line, pair, linked in zip(lines, pairs, links(pairs), strict=True):  # type: ignore[arg-type]
            translated = {pair[0][i].start: self._shown[target, pair[1][j].lemma] for i, j in linked}
            words = segments(line.text[source], Language(source), self.known[source])
            seen = sightings(words, translated, line.weight)
            if line.weight < BESIDE:
                seen = [s for s in seen if "<" not in s[0] and ">" not in s[0]]
            yield line, seen

    def counts(self, source: str, target: str) -> tuple[Counts, dict[int, list[Seen]]]:
        """The counts of a direction, and what each group of lines put into them."""
        counts, groups = Counts(), {}
        for line, seen in self.sightings(source, target):
            counts.add(seen)
            groups.setdefault(line.group, []).extend(seen)
        return counts, groups


def rows(counts: Counts, source: str, target: str) -> Iterator[str]:
    """The lines of the file the product reads: words with their gloss, and neighbours that change it."""
    table = {key: counts.get(key) for key in sorted(counts)}
    for key, gloss in table.items():
        parts = key.partition(">") if ">" in key else key.rpartition("<")
        alone = parts[0] if ">" in key else parts[2]
        if alone == key or (gloss and gloss != table.get(alone)):
            yield f"{source}\t{target}\t{key}\t{gloss}\n"
