"""The articles of a batch: JSON Lines, each line read by itself, so that a bad one costs the others nothing."""

import hashlib
import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsbrief import Article, _calls
from newsbrief._errors import InvalidInput

HELP = (
    'each line a JSON object: "body" (the text, required), "id" (your own name for it, up to 256 characters), '
    '"headline", "language" (en, ko, ru; default: detected), "published" (ISO 8601, like 2026-06-19: the day that '
    '"Thursday" is counted from); other keys are ignored, and so are empty lines'
)
MAX_BYTES = (1 << 20) - 4096
"""Of an article as it is sent: servers take messages of 1 MiB."""
_TEXTS = {"body": "body", "id": "id", "headline": "title", "language": "language"}  # of an Article


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, from 1: an article, or what is wrong with it."""

    number: int
    article: Article | InvalidInput
    article_id: str = ""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a file holds: the numbers of the lines with articles, the bad lines, and a digest of all of it."""

    good: tuple[int, ...]
    bad: tuple[Line, ...]
    sha256: str


def scan(file: Path) -> Scan:
    """Read the file once. Raises `OSError`."""
    good, bad, digest = list[int](), list[Line](), hashlib.sha256()
    with file.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            digest.update(raw)
            if line := _line(number, raw):
                if isinstance(line.article, Article):
                    good.append(number)
                else:
                    bad.append(line)
    return Scan(tuple(good), tuple(bad), digest.hexdigest())


def articles(file: Path, wanted: Container[int]) -> Iterator[Article]:
    """The articles on the lines `wanted`, in their order. Raises `OSError`."""
    with file.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            if number in wanted and (line := _line(number, raw)) and isinstance(line.article, Article):
                yield line.article


def _line(number: int, raw: bytes) -> Line | None:
    """The line's article; None for an empty line."""
    ident = ""
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        if not text.strip():
            return None
        content = _object(text)
        ident = content["id"] if isinstance(content.get("id"), str) else ""
        article = _article(content)
        if _calls.article(article, None, None, None).ByteSize() > MAX_BYTES:
            raise _refuse("the article is too long to be sent", "TEXT_TOO_LONG")
    except UnicodeDecodeError as error:
        return Line(number, _refuse(f"not UTF-8 text at byte {error.start}", "TEXT_NOT_TEXT"))
    except InvalidInput as error:
        return Line(number, error, ident)
    return Line(number, article, ident)


def _object(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refuse(f"not JSON: {error}") from None
    if not isinstance(content, dict):
        raise _refuse("not a JSON object")
    return content


def _article(content: dict[str, Any]) -> Article:
    values = dict[str, str]()
    for key, field in _TEXTS.items():
        value = content.get(key)
        if value is not None and not isinstance(value, str):
            raise _refuse(f'"{key}" is no text')
        values[field] = value or ""
    if not values["body"].strip():
        raise _refuse('"body" is missing or empty', "TEXT_EMPTY")
    return Article(
        values["body"],
        title=values["title"],
        language=values["language"] or None,
        id=values["id"],
        published=_published(content.get("published")),
    )


def _published(value: Any) -> date | None:
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _refuse('"published" is no time like 2026-06-19 or 2026-06-19T07:00:00+09:00') from None


def _refuse(message: str, reason: str = "MALFORMED_VALUE") -> InvalidInput:
    return InvalidInput(message, code="INVALID_ARGUMENT", reason=reason)
