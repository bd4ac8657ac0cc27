"""The texts a command is given: files and standard input, decoded without changing a character."""

import codecs
import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from newsbrief._errors import InvalidInput

STDIN = "-"
MAX_BYTES = 16 * 1024 * 1024
"""More than any server takes; keeps `newsbrief < /dev/zero` from filling the memory."""

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DEFAULT_ENCODING = "utf-8-sig"


def check_encoding(name: str) -> str:
    """`name`, if it is a text encoding Python knows; a type for argparse."""
    try:
        "".encode(name)
    except (LookupError, ValueError):
        raise ArgumentTypeError(f"{name!r} is no text encoding; try utf-8, cp949 or cp1251") from None
    return name


def read_text(file: str, encoding: str | None) -> str:
    """The whole of `file` ("-" is standard input), newlines and all.

    Without `encoding`: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so. Raises `OSError`, and
    `InvalidInput` for bytes that are not text in that encoding.
    """
    data = read_bytes(file)
    if encoding is None:
        encoding = next((name for mark, name in _MARKS if data.startswith(mark)), DEFAULT_ENCODING)
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        where = f" at byte {error.start}" if isinstance(error, UnicodeDecodeError) else ""
        name = encoding.removesuffix("-sig").upper()
        raise InvalidInput(
            f"not {name} text{where}: name its encoding, like --encoding cp949 (Korean) or cp1251 (Russian)",
            code="INVALID_ARGUMENT",
            reason="TEXT_NOT_TEXT",
        ) from None


def read_bytes(file: str) -> bytes:
    """The whole of `file`. Raises `OSError`, and `InvalidInput` for what never ends."""
    with _open(file) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"longer than {MAX_BYTES} bytes", code="INVALID_ARGUMENT", reason="TEXT_TOO_LONG")
    return data


def article_id(file: str) -> str:
    """What an article goes by: the file as named; "" for standard input and for names too long."""
    name = "" if file == STDIN else os.fsencode(file).decode(errors="replace")
    return name if len(name) <= 256 else ""  # as much as the contract takes


def label(file: str) -> str:
    """How messages name a file."""
    return "standard input" if file == STDIN else file


@contextmanager
def _open(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer
    else:
        with Path(file).open("rb") as stream:
            yield stream
