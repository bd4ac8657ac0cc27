"""Logs as JSON lines on stderr: what happened to which call, never what an article says."""

import json
import logging
import sys
import time
from typing import Any

LOGGER = logging.getLogger("newsbrief.server")


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time, level, event, and the fields given as ``extra={"fields": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "time": f"{stamp}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _trace(error: BaseException) -> list[str]:
    """Where an exception came from, innermost last; its message is left out since it may quote an article."""
    frames, tb = [type(error).__name__], error.__traceback__
    while tb is not None:
        code = tb.tb_frame.f_code
        frames.append(f"{code.co_filename}:{tb.tb_lineno} {code.co_name}")
        tb = tb.tb_next
    return frames


def configure(level: str) -> None:
    """Send this package's log to stderr at `level` ("debug" … "error"); other libraries' warnings come along."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    LOGGER.setLevel(level.upper())


def log(level: int, event: str, **fields: Any) -> None:
    """Write one line; `fields` must hold no article text."""
    LOGGER.log(level, event, extra={"fields": fields})
