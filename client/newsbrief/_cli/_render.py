"""How results read: on a terminal and in Markdown. Pure functions from values to text."""

import re
from collections.abc import Iterator

from newsbrief._cli import _facts, _findings
from newsbrief._cli._console import Style
from newsbrief._cli._layout import cells, harmless, one_line, wrap
from newsbrief._types import (
    Brief,
    BriefCompleted,
    BriefEvent,
    BriefResult,
    BriefSentence,
    DetectedLanguage,
    FactsCompared,
    Finding,
    Model,
    SentenceCompleted,
    SourceAnalyzed,
    Translation,
)

REDUCED = "of reduced quality: the server is busy"
LANGUAGE_NAMES = {"en": "English", "ko": "한국어 (Korean)", "ru": "Русский (Russian)"}
_GLUE = "\u00a0"
# What is said of a sentence beside the number of its source.
_ORIGINS = {
    "written": "\u00a0written",
    "substituted": "\u00a0in\u00a0place\u00a0of\u00a0a\u00a0written\u00a0one",
}
_DROPPED = "a written sentence was left out"
_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~&])")
_MARKDOWN_START = re.compile(r"^(\d{1,9})?([.)+=-])")


def language_name(code: str) -> str:
    """In the language itself, and in English."""
    return LANGUAGE_NAMES.get(code, one_line(code))


def text(
    result: BriefResult, label: str, style: Style, width: int, *, facts: bool = False, cut: bool = True
) -> str:
    """The briefs one below the other, each sentence with the number of the sentence it comes from.

    With `facts` the fact grid follows, cut to the width unless told otherwise.
    """
    parts = [_text_brief(brief, style, width) for brief in result]
    if facts:
        parts.append(_facts.grid(result.facts, style, width if cut else None))
    chosen = sum(sentence.selected for sentence in result.source.sentences)
    footer = (
        f"{label} · {language_name(result.source.language)} · {chosen} of {len(result.source.sentences)} "
        f"sentences, by number in brackets · {result.seconds:.2f} s"
    )
    return "\n\n".join([*parts, style.dim(wrap(one_line(footer), width))])


def _text_brief(brief: Brief, style: Style, width: int) -> str:
    confidence = f"{brief.confidence:.2f}" if brief.confidence else "not told"
    model = f" · {brief.model}, confidence {confidence}" if brief.model else ""
    reduced = f" · {REDUCED}" if brief.reduced else ""
    title = one_line(f"── {language_name(brief.language)}{model}{reduced} ")
    lines = [style.dim(title + " " + "─" * max(width - cells(title) - 1, 0))]
    if brief.headline:
        headline = style.bold(wrap(one_line(brief.headline), width))
        lines += [headline + _findings.below(brief.headline_findings, style, width), ""]
    lines += [_text_sentence(sentence, style, width) for sentence in brief.sentences]
    lines += [_dropped(found, style, width) for found in brief.dropped]
    return "\n".join(lines)


def _dropped(found: tuple[Finding, ...], style: Style, width: int) -> str:
    """A line for a sentence that was left out, with why."""
    return style.dim(f"• {_DROPPED}") + _findings.below(found, style, width)


def _text_sentence(sentence: BriefSentence, style: Style, width: int) -> str:
    mark = f"[{sentence.source_index + 1}]{_ORIGINS.get(sentence.origin, '')}"
    wrapped = wrap(f"{one_line(sentence.text)}{_GLUE}{mark}", width, indent="  ")
    body = wrapped.removeprefix("  ").removesuffix(mark).removesuffix(_GLUE)
    return f"• {body} {style.dim(mark)}" + _findings.below(sentence.findings, style, width)


def event(happened: BriefEvent, style: Style, width: int) -> str:
    """One line, or a wrapped few, for one event of a stream."""
    match happened:
        case SourceAnalyzed(source):
            chosen = sum(sentence.selected for sentence in source.sentences)
            seen = f"{language_name(source.language)}, {chosen} of {len(source.sentences)} sentences chosen"
            return style.dim(wrap(seen, width))
        case SentenceCompleted(language, index, count, sentence):
            head = one_line(f"{language} {index + 1}/{count}")
            return style.dim(head) + "\n" + _text_sentence(sentence, style, width)
        case BriefCompleted(brief):
            head = style.dim(one_line(f"{brief.language} done"))
            return head + (
                "\n" + style.bold(wrap(one_line(brief.headline), width, indent="  "))
                if brief.headline
                else ""
            )
        case FactsCompared(facts):
            return style.dim(wrap(_facts.summary(facts), width))


def markdown(result: BriefResult, label: str, number: int, *, facts: bool = False) -> str:
    """The briefs as sections, source sentences as footnotes; `number` keeps several articles apart.

    What the checks found is a list below each brief. With `facts` a table compares the briefs.
    """
    prefix = "" if number == 1 else f"{number}-"
    used: dict[int, str] = {}
    parts = [f"# {_escape(label)}"]
    for brief in result:
        parts.append(f"## {language_name(brief.language)}")
        if brief.headline:
            parts.append(f"### {_escape(brief.headline)}")
        parts.append(" ".join(f"{_escape(s.text)}[^{prefix}{s.source_index + 1}]" for s in brief.sentences))
        if remarks := "\n".join(_remarks(brief, prefix)):
            parts.append(remarks)
        used |= {sentence.source_index: sentence.source for sentence in brief.sentences}
    if facts:
        parts.append(_markdown_facts(result))
    parts += [f"[^{prefix}{index + 1}]: {_escape(used[index])}" for index in sorted(used)]
    return "\n\n".join(parts) + "\n"


def _remarks(brief: Brief, prefix: str) -> Iterator[str]:
    """List items: findings of the headline, of the sentence that has the footnote, of those left out."""
    if brief.reduced:
        yield f"- {REDUCED}"
    for finding in brief.headline_findings:
        yield f"- {_escape(_findings.marked(finding))}"
    for sentence in brief.sentences:
        for finding in sentence.findings:
            yield f"- {_escape(_findings.marked(finding))}[^{prefix}{sentence.source_index + 1}]"
    for found in brief.dropped:
        yield f"- {_DROPPED}: {_escape(', '.join(map(_findings.marked, found)))}"


def _markdown_facts(result: BriefResult) -> str:
    rows = [[_escape(cell) for cell in row] for row in _facts.markdown_rows(result.facts)]
    if not rows:
        return f"## Facts\n\n{_facts.NONE}"
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(["## Facts\n", lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _escape(value: str) -> str:
    """`value` as Markdown that shows exactly it, on one line. https://spec.commonmark.org/0.31.2/#backslash-escapes"""
    return _MARKDOWN_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", one_line(value)))


def translation(translated: Translation) -> str:
    """The text alone, lines as they were."""
    return harmless(translated.text).rstrip("\n")


def guesses(label: str, languages: list[DetectedLanguage]) -> str:
    """ "article.txt: ko 0.99, ja 0.01 (not supported)"."""
    listed = (
        f"{g.language} {g.confidence:.2f}{'' if g.supported else ' (not supported)'}" for g in languages
    )
    return one_line(f"{label}: {', '.join(listed)}")


def models(loaded: list[Model]) -> str:
    """A line for each model: name, task, version, engine, licence, size, directions."""
    lines = []
    for model in loaded:
        directions = " ".join(f"{source}→{target}" for source, target in model.directions)
        size = f"{model.size_bytes / 1e6:.1f} MB"
        fields = (model.name, model.task, model.version, model.engine, model.license, size, directions)
        lines.append(one_line("  ".join(field for field in fields if field)))
    return "\n".join(lines)
