"""Finds translations that broke down: left untranslated, looping, or cut short."""

import operator
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import islice

from newsbrief_models.fidelity.findings import Finding, FindingKind, Severity
from newsbrief_models.types import Language, Span

MIN_SOURCE_CHARS = 25  # shorter sentences vary too much in length to say anything
# How far outside the range seen in human translations a length must be.
SHORTER, LONGER = 0.75, 1.25
MIN_OWN_SCRIPT = 0.3  # of a translation's letters; Korean headlines full of acronyms stay above it
FOREIGN_RUN = 4  # words in a row in the source's script, where names and titles of works have fewer
MAX_PERIOD = 8  # words a loop may be long
MIN_CLAUSE = 4  # words; shorter ones come twice in good prose

_WORD = re.compile(r"\w+")
_CLAUSE = re.compile(r"[^.!?…;,]+")
_SCRIPTS = {Language.EN: "LATIN", Language.KO: "HANGUL", Language.RU: "CYRILLIC"}
_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*\s*$")
_STUTTER = re.compile(r"(\w{1,3})\1{7}")  # a syllable eight times


def degeneration(
    source: str, source_language: Language, target: str, target_language: Language
) -> list[Finding]:
    """UNTRANSLATED, REPETITION and TRUNCATION of one sentence; linear in the length of both texts."""
    if source_language is target_language or not source.strip():
        return []
    found = [
        _untranslated(source, source_language, target, target_language),
        _repetition(source, target),
        _truncation(source, source_language, target, target_language),
    ]
    return [finding for finding in found if finding]


def _untranslated(
    source: str, source_language: Language, target: str, target_language: Language
) -> Finding | None:
    words = [(match, _script(match[0])) for match in _WORD.finditer(target)]
    own, foreign = _SCRIPTS[target_language], _SCRIPTS[source_language]
    letters = Counter[str]()
    for match, script in words:
        letters[script] += len(match[0]) if script else 0
    if _script(source) and letters[own] < MIN_OWN_SCRIPT * letters.total():
        return _finding(FindingKind.UNTRANSLATED, Severity.ERROR, Span(0, len(target)))
    # Latin names are at home in all three languages; Hangul and Cyrillic are not outside their own.
    limit = FOREIGN_RUN if foreign == "LATIN" else 1
    start = run = 0
    for index, (match, script) in enumerate(words):
        # A Korean particle behind a Latin name shows that it was dealt with.
        run = run + 1 if script == foreign == _script(match[0][-1]) else 0
        start = index if run == 1 else start
        if run >= limit:
            span = Span(words[start][0].start(), words[index][0].end())
            return _finding(FindingKind.UNTRANSLATED, Severity.WARNING, span)
    return _left_over(source, words) if foreign == "LATIN" else None


def _left_over(source: str, words: Sequence[tuple[re.Match[str], str]]) -> Finding | None:
    """An English common noun left as it was: names have capitals (hynix has SK before it), and units are short."""
    known = set(_WORD.findall(source))
    after_name = False
    for match, script in words:
        word = match[0]
        common = script == "LATIN" and len(word) > 3 and word.isalpha() and word.islower()
        if common and not after_name and word in known:
            return _finding(FindingKind.UNTRANSLATED, Severity.WARNING, Span(match.start(), match.end()))
        after_name = script == "LATIN" and not word.islower()
    return None


def _repetition(source: str, target: str) -> Finding | None:
    span = _loop(target)
    if span is None or _loop(source):
        return None
    return _finding(FindingKind.REPETITION, Severity.ERROR, span)


def _loop(text: str) -> Span | None:
    """The first stretch that says the same words over and over."""
    stutter = _STUTTER.search(text)
    if stutter:
        return Span(stutter.start(), stutter.end())
    matches = list(_WORD.finditer(text))
    words = [match[0].casefold() for match in matches]
    for period in _periods(words):
        run = 0
        for index in range(period, len(words)):
            run = run + 1 if words[index] == words[index - period] else 0
            if run >= _repeats_wanted(period) * period:
                return Span(matches[index - run - period + 1].start(), matches[index].end())
    return _said_twice(text)


def _periods(words: Sequence[str]) -> list[int]:
    """The distances, up to MAX_PERIOD, at which any word comes again, ascending."""
    if len(set(words)) == len(words):
        return []
    periods = range(1, min(MAX_PERIOD, len(words) - 1) + 1)
    return [period for period in periods if any(map(operator.eq, words, islice(words, period, None)))]


def _said_twice(text: str) -> Span | None:
    """A sentence, or a clause of some length, that stands in the text a second time."""
    seen: set[tuple[str, ...]] = set()
    for clause in _CLAUSE.finditer(text):
        words = tuple(word.casefold() for word in _WORD.findall(clause[0]))
        if len(words) >= MIN_CLAUSE and words in seen:
            return Span(clause.start(), clause.end())
        seen.add(words)
    return None


def _repeats_wanted(period: int) -> int:
    """How often a stretch of so many words must come again at once: "bye bye" is language, eight words twice is not."""
    return 3 if period == 1 else 2 if period <= 3 else 1


def _truncation(
    source: str, source_language: Language, target: str, target_language: Language
) -> Finding | None:
    whole = Span(0, len(target))
    if not target.strip():
        return _finding(FindingKind.TRUNCATION, Severity.ERROR, whole)
    if len(source) < MIN_SOURCE_CHARS:
        return None
    bounds, ratio = _lengths()[f"{source_language}-{target_language}"], len(target) / len(source)
    if ratio < SHORTER * bounds["low"]:
        return _finding(FindingKind.TRUNCATION, Severity.ERROR, whole)
    if ratio < bounds["short"]:
        return _finding(FindingKind.TRUNCATION, Severity.WARNING, whole)
    if ratio > LONGER * bounds["high"]:
        return _finding(FindingKind.REPETITION, Severity.WARNING, whole)
    if _ENDS.search(source[-8:]) and not _ENDS.search(target[-8:]):
        return _finding(FindingKind.TRUNCATION, Severity.WARNING, Span(len(target), len(target)))
    return None


def _finding(kind: FindingKind, severity: Severity, span: Span) -> Finding:
    return Finding(kind, severity, target_span=span)


def _script(text: str) -> str:
    """The script of the first letter (LATIN, HANGUL, CYRILLIC ...); empty where 40 characters show none."""
    for character in text[:40]:
        if character.isalpha():
            return _script_of(character)
    return ""


@cache
def _script_of(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


@cache
def _lengths() -> dict[str, dict[str, float]]:
    return tomllib.loads((files("newsbrief_models.fidelity") / "lengths.toml").read_text("utf-8"))
