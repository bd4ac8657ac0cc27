"""A batch's records as Parquet, a row an article. Needs pyarrow, which the extra `parquet` brings."""

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from newsbrief._errors import NotInstalled

INSTALL_COMMAND = "pip install 'newsbrief[parquet]'"
_ROWS_AT_ONCE = 1_000


def check() -> None:
    """Raises `NotInstalled` where Parquet cannot be written."""
    if find_spec("pyarrow") is None:
        message = f"Parquet needs pyarrow installed: {INSTALL_COMMAND}"
        raise NotInstalled(message, code="FAILED_PRECONDITION", reason="PARQUET_NOT_INSTALLED")


def write(records: Path, output: Path, languages: Sequence[str]) -> None:
    """Write `records`, JSON Lines of a batch, to `output`, which appears whole or not at all.

    Columns: line, id, status, error, source_language; headline, text and worst finding of each of `languages`;
    and response, the contract's JSON, for the rest.
    """
    import pyarrow as pa
    from pyarrow import parquet

    texts = ["id", "status", "error", "source_language"]
    texts += [f"{field}_{language}" for language in languages for field in ("headline", "text", "severity")]
    schema = pa.schema([("line", pa.int64()), *((name, pa.string()) for name in (*texts, "response"))])
    part = output.with_name(f"{output.name}.part")
    with parquet.ParquetWriter(part, schema, compression="zstd") as writer:
        for rows in _rows(records):
            writer.write_table(pa.Table.from_pylist(rows, schema))
    part.replace(output)


def _rows(records: Path) -> Iterator[list[dict[str, Any]]]:
    rows = []
    with records.open("rb") as stream:
        for line in stream:
            rows.append(_row(json.loads(line)))
            if len(rows) == _ROWS_AT_ONCE:
                yield rows
                rows = []
    yield rows


def _row(record: dict[str, Any]) -> dict[str, Any]:
    row = {name: record[name] for name in ("line", "id", "status")}
    if error := record.get("error"):
        return {**row, "error": error["message"]}
    response = record["response"]
    for brief in response["briefs"]:
        language = brief["languageCode"]
        row[f"headline_{language}"] = brief["headline"]
        row[f"text_{language}"] = brief["text"]
        row[f"severity_{language}"] = brief["quality"]["severity"].removeprefix("SEVERITY_").lower()
    row["source_language"] = response["source"]["languageCode"]
    return {**row, "response": json.dumps(response, ensure_ascii=False)}
