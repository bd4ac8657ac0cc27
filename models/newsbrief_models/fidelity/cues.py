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
    paired: re.Pattern[str] | None
    affirming: re.Pattern[str] | None

    def first_strong(self, text: str) -> Span | None:
        """Where the first strong cue stands that is no part of an idiom."""
        found = self.strong.search(_without(self.idioms, text))
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
    ours, theirs = _cues(kind, one_language), _cues(kind, other_language)
    one, other = _without(ours.affirming, one), _without(theirs.affirming, other)
    if ours.paired and theirs.paired and ours.paired.search(one) and theirs.paired.search(other):
        one, other = _without(ours.paired, one), _without(theirs.paired, other)
    strong = ours.first_strong(one)
    if strong is None or theirs.any.search(other):
        return None
    return strong


def _without(pattern: re.Pattern[str] | None, text: str) -> str:
    """`text` with blanks where `pattern` is, so that places stay."""
    return pattern.sub(lambda match: " " * len(match[0]), text) if pattern else text


@cache
def _cues(kind: str, language: Language) -> _Cues:
    table = tomllib.loads((files("newsbrief_models.fidelity") / "cues.toml").read_text("utf-8"))[kind][
        language
    ]
    return _Cues(
        strong=_pattern(table["strong"], language),
        any=_pattern(table["strong"] + table["soft"], language),
        idioms=_pattern(table["idioms"], language) if "idioms" in table else None,
        affirming=_pattern(table["affirming"], language) if "affirming" in table else None,
        paired=_pattern(table["paired"], language) if "paired" in table else None,
    )


def _pattern(cues: list[str], language: Language) -> re.Pattern[str]:
    if language is Language.KO:
        return re.compile("|".join(re.escape(cue).replace(r"\*", "[^,.]{0,12}?") for cue in cues))
    words = [re.escape(cue).replace(r"\*", r"\w*") for cue in cues if cue != "n't"]
    contraction = "|n['’]t\\b" if "n't" in cues else ""
    return re.compile(rf"\b(?:{'|'.join(words)})\b{contraction}", re.IGNORECASE)
