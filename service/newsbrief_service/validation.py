"""From request messages to orders the pipeline can rely on; everything wrong becomes an error that names its field."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from google.protobuf.message import Message

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_models.errors import LanguageUnsupportedError, MarkupError
from newsbrief_models.fidelity.revise import Style
from newsbrief_models.names import MAX_NAME, Convention
from newsbrief_models.style.register import Register
from newsbrief_models.text.clean import clean, refuse_markup
from newsbrief_models.text.language import parse_tag
from newsbrief_models.types import Language
from newsbrief_service.choices import (
    CONVENTIONS,
    MODES,
    NUMBER_STYLES,
    REGISTERS,
    ROUTES,
    SummaryMode,
    SummaryRoute,
    choice,
)
from newsbrief_service.errors import from_text_error, invalid

MIN_ARTICLE_CHARS = 20
MAX_TITLE_CHARS = 1_000
MAX_ID_CHARS = 256
MAX_CONTENTS = 64
MAX_NAMES = 100
DEFAULT_SENTENCES = 3
MAX_SENTENCES = 10


@dataclass(frozen=True, slots=True)
class BriefOrder:
    """A valid request for a brief."""

    article_id: str
    title: str
    body: str
    language: Language | None
    targets: tuple[Language, ...]
    max_sentences: int
    mode: SummaryMode
    route: SummaryRoute


@dataclass(frozen=True, slots=True)
class FidelityOrder:
    """A valid request to compare two texts."""

    source: str
    source_language: Language | None
    target: str
    target_language: Language | None


@dataclass(frozen=True, slots=True)
class NamesOrder:
    """A valid request to write names in another script."""

    names: tuple[str, ...]
    source: Language | None
    target: Language
    convention: Convention | None


@dataclass(frozen=True, slots=True)
class TranslationOrder:
    """A valid request for a translation."""

    contents: tuple[str, ...]
    source: Language | None
    target: Language


def brief_order(article: types_pb2.Article, options: types_pb2.BriefOptions, max_chars: int) -> BriefOrder:
    """Check an article and its options; `max_chars` bounds the body.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the field and the limit.
    """
    _check_text("article.article_id", article.article_id, MAX_ID_CHARS)
    _check_title(article.title)
    _check_text("article.body", article.body, max_chars, MIN_ARTICLE_CHARS)
    targets, max_sentences, mode, route = brief_options(options)
    return BriefOrder(
        article_id=article.article_id,
        title=article.title,
        body=article.body,
        language=_source(article.language_code, "article.language_code"),
        targets=targets,
        max_sentences=max_sentences,
        mode=mode,
        route=route,
    )


def brief_options(
    options: types_pb2.BriefOptions,
) -> tuple[tuple[Language, ...], int, SummaryMode, SummaryRoute]:
    """The languages, most sentences, mode and route of the briefs that `options` ask for; raises ServiceError."""
    mode = choice("options.summary_mode", options.summary_mode, MODES) or SummaryMode.EXTRACTIVE
    route = choice("options.summary_route", options.summary_route, ROUTES) or SummaryRoute.SOURCE
    return _targets(options.target_language_codes), _max_sentences(options), mode, route


def translation_order(request: pb.TranslateTextRequest, max_chars: int) -> TranslationOrder:
    """Check a translation request; `max_chars` bounds all contents together.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the field and the limit.
    """
    if not 1 <= len(request.contents) <= MAX_CONTENTS:
        raise _out_of_range("contents", f"{len(request.contents)} texts", 1, MAX_CONTENTS)
    left = max_chars
    for index, text in enumerate(request.contents):
        _check_text(f"contents[{index}]", text, max_chars, 1, left)
        left -= len(text)
    return TranslationOrder(
        contents=tuple(request.contents),
        source=_source(request.source_language_code, "source_language_code"),
        target=_target("target_language_code", request.target_language_code),
    )


def fidelity_order(request: pb.CheckFidelityRequest, max_chars: int) -> FidelityOrder:
    """Check a request to compare two texts of up to `max_chars` each.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the field and the limit.
    """
    _check_text("source_text", request.source_text, max_chars, 1)
    _check_text("target_text", request.target_text, max_chars, 1)
    return FidelityOrder(
        source=request.source_text,
        source_language=_source(request.source_language_code, "source_language_code"),
        target=request.target_text,
        target_language=_source(request.target_language_code, "target_language_code"),
    )


def names_order(request: pb.RenderNamesRequest) -> NamesOrder:
    """Check a request to write names in another script.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the field and the limit.
    """
    if not 1 <= len(request.names) <= MAX_NAMES:
        raise _out_of_range("names", f"{len(request.names)} names", 1, MAX_NAMES)
    for index, name in enumerate(request.names):
        _check_text(f"names[{index}]", name, MAX_NAME, 1)
    return NamesOrder(
        names=tuple(request.names),
        source=_source(request.source_language_code, "source_language_code"),
        target=_target("target_language_code", request.target_language_code),
        convention=choice("convention", request.convention, CONVENTIONS),
    )


def style(options: types_pb2.StyleOptions, field: str) -> Style:
    """Read style options; unset ones are the house's own.

    Raises:
        ServiceError: INVALID_ARGUMENT for a value the contract does not know.
    """
    register = choice(f"{field}.korean_register", options.korean_register, REGISTERS)
    numbers = choice(f"{field}.number_style", options.number_style, NUMBER_STYLES)
    return Style(register or Register.NEWSPAPER, numbers)


def day(message: Message, field: str) -> datetime.date | None:
    """The day of the timestamp in `field` of `message` (UTC); None where it is unset.

    Raises:
        ServiceError: INVALID_ARGUMENT for a time outside the years 1 to 9999.
    """
    *_, name = field.split(".")
    if not message.HasField(name):
        return None
    try:
        return getattr(message, name).ToDatetime(datetime.UTC).date()  # type: ignore[no-any-return]
    except (ValueError, OverflowError):
        raise invalid(
            field, ErrorReason.ERROR_REASON_MALFORMED_VALUE, "is no time from year 1 to 9999"
        ) from None


def detection_text(request: pb.DetectLanguageRequest, max_chars: int) -> str:
    """Check the text of a DetectLanguage request.

    Raises:
        ServiceError: INVALID_ARGUMENT naming the field and the limit.
    """
    _check_text("content", request.content, max_chars, 1)
    return request.content


def _check_text(field: str, text: str, most: int, least: int = 0, left: int | None = None) -> None:
    """`least` and `most` bound the characters; `left` is what other fields left of `most`."""
    if least and not clean(text):
        raise invalid(field, ErrorReason.ERROR_REASON_TEXT_EMPTY, "is empty or blank")
    if len(text) > (most if left is None else left):
        together = "" if left is None else " together with the texts before it"
        problem = f"has {len(text)} characters{together}; the limit is {most}"
        raise invalid(field, ErrorReason.ERROR_REASON_TEXT_TOO_LONG, problem, limit=most, length=len(text))
    if "\0" in text:
        problem = f"holds a NUL character at {text.index(chr(0))}; send text, not a binary file"
        raise invalid(field, ErrorReason.ERROR_REASON_TEXT_NOT_TEXT, problem)
    if least > 1 and len(text.strip()) < least:
        problem = f"has {len(text.strip())} characters; at least {least} are needed"
        raise invalid(
            field, ErrorReason.ERROR_REASON_TEXT_TOO_SHORT, problem, limit=least, length=len(text.strip())
        )


def _check_title(title: str) -> None:
    _check_text("article.title", title, MAX_TITLE_CHARS)
    try:
        refuse_markup(title)
    except MarkupError as error:
        raise from_text_error(error, "article.title") from None


def _source(tag: str, field: str) -> Language | None:
    try:
        return parse_tag(tag) if tag else None
    except LanguageUnsupportedError as error:
        raise from_text_error(error, field) from None


def _targets(tags: Sequence[str]) -> tuple[Language, ...]:
    if not tags:
        return tuple(Language)
    targets: list[Language] = []
    for index, tag in enumerate(tags):
        field = f"options.target_language_codes[{index}]"
        target = _target(field, tag)
        if target in targets:
            raise invalid(field, ErrorReason.ERROR_REASON_DUPLICATE, f"{tag!r} is asked for twice")
        targets.append(target)
    return tuple(targets)


def _target(field: str, tag: str) -> Language:
    """Region subtags are refused here: no model can honour them in what it writes."""
    try:
        return Language(tag.lower())
    except ValueError:
        raise from_text_error(LanguageUnsupportedError(tag), field) from None


def _max_sentences(options: types_pb2.BriefOptions) -> int:
    if not options.HasField("max_sentences"):
        return DEFAULT_SENTENCES
    if not 1 <= options.max_sentences <= MAX_SENTENCES:
        raise _out_of_range("options.max_sentences", str(options.max_sentences), 1, MAX_SENTENCES)
    return options.max_sentences


def _out_of_range(field: str, got: str, low: int, high: int) -> Exception:
    problem = f"got {got}; from {low} to {high} are allowed"
    return invalid(field, ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, minimum=low, maximum=high)
