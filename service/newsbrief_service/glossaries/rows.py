"""What the readers of glossary files share: a row read, and a file that cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsbrief.v1.types_pb2 import GlossaryTerm


class FileError(Exception):
    """The file as a whole is not what it is said to be; the message says where and why, and quotes no term."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that begins on `line` of the file. `faults` says by column ("" for the row) what could not be read."""

    line: int
    term: GlossaryTerm
    faults: Mapping[str, str] = field(default_factory=dict)
