"""Reads this package's tables: tab-separated files with a header line, and TOML."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

_DATA = resources.files("newsbrief_models.text") / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``data/<name>.tsv`` by the names in its first line; blank lines and lines at ``#`` are comments."""
    lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(dict(zip(header, cells, strict=True)) for cells in body)


@cache
def tree(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def words(name: str, language: str, kind: str) -> frozenset[str]:
    """The words of all rows of ``data/<name>.tsv`` whose `language` and `kind` are these."""
    chosen = (
        row["words"].split() for row in rows(name) if (row["language"], row["kind"]) == (language, kind)
    )
    return frozenset(word for row in chosen for word in row)
