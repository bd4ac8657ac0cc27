"""Reads a term as somebody wrote it: cleaned, and everything wrong with it named. Linear in the length of the term."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from newsbrief.v1.types_pb2 import ErrorReason, GlossaryTerm, InflectionPolicy, TermForm, TermKind
from newsbrief_models.terms.hangul import MAX_LENGTH, compact
from newsbrief_models.terms.tables import rows as term_tables
from newsbrief_models.terms.words import MAX_WORDS, normalised
from newsbrief_models.text.clean import clean
from newsbrief_models.text.tables import rows as text_tables
from newsbrief_models.types import Language
from newsbrief_service.errors import ServiceError, invalid

MAX_FORM_CHARS = 200
MAX_ALIASES = 32
MAX_NOTE_CHARS = 500

_POLICIES = frozenset(InflectionPolicy.values())
_KINDS = frozenset(TermKind.values())

# Control characters that are no white space: a wrong encoding or a binary file, never a term.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# The blocks of right-to-left scripts (Unicode, Blocks.txt).
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# A form holds a letter that its language is written with; Latin names stand in Korean and Russian texts too.
_LETTER = {
    Language.EN: re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    Language.KO: re.compile(r"[\uac00-\ud7a3\u3131-\u318eA-Za-z\u00c0-\u024f\u3400-\u9fff\uf900-\ufaff]"),
    Language.RU: re.compile(r"[\u0400-\u052fA-Za-z\u00c0-\u024f]"),
}
_LETTER_NAMES = {
    Language.EN: "Latin",
    Language.KO: "Korean, Latin or Chinese",
    Language.RU: "Russian or Latin",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong; `path` leads from the term to the field, as in ``forms["ko"].aliases[2]``."""

    path: str
    reason: ErrorReason.ValueType
    text: str
    metadata: Mapping[str, object] = field(default_factory=dict)

    def error(self, term_path: str) -> ServiceError:
        """INVALID_ARGUMENT for the term at `term_path` of the request."""
        where = f"{term_path}.{self.path}" if self.path else term_path
        return invalid(where, self.reason, self.text, **self.metadata)


def reviewed(term: GlossaryTerm, path: str) -> GlossaryTerm:
    """The term as it is kept.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the first field that is wrong; `path` is the term's own.
    """
    kept, problems = review(term)
    for problem in problems:
        raise problem.error(path)
    return kept


def review(term: GlossaryTerm) -> tuple[GlossaryTerm, list[Problem]]:
    """The term as it is kept, and what is wrong with it; it is to be kept only when nothing is."""
    kept = GlossaryTerm(kind=term.kind, note=clean(term.note))
    problems: list[Problem] = []
    for code, form in sorted(term.forms.items()):
        try:
            language = Language(code)
        except ValueError:
            supported = ", ".join(Language)
            problems.append(
                Problem(
                    "forms",
                    ErrorReason.ERROR_REASON_LANGUAGE_UNSUPPORTED,
                    f"language {code[:35]!r} is not known; known are {supported}",
                    {"seen": code[:35], "supported": ",".join(Language)},
                )
            )
            continue
        problems += _read_form(form, language, kept)
    problems += _about_the_whole(term, kept)
    return kept, problems


