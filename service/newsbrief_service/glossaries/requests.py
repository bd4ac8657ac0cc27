"""Reads what requests of GlossaryService hold; everything wrong becomes an error that names its field."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1.types_pb2 import ErrorReason, GlossaryTerm
from newsbrief_models.errors import TextError
from newsbrief_models.text import language as languages
from newsbrief_models.text.clean import clean
from newsbrief_models.types import Language
from newsbrief_service.errors import from_text_error, invalid
from newsbrief_service.glossaries.record import Record, folded
from newsbrief_service.glossaries.review import reviewed

MAX_DISPLAY_NAME_CHARS = 200
MAX_QUERY_CHARS = 200
DEFAULT_PAGE = 100
MAX_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class MatchOrder:
    """A valid text to look for terms in."""

    content: str
    source: Language
    target: Language


def page_size(asked: int) -> int:
    """How many to list; raises ServiceError for fewer than none."""
    if asked < 0:
        raise invalid(
            "page_size", ErrorReason.ERROR_REASON_OUT_OF_RANGE, f"got {asked}", minimum=0, maximum=MAX_PAGE
        )
    return min(asked, MAX_PAGE) or DEFAULT_PAGE


def display_name(sent: str, ident: str) -> str:
    """A glossary's display name, its id when none was sent; raises ServiceError."""
    _check_length("glossary.display_name", sent, MAX_DISPLAY_NAME_CHARS)
    return clean(sent) or ident


def query(sent: str) -> str:
    """What entries must hold, folded as they are; raises ServiceError."""
    _check_length("query", sent, MAX_QUERY_CHARS)
    return folded(sent)


def paths(mask: Sequence[str], known: Collection[str]) -> Collection[str]:
    """The paths of an update mask, all of `known` for none; raises ServiceError for one that is not known."""
    for index, path in enumerate(mask):
        if path not in known:
            problem = f"must be one of {', '.join(known)}"
            raise invalid(f"update_mask.paths[{index}]", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    return mask or known


def records(terms: Sequence[GlossaryTerm]) -> list[Record]:
    """The terms of a new glossary; raises ServiceError for the first that is no good or that is there twice."""
    found: dict[bytes, Record] = {}
    for index, term in enumerate(terms):
        record = Record.of(reviewed(term, f"terms[{index}]"))
        if found.setdefault(record.identity, record) is not record:
            problem = "has the same forms as a term before it"
            raise invalid(f"terms[{index}]", ErrorReason.ERROR_REASON_DUPLICATE, problem)
    return list(found.values())


def merged(old: GlossaryTerm, new: GlossaryTerm, mask: Collection[str]) -> Record:
    """`old` with the fields that `mask` names from `new`; raises ServiceError when that is no good term."""
    source = {"term.forms": old, "term.kind": old, "term.note": old, **dict.fromkeys(mask, new)}
    if "term" in mask:
        source = dict.fromkeys(source, new)
    term = GlossaryTerm(kind=source["term.kind"].kind, note=source["term.note"].note)
    term.MergeFrom(GlossaryTerm(forms=source["term.forms"].forms))
    return Record.of(reviewed(term, "glossary_entry.term"))


def match_order(request: pb.MatchGlossaryEntriesRequest, max_chars: int) -> MatchOrder:
    """Check a request to look for terms; finds out the language where none is named; raises ServiceError."""
    if not clean(request.content):
        raise invalid("content", ErrorReason.ERROR_REASON_TEXT_EMPTY, "is empty or blank")
    _check_length("content", request.content, max_chars)
    return MatchOrder(
        request.content,
        _source(request),
        _language(request.target_language_code, "target_language_code"),
    )


def _source(request: pb.MatchGlossaryEntriesRequest) -> Language:
    if request.source_language_code:
        return _language(request.source_language_code, "source_language_code")
    try:
        return Language(languages.require(request.content).code)
    except TextError as error:
        raise from_text_error(error, "content") from None


def _language(tag: str, field: str) -> Language:
    try:
        return languages.parse_tag(tag)
    except TextError as error:
        raise from_text_error(error, field) from None


def _check_length(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        problem = f"has {len(text)} characters; the limit is {limit}"
        raise invalid(field, ErrorReason.ERROR_REASON_TEXT_TOO_LONG, problem, limit=limit, length=len(text))
    if "\0" in text:
        raise invalid(field, ErrorReason.ERROR_REASON_TEXT_NOT_TEXT, "holds a NUL character; send text")
