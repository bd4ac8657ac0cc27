"""Findings as SARIF 2.1.0, the format of code scanning and review tools.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

import newsbrief
from newsbrief import _enums
from newsbrief._cli import _files
from newsbrief._cli._findings import position
from newsbrief._types import Check, Finding, Span
from newsbrief.v1 import types_pb2 as pb

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RULES = tuple(_enums.names(pb.FindingKind))
_LEVELS = {"error": "error", "warning": "warning"}
_UNKNOWN = "disagreement"


def log(check: Check, files: tuple[str, str], texts: tuple[str, str]) -> dict[str, Any]:
    """The SARIF log of one check; `files` and `texts` are the source's and the target's.

    Regions count code points, those of the result in the target; what the source says is a related location.
    """
    driver = {
        "name": "newsbrief",
        "version": newsbrief.__version__,
        "rules": [_rule(kind) for kind in _RULES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, files, texts) for finding in check.findings],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: str) -> dict[str, Any]:
    words = kind.replace("_", " ")
    return {"id": rule_id(kind), "shortDescription": {"text": words.capitalize()}}


def rule_id(kind: str) -> str:
    """ "number-changed"."""
    return kind.replace("_", "-") or _UNKNOWN


def _result(finding: Finding, files: tuple[str, str], texts: tuple[str, str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": rule_id(finding.kind),
        "level": "note" if finding.repaired else _LEVELS.get(finding.severity, "note"),
        "message": {"text": str(finding)},
        "locations": [{"physicalLocation": _location(files[1], texts[1], finding.target_span)}],
    }
    if finding.kind in _RULES:
        result["ruleIndex"] = _RULES.index(finding.kind)
    if finding.source_span:
        source = _location(files[0], texts[0], finding.source_span)
        result["relatedLocations"] = [{"message": {"text": "source"}, "physicalLocation": source}]
    return result


def _location(file: str, text: str, span: Span | None) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if span:
        start_line, start_column = position(text, span.start)
        end_line, end_column = position(text, span.end)
        location["region"] = {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": span.start,
            "charLength": span.end - span.start,
            "snippet": {"text": span.of(text)},
        }
    return location


def _uri(file: str) -> str:
    """RFC 3986; a relative path stays relative, to whatever the reader takes for the root."""
    if file == _files.STDIN:
        return "stdin"
    return Path(file).as_uri() if Path(file).is_absolute() else quote(os.fsencode(Path(file).as_posix()))
