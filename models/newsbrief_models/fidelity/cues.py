"""Notices a negation or an attribution that only one side of a translation has."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language, Span


@dataclass(frozen=True, slots=True)
class _Cues:
    """Patterns of one kind of cue in one language; each is a plain alternation, so matching is linear."""

    strong: re.Pattern[str]
    any: re.Pattern[str]
    idioms: re.Pattern[str] | None

    def first_strong(self, text: str) -> Span | None:
        """Where the first strong cue stands that is no part of an idiom."""
        if self.idioms:
            text = self.idioms.sub(lambda idiom: " " * len(idiom[0]), text)
        found = self.strong.search(text)
        return Span(found.start(), found.end()) if found else None


def negation(source: str, source_language: Language, target: str, target_language: Language) -> list[Finding]:
    """NEGATION_CHANGED when one side says "not" and nothing on the other side answers it."""
    lost = _unanswered("negation", source, source_language, target, target_language)
    if lost:
        return [
            Finding(
                FindingKind.NEGATION_CHANGED, Severity.WARNING, source_span=lost, expected=lost.of(source)
            )
        ]
    added = _unanswered("negation", target, target_language, source, source_language)
    if added:
        return [
            Finding(
                FindingKind.NEGATION_CHANGED, Severity.WARNING, target_span=added, actual=added.of(target)
            )
        ]
    return []


def attribution(
    source: str, source_language: Language, target: str, target_language: Language
) -> list[Finding]:
    """ATTRIBUTION_LOST when the source says who says so and the target does not."""
    lost = _unanswered("attribution", source, source_language, target, target_language)
    if lost:
        return [
            Finding(
                FindingKind.ATTRIBUTION_LOST, Severity.WARNING, source_span=lost, expected=lost.of(source)
            )
        ]
    return []


def _unanswered(
    kind: str, one: str, one_language: Language, other: str, other_language: Language
) -> Span | None:
    """Where `one` has a strong cue to which `other` has none of any strength."""
    strong = _cues(kind, one_language).first_strong(one)
    if strong is None or _cues(kind, other_language).any.search(other):
        return None
    return strong


@cache
def _cues(kind: str, language: Language) -> _Cues:
    table = tomllib.loads((files("newsbrief_models.fidelity") / "cues.toml").read_text("utf-8"))[kind][
        language
    ]
    idioms = table.get("idioms")
    return _Cues(
        strong=_pattern(table["strong"], language),
        any=_pattern(table["strong"] + table["soft"], language),
        idioms=_pattern(idioms, language) if idioms else None,
    )


def _pattern(cues: list[str], language: Language) -> re.Pattern[str]:
    if language is Language.KO:
        return re.compile("|".join(re.escape(cue) for cue in cues))
    words = [re.escape(cue).replace(r"\*", r"\w*") for cue in cues if cue != "n't"]
    contraction = "|n['’]t\\b" if "n't" in cues else ""
    return re.compile(rf"\b(?:{'|'.join(words)})\b{contraction}", re.IGNORECASE)
