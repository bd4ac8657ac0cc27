"""Imports glossary files: gathers their pieces in bounded memory, reads them, and says which rows are no good."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass

import grpc

from newsbrief.v1 import glossary_service_pb2 as pb
from newsbrief.v1.types_pb2 import ErrorReason
from newsbrief_service.errors import ServiceError, invalid
from newsbrief_service.glossaries.record import Record
from newsbrief_service.glossaries.review import review
from newsbrief_service.glossaries.rows import FileError, Row
from newsbrief_service.glossaries.statements import MAX_ENTRIES
from newsbrief_service.glossaries.tables import csv_rows, tsv_rows
from newsbrief_service.glossaries.tbx import tbx_rows

MAX_FILE_BYTES = 10_000_000
MAX_BYTES_HELD = 64_000_000  # of all files that are coming in
MAX_PROBLEMS = 1_000
_PROBLEMS_IN_ERROR = 3
_RETRY_SECONDS = 5.0

READERS: Mapping[str, Callable[[bytes], Iterator[Row]]] = {
    "text/csv": csv_rows,
    "text/tab-separated-values": tsv_rows,
    "application/x-tbx": tbx_rows,
}


class Gatherer:
    """Puts files together from their pieces; all that are coming in share one bound on memory."""

    def __init__(self, max_bytes_held: int = MAX_BYTES_HELD) -> None:
        self._left = max_bytes_held

    async def gather(
        self, requests: AsyncIterator[pb.ImportGlossaryEntriesRequest]
    ) -> tuple[pb.ImportGlossaryEntriesRequest, bytes]:
        """The first message, which says what to do, without its content, and the content of all.

        Raises:
            ServiceError: INVALID_ARGUMENT for no message, a file above MAX_FILE_BYTES or one that is not as long as the
                first message says, RESOURCE_EXHAUSTED when files of other calls take up the memory.
        """
        first: pb.ImportGlossaryEntriesRequest | None = None
        content = bytearray()
        try:
            async for request in requests:
                first = first or request
                self._hold(request.content, len(content))
                content += request.content
            if first is None:
                raise invalid("parent", ErrorReason.ERROR_REASON_MALFORMED_VALUE, "no message was sent")
            _check_whole(first, len(content))
            first.ClearField("content")
            return first, bytes(content)
        finally:
            self._left += len(content)

    def _hold(self, piece: bytes, before: int) -> None:
        if before + len(piece) > MAX_FILE_BYTES:
            problem = f"has more than {MAX_FILE_BYTES:,} bytes, which is the limit"
            raise invalid("content", ErrorReason.ERROR_REASON_TEXT_TOO_LONG, problem, limit=MAX_FILE_BYTES)
        if len(piece) > self._left:
            raise ServiceError(
                grpc.StatusCode.RESOURCE_EXHAUSTED,
                ErrorReason.ERROR_REASON_SERVER_BUSY,
                "too many glossaries are being imported at once",
                retry_after=_RETRY_SECONDS,
            )
        self._left -= len(piece)


def _check_whole(first: pb.ImportGlossaryEntriesRequest, came: int) -> None:
    """Raise ServiceError unless all of the file came.

    When a client goes away in the middle of its stream, the stream may look as if it had ended.
    """
    if came == (first.content_size or len(first.content)):
        return
    if first.content_size:
        problem = f"the first message says {first.content_size:,} bytes, and {came:,} came"
    else:
        problem = "the first message must say it of a file in more than one"
    problem += "; nothing was stored"
    raise invalid("content_size", ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, minimum=came, maximum=came)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: its rows as records, and what is wrong with them (the first MAX_PROBLEMS of `count`)."""

    records: list[Record]
    problems: list[pb.RowProblem]
    count: int
    good: int  # rows that nothing is wrong with

    def report(self) -> pb.ImportGlossaryEntriesResponse:
        """What a dry run answers."""
        return pb.ImportGlossaryEntriesResponse(
            imported_count=self.good, problems=self.problems, problem_count=self.count
        )

    def error(self) -> ServiceError:
        """Why nothing is stored."""
        first = "; ".join(_told(problem) for problem in self.problems[:_PROBLEMS_IN_ERROR])
        problem = f"nothing was stored, {self.count:,} problems: {first}"
        if self.count > _PROBLEMS_IN_ERROR:
            problem += "; ask with validate_only for the others"
        return invalid("content", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem, problems=self.count)


def read(content: bytes, mime_type: str) -> Reading:
    """Read a file of glossary rows. Takes time and memory linear in its size.

    Raises:
        ServiceError: INVALID_ARGUMENT for an unknown type, a file that cannot be read, too many rows or none.
    """
    reader = READERS.get(mime_type.partition(";")[0].strip().lower())
    if reader is None:
        problem = f"must be one of {', '.join(READERS)}"
        raise invalid("mime_type", ErrorReason.ERROR_REASON_MALFORMED_VALUE, problem)
    records: list[Record] = []
    problems: list[pb.RowProblem] = []
    count = good = 0
    seen: dict[bytes, int] = {}
    try:
        for row in reader(content):
            if len(records) == MAX_ENTRIES:
                problem = f"has more than {MAX_ENTRIES:,} rows, which is the limit"
                raise invalid("content", ErrorReason.ERROR_REASON_OUT_OF_RANGE, problem, maximum=MAX_ENTRIES)
            record, wrong = _checked(row, seen)
            records.append(record)
            count += len(wrong)
            good += not wrong
            problems += wrong[: MAX_PROBLEMS - len(problems)]
    except FileError as error:
        raise invalid("content", ErrorReason.ERROR_REASON_MALFORMED_VALUE, str(error)) from None
    if not records:  # with replace_existing it would empty the glossary
        raise invalid("content", ErrorReason.ERROR_REASON_TEXT_EMPTY, "holds no rows")
    return Reading(records, problems, count, good)


def _checked(row: Row, seen: dict[bytes, int]) -> tuple[Record, list[pb.RowProblem]]:
    """The record of a row, and what is wrong with it; `seen` holds the lines of the rows before."""
    term, problems = review(row.term)
    wrong = [pb.RowProblem(row=row.line, column=column, message=text) for column, text in row.faults.items()]
    for problem in problems:
        column, message = _column(problem.path), problem.text
        if column not in row.faults:
            wrong.append(pb.RowProblem(row=row.line, column=column, message=message))
    record = Record.of(term)
    first = seen.setdefault(record.identity, row.line)
    if first != row.line and not wrong:
        wrong.append(pb.RowProblem(row=row.line, message=f"has the same forms as the row of line {first}"))
    return record, wrong


_FORM_PATH = re.compile(r'forms\["(\w+)"\]\.(\w+)')


def _column(path: str) -> str:
    """The column that a field of a term comes from."""
    matched = _FORM_PATH.match(path)
    if matched is None:
        return "" if path == "forms" else path
    language, field = matched.groups()
    return {"text": language, "aliases": f"{language}_aliases"}.get(field, field)


def _told(problem: pb.RowProblem) -> str:
    column = f", {problem.column}" if problem.column else ""
    return f"line {problem.row}{column}: {problem.message}"
