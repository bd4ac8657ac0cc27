"""Reads this package's tables: tab-separated files, a header line first, lines at ``#`` are comments."""

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``<name>.tsv`` by the names in its header.

    Raises:
        ValueError: a row has not as many cells as the header.
    """
    lines = (resources.files(__name__) / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *body = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return tuple(dict(zip(header, cells, strict=True)) for cells in body)