def _read_form(form: TermForm, language: Language, kept: GlossaryTerm) -> Iterator[Problem]:
    """Put the cleaned form into `kept`; yields what is wrong with it."""
    path = f'forms["{language}"]'
    text = clean(form.text)
    yield from _text_problems(form.text, text, language, f"{path}.text")
    aliases = [clean(alias) for alias in form.aliases]
    if len(aliases) > MAX_ALIASES:
        yield _out_of_range(f"{path}.aliases", f"{len(aliases)} aliases", 0, MAX_ALIASES)
        return
    for index, (sent, alias) in enumerate(zip(form.aliases, aliases, strict=True)):
        yield from _text_problems(sent, alias, language, f"{path}.aliases[{index}]")
    if form.inflection not in _POLICIES:
        yield _out_of_range(f"{path}.inflection", str(form.inflection), 0, max(_POLICIES))
    elif form.inflection and language is not Language.RU:
        problem = "only Russian forms change by case; leave it unset"
        yield Problem(f"{path}.inflection", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    read = kept.forms[language]
    read.text, read.inflection, read.case_sensitive = text, form.inflection, form.case_sensitive
    read.aliases.extend(alias for alias in dict.fromkeys(aliases) if alias != text)


def _about_the_whole(term: GlossaryTerm, kept: GlossaryTerm) -> Iterator[Problem]:
    if len(term.forms) < 2:
        yield _out_of_range("forms", f"{len(term.forms)} languages", 2, len(Language))
    if term.kind not in _KINDS:
        yield _out_of_range("kind", str(term.kind), 0, max(_KINDS))
    if _CONTROL.search(term.note):
        yield _not_text("note")
    if len(kept.note) > MAX_NOTE_CHARS:
        yield _too_long("note", f"{len(kept.note)} characters", MAX_NOTE_CHARS)


def _text_problems(sent: str, text: str, language: Language, path: str) -> Iterator[Problem]:
    """At most one problem of a form or an alias: `sent` as it came, `text` cleaned."""
    if _CONTROL.search(sent):
        yield _not_text(path)
    elif not text:
        yield Problem(path, ErrorReason.ERROR_REASON_TEXT_EMPTY, "is empty or blank")
    elif len(text) > MAX_FORM_CHARS:
        yield _too_long(path, f"{len(text)} characters", MAX_FORM_CHARS)
    elif _RIGHT_TO_LEFT.search(text):
        problem = "holds letters of a right-to-left script"
        yield Problem(path, ErrorReason.ERROR_REASON_LANGUAGE_MISMATCH, problem)
    elif not _LETTER[language].search(text):
        problem = f"holds no {_LETTER_NAMES[language]} letter"
        yield Problem(path, ErrorReason.ERROR_REASON_LANGUAGE_MISMATCH, problem)
    elif _is_everywhere(text, language):
        what = "a particle" if language is Language.KO else "one of the most frequent words"
        problem = f"is {what}, and would be found everywhere"
        yield Problem(path, ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    else:
        yield from _unfindable(text, language, path)


def _unfindable(text: str, language: Language, path: str) -> Iterator[Problem]:
    """What the matcher could never find."""
    if language is Language.KO:
        if not text[0].isalnum():
            problem = f"begins with {text[0]!r}: leave out what stands around the term"
            yield Problem(path, ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
        if len(text) > MAX_LENGTH and len(compact(text)) > MAX_LENGTH:
            yield _too_long(path, f"{len(compact(text))} letters without spaces", MAX_LENGTH)
    elif len(text) > 2 * MAX_WORDS and len(normalised(text)) > MAX_WORDS:  # a word and what parts it take two
        yield _too_long(path, f"{len(normalised(text))} words", MAX_WORDS)


def _is_everywhere(text: str, language: Language) -> bool:
    return text in (_particles() if language is Language.KO else _frequent(language))


@cache
def _particles() -> frozenset[str]:
    """Korean particles in all their forms, but for those with the copula 이: 이란 is Iran, 이자 is interest,
    and no word begins with the particle.
    """
    listed = {row[end] for row in term_tables("ko_particles") for end in ("closed", "open", "rieul")}
    return frozenset(form for form in listed if len(form) == 1 or not form.startswith("이"))


@cache
def _frequent(language: Language) -> frozenset[str]:
    return frozenset(
        word
        for row in text_tables("languages")
        if row["language"] == language
        for word in row["words"].split()
    )


def _not_text(path: str) -> Problem:
    problem = "holds control characters; send text"
    return Problem(path, ErrorReason.ERROR_REASON_TEXT_NOT_TEXT, problem)


def _too_long(path: str, got: str, limit: int) -> Problem:
    reason = ErrorReason.ERROR_REASON_TEXT_TOO_LONG
    return Problem(path, reason, f"has {got}; the limit is {limit}", {"limit": limit})


def _out_of_range(path: str, got: str, low: int, high: int) -> Problem:
    problem = f"got {got}; from {low} to {high} are allowed"
    return Problem(path, ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, {"minimum": low, "maximum": high})
