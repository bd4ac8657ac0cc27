"""Exit codes, and how an error reads in one line."""

from newsbrief import _errors as e

OK, OTHER, USAGE, UNREACHABLE, REJECTED, DEADLINE = range(6)
INTERRUPTED = 130  # 128 + SIGINT, as shells have it
BROKEN_PIPE = 141  # 128 + SIGPIPE

HELP = "exit codes: 0 ok, 1 other, 2 usage, 3 server unreachable, 4 input rejected or errors found, 5 deadline exceeded"

_SEVERITY = (OK, REJECTED, DEADLINE, OTHER, UNREACHABLE)


class UsageError(Exception):
    """The command line asks for something that makes no sense."""


def code_of(error: e.NewsbriefError) -> int:
    """The exit code for a failed call."""
    match error:
        case e.InvalidInput() | e.NotFound() | e.Conflict():
            return REJECTED
        case e.Unavailable():
            return UNREACHABLE
        case e.DeadlineExceeded():
            return DEADLINE
    return OTHER


def worst(codes: list[int]) -> int:
    """The code that stands for all of them: unreachable, other, deadline, rejected, ok."""
    return max(codes, key=_SEVERITY.index, default=OK)


def describe(error: e.NewsbriefError) -> str:
    """ "the text is empty (TEXT_EMPTY, article.body)"."""
    field = None if error.field and error.message.startswith(error.field) else error.field  # said once
    marks = [mark for mark in (error.reason, field) if mark]
    wait = f"; try again in {error.retry_after:g} s" if error.retry_after else ""
    return f"{error}{wait}" + (f" ({', '.join(marks)})" if marks else "")


def describe_os(error: OSError) -> str:
    """ "article.txt: No such file or directory"."""
    what = error.strerror or str(error)
    return f"{error.filename}: {what}" if error.filename else what
