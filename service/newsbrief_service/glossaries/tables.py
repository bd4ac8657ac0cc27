"""Reads glossaries from CSV and TSV files as spreadsheets write them. Linear in the size of the file."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from newsbrief.v1.types_pb2 import GlossaryTerm, InflectionPolicy, TermKind
from newsbrief_models.types import Language
from newsbrief_service.glossaries.rows import FileError, Row

_ALIASES = {f"{language}_aliases": language for language in Language}
COLUMNS = (*Language, *_ALIASES, "kind", "note", "inflection", "case_sensitive")
# What cells may say, and what it is in the contract; an empty cell leaves it open.
_KINDS = {
    name.removeprefix("TERM_KIND_").lower().replace("unspecified", ""): n for name, n in TermKind.items()
}
_POLICIES = {
    name.removeprefix("INFLECTION_POLICY_").lower().replace("unspecified", ""): n
    for name, n in InflectionPolicy.items()
}
_SEPARATOR = "|"  # between the aliases of a cell


def csv_rows(content: bytes) -> Iterator[Row]:
    """The rows of a CSV file (RFC 4180), with commas or semicolons; raises FileError, at any row."""
    text = decoded(content)
    header = text[: text.find("\n") if "\n" in text else len(text)]
    # Spreadsheets write semicolons where the comma is the decimal sign, as in Russian.
    return _rows(text, ";" if header.count(";") > header.count(",") else ",")


def tsv_rows(content: bytes) -> Iterator[Row]:
    """The rows of a TSV file; raises FileError, at any row."""
    return _rows(decoded(content), "\t")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, or in UTF-16 with a byte order mark; raises FileError."""
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"is not UTF-8 text (byte {error.start}); save it as UTF-8") from None
    if "\0" in text:
        raise FileError("holds NUL characters, so is not text")
    return text


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] | None = None
    while True:
        line = reader.line_num + 1  # a quoted cell may hold line breaks: where the row begins
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise FileError(f"cannot be read from line {line} on: {error}") from None
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = _columns(cells, line)
        else:
            yield _row(line, columns, cells)
    if columns is None:
        raise FileError("is empty; its first line names the columns")


def _columns(cells: Sequence[str], line: int) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    known = ", ".join(COLUMNS)
    for number, name in enumerate(columns, start=1):
        if name not in COLUMNS:
            raise FileError(f"line {line}: column {number} has no known name; known are {known}")
        if columns.index(name) + 1 < number:
            raise FileError(f"line {line}: column {name} is there twice")
    if sum(name in list(Language) for name in columns) < 2:
        raise FileError(f"line {line}: at least two of the columns {', '.join(Language)} are needed")
    return columns


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> Row:
    term, faults = GlossaryTerm(), dict[str, str]()
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        faults[""] = f"has {len(cells)} cells; the header names {len(columns)}"
    values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
    for language in Language:
        if language in values:
            term.forms[language].text = values[language]
        aliases = values.get(f"{language}_aliases", "")
        if aliases and language not in values:
            faults[f"{language}_aliases"] = f"has aliases, but column {language} is empty"
        elif aliases:
            parts = (part.strip() for part in aliases.split(_SEPARATOR))
            term.forms[language].aliases.extend(part for part in parts if part)
    term.note = values.get("note", "")
    _read_words(term, values, faults)
    return Row(line, term, faults)


def _read_words(term: GlossaryTerm, values: Mapping[str, str], faults: dict[str, str]) -> None:
    """The columns that take one of a few words."""
    kind = values.get("kind", "").lower()
    if kind in _KINDS:
        term.kind = _KINDS[kind]
    else:
        faults["kind"] = f"must be one of {', '.join(filter(None, _KINDS))}"
    inflection = values.get("inflection", "").lower()
    if inflection not in _POLICIES:
        faults["inflection"] = f"must be one of {', '.join(filter(None, _POLICIES))}"
    elif inflection and Language.RU not in values:
        faults["inflection"] = "is about the Russian form, but column ru is empty"
    elif inflection:
        term.forms[Language.RU].inflection = _POLICIES[inflection]
    if "case_sensitive" in values:
        _read_capitals(term, values, faults)


def _read_capitals(term: GlossaryTerm, values: Mapping[str, str], faults: dict[str, str]) -> None:
    for code in (part.strip().lower() for part in values["case_sensitive"].split(_SEPARATOR)):
        if code in values and code in list(Language):
            term.forms[code].case_sensitive = True
        elif code:
            faults["case_sensitive"] = "must name languages the row has a form in"
