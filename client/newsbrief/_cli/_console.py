"""Where output goes: results to stdout, everything else to stderr."""

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from newsbrief._cli._layout import cut, one_line

if TYPE_CHECKING:
    from google.protobuf.message import Message

PROGRAM = "newsbrief"
_WIDEST = 100  # columns; longer lines are hard to read
_NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Style:
    """Bold, dim and colour, where they are wanted."""

    on: bool

    def bold(self, text: str) -> str:
        """`text` in bold, line by line, so that a pager that starts anywhere shows it."""
        return self._each_line("\x1b[1m", text)

    def dim(self, text: str) -> str:
        """`text` dimmed."""
        return self._each_line("\x1b[2m", text)

    def severity(self, severity: str, text: str) -> str:
        """`text` in the colour of an error or a warning, dimmed for anything else."""
        code = {"error": "\x1b[31m", "warning": "\x1b[33m"}.get(severity, "\x1b[2m")
        return self._each_line(code, text)

    def _each_line(self, code: str, text: str) -> str:
        if not self.on:
            return text
        return "\n".join(f"{code}{line}\x1b[0m" if line else line for line in text.split("\n"))


class Console:
    """The two streams of one run."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="replace")  # an ASCII terminal shows "?" rather than a traceback

    @property
    def interactive(self) -> bool:
        """Whether results go to a terminal."""
        return self._out.isatty()

    @property
    def unicode(self) -> bool:
        """Whether stdout can show every character."""
        return (self._out.encoding or "").lower().replace("-", "") in ("utf8", "utf16", "utf32")

    @property
    def style(self) -> Style:
        """Plain unless stdout is a capable terminal and NO_COLOR is unset (https://no-color.org)."""
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return Style(self.interactive and not plain)

    @property
    def width(self) -> int:
        """Columns to write in: the terminal's (COLUMNS overrules), 80 without one, 100 at most."""
        return min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)

    @property
    def table_width(self) -> int | None:
        """Columns a table may have: what goes to a program is not cut."""
        return self.width if self.interactive else None

    def write(self, text: str) -> None:
        """Shows a result, at once."""
        self._out.write(text + "\n")
        self._out.flush()

    def write_json(self, content: "Message | dict[str, Any]", *, alone: bool = True) -> None:
        """Shows a result as JSON: indented for a person, unless others follow."""
        from newsbrief._cli import _json  # brings in protobuf, which only a command that has begun needs

        pretty = self.interactive and alone
        self.write(_json.document(content, pretty=pretty, ascii_only=not self.unicode))

    def error(self, message: str) -> None:
        """One line: "newsbrief: ..."."""
        self.note(f"{PROGRAM}: {message}")

    def note(self, message: str) -> None:
        """One line on stderr."""
        self._err.write(one_line(message) + "\n")
        self._err.flush()

    def hint(self, message: str) -> None:
        """A note for a person only: shown when stderr is a terminal."""
        if self._err.isatty():
            self.note(message)

    def status(self, message: str) -> None:
        """Shows `message` in the place of the status before, "" nothing; only when stderr is a terminal."""
        if self._err.isatty():
            self._err.write(f"\r\x1b[K{cut(one_line(message), self.width)}")
            self._err.flush()

    @contextmanager
    def progress(self, message: str) -> Iterator[None]:
        """Says what is being done while it is; only when stderr is a terminal."""
        if not self._err.isatty():
            yield
            return
        self._err.write(f"{one_line(message)} …")
        self._err.flush()
        try:
            yield
        finally:
            self._err.write("\r\x1b[K")
            self._err.flush()
