"""Names and terms: what a desk calls things in each language, and how names are written. Plain frozen values."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from typing import Literal

from newsbrief._types.text import Span

TermKind = Literal["", "person", "place", "organization", "title", "work", "common"]
Convention = Literal[
    "press",
    "revised_romanization",
    "mccune_reischauer",
    "dprk_romanization",
    "kontsevich",
    "nikl_loanword",
    "bgn_pcgn",
    "icao",
]
Register = Literal["newspaper", "broadcast"]
"""Korean sentence endings: 했다, or 했습니다."""
NumberStyle = Literal["yonhap", "myriad", "digits"]
"""Korean numbers: 1만5천명, 1만5000명, or 15,000명."""


@dataclass(frozen=True, slots=True)
class TermForm:
    """What a thing is called in one language."""

    text: str
    """What is written in a translation, in its dictionary form; up to 200 characters."""
    _: KW_ONLY
    aliases: tuple[str, ...] = ()
    """Other spellings recognized in a source, and accepted in a translation; up to 32."""
    inflect: bool | None = None
    """Russian only: False for a fixed string (ТАСС), True for one with cases; None goes by how it looks."""
    case_sensitive: bool = False

    def __str__(self) -> str:
        return self.text


AnyForm = str | TermForm | list[str] | tuple[str, ...]


@dataclass(frozen=True, slots=True, init=False)
class Term:
    """One thing and what it is called in each language, at least two: from one row, all directions.

    >>> Term({"en": "Shoigu", "ko": "쇼이구", "ru": ("Шойгу", "С. К. Шойгу")}, kind="person")

    Of several strings the first is written and the others are aliases; a `TermForm` says more.
    """

    forms: tuple[tuple[str, TermForm], ...]
    """(language, form), in the order of the languages' tags; ``term["ko"]`` is the Korean form."""
    kind: TermKind = ""
    note: str = ""
    """The desk's own remark, up to 500 characters; never interpreted."""

    def __init__(self, forms: Mapping[str, AnyForm], *, kind: TermKind = "", note: str = "") -> None:
        # dict() takes pairs as well, so that what repr() shows and what dataclasses.replace() passes on are terms.
        named = {language: _form(language, form) for language, form in dict(forms).items()}
        object.__setattr__(self, "forms", tuple(sorted(named.items(), key=lambda pair: pair[0])))
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "note", note)

    def __getitem__(self, language: str) -> TermForm:
        """The form in `language`. Raises `KeyError`."""
        return dict(self.forms)[language]

    def __contains__(self, language: object) -> bool:
        return any(language == known for known, _ in self.forms)

    def __str__(self) -> str:
        return " / ".join(form.text for _, form in self.forms)


def _form(language: str, form: AnyForm) -> TermForm:
    match form:
        case TermForm():
            return form
        case str():
            return TermForm(form)
        case [text, *aliases]:
            return TermForm(text, aliases=tuple(aliases))
    raise ValueError(f"forms: nothing is said of what it is called in {language!r}")


@dataclass(frozen=True, slots=True)
class NameAlternative:
    """Another way to write a name."""

    text: str
    convention: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class NameRendering:
    """A name written in another script; ``str(rendering)`` is the name."""

    text: str
    """Empty where no rule says how."""
    convention: str
    """The convention that made it: one of `Convention`'s values; "" where there is none."""
    origin: str
    """"gazetteer", or "transliteration" by the rules of the convention."""
    alternatives: tuple[NameAlternative, ...] = ()

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Glossary:
    """A glossary that a server keeps."""

    name: str
    """"glossaries/desk-2026"."""
    display_name: str
    entry_count: int
    created: datetime
    updated: datetime
    """When the glossary or one of its terms last changed."""
    etag: str
    """Another one after every change."""

    @property
    def id(self) -> str:
        """ "desk-2026"."""
        return self.name.removeprefix("glossaries/")

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term in a stored glossary."""

    name: str
    """"glossaries/desk-2026/entries/17"."""
    term: Term
    updated: datetime

    def __str__(self) -> str:
        return str(self.term)


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a row of a file."""

    row: int
    """The line of the file it begins on, from 1."""
    message: str
    column: str = ""
    """The column or the language: "ko", "ko_aliases", "note"; empty when it is about the row as a whole."""

    def __str__(self) -> str:
        return f"line {self.row}{f', {self.column}' if self.column else ''}: {self.message}"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file of terms."""

    imported: int
    """Rows stored; in a dry run, good rows."""
    problems: tuple[RowProblem, ...] = ()
    """Of a dry run, in the order of the file, the first 1,000."""
    problem_count: int = 0
    """How many problems there are."""


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found in a text."""

    source: str
    """Without the particle in Korean."""
    span: Span
    text: str
    """The dictionary form in the target language."""
    origin: str
    """"request", "glossary" or "gazetteer"."""
    entry: str = ""
    """The entry of a stored glossary it came from; empty otherwise."""

    def __str__(self) -> str:
        return self.text
