"""From request messages to orders the pipeline can rely on; everything wrong becomes an error that names its field."""

from collections.abc import Sequence
from dataclasses import dataclass

from newsbrief.v1 import news_brief_service_pb2 as pb
from newsbrief.v1 import types_pb2
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_models.errors import LanguageUnsupportedError, MarkupError
from newsbrief_models.text.clean import clean, refuse_markup
from newsbrief_models.text.language import parse_tag
from newsbrief_models.types import Language
from newsbrief_service.errors import from_text_error, invalid

MIN_ARTICLE_CHARS = 20
MAX_TITLE_CHARS = 1_000
MAX_ID_CHARS = 256
MAX_CONTENTS = 64
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
    return BriefOrder(
        article_id=article.article_id,
        title=article.title,
        body=article.body,
        language=_source(article.language_code, "article.language_code"),
        targets=_targets(options.target_language_codes),
        max_sentences=_max_sentences(options),
    )


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
