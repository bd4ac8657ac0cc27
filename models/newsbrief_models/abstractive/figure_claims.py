"""Which figures of a written sentence a passage of the article supports, and what stands there instead."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from newsbrief_models.abstractive.claims import Claim, Standing
from newsbrief_models.abstractive.passage import Passage
from newsbrief_models.fidelity import figures
from newsbrief_models.fidelity.facts import FactKind
from newsbrief_models.fidelity.figure_findings import DATES, value
from newsbrief_models.fidelity.figures import Agreement, Comparison, Day, Figure, Kind, Origin, Verdict
from newsbrief_models.fidelity.figures.severity import Severity as Sureness
from newsbrief_models.fidelity.figures.severity import severity as sureness
from newsbrief_models.summarize.vectors import stems
from newsbrief_models.types import Language, Span

_MEASURED = frozenset({Kind.MONEY, Kind.PERCENT, Kind.POINTS, Kind.MEASURE, Kind.DURATION})
_PARTS = ("year", "month", "day", "weekday", "century", "decade", "period", "shift")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 40  # code points beside a figure that are looked at
_SHORTEST = 4  # letters of a word that is no article or preposition; Korean words may have two


def figure_claims(written: Passage, source: Passage) -> list[Claim]:
    """What `source` says of each figure of `written`, of digits that are read as none, and of times of the day."""
    told = [figure for figure in written.figures if not _says_nothing(figure)]
    compared = {each.source.span: each for each in _compared(written, source) if each.source}
    claims = [_claim(figure, written, source, compared.get(figure.span)) for figure in told]
    return claims + _unread(written, source) + _daytimes(written, source)


def _says_nothing(figure: Figure) -> bool:
    """Whether languages drop and add such a figure at ease: one in words, and one that nobody wrote."""
    if figure.origin is Origin.DIGITS or figure.kind is Kind.FRACTION:
        return figure.kind is Kind.VAGUE
    return sureness(figure) is Sureness.NONE


def _unread(written: Passage, source: Passage) -> list[Claim]:
    """Numbers that the reader of figures makes nothing of (7인당): they count by their digits."""
    read = [figure.span for figure in written.figures]
    digits = {match[0].replace(",", "") for match in _DIGITS.finditer(source.text)}
    soft = written.language is not source.language
    return [
        Claim(FactKind.FIGURE, span, match[0], Standing.ABSENT, soft)
        for match in _DIGITS.finditer(written.text)
        if match[0].replace(",", "") not in digits
        for span in [Span(match.start(), match.end())]
        if not any(span.start < other.end and other.start < span.end for other in read)
    ]


def _daytimes(written: Passage, source: Passage) -> list[Claim]:
    """Words for a part of the day (morning, 오전, утром) of which the source has none."""
    told = {name for name, pattern in _parts_of_day(source.language) if pattern.search(source.text)}
    claims = []
    for name, pattern in _parts_of_day(written.language):
        match = pattern.search(written.text)
        if match and name not in told:
            span = Span(match.start(), match.end())
            claims.append(Claim(FactKind.DATE, span, match[0], Standing.ABSENT, soft=True))
    return claims


@cache
def _parts_of_day(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = tomllib.loads((files("newsbrief_models.abstractive") / "daytimes.toml").read_text("utf-8"))
    edges = (r"(?<![가-힣])", "") if language is Language.KO else (r"\b", r"\b")
    return tuple(
        (name, re.compile(f"{edges[0]}(?:{'|'.join(map(re.escape, words))}){edges[1]}", re.IGNORECASE))
        for name, words in table[language].items()
    )


def _compared(written: Passage, source: Passage) -> tuple[Comparison, ...]:
    return figures.compare(written.figures, source.figures, reference=source.reference)


def _claim(figure: Figure, written: Passage, source: Passage, compared: Comparison | None) -> Claim:
    kind = FactKind.DATE if figure.kind in DATES else FactKind.FIGURE
    soft = sureness(figure) is not Sureness.ERROR
    found = [(other, _support(figure, other, source, written.language)) for other in source.figures]
    best = max((standing for _, standing in found), default=Standing.ABSENT)
    if best is Standing.ABSENT:
        changed = compared.target if compared and compared.verdict is Verdict.CHANGED else None
        instead = changed.span if changed else None
        expected = value(changed) if changed else ""
        return Claim(kind, figure.span, value(figure), Standing.ABSENT, soft, None, instead, expected)
    matches = [other for other, standing in found if standing is best]
    if best is Standing.SUPPORTED and written.language is source.language:
        rival = _rival(figure, matches, written, source)
        if rival is not None:
            return Claim(
                kind, figure.span, value(figure), Standing.DOUBTFUL, soft, None, rival.span, value(rival)
            )
    return Claim(kind, figure.span, value(figure), best, soft, matches[0].span)


def _support(figure: Figure, other: Figure, source: Passage, language: Language) -> Standing:
    """Whether `other` of the article says all that `figure` says, or only something that may be the same."""
    level = figures.agreement(figure, other, source.reference)
    if level is Agreement.FULL:
        return Standing.SUPPORTED
    if level is Agreement.NONE or (level is Agreement.UNTOLD and language is source.language):
        return Standing.ABSENT
    if isinstance(figure.value, Day) and isinstance(other.value, Day):
        adds = any(getattr(figure.value, part) and not getattr(other.value, part) for part in _PARTS)
        return Standing.DOUBTFUL if adds or level is Agreement.UNTOLD else Standing.SUPPORTED
    kinds = {figure.kind, other.kind}
    another = len(kinds) > 1 and (language is source.language or not _MEASURED.isdisjoint(kinds))
    return Standing.DOUBTFUL if another or level is Agreement.UNTOLD else Standing.SUPPORTED


def _rival(figure: Figure, matches: list[Figure], written: Passage, source: Passage) -> Figure | None:
    """Another figure of the article that counts what `figure` counts in `written`, as none of its `matches` does.

    So 30 passengers stands out where the article has 450 passengers and 30 cars.
    """
    before, after = _beside(figure, written.text)
    if not (before or after):
        return None

    def alike(other: Figure) -> bool:
        left, right = _beside(other, source.text)
        return bool(after and after == right) or bool(before and before == left)

    if any(alike(other) for other in matches):
        return _crowded_out(figure, matches, written, source)
    rivals = (other for other in source.figures if other not in matches and other.kind is figure.kind)
    return next((other for other in rivals if alike(other)), None)


def _crowded_out(figure: Figure, matches: list[Figure], written: Passage, source: Passage) -> Figure | None:
    """A figure of the article for which `written` may say another one twice: 10 to 10 percent where it has 10 to 20."""
    said = [other for other in written.figures if str(other) == str(figure)]
    if len(said) <= len(matches):
        return None
    told = {str(other) for other in written.figures}
    return next((o for o in source.figures if o.kind is figure.kind and str(o) not in told), None)


def _beside(figure: Figure, text: str) -> tuple[str, str]:
    """The stems of the nearest words before and after a figure that are no small words; empty where there are none."""
    start, end = figure.span.start, figure.span.end
    before = _WORD.findall(text[max(0, start - _AROUND) : start])
    after = _WORD.findall(text[end : end + _AROUND])
    return _first_stem((before[1:] if start > _AROUND else before)[::-1]), _first_stem(after)


def _first_stem(words: list[str]) -> str:
    for word in words:
        if len(word) >= _SHORTEST or (len(word) > 1 and "가" <= word[0] <= "힣"):
            return stems(word)[0]
    return ""
